import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import type { Ref } from 'vue'
import type { paths } from '../../schema'
import type { Answer } from '../../shared/api'
import { client, told } from '../../shared/client'

export type UnitRow = Answer<'/api/console/units', 'get'>['units'][number]
export type UnitPage = Answer<'/api/console/units/{unit}', 'get'>
export type Step = UnitPage['steps'][number]
export type Trial = Answer<'/api/console/units/{unit}/bureau/trial', 'post'>
export type Made = Answer<'/api/console/units/{unit}/accounts', 'post'>[number]
type Body<P extends keyof paths, M extends 'post' | 'put'> = paths[P][M] extends {
  requestBody: { content: { 'application/json': infer B } }
}
  ? B
  : never
export type BureauTyped = Body<'/api/console/units/{unit}/bureau', 'put'>
export type SigningTyped = Body<'/api/console/units/{unit}/signing', 'put'>

const REFRESH_MS = 5_000

export const useUnits = () => useQuery({ queryKey: ['units'], queryFn: () => told(client.GET('/api/console/units')) })

/** Looks again while somebody watches: every step finds out by itself whether it is done. */
export const useUnitPage = (unit: Ref<string>) =>
  useQuery({
    queryKey: ['units', unit],
    queryFn: () => told(client.GET('/api/console/units/{unit}', { params: { path: { unit: unit.value } } })),
    refetchInterval: REFRESH_MS,
  })

export const useOpenUnit = () => {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: Body<'/api/console/units', 'post'>) => told(client.POST('/api/console/units', { body })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['units'] }),
  })
}

/** Every act on one unit; what it answers replaces what is shown. */
export const useUnitActs = (unit: Ref<string>) => {
  const queries = useQueryClient()
  const params = () => ({ path: { unit: unit.value } })
  const onSuccess = (page: UnitPage) => {
    queries.setQueryData(['units', unit.value], page)
    void queries.invalidateQueries({ queryKey: ['units'] })
  }
  return {
    keepBureau: useMutation({
      mutationFn: (body: BureauTyped) =>
        told(client.PUT('/api/console/units/{unit}/bureau', { params: params(), body })),
      onSuccess,
    }),
    tryBureau: useMutation({
      mutationFn: (body: BureauTyped) =>
        told(client.POST('/api/console/units/{unit}/bureau/trial', { params: params(), body })),
    }),
    sync: useMutation({
      mutationFn: () => told(client.POST('/api/console/units/{unit}/bureau/sync', { params: params() })),
      onSuccess,
    }),
    keepSigning: useMutation({
      mutationFn: (body: SigningTyped) =>
        told(client.PUT('/api/console/units/{unit}/signing', { params: params(), body })),
      onSuccess,
    }),
    trySigning: useMutation({
      mutationFn: (body: SigningTyped) =>
        told(client.POST('/api/console/units/{unit}/signing/trial', { params: params(), body })),
    }),
    makeAccounts: useMutation({
      mutationFn: (body: { ending: string; business: boolean }) =>
        told(client.POST('/api/console/units/{unit}/accounts', { params: params(), body })),
      onSuccess: () => queries.invalidateQueries({ queryKey: ['units'] }),
    }),
    turn: useMutation({
      mutationFn: ({ stop, reason }: { stop: boolean; reason: string }) =>
        stop
          ? told(client.POST('/api/console/units/{unit}/stop', { params: params(), body: { reason } }))
          : told(client.POST('/api/console/units/{unit}/start', { params: params(), body: { reason } })),
      onSuccess,
    }),
  }
}
