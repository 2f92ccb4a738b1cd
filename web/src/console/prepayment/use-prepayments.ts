import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import type { Ref } from 'vue'
import type { Query } from '../../shared/api'
import { client, told } from '../../shared/client'

type Asked = Query<'/api/console/prepayments/vouchers', 'get'>

export const useBalances = (asked: Ref<Asked>, enabled: Ref<boolean>) =>
  useQuery({
    queryKey: ['prepayments', 'balances', asked],
    queryFn: () => told(client.GET('/api/console/prepayments/balances', { params: { query: asked.value } })),
    placeholderData: keepPreviousData,
    enabled,
  })

export const useVouchers = (asked: Ref<Asked>, enabled: Ref<boolean>) =>
  useQuery({
    queryKey: ['prepayments', 'vouchers', asked],
    queryFn: () => told(client.GET('/api/console/prepayments/vouchers', { params: { query: asked.value } })),
    placeholderData: keepPreviousData,
    enabled,
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
