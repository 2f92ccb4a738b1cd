import { equal, hex } from './bytes'
import { bits, children, type Der, octets, oid, read, sequence, text, time } from './der'
import { sm2Verifies } from './sm'

const SM2_WITH_SM3 = '1.2.156.10197.1.501'
const SM2_CURVE = '1.2.156.10197.1.301'
const COMMON_NAME = '2.5.4.3'
const ORGANISATION = '2.5.4.10'
const BASIC_CONSTRAINTS = '2.5.29.19'
const KEY_USAGE = '2.5.29.15'
const BOOLEAN = 0x01
// Bits of the first byte of key usage.
const SIGNING_CERTIFICATES = 0x04
const SIGNING_DATA = 0x80 | 0x40

/** 数字证书 X.509 with an SM2 key, as far as verification needs it. */
export interface Certificate {
  der: Uint8Array
  /** Lower-case hexadecimal without leading zeros. */
  serial: string
  issuer: Uint8Array
  subject: Uint8Array
  /** Common name, else organisation. */
  name: string
  from: number
  until: number
  publicKey: Uint8Array
  authority: boolean
  /** May its key sign data? */
  signs: boolean
  signed: Uint8Array
  signature: Uint8Array
}

/** @throws Error when the bytes are no certificate with an SM2 key and an SM2 signature */
export function certificate(der: Uint8Array): Certificate {
  const [tbs, algorithm, signature] = sequence(read(der), 3)
  if (oid(sequence(algorithm, 1)[0]) !== SM2_WITH_SM3) throw new Error('证书不是 SM2 签名')
  let parts = sequence(tbs, 6)
  if (parts[0]!.tag === 0xa0) parts = parts.slice(1)
  const [serial, , issuer, validity, subject, key, ...rest] = parts
  const [from, until] = sequence(validity, 2)
  const [keyAlgorithm, point] = sequence(key, 2)
  if (oid(sequence(keyAlgorithm, 2)[1]) !== SM2_CURVE) throw new Error('证书公钥不是 SM2')
  return {
    der,
    serial: hex(serial!.content).replace(/^0+(?=.)/, ''),
    issuer: issuer!.whole,
    subject: subject!.whole,
    name: named(subject!),
    from: time(from),
    until: time(until),
    publicKey: bits(point),
    ...uses(rest.find((part) => part.tag === 0xa3)),
    signed: tbs!.whole,
    signature: bits(signature),
  }
}

function named(subject: Der): string {
  const found = new Map<string, string>()
  for (const set of children(subject)) {
    for (const pair of children(set)) {
      const [type, value] = sequence(pair, 2)
      found.set(oid(type), text(value))
    }
  }
  return found.get(COMMON_NAME) ?? found.get(ORGANISATION) ?? '未具名'
}

/** A certificate that lists no uses may be used for all. */
function uses(extensions: Der | undefined): { authority: boolean; signs: boolean } {
  let authority = false
  let use = 0xff
  for (const extension of extensions ? sequence(children(extensions)[0], 0) : []) {
    const parts = sequence(extension, 2)
    const value = read(octets(parts[parts.length - 1]))
    const type = oid(parts[0])
    if (type === BASIC_CONSTRAINTS) {
      const ca = children(value)[0]
      authority = ca?.tag === BOOLEAN && ca.content[0] !== 0
    } else if (type === KEY_USAGE) {
      use = value.content[1] ?? 0
    }
  }
  return { authority: authority && (use & SIGNING_CERTIFICATES) !== 0, signs: (use & SIGNING_DATA) !== 0 }
}

export const sameKey = (one: Certificate, other: Certificate): boolean => equal(one.publicKey, other.publicKey)

/** Valid at that time and allowed to sign, or the reason why not. */
export function usable(one: Certificate, at: number, whose: string): string | null {
  if (at < one.from || at > one.until) {
    return `${whose}证书在 ${day(at)} 不在有效期内（${day(one.from)} 至 ${day(one.until)}）`
  }
  return one.signs ? null : `${whose}证书的密钥用途不含数字签名`
}

/** yyyy-MM-dd in China, where the certificates are used. */
export const day = (at: number): string => new Date(at + 8 * 3_600_000).toISOString().slice(0, 10)

/** 证书链 Issued by one of the roots, or one itself. Time is another check. */
export function trusted(one: Certificate, roots: readonly Certificate[]): boolean {
  return roots.some(
    (root) =>
      equal(root.der, one.der) ||
      (root.authority && equal(root.subject, one.issuer) && sm2Verifies(root.publicKey, one.signed, one.signature)),
  )
}
