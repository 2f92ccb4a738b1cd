import { type Ref, ref } from 'vue'
import { type Member, read } from './family'

const KEPT = 'yipiao-family'

function stored(): { family: Member[]; works: boolean } {
  try {
    return { family: read(localStorage.getItem(KEPT)), works: true }
  } catch {
    // Switched off: then nothing can be kept here.
    return { family: [], works: false }
  }
}

/** 家人票夹 What this device keeps. */
export function useFamily(): { family: Ref<Member[]>; works: Ref<boolean>; save(family: Member[]): boolean } {
  const { family: now, works: usable } = stored()
  const family = ref(now)
  const works = ref(usable)
  return {
    family,
    works,
    save(changed) {
      try {
        if (changed.length === 0) localStorage.removeItem(KEPT)
        else localStorage.setItem(KEPT, JSON.stringify(changed))
        family.value = changed
        return true
      } catch {
        works.value = false
        return false
      }
    },
  }
}
