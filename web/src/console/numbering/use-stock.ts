import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, type Ref } from 'vue'
import type { paths } from '../../schema'
import type { Answer, Query } from '../../shared/api'
import { client, told } from '../../shared/client'

export type Code = Answer<'/api/console/stock/codes', 'get'>['codes'][number]
export type Balance = Answer<'/api/console/stock/balances', 'get'>['rows'][number]
export type DocumentRow = Answer<'/api/console/stock/documents', 'get'>['rows'][number]
export type DocumentDetail = Answer<'/api/console/stock/documents/{no}', 'get'>
export type DocumentType = DocumentRow['type']
export type DocumentState = DocumentRow['state']
export type DocumentAction = DocumentDetail['actions'][number]
export type Filled = paths['/api/console/stock/documents']['post']['requestBody']['content']['application/json']
export type NewPaperCode = paths['/api/console/stock/paper-codes']['post']['requestBody']['content']['application/json']
export type NewCertificate =
  paths['/api/console/stock/certificates']['post']['requestBody']['content']['application/json']
type Asked = Query<'/api/console/stock/documents', 'get'>

export const typeLabel: Record<DocumentType, string> = {
  REQUEST: '申领单',
  RECEIPT: '入库单',
  DISTRIBUTION: '下发单',
  RETURN: '退库单',
  BUREAU_RETURN: '申退单',
  RECOVERY: '旧票回收单',
  CARRY_OVER: '结转单',
  DESTRUCTION: '销毁单',
  VOIDING: '作废单',
}

/** 调出 → 调入 of a document whose two places are always the same. */
export const usualWay: Partial<Record<DocumentType, string>> = {
  REQUEST: '财政 → 单位库存',
  RECEIPT: '财政 → 单位库存',
  BUREAU_RETURN: '单位库存 → 财政',
  RECOVERY: '开票点 → 单位库存',
}

export const stateLabel: Record<DocumentState, string> = {
  DRAFT: '草稿',
  SUBMITTED: '已提交',
  REVIEWING: '财政审核中',
  ALLOTTED: '已核准待入库',
  FIRST_APPROVED: '一人已审批',
  DONE: '已完成',
  REFUSED: '未核准',
  CANCELLED: '已撤销',
}

export const actionLabel: Record<DocumentAction, string> = {
  SUBMIT: '提交',
  RECEIVE: '确认入库',
  APPROVE: '同意',
  REFUSE: '不同意',
  CANCEL: '撤销',
}

export const PAGE = 20

export const useCodes = () =>
  useQuery({ queryKey: ['stock', 'codes'], queryFn: () => told(client.GET('/api/console/stock/codes')) })

export const useBalances = (at: Ref<string | undefined>) =>
  useQuery({
    queryKey: ['stock', 'balances', at],
    queryFn: () => told(client.GET('/api/console/stock/balances', { params: { query: { at: at.value } } })),
    placeholderData: keepPreviousData,
  })

export const useDocuments = (asked: Ref<Asked>) =>
  useQuery({
    queryKey: ['stock', 'documents', asked],
    queryFn: () => told(client.GET('/api/console/stock/documents', { params: { query: asked.value } })),
    placeholderData: keepPreviousData,
    refetchInterval: 10_000,
  })

export const useDocument = (no: Ref<string>) =>
  useQuery({
    queryKey: ['stock', 'document', no],
    queryFn: () => told(client.GET('/api/console/stock/documents/{no}', { params: { path: { no: no.value } } })),
    enabled: computed(() => no.value !== ''),
  })

export function useActs() {
  const queries = useQueryClient()
  const onSuccess = () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: ['stock'] }),
      queries.invalidateQueries({ queryKey: ['numbers'] }),
    ])
  return {
    create: useMutation({
      mutationFn: (body: Filled) => told(client.POST('/api/console/stock/documents', { body })),
      onSuccess,
    }),
    act: useMutation({
      mutationFn: ({ no, action, note }: { no: string; action: DocumentAction; note: string }) =>
        told(
          client.POST('/api/console/stock/documents/{no}/acts', {
            params: { path: { no } },
            body: { action, note },
          }),
        ),
      onSuccess,
    }),
    register: useMutation({
      mutationFn: (body: NewPaperCode) => told(client.POST('/api/console/stock/paper-codes', { body })),
      onSuccess,
    }),
    keep: useMutation({
      mutationFn: (body: NewCertificate) => told(client.POST('/api/console/stock/certificates', { body })),
      onSuccess,
    }),
  }
}

export const useCertificates = () =>
  useQuery({ queryKey: ['stock', 'certificates'], queryFn: () => told(client.GET('/api/console/stock/certificates')) })

export const useJumps = (asked: Ref<Query<'/api/console/stock/jumps', 'get'>>) =>
  useQuery({
    queryKey: ['stock', 'jumps', asked],
    queryFn: () => told(client.GET('/api/console/stock/jumps', { params: { query: asked.value } })),
    enabled: computed(() => asked.value.code !== ''),
    placeholderData: keepPreviousData,
  })

export const useWhere = (asked: Ref<{ code: string; number: string }>) =>
  useQuery({
    queryKey: ['stock', 'where', asked],
    queryFn: () => told(client.GET('/api/console/stock/where', { params: { query: asked.value } })),
    enabled: computed(() => asked.value.code !== '' && asked.value.number !== ''),
    retry: false,
  })
