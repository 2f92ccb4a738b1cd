import { equal, hex } from './bytes'
import { bits, children, type Der, integer, octets, oid, read, sequence, text, time } from './der'
import { sm2Verifies } from './sm'

const SM2_WITH_SM3 = '1.2.156.10197.1.501'
const SM2_CURVE = '1.2.156.10197.1.301'
const COMMON_NAME = '2.5.4.3'
const ORGANISATION = '2.5.4.10'
const BASIC_CONSTRAINTS = '2.5.29.19'
const KEY_USAGE = '2.5.29.15'
const SIGNING_CERTIFICATES = 0x04 // keyCertSign is bit 5 of the first byte.

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
    authority: mayIssue(rest.find((part) => part.tag === 0xa3)),
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

/** CA true, and certificate signing among the uses when uses are listed. */
function mayIssue(extensions: Der | undefined): boolean {
  if (!extensions) return false
  let authority = false
  let use = true
  for (const extension of sequence(children(extensions)[0], 0)) {
    const parts = sequence(extension, 2)
    const value = read(octets(parts[parts.length - 1]))
    const type = oid(parts[0])
    if (type === BASIC_CONSTRAINTS) {
      const ca = children(value)[0]
      authority = ca?.tag === 0x01 && ca.content[0] !== 0
      if (ca?.tag === 0x02) integer(ca)
    } else if (type === KEY_USAGE) {
      use = ((value.content[1] ?? 0) & SIGNING_CERTIFICATES) !== 0
    }
  }
  return authority && use
}

export const validAt = (one: Certificate, at: number): boolean => one.from <= at && at <= one.until

/** 证书链 Is the certificate issued, valid at that time, by one of the roots or itself one of them? */
export function trusted(one: Certificate, roots: readonly Certificate[], at: number): string | null {
  if (!validAt(one, at)) return `证书“${one.name}”在签名时不在有效期内`
  if (roots.some((root) => equal(root.der, one.der))) return null
  const issuers = roots.filter((root) => equal(root.subject, one.issuer))
  if (issuers.length === 0) return `证书“${one.name}”不是由受信任的机构颁发`
  const issuer = issuers.find((root) => root.authority && sm2Verifies(root.publicKey, one.signed, one.signature))
  if (!issuer) return `证书“${one.name}”的颁发者签名不正确`
  return validAt(issuer, at) ? null : `颁发机构“${issuer.name}”的证书在签名时不在有效期内`
}
