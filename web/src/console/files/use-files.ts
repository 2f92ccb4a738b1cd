import { keepPreviousData, useQuery } from '@tanstack/vue-query'
import { computed, type Ref } from 'vue'
import type { Answer, Query } from '../../shared/api'
import { client, told } from '../../shared/client'

export type Asked = Query<'/api/console/files', 'get'>
export type FileRow = Answer<'/api/console/files', 'get'>['rows'][number]

export const useKinds = () =>
  useQuery({ queryKey: ['files', 'kinds'], queryFn: () => told(client.GET('/api/console/files/kinds')) })

export const useFiles = (asked: Ref<Asked>) =>
  useQuery({
    queryKey: ['files', asked],
    queryFn: () => told(client.GET('/api/console/files', { params: { query: asked.value } })),
    placeholderData: keepPreviousData,
  })

export const useGiven = (of: Ref<FileRow | undefined>) =>
  useQuery({
    queryKey: ['files', 'given', of],
    queryFn: () =>
      told(client.GET('/api/console/files/given', { params: { query: { kind: of.value!.kind, key: of.value!.key } } })),
    enabled: computed(() => of.value !== undefined),
  })
