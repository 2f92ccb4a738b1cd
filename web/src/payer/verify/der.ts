/** DER by hand: certificates and seals need a dozen lines of it. Lengths are checked, indefinite lengths are refused. */
export interface Der {
  tag: number
  /** Tag, length and content, as signed. */
  whole: Uint8Array
  content: Uint8Array
}

export const SEQUENCE = 0x30
export const SET = 0x31
export const INTEGER = 0x02
export const BIT_STRING = 0x03
export const OCTET_STRING = 0x04
export const OID = 0x06
const UTC_TIME = 0x17
const GENERALIZED_TIME = 0x18

function take(bytes: Uint8Array, at: number): { der: Der; next: number } {
  const tag = bytes[at]
  const first = bytes[at + 1]
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) throw new Error('不是 DER 编码')
  let start = at + 2
  let length = first
  if (first >= 0x80) {
    const count = first & 0x7f
    if (count === 0 || count > 4) throw new Error('DER 长度有误')
    length = 0
    for (let n = 0; n < count; n++) length = length * 256 + (bytes[start + n] ?? Number.NaN)
    start += count
  }
  const next = start + length
  if (!(next <= bytes.length)) throw new Error('DER 内容不完整')
  return { der: { tag, whole: bytes.subarray(at, next), content: bytes.subarray(start, next) }, next }
}

/** Reads exactly one value; anything behind it is an error. */
export function read(bytes: Uint8Array): Der {
  const { der, next } = take(bytes, 0)
  if (next !== bytes.length) throw new Error('DER 之后还有多余内容')
  return der
}

export function children(der: Der): Der[] {
  const list: Der[] = []
  for (let at = 0; at < der.content.length; ) {
    const { der: child, next } = take(der.content, at)
    list.push(child)
    at = next
  }
  return list
}

/** Children of a SEQUENCE that must have at least so many. */
export function sequence(der: Der | undefined, least: number): Der[] {
  if (der?.tag !== SEQUENCE) throw new Error('DER 结构有误')
  const list = children(der)
  if (list.length < least) throw new Error('DER 结构缺少内容')
  return list
}

export function oid(der: Der | undefined): string {
  if (der?.tag !== OID || der.content.length === 0) throw new Error('DER 结构有误')
  const parts: number[] = []
  let value = 0
  for (const byte of der.content) {
    value = value * 128 + (byte & 0x7f)
    if (byte < 0x80) {
      parts.push(value)
      value = 0
    }
  }
  const first = Math.min(2, Math.floor(parts[0]! / 40))
  return [first, parts[0]! - first * 40, ...parts.slice(1)].join('.')
}

export function integer(der: Der | undefined): number {
  if (der?.tag !== INTEGER || der.content.length === 0 || der.content.length > 4) throw new Error('DER 结构有误')
  return der.content.reduce((sum, byte) => sum * 256 + byte, 0)
}

/** The bytes of a BIT STRING without unused bits; some makers write an OCTET STRING in its place. */
export function bits(der: Der | undefined): Uint8Array {
  if (der?.tag === OCTET_STRING) return der.content
  if (der?.tag !== BIT_STRING || der.content[0] !== 0) throw new Error('DER 结构有误')
  return der.content.subarray(1)
}

export function octets(der: Der | undefined): Uint8Array {
  if (der?.tag !== OCTET_STRING) throw new Error('DER 结构有误')
  return der.content
}

/** Any of the string types; the wide ones occur in names of old authorities. */
export function text(der: Der | undefined): string {
  if (!der) throw new Error('DER 结构有误')
  if (der.tag === 0x1e) return new TextDecoder('utf-16be').decode(der.content)
  return new TextDecoder().decode(der.content)
}

/** GeneralizedTime or UTCTime in UTC; version 1 seals wrap it in a BIT STRING. Milliseconds since 1970. */
export function time(der: Der | undefined): number {
  if (der?.tag === BIT_STRING) {
    const inner = bits(der)
    if (inner[0] === UTC_TIME || inner[0] === GENERALIZED_TIME) return time(read(inner))
    return instant(new TextDecoder().decode(inner))
  }
  if (der?.tag !== UTC_TIME && der?.tag !== GENERALIZED_TIME) throw new Error('时间格式有误')
  return instant(new TextDecoder().decode(der.content))
}

function instant(digits: string): number {
  const found = /^(\d{2}|\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})?(?:\.\d+)?Z$/.exec(digits)
  if (!found) throw new Error('时间格式有误')
  const [, y, mo, d, h, mi, s] = found
  const year = y!.length === 4 ? Number(y) : Number(y) + (Number(y) < 50 ? 2000 : 1900)
  return Date.UTC(year, Number(mo) - 1, Number(d), Number(h), Number(mi), Number(s ?? 0))
}
