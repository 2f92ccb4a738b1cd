import { describe, expect, it } from 'vitest'
import { inline, parse } from './markdown'

describe('manuals', () => {
  it('reads headings, lists, tables and code', () => {
    const blocks = parse(
      '# 题\n\n正文\n续行\n\n1. 一\n2. **二**\n\n| 甲 | 乙 |\n|---|---|\n| a | `b` |\n\n```js\nlet x = 1\n```\n',
    )
    expect(blocks.map((block) => block.kind)).toEqual(['heading', 'paragraph', 'list', 'table', 'code'])
    expect(blocks[1]).toEqual({ kind: 'paragraph', text: [{ kind: 'text', text: '正文续行' }] })
    expect(blocks[3]).toMatchObject({ rows: [[[{ text: 'a' }], [{ kind: 'code', text: 'b' }]]] })
    expect(blocks[4]).toEqual({ kind: 'code', language: 'js', text: 'let x = 1' })
  })

  it('takes markup of the page as text', () => {
    expect(inline('<img src=x onerror=alert(1)>')).toEqual([{ kind: 'text', text: '<img src=x onerror=alert(1)>' }])
  })
})
