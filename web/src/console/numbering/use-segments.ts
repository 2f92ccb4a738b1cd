import { keepPreviousData, useQuery } from '@tanstack/vue-query'
import type { Ref } from 'vue'
import { client, told } from '../../shared/client'

export const useSegments = (asked: Ref<{ code: string; point: string; pageNo: number; pageSize: number }>) =>
  useQuery({
    queryKey: ['stock', 'segments', asked],
    queryFn: () => told(client.GET('/api/console/stock/segments', { params: { query: asked.value } })),
    placeholderData: keepPreviousData,
  })
