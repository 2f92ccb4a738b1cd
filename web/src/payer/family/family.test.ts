import { describe, expect, it } from 'vitest'
import { BILLS_MAX, dropBill, dropMember, holder, type KeptBill, keep, type Member, NAME_MAX, read } from './family'

const bill = (n: number, issuedAt = '2026-11-20T09:00:00'): KeptBill => ({
  token: `token${String(n).padStart(16, '0')}`,
  title: '医疗门诊收费票据（电子）',
  issuer: '示例医院',
  payer: '测试甲',
  number: String(n).padStart(10, '0'),
  totalFen: 1205,
  issuedAt,
})
const kept = (family: readonly Member[], name: string, one: KeptBill, max = 5): Member[] => {
  const changed = keep(family, name, one, max)
  if ('refused' in changed) throw new Error(changed.refused)
  return changed
}

describe('家庭成员', () => {
  it('keeps a bill under a name, the newest first', () => {
    const family = kept(kept([], ' 妈妈 ', bill(1, '2026-01-01T09:00:00')), '妈妈', bill(2, '2026-02-01T09:00:00'))
    expect(family).toEqual([{ name: '妈妈', bills: [bill(2, '2026-02-01T09:00:00'), bill(1, '2026-01-01T09:00:00')] }])
  })

  it('keeps a bill with one member only', () => {
    const family = kept(kept([], '妈妈', bill(1)), '爸爸', bill(1))
    expect(holder(family, bill(1).token)).toBe('爸爸')
    expect(family.flatMap((one) => one.bills)).toHaveLength(1)
  })

  it('takes no more members than the hospital allows, but more bills of those who are there', () => {
    let family: Member[] = []
    for (let n = 1; n <= 5; n++) family = kept(family, `家人${n}`, bill(n))
    expect(keep(family, '家人6', bill(6), 5)).toEqual({ refused: 'MEMBERS_FULL' })
    expect(kept(family, '家人5', bill(6))).toHaveLength(5)
    expect(kept(family, '家人6', bill(6), 6)).toHaveLength(6)
  })

  it('wants a name, and a short one', () => {
    expect(keep([], '   ', bill(1), 5)).toEqual({ refused: 'NAME' })
    expect(keep([], '长'.repeat(NAME_MAX + 1), bill(1), 5)).toEqual({ refused: 'NAME' })
  })

  it('refuses what would never end', () => {
    const family = [{ name: '妈妈', bills: Array.from({ length: BILLS_MAX }, (_, n) => bill(n)) }]
    expect(keep(family, '妈妈', bill(BILLS_MAX), 5)).toEqual({ refused: 'BILLS_FULL' })
    // One that is there already comes again.
    expect(kept(family, '妈妈', bill(7))[0]!.bills).toHaveLength(BILLS_MAX)
  })

  it('forgets a bill, and a member with all bills', () => {
    const family = kept(kept([], '妈妈', bill(1)), '爸爸', bill(2))
    expect(holder(dropBill(family, bill(1).token), bill(1).token)).toBeUndefined()
    expect(dropMember(family, '妈妈')).toEqual([{ name: '爸爸', bills: [bill(2)] }])
  })

  it('reads back what it wrote', () => {
    const family = kept(kept([], '妈妈', bill(1)), '爸爸', bill(2))
    expect(read(JSON.stringify(family))).toEqual(family)
  })

  it('takes nothing from storage that it would not have written', () => {
    expect(read(null)).toEqual([])
    expect(read('{')).toEqual([])
    expect(read('{"name":"妈妈"}')).toEqual([])
    expect(read('[null, 3, {"name":"妈妈"}, {"name":"", "bills":[]}]')).toEqual([])
    const strange = { ...bill(1), token: '../api/console/me?aaaaaaaaa' }
    expect(read(JSON.stringify([{ name: '妈妈', bills: [strange, { token: bill(2).token }, bill(3)] }]))).toEqual([
      { name: '妈妈', bills: [bill(3)] },
    ])
    const twice = { name: '妈妈', bills: [bill(1)] }
    expect(read(JSON.stringify([twice, twice]))).toEqual([twice])
  })
})
