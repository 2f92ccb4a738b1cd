import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import type { Ref } from 'vue'
import { client, told } from '../../shared/client'

export const useProofs = (pageNo: Ref<number>, pageSize: Ref<number>) =>
  useQuery({
    queryKey: ['stock', 'proofs', pageNo, pageSize],
    queryFn: () =>
      told(
        client.GET('/api/console/stock/proofs', {
          params: { query: { pageNo: pageNo.value, pageSize: pageSize.value } },
        }),
      ),
    placeholderData: keepPreviousData,
  })

export function useProof() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: () => told(client.POST('/api/console/stock/proofs')),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['stock', 'proofs'] }),
  })
}
