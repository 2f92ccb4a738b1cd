import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import type { Ref } from 'vue'
import type { Query } from '../../shared/api'
import { client, told } from '../../shared/client'
import { preferred } from '../notices/preferred'

export type Asked = Query<'/api/console/paper', 'get'>

export const usePapers = (asked: Ref<Asked>) =>
  useQuery({
    queryKey: ['papers', asked],
    queryFn: () => told(client.GET('/api/console/paper', { params: { query: asked.value } })),
    placeholderData: keepPreviousData,
  })

export const usePaperCodes = () =>
  useQuery({ queryKey: ['papers', 'codes'], queryFn: () => told(client.GET('/api/console/paper/codes')) })

export const useBillPaper = (id: Ref<string>) =>
  useQuery({
    queryKey: ['papers', 'of', id],
    queryFn: () => told(client.GET('/api/console/bills/{id}/paper', { params: { path: { id: id.value } } })),
  })

export const useCalibrations = () =>
  useQuery({ queryKey: ['papers', 'calibrations'], queryFn: () => told(client.GET('/api/console/paper/calibrations')) })

/** The terminal's own name stays in this browser. */
export const terminal = {
  get: () => localStorage.getItem('yipiao.terminal') || preferred.printer,
  set: (name: string) => localStorage.setItem('yipiao.terminal', name),
}

export const sheetAddress = (id: string) =>
  `/api/console/paper/${id}/sheet.pdf?terminal=${encodeURIComponent(terminal.get())}`
export const testPageAddress = (name: string, code: string) =>
  `/api/console/paper/test-page.pdf?terminal=${encodeURIComponent(name)}&paperCode=${encodeURIComponent(code)}`

/** Every verb may be sent twice: the platform gives the first one's result. */
export function usePaperVerbs() {
  const queries = useQueryClient()
  const onSuccess = () =>
    queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] === 'papers' || queryKey[0] === 'bill' })
  return {
    begin: useMutation({
      mutationFn: (asked: { bill: string; paperCode: string; point: string }) =>
        told(
          client.POST('/api/console/bills/{id}/paper', {
            params: { path: { id: asked.bill } },
            body: { paperCode: asked.paperCode, point: asked.point },
          }),
        ),
      onSuccess,
    }),
    confirm: useMutation({
      mutationFn: (id: string) =>
        told(
          client.POST('/api/console/paper/{id}/confirmation', {
            params: { path: { id } },
            body: { terminal: terminal.get() },
          }),
        ),
      onSuccess,
    }),
    release: useMutation({
      mutationFn: (id: string) => told(client.POST('/api/console/paper/{id}/release', { params: { path: { id } } })),
      onSuccess,
    }),
    replace: useMutation({
      mutationFn: (asked: { id: string; reason: string }) =>
        told(
          client.POST('/api/console/paper/{id}/replacement', {
            params: { path: { id: asked.id } },
            body: { reason: asked.reason },
          }),
        ),
      onSuccess,
    }),
    takeBack: useMutation({
      mutationFn: (asked: { id: string; reason: string }) =>
        told(
          client.POST('/api/console/paper/{id}/void', {
            params: { path: { id: asked.id } },
            body: { reason: asked.reason },
          }),
        ),
      onSuccess,
    }),
    voidBlank: useMutation({
      mutationFn: (body: { paperCode: string; first: string; last: string; point: string; reason: string }) =>
        told(client.POST('/api/console/paper/blank-voids', { body })),
      onSuccess,
    }),
    calibrate: useMutation({
      mutationFn: (body: { terminal: string; paperCode: string; right: number; down: number }) =>
        told(client.PUT('/api/console/paper/calibrations', { body })),
      onSuccess,
    }),
    printBill: useMutation({
      mutationFn: (bill: string) =>
        told(
          client.POST('/api/console/bills/{id}/prints', {
            params: { path: { id: bill } },
            body: { what: 'BILL', terminal: terminal.get() },
          }),
        ),
      onSuccess,
    }),
  }
}
