import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, type Ref } from 'vue'
import type { Answer } from '../../shared/api'
import { client, told } from '../../shared/client'

export type UsageLine = Answer<'/api/console/usage/draft', 'get'>['lines'][number]

const OPEN_MS = 5_000

export const useUsage = () =>
  useQuery({
    queryKey: ['usage', 'overview'],
    queryFn: () => told(client.GET('/api/console/usage')),
    // The bureau's answer is looked for every ten seconds.
    refetchInterval: ({ state: { data } }) =>
      data?.reports.some((one) => one.state === 'SUBMITTED') || data?.reviews.some((one) => !one.result)
        ? OPEN_MS
        : 15_000,
  })

export const useUsageDraft = (until: Ref<string>) =>
  useQuery({
    queryKey: ['usage', 'draft', until],
    queryFn: () => told(client.GET('/api/console/usage/draft', { params: { query: { until: until.value } } })),
    // Bills on their way are countersigned within seconds.
    refetchInterval: (query) => (query.state.data?.open ? OPEN_MS : false),
  })

export const useUsageReport = (no: Ref<string>) =>
  useQuery({
    queryKey: ['usage', 'report', no],
    queryFn: () => told(client.GET('/api/console/usage/{no}', { params: { path: { no: no.value } } })),
    enabled: computed(() => no.value !== ''),
  })

export function useUsageActs() {
  const queries = useQueryClient()
  const onSuccess = () => queries.invalidateQueries({ queryKey: ['usage'] })
  return {
    submit: useMutation({
      mutationFn: (until: string) => told(client.POST('/api/console/usage', { body: { until } })),
      onSuccess,
    }),
    review: useMutation({
      mutationFn: (year: number) => told(client.POST('/api/console/usage/reviews', { body: { year } })),
      onSuccess,
    }),
  }
}
