import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import type { paths } from '../../schema'
import { client, told } from '../../shared/client'

export const useAlerts = () =>
  useQuery({
    queryKey: ['stock', 'alerts'],
    queryFn: () => told(client.GET('/api/console/stock/alerts')),
    refetchInterval: 15_000,
  })

export function useAlertRule() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (
      body: paths['/api/console/stock/alerts/rules']['post']['requestBody']['content']['application/json'],
    ) => told(client.POST('/api/console/stock/alerts/rules', { body })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['stock', 'alerts'] }),
  })
}

/** 号段有效期 */
export const useTerms = () =>
  useQuery({ queryKey: ['stock', 'terms'], queryFn: () => told(client.GET('/api/console/stock/terms')) })

export function useTermRule() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: { subject: string; months: number }) => told(client.POST('/api/console/stock/terms', { body })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['stock', 'terms'] }),
  })
}
