import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import type { Ref } from 'vue'
import type { paths } from '../../schema'
import type { Answer, Query } from '../../shared/api'
import { client, told } from '../../shared/client'

export type Channel = Answer<'/api/console/message-channels', 'get'>[number]
export type Forwarding = Answer<'/api/console/forwardings', 'get'>['rows'][number]
export type Typed =
  paths['/api/console/message-channels/{channel}']['put']['requestBody']['content']['application/json']

const LIVE_MS = 5_000

export const useChannels = () =>
  useQuery({ queryKey: ['channels'], queryFn: () => told(client.GET('/api/console/message-channels')) })

export function useChannelActs(channel: Channel['channel']) {
  const queries = useQueryClient()
  const params = { path: { channel } }
  return {
    keep: useMutation({
      mutationFn: (body: Typed) => told(client.PUT('/api/console/message-channels/{channel}', { params, body })),
      onSuccess: () => queries.invalidateQueries({ queryKey: ['channels'] }),
    }),
    trial: useMutation({
      mutationFn: (body: Typed) => told(client.POST('/api/console/message-channels/{channel}/trial', { params, body })),
    }),
  }
}

export const usePayerPage = () =>
  useQuery({ queryKey: ['payer-page'], queryFn: () => told(client.GET('/api/console/payer-page')) })

export function useFamilyMax() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (familyMax: number) => told(client.PUT('/api/console/payer-page', { body: { familyMax } })),
    onSuccess: (kept) => queries.setQueryData(['payer-page'], kept),
  })
}

export const useForwardings = (asked: Ref<Query<'/api/console/forwardings', 'get'>>) =>
  useQuery({
    queryKey: ['forwardings', asked],
    queryFn: () => told(client.GET('/api/console/forwardings', { params: { query: asked.value } })),
    placeholderData: keepPreviousData,
    refetchInterval: LIVE_MS,
  })

export function useAgain() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => told(client.POST('/api/console/forwardings/{id}/again', { params: { path: { id } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['forwardings'] }),
  })
}
