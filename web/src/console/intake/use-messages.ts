import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, type Ref } from 'vue'
import { client, told } from '../../shared/client'

export interface Asked {
  pageNo: number
  pageSize: number
  method: string
  result: string
  text: string
}

export const useMessages = (asked: Ref<Asked>) =>
  useQuery({
    queryKey: ['messages', asked],
    queryFn: () =>
      told(
        client.GET('/api/console/messages', {
          params: {
            query: {
              pageNo: asked.value.pageNo,
              pageSize: asked.value.pageSize,
              method: asked.value.method || undefined,
              result: asked.value.result || undefined,
              text: asked.value.text || undefined,
            },
          },
        }),
      ),
    placeholderData: keepPreviousData,
    refetchInterval: 5_000,
  })

export function useMessage(id: Ref<string>) {
  return useQuery({
    queryKey: ['message', id],
    queryFn: () => told(client.GET('/api/console/messages/{id}', { params: { path: { id: id.value } } })),
    enabled: computed(() => id.value !== ''),
  })
}

export function useReplay(id: Ref<string>) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: () => told(client.POST('/api/console/messages/{id}/replay', { params: { path: { id: id.value } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['messages'] }),
  })
}
