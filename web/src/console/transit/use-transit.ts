import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import type { Ref } from 'vue'
import type { StageName } from '../../shared/api'
import { client, told } from '../../shared/client'

export interface Asked {
  stage?: StageName
  stuck: boolean
  pageNo: number
  pageSize: number
}

export const PAGE_SIZE = 50
const LIVE_MS = 3_000

export const useWaiting = (asked: Ref<Asked>) =>
  useQuery({
    queryKey: ['transit', asked],
    queryFn: () =>
      told(
        client.GET('/api/console/transit', {
          params: {
            query: {
              stage: asked.value.stage,
              stuck: asked.value.stuck || undefined,
              pageNo: asked.value.pageNo,
              pageSize: asked.value.pageSize,
            },
          },
        }),
      ),
    placeholderData: keepPreviousData,
    refetchInterval: LIVE_MS,
  })

export function useRetry() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (what: { stage?: StageName; billIds: string[] }) =>
      told(client.POST('/api/console/transit/retry', { body: what as Required<typeof what> })),
    onSettled: () => queries.invalidateQueries({ queryKey: ['transit'] }),
  })
}
