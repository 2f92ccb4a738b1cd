import { readFileSync } from 'node:fs'
import contract from 'virtual:open-api'
import { describe, expect, it } from 'vitest'
import { answerOf, bodyOf, entries, type FieldRow, rows, sample, sign } from './open-api'

const chinese = /[一-鿿]/

describe('the page of the open API', () => {
  it('shows every operation of the contract and nothing else', () => {
    expect(entries(contract).map((one) => `${one.verb} ${one.path}`)).toEqual([
      'POST /api/open/v1/bills/{business}',
      'POST /api/open/v1/bills/{code}/{number}/reversal',
      'GET /api/open/v1/bills',
      'GET /api/open/v1/totals',
      'GET /api/open/v1/bills/{code}/{number}',
    ])
    expect(JSON.stringify(contract)).not.toContain('/api/console')
  })

  it('says in Chinese what each operation, parameter and field is', () => {
    for (const { key, operation } of entries(contract)) {
      expect(operation.summary, key).toMatch(chinese)
      expect(operation.description, key).toMatch(chinese)
      for (const parameter of operation.parameters ?? [])
        expect(parameter.description, `${key} ${parameter.name}`).toMatch(chinese)
      const fields: FieldRow[] = [...rows(contract, bodyOf(operation)), ...rows(contract, answerOf(operation))]
      expect(fields.length, key).toBeGreaterThan(3)
      for (const field of fields) expect(field.description, `${key} ${field.name}`).toMatch(chinese)
    }
  })

  it('names error codes that have a line on their page', () => {
    const page = readFileSync('../docs/manual/errors.md', 'utf8')
    for (const { key, operation } of entries(contract)) {
      const codes = operation['x-yipiao']?.codes?.split(',') ?? []
      expect(codes, key).toContain('SIGNATURE_WRONG')
      for (const code of codes) expect(page, `${key} ${code}`).toContain(`| ${code} |`)
    }
  })

  it('signs as the manual says', () => {
    const { digest, text, signature } = sign(
      'key',
      'POST',
      '/api/open/v1/bills/OUTPATIENT',
      '1700000000000',
      'abcdefgh',
      '{}',
    )
    expect(text.split('\n')).toEqual(['POST', '/api/open/v1/bills/OUTPATIENT', '1700000000000', 'abcdefgh', digest])
    expect(signature).toBe('22a8a160be4764554b11d669565df0990959ce29db484f03d75582e7899fee80')
    expect(readFileSync('../docs/manual/open-api.md', 'utf8')).toContain(signature)
  })

  it('has a sample with what the contract requires and a total that adds up', () => {
    const issue = entries(contract)[0]
    const body = JSON.parse(sample(1_767_225_600_000)) as Record<string, unknown> & { chargeDetail: { amt: string }[] }
    for (const field of rows(contract, issue && bodyOf(issue.operation)).filter(
      (one) => one.required && one.depth === 0,
    ))
      expect(Object.keys(body)).toContain(field.name)
    expect(body.chargeDetail.reduce((sum, one) => sum + Number(one.amt), 0)).toBe(Number(body.totalAmt))
    expect(body.busDateTime).toBe('20260101080000000')
  })
})
