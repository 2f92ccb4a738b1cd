import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, type Ref } from 'vue'
import type { Answer } from '../../shared/api'
import { client, told } from '../../shared/client'
import type { againsts, grains, groups, kinds, steps } from './messages'

const LOOK_MS = 15_000

export type Report = Answer<'/api/console/statistics/report', 'get'>
export type Trend = Answer<'/api/console/statistics/trend', 'get'>

/** As it stands in the address. */
export interface ReportFilter {
  from: string
  until: string
  step: string
  by: string
  point: string
  kind: string
  busType: string
}

export const toQuery = (filter: ReportFilter) => ({
  from: filter.from || undefined,
  until: filter.until || undefined,
  step: filter.step as keyof typeof steps,
  by: filter.by as keyof typeof groups,
  point: filter.point || undefined,
  kind: (filter.kind || undefined) as keyof typeof kinds | undefined,
  busType: filter.busType || undefined,
})

export const exportAddress = (filter: ReportFilter): string => {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(toQuery(filter))) if (value) query.set(name, value)
  return `/api/console/statistics/report/export?${query}`
}

export function useReport(filter: ReportFilter) {
  const query = computed(() => toQuery(filter))
  return useQuery({
    queryKey: ['statistics', 'report', query],
    queryFn: () => told(client.GET('/api/console/statistics/report', { params: { query: query.value } })),
    placeholderData: keepPreviousData,
    refetchInterval: LOOK_MS,
  })
}

export const useCheck = () =>
  useMutation({
    mutationFn: (days: { from: string; until: string }) =>
      told(client.GET('/api/console/statistics/check', { params: { query: days } })),
  })

export function useRebuild() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (days: { from: string; until: string }) =>
      told(client.POST('/api/console/statistics/rebuild', { params: { query: days } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['statistics'] }),
  })
}

export interface TrendFilter {
  day: string
  grain: string
  against: string
  point: string
}

export function useTrend(filter: TrendFilter, live: Ref<boolean>) {
  const query = computed(() => ({
    day: filter.day || undefined,
    grain: filter.grain as keyof typeof grains,
    against: filter.against as keyof typeof againsts,
    point: filter.point || undefined,
  }))
  return useQuery({
    queryKey: ['statistics', 'trend', query],
    queryFn: () => told(client.GET('/api/console/statistics/trend', { params: { query: query.value } })),
    placeholderData: keepPreviousData,
    refetchInterval: computed(() => (live.value ? LOOK_MS : false)),
  })
}
