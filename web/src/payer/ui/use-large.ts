import { ref, watchEffect } from 'vue'

const KEPT = 'yipiao-large'

/** Storage may be switched off; the mode then lasts as long as the page. */
function kept(): boolean {
  try {
    return localStorage.getItem(KEPT) === '1'
  } catch {
    return false
  }
}

/** 大字版: everything larger and darker, for who reads or touches with trouble. A hospital may link to it with ?large=1. */
const large = ref(kept() || new URLSearchParams(globalThis.location?.search ?? '').get('large') === '1')
watchEffect(() => {
  globalThis.document?.documentElement.classList.toggle('large', large.value)
  try {
    localStorage.setItem(KEPT, large.value ? '1' : '0')
  } catch {
    // As said above.
  }
})

export const useLarge = () => large
