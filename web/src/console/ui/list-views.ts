import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed } from 'vue'
import type { Answer } from '../../shared/api'
import { client, told } from '../../shared/client'

type ListView = Answer<'/api/console/me/lists', 'get'>[number]

export const PAGE_SIZES = [20, 50, 100]

/** 列表设置 How this person likes this list; kept on the server, asked for once. */
export function useListView(list: string) {
  const queries = useQueryClient()
  const key = ['list-views']
  const { data } = useQuery({
    queryKey: key,
    queryFn: () => told(client.GET('/api/console/me/lists')),
    staleTime: Number.POSITIVE_INFINITY,
  })
  const view = computed<ListView>(
    () => data.value?.find((one) => one.list === list) ?? { list, hidden: [], pageSize: PAGE_SIZES[0]!, filters: [] },
  )
  const keep = (views: ListView[]) => queries.setQueryData(key, views)
  const save = useMutation({
    mutationFn: (body: { hidden: string[]; pageSize: number }) =>
      told(client.PUT('/api/console/me/lists/{list}', { params: { path: { list } }, body })),
    onSuccess: keep,
  })
  const keepFilter = useMutation({
    mutationFn: (body: { name: string; query: string }) =>
      told(client.PUT('/api/console/me/lists/{list}/filters', { params: { path: { list } }, body })),
    onSuccess: keep,
  })
  const dropFilter = useMutation({
    mutationFn: (name: string) =>
      told(client.DELETE('/api/console/me/lists/{list}/filters', { params: { path: { list }, query: { name } } })),
    onSuccess: keep,
  })
  return { view, pageSize: computed(() => view.value.pageSize), save, keepFilter, dropFilter }
}

/** A list that comes whole, as one page. */
export const whole = <T>(rows: readonly T[] | undefined) =>
  rows && { rows, total: rows.length, pageNo: 1, pageSize: rows.length }
