import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import type { Ref } from 'vue'
import type { Answer } from '../../shared/api'
import { client, told } from '../../shared/client'

export const PAGE_SIZE = 20
const LOOK_MS = 10_000

export type AgentRow = Answer<'/api/console/offline', 'get'>['agents'][number]
export type BlockRow = Answer<'/api/console/offline/blocks', 'get'>['rows'][number]
export type UploadRow = Answer<'/api/console/offline/bills', 'get'>['rows'][number]

export type Rule = Answer<'/api/console/offline', 'get'>['rules'][number]

export function useRule() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ cause, ...body }: { cause: Rule['cause']; windowHours: number; reportHours: number }) =>
      told(client.PUT('/api/console/offline/rules/{cause}', { params: { path: { cause } }, body })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['offline', 'overview'] }),
  })
}

export const useOverview = () =>
  useQuery({
    queryKey: ['offline', 'overview'],
    queryFn: () => told(client.GET('/api/console/offline')),
    refetchInterval: LOOK_MS,
  })

export const useBlocks = (pageNo: Ref<number>) =>
  useQuery({
    queryKey: ['offline', 'blocks', pageNo],
    queryFn: () =>
      told(
        client.GET('/api/console/offline/blocks', {
          params: { query: { pageNo: pageNo.value, pageSize: PAGE_SIZE } },
        }),
      ),
    placeholderData: keepPreviousData,
  })

export const useUploads = (state: Ref<string>, pageNo: Ref<number>) =>
  useQuery({
    queryKey: ['offline', 'bills', state, pageNo],
    queryFn: () =>
      told(
        client.GET('/api/console/offline/bills', {
          params: {
            query: {
              state: (state.value || undefined) as UploadRow['state'] | undefined,
              pageNo: pageNo.value,
              pageSize: PAGE_SIZE,
            },
          },
        }),
      ),
    placeholderData: keepPreviousData,
  })

/** 办理 What a person decides with a reason. */
export type Verb =
  | { act: 'revoke'; agent: string }
  | { act: 'burn'; block: string }
  | { act: 'giveUp' | 'accept'; code: string; number: string }

function decided(verb: Verb, reason: string): Promise<unknown> {
  const body = { reason }
  switch (verb.act) {
    case 'revoke':
      return told(
        client.POST('/api/console/offline/agents/{code}/revocation', { params: { path: { code: verb.agent } }, body }),
      )
    case 'burn':
      return told(
        client.POST('/api/console/offline/blocks/{blockNo}/burning', {
          params: { path: { blockNo: verb.block } },
          body,
        }),
      )
    case 'giveUp':
      return told(
        client.POST('/api/console/offline/bills/{code}/{number}/voiding', {
          params: { path: { code: verb.code, number: verb.number } },
          body,
        }),
      )
    case 'accept':
      return told(
        client.POST('/api/console/offline/bills/{code}/{number}/acceptance', {
          params: { path: { code: verb.code, number: verb.number } },
          body,
        }),
      )
  }
}

export function useOfflineVerbs() {
  const queries = useQueryClient()
  const onSuccess = () => queries.invalidateQueries({ queryKey: ['offline'] })
  return {
    invite: useMutation({
      mutationFn: (body: { name: string; point: string }) => told(client.POST('/api/console/offline/agents', { body })),
      onSuccess,
    }),
    scan: useMutation({
      mutationFn: (codes: string) => told(client.POST('/api/console/offline/scans', { body: { codes } })),
      onSuccess,
    }),
    decide: useMutation({
      mutationFn: (asked: { verb: Verb; reason: string }) => decided(asked.verb, asked.reason),
      onSuccess,
    }),
  }
}
