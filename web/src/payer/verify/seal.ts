import { equal } from './bytes'
import { certificate } from './certificate'
import { bits, type Der, INTEGER, integer, octets, oid, read, SEQUENCE, sequence, text, time } from './der'
import { sm2Verifies, sm3 } from './sm'

const SM2_WITH_SM3 = '1.2.156.10197.1.501'
const CERTIFICATE_DIGESTS = 2

/** 电子印章 SES_Seal, version 4 of GB/T 38540 or version 1 of GM/T 0031. */
export interface Seal {
  whole: Uint8Array
  version: number
  id: string
  name: string
  from: number
  until: number
  makerCertificate: Uint8Array
  /** May the owner of this certificate use the seal? */
  admits(certificate: Uint8Array): boolean
  makerSigned(): boolean
}

/** 电子签章数据 SES_Signature, the content of SignedValue.dat. */
export interface SealSignature {
  seal: Seal
  at: number
  dataHash: Uint8Array
  propertyInfo: string
  certificate: Uint8Array
  verifies(): boolean
}

function sealOf(der: Der): Seal {
  const parts = sequence(der, 2)
  const [header, id, property] = sequence(parts[0], 4)
  const [mark, versionOf] = sequence(header, 3)
  if (text(mark) !== 'ES') throw new Error('不是电子印章')
  const version = integer(versionOf)
  if (version !== 1 && version !== 4) throw new Error(`不支持的印章版本 ${version}`)
  const facts = sequence(property, version === 4 ? 7 : 6)
  const kind = version === 4 ? integer(facts[2]) : 1
  const list = facts[version === 4 ? 3 : 2]
  const listed = sequence(list, 0).map((one) =>
    kind === CERTIFICATE_DIGESTS && one.tag === SEQUENCE ? octets(sequence(one, 2)[1]) : octets(one),
  )
  const last = version === 4 ? 4 : 3
  const maker = version === 4 ? parts.slice(1) : sequence(parts[1], 3)
  const [makerCertificate, algorithm, signature] = [octets(maker[0]), maker[1]!, bits(maker[2])]
  if (oid(algorithm) !== SM2_WITH_SM3) throw new Error('印章不是 SM2 签名')
  return {
    whole: der.whole,
    version,
    id: text(id),
    name: text(facts[1]),
    from: time(facts[last + 1]),
    until: time(facts[last + 2]),
    makerCertificate,
    admits(wanted) {
      const mark = kind === CERTIFICATE_DIGESTS ? sm3(wanted) : wanted
      return listed.some((one) => equal(one, mark))
    },
    makerSigned() {
      const key = certificate(makerCertificate).publicKey
      // Version 1 signs the maker's certificate along; version 4 does not, but some makers do.
      const along = wrapped(parts[0]!.whole, maker[0]!.whole, algorithm.whole)
      return (version === 4 && sm2Verifies(key, parts[0]!.whole, signature)) || sm2Verifies(key, along, signature)
    },
  }
}

/** A SEQUENCE around values as they stand. */
function wrapped(...values: Uint8Array[]): Uint8Array {
  const length = values.reduce((sum, value) => sum + value.length, 0)
  const size: number[] = []
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) size.unshift(rest % 256)
  const head = length < 0x80 ? [SEQUENCE, length] : [SEQUENCE, 0x80 | size.length, ...size]
  const whole = new Uint8Array(head.length + length)
  whole.set(head)
  let at = head.length
  for (const value of values) {
    whole.set(value, at)
    at += value.length
  }
  return whole
}

/** @throws Error when the bytes are no seal */
export const parseSeal = (bytes: Uint8Array): Seal => sealOf(read(bytes))

/** @throws Error when the bytes are no seal signature of version 1 or 4 */
export function parseSealSignature(bytes: Uint8Array): SealSignature {
  const parts = sequence(read(bytes), 2)
  const toSign = sequence(parts[0], 5)
  if (toSign[0]?.tag !== INTEGER) throw new Error('不是电子签章数据')
  const version = integer(toSign[0])
  const seal = sealOf(toSign[1]!)
  if (version !== seal.version) throw new Error(`签章版本 ${version} 与印章版本 ${seal.version} 不一致`)
  // Version 1 signs the certificate and the algorithm along; version 4 carries them outside.
  const [signer, algorithm, signature] =
    version === 4 ? [parts[1], parts[2], parts[3]] : [toSign[5], toSign[6], parts[1]]
  const signerDer = octets(signer)
  return {
    seal,
    at: time(toSign[2]),
    dataHash: bits(toSign[3]),
    propertyInfo: text(toSign[4]),
    certificate: signerDer,
    verifies: () =>
      oid(algorithm) === SM2_WITH_SM3 &&
      sm2Verifies(certificate(signerDer).publicKey, parts[0]!.whole, bits(signature)),
  }
}
