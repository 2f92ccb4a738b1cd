import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, type Ref } from 'vue'
import type { Answer } from '../../shared/api'
import { client, told } from '../../shared/client'

export type UsageLine = Answer<'/api/console/usage/draft', 'get'>['lines'][number]
export type UsageReport = Answer<'/api/console/usage/reports', 'get'>['rows'][number]
export type Review = Answer<'/api/console/usage/reviews', 'get'>['rows'][number]
export type Trouble = NonNullable<UsageReport['trouble']>

const OPEN_MS = 5_000
const open = (row: { state: string }) => ['SUBMITTED', 'REVIEWING'].includes(row.state)
// The bureau's answer is looked for every ten seconds.
const every = (rows: readonly { state: string }[] | undefined) => (rows?.some(open) ? OPEN_MS : 15_000)

export const useUsage = () =>
  useQuery({
    queryKey: ['usage', 'overview'],
    queryFn: () => told(client.GET('/api/console/usage')),
  })

type Asked = { state?: never; pageNo: number; pageSize: number }

export const useUsageReports = (asked: Ref<{ state: string; pageNo: number; pageSize: number }>) =>
  useQuery({
    queryKey: ['usage', 'reports', asked],
    queryFn: () => {
      const { state, ...paging } = asked.value
      const query = { ...paging, ...(state ? { state } : {}) } as Asked
      return told(client.GET('/api/console/usage/reports', { params: { query } }))
    },
    placeholderData: (before) => before,
    refetchInterval: ({ state: { data } }) => every(data?.rows),
  })

export const useReviews = (asked: Ref<{ state: string; pageNo: number; pageSize: number }>) =>
  useQuery({
    queryKey: ['usage', 'reviews', asked],
    queryFn: () => {
      const { state, ...paging } = asked.value
      const query = { ...paging, ...(state ? { state } : {}) } as Asked
      return told(client.GET('/api/console/usage/reviews', { params: { query } }))
    },
    placeholderData: (before) => before,
    refetchInterval: ({ state: { data } }) => every(data?.rows),
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

export const useReview = (no: Ref<string>) =>
  useQuery({
    queryKey: ['usage', 'review', no],
    queryFn: () => told(client.GET('/api/console/usage/reviews/{no}', { params: { path: { no: no.value } } })),
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

/** 重新提交 and 撤回 of a usage report or a review. */
export function useTroubleActs(kind: 'report' | 'review') {
  const queries = useQueryClient()
  const onSuccess = () => queries.invalidateQueries({ queryKey: ['usage'] })
  return {
    again: useMutation({
      mutationFn: async (no: string): Promise<{ stateLabel: string }> =>
        kind === 'report'
          ? told(client.POST('/api/console/usage/{no}/again', { params: { path: { no } } }))
          : told(client.POST('/api/console/usage/reviews/{no}/again', { params: { path: { no } } })),
      onSuccess,
    }),
    withdraw: useMutation({
      mutationFn: async ({
        no,
        ...body
      }: {
        no: string
        reason: string
        verified: boolean
      }): Promise<{ stateLabel: string }> =>
        kind === 'report'
          ? told(client.POST('/api/console/usage/{no}/withdraw', { params: { path: { no } }, body }))
          : told(client.POST('/api/console/usage/reviews/{no}/withdraw', { params: { path: { no } }, body })),
      onSuccess,
    }),
  }
}
