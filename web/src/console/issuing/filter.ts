import type { LocationQuery } from 'vue-router'
import type { BillKind, BillState, Query } from '../../shared/api'
import { isoDay } from '../../shared/time'
import { kindLabel, stateLabel } from './messages'

/** 筛选 as it stands in the page's address; everything left out means today and any. */
export interface Filter {
  /** First and last day, yyyy-MM-dd; `null` is every day. */
  days: [string, string] | null
  kind?: BillKind
  state?: BillState
  point?: string
  red?: boolean
  text: string
  pageNo: number
}

const DAY = /^\d{4}-\d{2}-\d{2}$/
/** Before the first fiscal e-bill. */
const BEGINNING = '2018-01-01T00:00:00'

const one = (value: LocationQuery[string] | undefined): string => (typeof value === 'string' ? value : '')

export function fromAddress(query: LocationQuery, today = isoDay(new Date())): Filter {
  const from = one(query.from)
  const until = one(query.until)
  return {
    days: one(query.days) === 'all' ? null : DAY.test(from) && DAY.test(until) ? [from, until] : [today, today],
    kind: one(query.kind) in kindLabel ? (one(query.kind) as BillKind) : undefined,
    state: one(query.state) in stateLabel ? (one(query.state) as BillState) : undefined,
    point: one(query.point) || undefined,
    red: one(query.red) === '' ? undefined : one(query.red) === 'true',
    text: one(query.text),
    pageNo: Math.max(1, Math.trunc(Number(one(query.page))) || 1),
  }
}

export function toAddress(filter: Filter, today = isoDay(new Date())): Record<string, string> {
  const address: Record<string, string> = {}
  if (filter.days === null) address.days = 'all'
  else if (filter.days[0] !== today || filter.days[1] !== today) [address.from, address.until] = filter.days
  if (filter.kind) address.kind = filter.kind
  if (filter.state) address.state = filter.state
  if (filter.point) address.point = filter.point
  if (filter.red !== undefined) address.red = String(filter.red)
  if (filter.text) address.text = filter.text
  if (filter.pageNo > 1) address.page = String(filter.pageNo)
  return address
}

/** The platform takes an inclusive begin and an exclusive end. */
export function toQuery(filter: Filter): Query<'/api/console/bills/totals', 'get'> {
  const [from, until] = filter.days ?? [null, null]
  const after = (day: string) => {
    const [y, m, d] = day.split('-').map(Number)
    return `${isoDay(new Date(y!, m! - 1, d! + 1))}T00:00:00`
  }
  return {
    from: from ? `${from}T00:00:00` : BEGINNING,
    until: until ? after(until) : after(isoDay(new Date())),
    kind: filter.kind,
    state: filter.state,
    point: filter.point,
    red: filter.red,
    text: filter.text.trim() || undefined,
  }
}

export function exportAddress(filter: Filter): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(toQuery(filter))) if (value !== undefined) query.set(name, String(value))
  return `/api/console/bills/export?${query}`
}
