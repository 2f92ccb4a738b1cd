import { expect, test } from 'vitest'
import { exportAddress, fromAddress, toAddress, toQuery } from './filter'

const today = '2026-11-21'

test('an empty address means the bills of today', () => {
  const filter = fromAddress({}, today)
  expect(filter.days).toEqual([today, today])
  expect(toAddress(filter, today)).toEqual({})
  expect(toQuery(filter)).toMatchObject({ from: '2026-11-21T00:00:00', until: '2026-11-22T00:00:00' })
})

test('what stands in the address comes back the same', () => {
  const address = {
    from: '2026-12-01',
    until: '2026-12-31',
    kind: 'INPATIENT',
    state: 'REVERSED',
    point: '0201',
    red: 'false',
    text: '测试',
    page: '3',
  }
  expect(toAddress(fromAddress(address, today), today)).toEqual(address)
})

test('the end of a range includes its last day, also over the year line', () => {
  expect(toQuery(fromAddress({ from: '2026-12-31', until: '2026-12-31' }, today)).until).toBe('2027-01-01T00:00:00')
})

test('nonsense in the address is ignored', () => {
  const filter = fromAddress({ kind: 'X', state: 'Y', page: '-4', from: 'a', until: 'b' }, today)
  expect(filter).toMatchObject({ kind: undefined, state: undefined, pageNo: 1, days: [today, today] })
})

test('an export names the same bills as the list', () => {
  expect(exportAddress(fromAddress({ red: 'true' }, today))).toBe(
    '/api/console/bills/export?from=2026-11-21T00%3A00%3A00&until=2026-11-22T00%3A00%3A00&red=true',
  )
})
