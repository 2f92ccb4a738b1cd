import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import type { Ref } from 'vue'
import type { Answer } from '../../shared/api'
import { client, told } from '../../shared/client'

export type ParkedRow = Answer<'/api/console/parked', 'get'>['rows'][number]
export type Forecast = Answer<'/api/console/parked/{id}/dry-run', 'post'>

export const useParked = (state: Ref<ParkedRow['state']>, pageNo: Ref<number>, pageSize: Ref<number>) =>
  useQuery({
    queryKey: ['parked', state, pageNo, pageSize],
    queryFn: () =>
      told(
        client.GET('/api/console/parked', {
          params: { query: { state: state.value, pageNo: pageNo.value, pageSize: pageSize.value } },
        }),
      ),
    placeholderData: keepPreviousData,
    refetchInterval: 5_000,
  })

export function useParkedActs() {
  const queries = useQueryClient()
  const onSuccess = () => queries.invalidateQueries({ queryKey: ['parked'] })
  return {
    dryRun: useMutation({
      mutationFn: (id: string) => told(client.POST('/api/console/parked/{id}/dry-run', { params: { path: { id } } })),
    }),
    replay: useMutation({
      mutationFn: (id: string) => told(client.POST('/api/console/parked/{id}/replay', { params: { path: { id } } })),
      onSuccess,
    }),
    replayReady: useMutation({
      mutationFn: () => told(client.POST('/api/console/parked/replay-ready')),
      onSuccess,
    }),
    drop: useMutation({
      mutationFn: ({ id, reason }: { id: string; reason: string }) =>
        told(client.POST('/api/console/parked/{id}/drop', { params: { path: { id } }, body: { reason } })),
      onSuccess,
    }),
  }
}
