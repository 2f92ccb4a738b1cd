import { expect, test } from 'vitest'
import { yuan } from './money'
import { shortStamp, span, stamp } from './time'

test('amounts keep every fen', () => {
  expect(yuan(0)).toBe('0.00')
  expect(yuan(5)).toBe('0.05')
  expect(yuan(-1205)).toBe('-12.05')
  expect(yuan(123_456_789)).toBe('1,234,567.89')
  expect(yuan(900_719_925_474_0991)).toBe('90,071,992,547,409.91')
})

test('ages read as people say them', () => {
  expect(span(42)).toBe('42 秒')
  expect(span(75)).toBe('1 分 15 秒')
  expect(span(7_260)).toBe('2 小时 1 分')
})

test('a time of today needs no date', () => {
  expect(shortStamp('2026-11-21T10:00:00.123', '2026-11-21')).toBe('10:00:00')
  expect(shortStamp('2026-11-20T10:00:00.123', '2026-11-21')).toBe('11-20 10:00:00')
  expect(stamp(null)).toBe('—')
})
