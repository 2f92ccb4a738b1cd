import { onBeforeUnmount, type Ref, ref } from 'vue'
import type { PayerBill } from '../../shared/api'
import { client, told } from '../../shared/client'
import { Problem } from '../../shared/problem'

const LOOK_AGAIN_MS = 2_000

/** The bill behind a link; followed until its sealed files are there. */
export function useBill(token: string): {
  bill: Ref<PayerBill | undefined>
  problem: Ref<Problem | undefined>
  load(): Promise<void>
} {
  const bill = ref<PayerBill>()
  const problem = ref<Problem>()
  let again = 0
  let gone = false

  async function load(): Promise<void> {
    window.clearTimeout(again)
    try {
      bill.value = await told(client.GET('/api/payer/bills/{token}', { params: { path: { token } } }))
      problem.value = undefined
    } catch (thrown) {
      problem.value = Problem.from(thrown)
    }
    const waiting = bill.value ? !bill.value.archived : problem.value?.passing
    if (waiting && !gone) again = window.setTimeout(load, LOOK_AGAIN_MS)
  }
  onBeforeUnmount(() => {
    gone = true
    window.clearTimeout(again)
  })
  return { bill, problem, load }
}
