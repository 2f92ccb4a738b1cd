import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import type { Answer, BillKind } from '../../shared/api'
import { client, told } from '../../shared/client'
import { formKey } from '../../shared/key'
import { preferred } from '../notices/preferred'

export type DeskItem = Answer<'/api/console/desk/items', 'get'>[number]

export interface Line {
  code: string
  name: string
  quantity: number
  /** Undefined until typed: zero is a price where the unit issues bills of nothing. */
  price: number | undefined
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
  key: formKey(),
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

/** Worth keeping: more than the point was chosen. */
export const begun = (form: Form): boolean =>
  form.lines.length > 0 ||
  [form.payer, form.mobile, form.age, form.patientNo, form.department, form.remark].some((text) => text.trim() !== '')

/** Quantity and price have two places each, so the product of their hundredths is exact; rounded half up to fen. */
export const lineFen = (line: Pick<Line, 'quantity' | 'price'>): number =>
  Math.floor((Math.round((line.quantity || 0) * 100) * Math.round((line.price || 0) * 100) + 50) / 100)

/** By code, name or the first letters of the pinyin; what begins with the text comes first. */
export function lookUp(items: readonly DeskItem[], text: string): DeskItem[] {
  const typed = text.trim().toUpperCase()
  if (!typed) return [...items]
  const starts = (item: DeskItem) =>
    item.code === typed || item.initials.startsWith(typed) || item.name.startsWith(typed)
  const fits = (item: DeskItem) =>
    item.code.startsWith(typed) || item.name.includes(typed) || item.initials.includes(typed)
  return [...items.filter(starts), ...items.filter((item) => fits(item) && !starts(item))]
}

/** 草稿 Kept by the platform, sealed, for this account: there again after a reload, and after signing in anywhere. */
export async function keptDraft(): Promise<Form | undefined> {
  const { text } = await told(client.GET('/api/console/desk/draft'))
  if (!text) return undefined
  try {
    return { ...fresh(), ...(JSON.parse(text) as Form) }
  } catch {
    return undefined
  }
}

export const keepDraft = (form: Form) =>
  told(client.PUT('/api/console/desk/draft', { body: { text: JSON.stringify(form) } }))

export const forgetDraft = () => told(client.DELETE('/api/console/desk/draft'))

const POINT = 'yipiao.desk.point'

/** The person's own window, else the one this browser stood at last. */
export const lastPoint = {
  get: () => preferred.point || (localStorage.getItem(POINT) ?? ''),
  set: (point: string) => localStorage.setItem(POINT, point),
}

export const useDeskItems = () =>
  useQuery({
    queryKey: ['desk', 'items'],
    queryFn: () => told(client.GET('/api/console/desk/items')),
    staleTime: 60_000,
  })

/** 开票规则 */
export const useDeskRules = () =>
  useQuery({
    queryKey: ['desk', 'rules'],
    queryFn: () => told(client.GET('/api/console/desk/rules')),
    staleTime: 60_000,
  })

/** 未填好 The first line that can not be billed as it is. */
export const unpriced = (lines: readonly Line[], zero: boolean): Line | undefined =>
  lines.find((line) => line.price == null || !(line.quantity > 0) || (!zero && lineFen(line) <= 0))

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
            lines: form.lines.map(({ code, quantity, price = 0, remark }) => ({ code, quantity, price, remark })),
          },
        }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['bills'] }),
  })
}
