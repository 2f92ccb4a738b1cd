import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import type { Ref } from 'vue'
import type { Answer, Query } from '../../shared/api'
import { client, told } from '../../shared/client'

export type Asked = Query<'/api/console/bookings', 'get'>
export type SheetRow = Answer<'/api/console/bookings', 'get'>['rows'][number]

export const useSheets = (asked: Ref<Asked>) =>
  useQuery({
    queryKey: ['bookings', asked],
    queryFn: () => told(client.GET('/api/console/bookings', { params: { query: asked.value } })),
    placeholderData: keepPreviousData,
  })

export function useSheetVerbs() {
  const queries = useQueryClient()
  const onSuccess = () => queries.invalidateQueries({ queryKey: ['bookings'] })
  return {
    create: useMutation({
      mutationFn: (body: { from: string; until: string; point: string }) =>
        told(client.POST('/api/console/bookings', { body })),
      onSuccess,
    }),
    register: useMutation({
      mutationFn: (asked: { no: string; voucherNo: string; on: string; total: number }) =>
        told(
          client.POST('/api/console/bookings/{no}/registration', {
            params: { path: { no: asked.no } },
            body: { voucherNo: asked.voucherNo, on: asked.on, total: asked.total },
          }),
        ),
      onSuccess,
    }),
    withdraw: useMutation({
      mutationFn: (no: string) =>
        told(client.POST('/api/console/bookings/{no}/withdrawal', { params: { path: { no } } })),
      onSuccess,
    }),
  }
}

/** 交款单位入账 of one bill. */
export const usePayerBooking = (id: Ref<string>) =>
  useQuery({
    queryKey: ['bill', id, 'payer-booking'],
    queryFn: () => told(client.GET('/api/console/bills/{id}/payer-booking', { params: { path: { id: id.value } } })),
  })

export function usePayerVerbs(id: Ref<string>) {
  const queries = useQueryClient()
  const onSuccess = () => queries.invalidateQueries({ queryKey: ['bill', id, 'payer-booking'] })
  const params = () => ({ path: { id: id.value } })
  return {
    book: useMutation({
      mutationFn: (body: { organisation: string; voucher: string; on: string }) =>
        told(client.POST('/api/console/bills/{id}/payer-booking', { params: params(), body })),
      onSuccess,
    }),
    withdraw: useMutation({
      mutationFn: () => told(client.POST('/api/console/bills/{id}/payer-booking/withdrawal', { params: params() })),
      onSuccess,
    }),
  }
}
