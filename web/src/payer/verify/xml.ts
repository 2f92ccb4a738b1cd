/** An element by its local name; the formats read here need no namespaces, comments or mixed content. */
export interface Element {
  name: string
  attributes: Record<string, string>
  children: Element[]
  text: string
}

const DEPTH_MAX = 64
const ELEMENTS_MAX = 200_000
const NAME = /[^\s/>=]+/y
const ATTRIBUTE = /\s+([^\s/>=]+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y
const ENTITY = /&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(amp|lt|gt|quot|apos));/g
const NAMED: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

const local = (name: string): string => name.slice(name.indexOf(':') + 1)

function plain(raw: string): string {
  if (!raw.includes('&')) return raw
  if (raw.replace(ENTITY, '').includes('&')) throw new Error('XML 含有不支持的实体')
  return raw.replace(ENTITY, (_, decimal, hexadecimal, named) =>
    named ? NAMED[named]! : String.fromCodePoint(Number.parseInt(decimal ?? hexadecimal, decimal ? 10 : 16)),
  )
}

/** Reads a document without DTD; a DTD, deep nesting or broken nesting is refused. */
export function parseXml(source: string): Element {
  let at = source.charCodeAt(0) === 0xfeff ? 1 : 0
  let elements = 0
  const root: Element = { name: '', attributes: {}, children: [], text: '' }
  const open: Element[] = [root]
  while (at < source.length) {
    const inside = open[open.length - 1]!
    if (source[at] !== '<') {
      const next = source.indexOf('<', at)
      const end = next < 0 ? source.length : next
      inside.text += plain(source.slice(at, end))
      at = end
    } else if (source.startsWith('<?', at)) {
      at = after(source, '?>', at)
    } else if (source.startsWith('<!--', at)) {
      at = after(source, '-->', at + 4)
    } else if (source.startsWith('<![CDATA[', at)) {
      const end = after(source, ']]>', at)
      inside.text += source.slice(at + 9, end - 3)
      at = end
    } else if (source.startsWith('<!', at)) {
      throw new Error('XML 不允许带 DTD')
    } else if (source.startsWith('</', at)) {
      const end = source.indexOf('>', at)
      if (open.length < 2 || end < 0 || local(source.slice(at + 2, end).trim()) !== inside.name)
        throw new Error('XML 标签不配对')
      open.pop()
      at = end + 1
    } else {
      NAME.lastIndex = at + 1
      const name = NAME.exec(source)?.[0]
      if (!name || ++elements > ELEMENTS_MAX || open.length > DEPTH_MAX) throw new Error('XML 结构有误')
      const element: Element = { name: local(name), attributes: {}, children: [], text: '' }
      at = NAME.lastIndex
      ATTRIBUTE.lastIndex = at
      for (let found = ATTRIBUTE.exec(source); found; found = ATTRIBUTE.exec(source)) {
        element.attributes[local(found[1]!)] = plain(found[2] ?? found[3] ?? '')
        at = ATTRIBUTE.lastIndex
      }
      while (/\s/.test(source[at] ?? '')) at++
      inside.children.push(element)
      if (source.startsWith('/>', at)) at += 2
      else if (source[at] === '>') {
        open.push(element)
        at++
      } else throw new Error('XML 结构有误')
    }
  }
  if (open.length !== 1 || root.children.length !== 1 || root.text.trim() !== '') throw new Error('XML 不完整')
  return root.children[0]!
}

function after(source: string, mark: string, from: number): number {
  const found = source.indexOf(mark, from)
  if (found < 0) throw new Error('XML 不完整')
  return found + mark.length
}

/** The first child by a path of names such as `EInvoiceData/Main/TotalAmount`. */
export function child(element: Element | undefined, path: string): Element | undefined {
  return path
    .split('/')
    .reduce<Element | undefined>((at, name) => at?.children.find((one) => one.name === name), element)
}

export const textOf = (element: Element | undefined, path: string): string => child(element, path)?.text.trim() ?? ''

export function all(element: Element, name: string): Element[] {
  return [...(element.name === name ? [element] : []), ...element.children.flatMap((one) => all(one, name))]
}
