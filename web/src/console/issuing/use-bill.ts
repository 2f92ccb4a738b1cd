import { useQuery } from '@tanstack/vue-query'
import { computed, type Ref } from 'vue'
import type { BillDetail } from '../../shared/api'
import { client, told } from '../../shared/client'

const LIVE_MS = 2_000

/** On the road the bill changes every second; at its end nothing but a reversal can happen. */
const arrived = (bill: BillDetail | undefined): boolean =>
  bill !== undefined && bill.archived && bill.delivered && !(bill.state === 'REVERSED' && bill.reversedBy === null)

export function useBill(id: Ref<string>) {
  return useQuery({
    queryKey: ['bill', id],
    queryFn: () => told(client.GET('/api/console/bills/{id}', { params: { path: { id: id.value } } })),
    refetchInterval: (query) => (arrived(query.state.data) ? 15_000 : LIVE_MS),
  })
}

/** 历史时点 What was true of the bill at a past moment. */
export const usePast = (id: Ref<string>, at: Ref<string | undefined>) =>
  useQuery({
    queryKey: ['bill', id, 'as-of', at],
    queryFn: () =>
      told(
        client.GET('/api/console/bills/{id}/as-of', {
          params: { path: { id: id.value }, query: { at: at.value ?? '' } },
        }),
      ),
    enabled: computed(() => at.value !== undefined),
  })
