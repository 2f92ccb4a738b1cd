import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import type { Ref } from 'vue'
import type { BillKind } from '../../shared/api'
import { client, told } from '../../shared/client'

export const useStock = () =>
  useQuery({
    queryKey: ['numbers', 'stock'],
    queryFn: () => told(client.GET('/api/console/numbers')),
    refetchInterval: 10_000,
  })

export const useMovements = (pageNo: Ref<number>, pageSize: Ref<number>) =>
  useQuery({
    queryKey: ['numbers', 'movements', pageNo, pageSize],
    queryFn: () =>
      told(
        client.GET('/api/console/numbers/movements', {
          params: { query: { pageNo: pageNo.value, pageSize: pageSize.value } },
        }),
      ),
    placeholderData: keepPreviousData,
  })

/** Twice pressed is asked once: the dialog's button is off while one is under way. */
export function useNumberDocuments() {
  const queries = useQueryClient()
  const onSuccess = () => queries.invalidateQueries({ queryKey: ['numbers'] })
  return {
    request: useMutation({
      mutationFn: (asked: { kind: BillKind; count: number }) =>
        told(client.POST('/api/console/numbers/requests', { body: asked })),
      onSuccess,
    }),
    distribute: useMutation({
      mutationFn: (asked: { point: string; kind: BillKind; count: number }) =>
        told(client.POST('/api/console/numbers/distributions', { body: asked })),
      onSuccess,
    }),
  }
}
