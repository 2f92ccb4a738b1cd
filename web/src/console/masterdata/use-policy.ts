import { keepPreviousData, useQuery } from '@tanstack/vue-query'
import type { Ref } from 'vue'
import type { Answer, Query } from '../../shared/api'
import { client, told } from '../../shared/client'
import { useBasicsWrite } from './use-basics'

type Told = Answer<'/api/console/basics/issuing-policy', 'get'>
/** Without an amount nothing is approved. */
export type Policy = Omit<Told, 'approvalFrom'> & { approvalFrom: number | null }
export type Effect = Query<'/api/console/basics/issuing-policy/effects', 'get'>['effect']

export const usePolicy = () =>
  useQuery({
    queryKey: ['basics', 'policy'],
    queryFn: (): Promise<Policy> => told(client.GET('/api/console/basics/issuing-policy')),
  })

export const useSavePolicy = () =>
  useBasicsWrite((body: Policy) => told(client.PUT('/api/console/basics/issuing-policy', { body: body as Told })))

export const useEffects = (asked: Ref<Query<'/api/console/basics/issuing-policy/effects', 'get'>>) =>
  useQuery({
    queryKey: ['basics', 'effects', asked],
    queryFn: () => told(client.GET('/api/console/basics/issuing-policy/effects', { params: { query: asked.value } })),
    placeholderData: keepPreviousData,
  })

export const useCounts = (asked: Ref<Query<'/api/console/basics/issuing-policy/effects/counts', 'get'>>) =>
  useQuery({
    queryKey: ['basics', 'effect-counts', asked],
    queryFn: () =>
      told(client.GET('/api/console/basics/issuing-policy/effects/counts', { params: { query: asked.value } })),
    placeholderData: keepPreviousData,
  })
