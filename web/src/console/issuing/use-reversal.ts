import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import type { Ref } from 'vue'
import type { Answer, Query } from '../../shared/api'
import { client, told } from '../../shared/client'

export type Standing = Answer<'/api/console/bills/{id}/standing', 'get'>
export type Approval = Answer<'/api/console/approvals', 'get'>['rows'][number]
export type ApprovalState = Approval['state']
export type ReversalAnswer = Answer<'/api/console/bills/{id}/reversal', 'post'>

const REFUND_MS = 2_000
const LIST_MS = 15_000

/** While the rest of a partial refund is still to be issued the page looks again by itself. */
const underWay = (standing: Standing | undefined): boolean =>
  !!standing?.refund && !standing.refund.rest && !standing.refund.refused

export const useStanding = (id: Ref<string>) =>
  useQuery({
    queryKey: ['bill', id, 'standing'],
    queryFn: () => told(client.GET('/api/console/bills/{id}/standing', { params: { path: { id: id.value } } })),
    refetchInterval: (query) => (underWay(query.state.data) ? REFUND_MS : false),
  })

/** What undoes a bill makes its page, the lists and the approvals stale. */
function useWrite<A, R>(write: (asked: A) => Promise<R>) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: write,
    onSettled: () =>
      queries.invalidateQueries({
        predicate: ({ queryKey }) => ['bill', 'bills', 'approvals'].includes(String(queryKey[0])),
      }),
  })
}

export const useReversal = (id: Ref<string>) =>
  useWrite((reason: string) =>
    told(client.POST('/api/console/bills/{id}/reversal', { params: { path: { id: id.value } }, body: { reason } })),
  )

export const useRefund = (id: Ref<string>) =>
  useWrite((body: { reason: string; lines: { code: string; refundFen: number }[] }) =>
    told(client.POST('/api/console/bills/{id}/partial-refund', { params: { path: { id: id.value } }, body })),
  )

export const useRelease = (id: Ref<string>) =>
  useWrite((reason: string) =>
    told(client.POST('/api/console/bills/{id}/circulation', { params: { path: { id: id.value } }, body: { reason } })),
  )

export const useApprovals = (asked: Ref<Query<'/api/console/approvals', 'get'>>) =>
  useQuery({
    queryKey: ['approvals', asked],
    queryFn: () => told(client.GET('/api/console/approvals', { params: { query: asked.value } })),
    placeholderData: keepPreviousData,
    refetchInterval: LIST_MS,
  })

export const useDecision = () =>
  useWrite(({ id, act, why }: { id: string; act: 'approve' | 'refuse' | 'withdraw'; why?: string }) => {
    const params = { path: { id } }
    if (act === 'approve') return told(client.POST('/api/console/approvals/{id}/approve', { params }))
    if (act === 'withdraw') return told(client.POST('/api/console/approvals/{id}/withdraw', { params }))
    return told(client.POST('/api/console/approvals/{id}/refuse', { params, body: { why: why ?? '' } }))
  })
