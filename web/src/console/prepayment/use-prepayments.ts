import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import type { Ref } from 'vue'
import { client, told } from '../../shared/client'

export interface Asked {
  text: string
  pageNo: number
}

export const useBalances = (asked: Ref<Asked>, pageSize: Ref<number>) =>
  useQuery({
    queryKey: ['prepayments', 'balances', asked, pageSize],
    queryFn: () =>
      told(
        client.GET('/api/console/prepayments/balances', {
          params: {
            query: { text: asked.value.text || undefined, pageNo: asked.value.pageNo, pageSize: pageSize.value },
          },
        }),
      ),
    placeholderData: keepPreviousData,
  })

export const useVouchers = (asked: Ref<Asked>, pageSize: Ref<number>) =>
  useQuery({
    queryKey: ['prepayments', 'vouchers', asked, pageSize],
    queryFn: () =>
      told(
        client.GET('/api/console/prepayments/vouchers', {
          params: {
            query: { text: asked.value.text || undefined, pageNo: asked.value.pageNo, pageSize: pageSize.value },
          },
        }),
      ),
    placeholderData: keepPreviousData,
  })

export const useVoucher = (id: Ref<string>) =>
  useQuery({
    queryKey: ['prepayments', 'voucher', id],
    queryFn: () => told(client.GET('/api/console/prepayments/vouchers/{id}', { params: { path: { id: id.value } } })),
    enabled: () => id.value !== '',
  })

export function usePrepaymentVerbs() {
  const queries = useQueryClient()
  const onSuccess = () => queries.invalidateQueries({ queryKey: ['prepayments'] })
  return {
    deposit: useMutation({
      mutationFn: (body: {
        key: string
        payer: string
        hospitalNo: string
        department: string
        amountFen: number
        point: string
        remark: string
      }) => told(client.POST('/api/console/prepayments/vouchers', { body })),
      onSuccess,
    }),
    refund: useMutation({
      mutationFn: (asked: { id: string; key: string; amountFen: number; reason: string }) =>
        told(
          client.POST('/api/console/prepayments/vouchers/{id}/refund', {
            params: { path: { id: asked.id } },
            body: { key: asked.key, amountFen: asked.amountFen, reason: asked.reason },
          }),
        ),
      onSuccess,
    }),
  }
}

/** One per form: a second click is the same deposit. */
export const formKey = (): string => crypto.randomUUID().replaceAll('-', '')
