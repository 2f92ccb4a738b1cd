import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import type { Ref } from 'vue'
import type { Answer, Query } from '../../shared/api'
import { client, told } from '../../shared/client'

export type User = Answer<'/api/console/users', 'get'>['rows'][number]
export type Matrix = Answer<'/api/console/roles', 'get'>
export type Role = Matrix['roles'][number]
export type PermissionRow = Matrix['permissions'][number]
export type Online = Answer<'/api/console/sign-ins/online', 'get'>['rows'][number]
export type Login = Answer<'/api/console/sign-ins', 'get'>['rows'][number]
export type AuditRow = Answer<'/api/console/audit', 'get'>['rows'][number]
export type Export = Answer<'/api/console/audit/exports', 'get'>['rows'][number]
export type Policy = Answer<'/api/console/policy', 'get'>
export type Office = Role['office']

export const useUsers = (asked: Ref<Query<'/api/console/users', 'get'>>) =>
  useQuery({
    queryKey: ['access', 'users', asked],
    queryFn: () => told(client.GET('/api/console/users', { params: { query: asked.value } })),
    placeholderData: keepPreviousData,
  })

export const usePlaces = () =>
  useQuery({
    queryKey: ['access', 'places'],
    queryFn: () => told(client.GET('/api/console/users/places')),
    staleTime: 60_000,
  })

export const useRoles = () =>
  useQuery({ queryKey: ['access', 'roles'], queryFn: () => told(client.GET('/api/console/roles')) })

export const usePolicy = () =>
  useQuery({ queryKey: ['access', 'policy'], queryFn: () => told(client.GET('/api/console/policy')) })

export const useWeak = () =>
  useQuery({
    queryKey: ['access', 'weak'],
    queryFn: () => told(client.GET('/api/console/weak-passwords')),
    refetchInterval: 10_000,
  })

export const useSelfCheck = () =>
  useQuery({ queryKey: ['access', 'self-check'], queryFn: () => told(client.GET('/api/console/self-check')) })

export const useWeakElsewhere = () =>
  useQuery({
    queryKey: ['access', 'weak-elsewhere'],
    queryFn: () => told(client.GET('/api/console/weak-elsewhere')),
    refetchInterval: (query) => (query.state.data?.running ? 2_000 : 30_000),
  })

export const useOnline = (asked: Ref<Query<'/api/console/sign-ins/online', 'get'>>) =>
  useQuery({
    queryKey: ['access', 'online', asked],
    queryFn: () => told(client.GET('/api/console/sign-ins/online', { params: { query: asked.value } })),
    placeholderData: keepPreviousData,
    refetchInterval: 5_000,
  })

export const useLogins = (asked: Ref<Query<'/api/console/sign-ins', 'get'>>) =>
  useQuery({
    queryKey: ['access', 'logins', asked],
    queryFn: () => told(client.GET('/api/console/sign-ins', { params: { query: asked.value } })),
    placeholderData: keepPreviousData,
  })

export const useAudit = (asked: Ref<Query<'/api/console/audit', 'get'>>) =>
  useQuery({
    queryKey: ['access', 'audit', asked],
    queryFn: () => told(client.GET('/api/console/audit', { params: { query: asked.value } })),
    placeholderData: keepPreviousData,
  })

export const useActs = () =>
  useQuery({
    queryKey: ['access', 'acts'],
    queryFn: () => told(client.GET('/api/console/audit/acts')),
    staleTime: 60_000,
  })

export const useExports = (approving: boolean, pageNo: Ref<number>, pageSize: Ref<number>) =>
  useQuery({
    queryKey: ['access', 'exports', approving, pageNo, pageSize],
    queryFn: () => {
      const params = { query: { pageNo: pageNo.value, pageSize: pageSize.value } }
      return approving
        ? told(client.GET('/api/console/audit/exports/approvals', { params }))
        : told(client.GET('/api/console/audit/exports', { params }))
    },
    placeholderData: keepPreviousData,
    refetchInterval: 10_000,
  })

/** Every change of the administration makes its lists be asked for again. */
export function useChange<V, R>(change: (asked: V) => Promise<R>) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: change,
    onSuccess: () => queries.invalidateQueries({ queryKey: ['access'] }),
  })
}
