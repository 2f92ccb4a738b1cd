import { expect, test } from 'vitest'
import { capitals } from './capitals'
import { type DeskItem, lineFen, lookUp, unpriced } from './use-desk'

test('amounts are written as on the face', () => {
  expect(capitals(3650)).toBe('叁拾陆元伍角整')
  expect(capitals(100)).toBe('壹元整')
  expect(capitals(5)).toBe('伍分')
  expect(capitals(10_05)).toBe('壹拾元零伍分')
  expect(capitals(1_000_100_00)).toBe('壹佰万零壹佰元整')
  expect(capitals(0)).toBe('')
})

test('a line is rounded half up to fen', () => {
  expect(lineFen({ quantity: 1.5, price: 0.33 })).toBe(50)
  expect(lineFen({ quantity: 3, price: 12.05 })).toBe(3615)
})

const item = (code: string, name: string, initials: string): DeskItem => ({
  code,
  name,
  initials,
  kinds: ['OUTPATIENT'],
})

test('an item is found by initials, name or code, and what begins with the text comes first', () => {
  const items = [item('04', '化验费', 'HYF'), item('03', '检查费', 'JCF'), item('05', '影像检查费', 'YXJCF')]
  const codes = (text: string) => lookUp(items, text).map((one) => one.code)
  expect(codes('jcf')).toEqual(['03', '05'])
  expect(codes('检查')).toEqual(['03', '05'])
  expect(codes('04')).toEqual(['04'])
  expect(codes('没有')).toEqual([])
  expect(codes(' ')).toEqual(['04', '03', '05'])
})

test('a price of nothing is a price only where the unit issues bills of nothing, and never one that was not typed', () => {
  const line = { code: '01', name: '检查费', quantity: 1, price: 0 as number | undefined, remark: '' }
  expect(unpriced([line], false)).toBe(line)
  expect(unpriced([line], true)).toBeUndefined()
  expect(unpriced([{ ...line, price: undefined }], true)).toBeDefined()
  expect(unpriced([{ ...line, quantity: 0, price: 5 }], true)).toBeDefined()
  expect(unpriced([{ ...line, price: 5 }], false)).toBeUndefined()
})
