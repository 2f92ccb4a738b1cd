import { keepPreviousData, useQuery } from '@tanstack/vue-query'
import { computed, type Ref } from 'vue'
import { client, told } from '../../shared/client'

export const TEXT_MIN = 2

/** 全局查找 Asked when the text has rested; nothing is asked for less than two characters. */
export function useSearch(text: Ref<string>) {
  return useQuery({
    queryKey: ['search', text],
    queryFn: () => told(client.GET('/api/console/search', { params: { query: { text: text.value } } })),
    enabled: computed(() => [...text.value].length >= TEXT_MIN),
    placeholderData: keepPreviousData,
    staleTime: 5_000,
  })
}
