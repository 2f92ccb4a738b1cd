/**
 * 家庭成员 Bills that somebody keeps for the family, on this device only: nothing of it is ever sent. A bill comes in by its
 * own link alone, so nobody can keep, or look for, a bill whose link he does not hold; there are no accounts to break into.
 */
export interface KeptBill {
  /** Opens the bill; whoever has it has the bill. */
  token: string
  title: string
  issuer: string
  payer: string
  number: string
  totalFen: number
  issuedAt: string
}

export interface Member {
  name: string
  bills: KeptBill[]
}

export const NAME_MAX = 12
export const BILLS_MAX = 200
/** The most that a hospital can allow; more than that in storage was not put there by this page. */
export const MEMBERS_LIMIT = 20

const TOKEN = /^[0-9A-Za-z_-]{18,27}$/
const text = (value: unknown, max: number): value is string => typeof value === 'string' && value.length <= max

function isBill(value: unknown): value is KeptBill {
  const bill = value as KeptBill | null
  return (
    typeof bill === 'object' &&
    bill !== null &&
    text(bill.token, 27) &&
    TOKEN.test(bill.token) &&
    text(bill.title, 100) &&
    text(bill.issuer, 100) &&
    text(bill.payer, 100) &&
    text(bill.number, 20) &&
    Number.isSafeInteger(bill.totalFen) &&
    text(bill.issuedAt, 30)
  )
}

/** What was written, as far as it can be used: storage is the person's own, and may hold anything. */
export function read(written: string | null): Member[] {
  let found: unknown
  try {
    found = JSON.parse(written ?? '[]')
  } catch {
    return []
  }
  if (!Array.isArray(found)) return []
  const members: Member[] = []
  for (const one of found.slice(0, MEMBERS_LIMIT) as (Partial<Member> | null)[]) {
    const name = nameOf(String(one?.name ?? ''))
    if (!name || members.some((other) => other.name === name) || !Array.isArray(one?.bills)) continue
    members.push({ name, bills: one.bills.filter(isBill).slice(0, BILLS_MAX) })
  }
  return members
}

/** A name as it is kept: one line, trimmed; empty when it is none. */
export function nameOf(typed: string): string {
  const name = typed.replace(/\s+/g, ' ').trim()
  return [...name].length <= NAME_MAX ? name : ''
}

export type Refusal = 'NAME' | 'MEMBERS_FULL' | 'BILLS_FULL'

/** The family with the bill under that name; a bill is with one member only, the newest first. */
export function keep(
  family: readonly Member[],
  typed: string,
  bill: KeptBill,
  membersMax: number,
): Member[] | { refused: Refusal } {
  const name = nameOf(typed)
  if (!name) return { refused: 'NAME' }
  const without = family.map((one) => ({ ...one, bills: one.bills.filter((other) => other.token !== bill.token) }))
  const at = without.findIndex((one) => one.name === name)
  if (at < 0) return without.length >= membersMax ? { refused: 'MEMBERS_FULL' } : [...without, { name, bills: [bill] }]
  if (without[at]!.bills.length >= BILLS_MAX) return { refused: 'BILLS_FULL' }
  const bills = [bill, ...without[at]!.bills].sort((one, other) => (one.issuedAt < other.issuedAt ? 1 : -1))
  return without.map((one, n) => (n === at ? { ...one, bills } : one))
}

export const holder = (family: readonly Member[], token: string): string | undefined =>
  family.find((one) => one.bills.some((bill) => bill.token === token))?.name

export const dropBill = (family: readonly Member[], token: string): Member[] =>
  family.map((one) => ({ ...one, bills: one.bills.filter((bill) => bill.token !== token) }))

export const dropMember = (family: readonly Member[], name: string): Member[] =>
  family.filter((one) => one.name !== name)
