import { expect, test } from 'vitest'
import { asStated, faultsOf, fromQr } from './factors'

const right = {
  billCode: '99060126',
  billNumber: '0000000001',
  checkCode: 'a1b2c3',
  issueDate: '2026-11-21',
  totalAmount: '12.05',
}

test('five right factors have no fault', () => {
  expect(faultsOf(right)).toEqual({})
  expect(faultsOf({ ...right, totalAmount: '-12.05' })).toEqual({})
})

test('every wrong factor is named', () => {
  expect(
    Object.keys(faultsOf({ billCode: '9', billNumber: '1', checkCode: 'x', issueDate: '', totalAmount: '1.234' })),
  ).toEqual(['billCode', 'billNumber', 'checkCode', 'issueDate', 'totalAmount'])
})

test('an amount is sent with two places', () => {
  expect(asStated('12')).toBe('12.00')
  expect(asStated('12.5')).toBe('12.50')
  expect(asStated('-0.05')).toBe('-0.05')
})

test("the code on the bill's face fills the form", () => {
  expect(fromQr('CZ-EI-99,1.0.0,99060126,0000000001,a1b2c3,20261121,12.05')).toEqual(right)
  expect(fromQr('CZ-EI-99,1.0.0,99060126,0000000001,a1b2c3,20261121,12.05,')).toEqual(right)
  expect(fromQr('https://example.org/p/x')).toBeNull()
})
