import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import type { BillKind } from '../../shared/api'
import { client, told } from '../../shared/client'

export interface Line {
  code: string
  name: string
  quantity: number
  price: number
  remark: string
}

export interface Form {
  /** One per form: a second click is the same bill. */
  key: string
  kind: BillKind
  point: string
  payer: string
  mobile: string
  sex: string
  age: string
  patientNo: string
  department: string
  remark: string
  lines: Line[]
}

export const fresh = (point = '', kind: BillKind = 'OUTPATIENT'): Form => ({
  key: crypto.randomUUID().replaceAll('-', ''),
  kind,
  point,
  payer: '',
  mobile: '',
  sex: '',
  age: '',
  patientNo: '',
  department: '',
  remark: '',
  lines: [],
})

/** Quantity and price have two places each, so the product of their hundredths is exact; rounded half up to fen. */
export const lineFen = (line: Pick<Line, 'quantity' | 'price'>): number =>
  Math.floor((Math.round(line.quantity * 100) * Math.round(line.price * 100) + 50) / 100)

const DRAFT = 'yipiao.desk.draft'

/** 草稿 Stays in this browser's tab until the bill is issued: names of patients are not left behind on the machine. */
export const draft = {
  get(): Form | undefined {
    try {
      const kept = sessionStorage.getItem(DRAFT)
      return kept ? { ...fresh(), ...(JSON.parse(kept) as Form) } : undefined
    } catch {
      return undefined
    }
  },
  set: (form: Form) => sessionStorage.setItem(DRAFT, JSON.stringify(form)),
}

export const useDeskItems = () =>
  useQuery({
    queryKey: ['desk', 'items'],
    queryFn: () => told(client.GET('/api/console/desk/items')),
    staleTime: 60_000,
  })

export function useHandBill() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ form, totalFen }: { form: Form; totalFen: number }) =>
      told(
        client.POST('/api/console/desk/bills', {
          body: {
            ...form,
            payerType: '1',
            payerCode: '',
            payMode: '',
            totalFen,
            lines: form.lines.map(({ code, quantity, price, remark }) => ({ code, quantity, price, remark })),
          },
        }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['bills'] }),
  })
}
