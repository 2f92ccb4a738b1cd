import { keepPreviousData, useQuery } from '@tanstack/vue-query'
import { computed, type Ref } from 'vue'
import { client, told } from '../../shared/client'
import { type Filter, toQuery } from './filter'

const LIVE_MS = 3_000

export function useBills(filter: Ref<Filter>, pageSize: Ref<number>, live: Ref<boolean>) {
  const refetchInterval = computed(() => (live.value ? LIVE_MS : false))
  const bills = useQuery({
    queryKey: ['bills', filter, pageSize],
    queryFn: () =>
      told(
        client.GET('/api/console/bills', {
          params: { query: { ...toQuery(filter.value), pageNo: filter.value.pageNo, pageSize: pageSize.value } },
        }),
      ),
    placeholderData: keepPreviousData,
    refetchInterval,
  })
  const query = computed(() => toQuery(filter.value))
  const totals = useQuery({
    queryKey: ['bills', 'totals', query],
    queryFn: () => told(client.GET('/api/console/bills/totals', { params: { query: query.value } })),
    placeholderData: keepPreviousData,
    refetchInterval,
  })
  return { bills, totals }
}

export const usePoints = () =>
  useQuery({
    queryKey: ['points'],
    queryFn: () => told(client.GET('/api/console/points')),
    staleTime: 60_000,
  })
