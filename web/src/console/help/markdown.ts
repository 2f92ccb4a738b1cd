/** The little of Markdown that the manuals use. Text is never taken as markup of the page. */
export type Inline = { kind: 'text' | 'bold' | 'code'; text: string } | { kind: 'link'; text: string; to: string }

export type Block =
  | { kind: 'heading'; level: number; text: Inline[]; id: string }
  | { kind: 'paragraph'; text: Inline[] }
  | { kind: 'list'; ordered: boolean; items: Inline[][] }
  | { kind: 'table'; head: Inline[][]; rows: Inline[][][] }
  | { kind: 'code'; language: string; text: string }

const INLINE = /\*\*([^*]+)\*\*|`([^`]+)`|\[([^\]]+)\]\(([^)\s]+)\)/g

export function inline(text: string): Inline[] {
  const parts: Inline[] = []
  let from = 0
  for (const found of text.matchAll(INLINE)) {
    if (found.index > from) parts.push({ kind: 'text', text: text.slice(from, found.index) })
    if (found[1]) parts.push({ kind: 'bold', text: found[1] })
    else if (found[2]) parts.push({ kind: 'code', text: found[2] })
    else parts.push({ kind: 'link', text: found[3] ?? '', to: found[4] ?? '' })
    from = found.index + found[0].length
  }
  if (from < text.length) parts.push({ kind: 'text', text: text.slice(from) })
  return parts
}

const cells = (line: string): Inline[][] =>
  line
    .trim()
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => inline(cell.trim()))

export function parse(markdown: string): Block[] {
  const lines = markdown.split(/\r?\n/)
  const blocks: Block[] = []
  let at = 0
  while (at < lines.length) {
    const line = lines[at] ?? ''
    const heading = /^(#{1,4})\s+(.+)$/.exec(line)
    const item = /^(\d+\.|[-*])\s+(.+)$/.exec(line)
    if (line.startsWith('```')) {
      const language = line.slice(3).trim()
      const code: string[] = []
      for (at++; at < lines.length && !lines[at]?.startsWith('```'); at++) code.push(lines[at] ?? '')
      blocks.push({ kind: 'code', language, text: code.join('\n') })
      at++
    } else if (heading) {
      const text = heading[2] ?? ''
      blocks.push({
        kind: 'heading',
        level: heading[1]?.length ?? 1,
        text: inline(text),
        id: text.replace(/\s+/g, '-'),
      })
      at++
    } else if (line.startsWith('|')) {
      const head = cells(line)
      const rows: Inline[][][] = []
      for (at += 2; lines[at]?.startsWith('|'); at++) rows.push(cells(lines[at] ?? ''))
      blocks.push({ kind: 'table', head, rows })
    } else if (item) {
      const ordered = /^\d/.test(line)
      const items: Inline[][] = []
      for (; at < lines.length; at++) {
        const next = /^(\d+\.|[-*])\s+(.+)$/.exec(lines[at] ?? '')
        if (!next) break
        items.push(inline(next[2] ?? ''))
      }
      blocks.push({ kind: 'list', ordered, items })
    } else if (line.trim() === '') {
      at++
    } else {
      const text: string[] = []
      for (; at < lines.length; at++) {
        const next = lines[at] ?? ''
        if (next.trim() === '' || /^(#{1,4}\s|```|\||\d+\.\s|[-*]\s)/.test(next)) break
        text.push(next.trim())
      }
      blocks.push({ kind: 'paragraph', text: inline(text.join('')) })
    }
  }
  return blocks
}
