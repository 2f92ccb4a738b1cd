import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import type { Answer } from '../../shared/api'
import { client, told } from '../../shared/client'

export type ParameterRow = Answer<'/api/console/system/parameters', 'get'>['rows'][number]

export const useParameters = () =>
  useQuery({ queryKey: ['system', 'parameters'], queryFn: () => told(client.GET('/api/console/system/parameters')) })

export const useCaches = () =>
  useQuery({
    queryKey: ['system', 'caches'],
    queryFn: () => told(client.GET('/api/console/system/caches')),
    refetchInterval: 5_000,
  })

/** Whatever was changed, the page shows it anew. */
export function useSystemChange<In, Out>(act: (input: In) => Promise<Out>) {
  const queries = useQueryClient()
  return useMutation({ mutationFn: act, onSuccess: () => queries.invalidateQueries({ queryKey: ['system'] }) })
}
