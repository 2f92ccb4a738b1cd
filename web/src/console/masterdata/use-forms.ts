import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import type { Ref } from 'vue'
import type { Answer, Query } from '../../shared/api'
import { client, told } from '../../shared/client'

export type FormRow = Answer<'/api/console/basics/forms', 'get'>['rows'][number]
export type FormDetail = Answer<'/api/console/basics/forms/{id}', 'get'>
export type FormField = FormDetail['layout']['sections'][number]['fields'][number]
export type SealRow = Answer<'/api/console/basics/bureau/seals', 'get'>[number]
type Asked = Query<'/api/console/basics/forms', 'get'>

export const useBureau = () =>
  useQuery({
    queryKey: ['basics', 'bureau'],
    queryFn: () => told(client.GET('/api/console/basics/bureau')),
    refetchInterval: 15_000,
  })

export const useSeals = () =>
  useQuery({
    queryKey: ['basics', 'seals'],
    queryFn: () => told(client.GET('/api/console/basics/bureau/seals')),
  })

export function useSyncNow() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: () => told(client.POST('/api/console/basics/bureau/sync')),
    onSettled: () => queries.invalidateQueries({ queryKey: ['basics'] }),
  })
}

export const useForms = (asked: Ref<Asked>) =>
  useQuery({
    queryKey: ['basics', 'forms', asked],
    queryFn: () => told(client.GET('/api/console/basics/forms', { params: { query: asked.value } })),
    placeholderData: keepPreviousData,
    refetchInterval: 10_000,
  })

export const useForm = (id: Ref<number>) =>
  useQuery({
    queryKey: ['basics', 'form', id],
    queryFn: () => told(client.GET('/api/console/basics/forms/{id}', { params: { path: { id: id.value } } })),
    refetchInterval: 10_000,
  })

export function useStartForm() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: { kind: FormRow['kind']; known: Record<string, string> }) =>
      told(client.POST('/api/console/basics/forms', { body })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['basics', 'forms'] }),
  })
}

export function useFormActs(id: Ref<number>) {
  const queries = useQueryClient()
  const onSuccess = () => queries.invalidateQueries({ queryKey: ['basics'] })
  return {
    save: useMutation({
      mutationFn: (fields: Record<string, string>) =>
        told(client.PUT('/api/console/basics/forms/{id}', { params: { path: { id: id.value } }, body: { fields } })),
      onSuccess,
    }),
    submit: useMutation({
      mutationFn: () =>
        told(client.POST('/api/console/basics/forms/{id}/submit', { params: { path: { id: id.value } } })),
      onSuccess,
    }),
    withdraw: useMutation({
      mutationFn: () =>
        told(client.POST('/api/console/basics/forms/{id}/withdraw', { params: { path: { id: id.value } } })),
      onSuccess,
    }),
  }
}
