import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, type Ref } from 'vue'
import type { paths } from '../../schema'
import type { Answer, Query } from '../../shared/api'
import { client, told } from '../../shared/client'
import { Problem } from '../../shared/problem'

export const PAGE_SIZE = 20

export type PointRow = Answer<'/api/console/basics/points', 'get'>['rows'][number]
export type ItemRow = Answer<'/api/console/basics/items', 'get'>['rows'][number]
export type ChannelRow = Answer<'/api/console/basics/channels', 'get'>[number]
export type CampusRow = Answer<'/api/console/basics/campuses', 'get'>[number]
export type CallerRow = Answer<'/api/console/basics/callers', 'get'>[number]
export type MappingRow = Answer<'/api/console/basics/mappings', 'get'>['rows'][number]
export type Unmapped = Answer<'/api/console/basics/mappings/check', 'get'>['unmapped'][number]
export type SheetReport = Answer<'/api/console/basics/sheets/{kind}', 'post'>
export type RecordKind = Query<'/api/console/basics/history', 'get'>['kind']
export type MappingKind = MappingRow['kind']
type Saving<P extends keyof paths, M extends 'post' | 'put'> = paths[P][M] extends {
  requestBody: { content: { 'application/json': infer B } }
}
  ? B
  : never
export type PointSaving = Saving<'/api/console/basics/points', 'post'>
export type ItemSaving = Saving<'/api/console/basics/items', 'post'>
export type ChannelSaving = Saving<'/api/console/basics/channels', 'post'>
export type CampusSaving = Saving<'/api/console/basics/campuses', 'post'>
export type CallerSaving = Saving<'/api/console/basics/callers', 'post'>

export const usePointRecords = (asked: Ref<Query<'/api/console/basics/points', 'get'>>) =>
  useQuery({
    queryKey: ['basics', 'points', asked],
    queryFn: () => told(client.GET('/api/console/basics/points', { params: { query: asked.value } })),
    placeholderData: keepPreviousData,
  })

export const usePointMappings = (code: Ref<string>) =>
  useQuery({
    queryKey: ['basics', 'point-mappings', code],
    queryFn: () =>
      told(client.GET('/api/console/basics/points/{code}/mappings', { params: { path: { code: code.value } } })),
    enabled: computed(() => code.value !== ''),
  })

export const useItemRecords = (asked: Ref<Query<'/api/console/basics/items', 'get'>>) =>
  useQuery({
    queryKey: ['basics', 'items', asked],
    queryFn: () => told(client.GET('/api/console/basics/items', { params: { query: asked.value } })),
    placeholderData: keepPreviousData,
  })

export const useCategories = () =>
  useQuery({
    queryKey: ['basics', 'categories'],
    queryFn: () => told(client.GET('/api/console/basics/items/categories')),
    staleTime: Number.POSITIVE_INFINITY,
  })

export const useChannelRecords = () =>
  useQuery({
    queryKey: ['basics', 'channels'],
    queryFn: () => told(client.GET('/api/console/basics/channels')),
  })

export const useUnit = () =>
  useQuery({ queryKey: ['basics', 'unit'], queryFn: () => told(client.GET('/api/console/basics/unit')) })

export const useCampuses = () =>
  useQuery({ queryKey: ['basics', 'campuses'], queryFn: () => told(client.GET('/api/console/basics/campuses')) })

export const useCallers = () =>
  useQuery({ queryKey: ['basics', 'callers'], queryFn: () => told(client.GET('/api/console/basics/callers')) })

export const useProtocols = () =>
  useQuery({
    queryKey: ['basics', 'protocols'],
    queryFn: () => told(client.GET('/api/console/basics/callers/protocols')),
    staleTime: Number.POSITIVE_INFINITY,
  })

export const useMappings = (asked: Ref<Query<'/api/console/basics/mappings', 'get'>>) =>
  useQuery({
    queryKey: ['basics', 'mappings', asked],
    queryFn: () => told(client.GET('/api/console/basics/mappings', { params: { query: asked.value } })),
    placeholderData: keepPreviousData,
  })

export const useMappingCheck = () =>
  useQuery({
    queryKey: ['basics', 'check'],
    queryFn: () => told(client.GET('/api/console/basics/mappings/check')),
    refetchInterval: 30_000,
  })

export const useChoices = (kind: Ref<MappingKind>) =>
  useQuery({
    queryKey: ['basics', 'choices', kind],
    queryFn: () =>
      told(client.GET('/api/console/basics/mappings/choices', { params: { query: { kind: kind.value } } })),
  })

export const useHistory = (kind: Ref<RecordKind>, code: Ref<string>, pageNo: Ref<number>, open: Ref<boolean>) =>
  useQuery({
    queryKey: ['basics', 'history', kind, code, pageNo],
    queryFn: () =>
      told(
        client.GET('/api/console/basics/history', {
          params: { query: { kind: kind.value, code: code.value, pageNo: pageNo.value, pageSize: PAGE_SIZE } },
        }),
      ),
    enabled: open,
    placeholderData: keepPreviousData,
  })

export const useAsOf = (kind: Ref<RecordKind>, at: Ref<string>, open: Ref<boolean>) =>
  useQuery({
    queryKey: ['basics', 'as-of', kind, at],
    queryFn: () =>
      told(client.GET('/api/console/basics/as-of', { params: { query: { kind: kind.value, at: at.value } } })),
    enabled: computed(() => open.value && at.value !== ''),
  })

