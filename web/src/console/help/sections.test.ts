import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { helpFor, sections } from './sections'

describe('help of a page', () => {
  it('leads to headings that stand in the manuals', () => {
    for (const [path, choices] of Object.entries(sections))
      for (const { manual, heading } of choices)
        expect(readFileSync(`../docs/manual/${manual}.md`, 'utf8'), `${path} → ${manual}`).toContain(
          `\n## ${heading}\n`,
        )
  })

  it("is of the reader's own manual, and of the nearest page", () => {
    expect(helpFor('/bills/7', ['BILL_ISSUE'])).toBe(`/help/cashier?section=${encodeURIComponent('查一张票据')}`)
    expect(helpFor('/bills/7', ['NUMBERS_MANAGE'])).toMatch(/^\/help\/finance/)
    expect(helpFor('/numbers/where', [])).toContain(encodeURIComponent('四、查询'))
    expect(helpFor('/help/errors', [])).toBeUndefined()
  })
})