/** Every write makes all of the basics stale: records name each other. */
export function useBasicsWrite<A, R>(write: (asked: A) => Promise<R>) {
  const queries = useQueryClient()
  return useMutation({ mutationFn: write, onSuccess: () => queries.invalidateQueries({ queryKey: ['basics'] }) })
}

export const useSavePoint = () =>
  useBasicsWrite((asked: { isNew: boolean; body: PointSaving }) =>
    asked.isNew
      ? told(client.POST('/api/console/basics/points', { body: asked.body }))
      : told(
          client.PUT('/api/console/basics/points/{code}', {
            params: { path: { code: asked.body.code ?? '' } },
            body: asked.body,
          }),
        ),
  )

export const useSaveItem = () =>
  useBasicsWrite((asked: { isNew: boolean; body: ItemSaving }) =>
    asked.isNew
      ? told(client.POST('/api/console/basics/items', { body: asked.body }))
      : told(
          client.PUT('/api/console/basics/items/{code}', {
            params: { path: { code: asked.body.code ?? '' } },
            body: asked.body,
          }),
        ),
  )

export const useSaveChannel = () =>
  useBasicsWrite((asked: { isNew: boolean; body: ChannelSaving }) =>
    asked.isNew
      ? told(client.POST('/api/console/basics/channels', { body: asked.body }))
      : told(
          client.PUT('/api/console/basics/channels/{code}', {
            params: { path: { code: asked.body.code ?? '' } },
            body: asked.body,
          }),
        ),
  )

export const useSaveCampus = () =>
  useBasicsWrite((asked: { isNew: boolean; body: CampusSaving }) =>
    asked.isNew
      ? told(client.POST('/api/console/basics/campuses', { body: asked.body }))
      : told(
          client.PUT('/api/console/basics/campuses/{code}', {
            params: { path: { code: asked.body.code ?? '' } },
            body: asked.body,
          }),
        ),
  )

export const useCreateCaller = () =>
  useBasicsWrite((body: CallerSaving) => told(client.POST('/api/console/basics/callers', { body })))

export const useChangeCaller = () =>
  useBasicsWrite((body: CallerSaving) =>
    told(client.PUT('/api/console/basics/callers/{appid}', { params: { path: { appid: body.appid ?? '' } }, body })),
  )

export const useNewKey = () =>
  useBasicsWrite((appid: string) =>
    told(client.POST('/api/console/basics/callers/{appid}/key', { params: { path: { appid } } })),
  )

/** Stops or starts a record of any kind. */
export function useTurn(kind: 'points' | 'items' | 'channels' | 'campuses' | 'callers') {
  return useBasicsWrite(async ({ code, stop }: { code: string; stop: boolean }): Promise<void> => {
    const params = { path: { code } }
    const caller = { path: { appid: code } }
    switch (kind) {
      case 'points':
        if (stop) await told(client.POST('/api/console/basics/points/{code}/stop', { params }))
        else await told(client.POST('/api/console/basics/points/{code}/start', { params }))
        break
      case 'items':
        if (stop) await told(client.POST('/api/console/basics/items/{code}/stop', { params }))
        else await told(client.POST('/api/console/basics/items/{code}/start', { params }))
        break
      case 'channels':
        if (stop) await told(client.POST('/api/console/basics/channels/{code}/stop', { params }))
        else await told(client.POST('/api/console/basics/channels/{code}/start', { params }))
        break
      case 'campuses':
        if (stop) await told(client.POST('/api/console/basics/campuses/{code}/stop', { params }))
        else await told(client.POST('/api/console/basics/campuses/{code}/start', { params }))
        break
      case 'callers':
        if (stop) await told(client.POST('/api/console/basics/callers/{appid}/stop', { params: caller }))
        else await told(client.POST('/api/console/basics/callers/{appid}/start', { params: caller }))
    }
  })
}

export const useSaveMappings = () =>
  useBasicsWrite((entries: { caller: string; kind: MappingKind; hisCode: string; ourCode: string }[]) =>
    told(client.POST('/api/console/basics/mappings', { body: { entries } })),
  )

export const useRemoveMapping = () =>
  useBasicsWrite((entry: { caller: string; kind: MappingKind; hisCode: string }) =>
    told(client.POST('/api/console/basics/mappings/remove', { body: { ...entry, ourCode: '' } })),
  )

export const useUpload = (kind: Ref<RecordKind>) =>
  useBasicsWrite(async ({ file, mode }: { file: Blob; mode: 'CHECK' | 'ALL' | 'GOOD' }): Promise<SheetReport> => {
    const bytes = await file.arrayBuffer()
    return told(
      client.POST('/api/console/basics/sheets/{kind}', {
        params: { path: { kind: kind.value }, query: { mode } },
        // A spreadsheet goes as it is.
        body: bytes as unknown as string,
        bodySerializer: (body: unknown) => body as ArrayBuffer,
        headers: { 'Content-Type': 'application/octet-stream' },
      }),
    ) as Promise<SheetReport>
  })

export const sheetUrl = (kind: RecordKind) => `/api/console/basics/sheets/${kind}`

export const faultOf = (problem: unknown, path: string): string => {
  if (!(problem instanceof Problem)) return ''
  return problem.errors
    .filter((error) => error.path === path)
    .map((error) => `${error.rule}；${error.hint}`)
    .join(' ')
}
