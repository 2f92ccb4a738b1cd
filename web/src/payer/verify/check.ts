import { type Certificate, certificate } from './certificate'

export type Result = 'PASSED' | 'FAILED' | 'NOT_APPLICABLE'

/** 检查项 One named check; the names are those of the server's verifier. */
export interface Check {
  name: CheckName
  title: string
  result: Result
  reason: string
}

export const titles = {
  FILE: '文件',
  PACKAGE: '文件结构',
  PACKAGE_DIGESTS: '包内文件摘要',
  DATA_HASH: '签章原文摘要',
  SEAL_SIGNATURE_VALUE: '签章签名值',
  SIGNER_IN_SEAL: '签章者有权用章',
  SEAL_MAKER_SIGNATURE: '印章由制章者签名',
  SEAL_VALIDITY: '印章与证书有效期',
  CERTIFICATE_CHAIN: '证书链',
  TWO_SEALS: '两个签章及其顺序',
  XML_ATTACHED: '附有票据XML',
  XML_READABLE: '票据XML可读',
  XML_UNIT_SIGNATURE: '开票单位签名',
  XML_SUPERVISORY_SIGNATURE: '财政监制签名',
  XML_CERTIFICATES: '签名证书',
  SEAL_REGISTERED: '印章与票据所记一致',
  FACE_EQUALS_XML: '票面与数据一致',
  TOTALS: '项目金额合计',
} as const
export type CheckName = keyof typeof titles

/** A reason why the check fails; anything else thrown while checking fails it too. */
export class Fault extends Error {}
/** The check can not be made on this file. */
export class NotHere extends Error {}

export function require(holds: boolean, fault: string): asserts holds {
  if (!holds) throw new Fault(fault)
}

/** Runs one check. The text it gives back is what was found. */
export function check(name: CheckName, look: () => string): Check {
  const told = (result: Result, reason: string): Check => ({ name, title: titles[name], result, reason })
  try {
    return told('PASSED', look())
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown)
    return told(thrown instanceof NotHere ? 'NOT_APPLICABLE' : 'FAILED', reason)
  }
}

/** 信任 @param roots certificates of trusted authorities; empty: chain checks do not apply. */
export interface Trust {
  roots: readonly Certificate[]
}

export function trustOf(roots: readonly Uint8Array[]): Trust {
  return { roots: roots.map(certificate) }
}

/** 印章 as the bill's data names it. @param hash SM3 of the seal, or what the bureau writes in its place */
export interface SealRef {
  id: string
  hash: string
}

/** 票据要素 of the verified data, for the reader to compare. */
export interface Summary {
  title: string
  code: string
  number: string
  checkCode: string
  issueDate: string
  totalAmount: string
  payer: string
  issuer: string
  relatedNumber: string
  unitSeal: SealRef
  supervisorySeal: SealRef
}

export interface Report {
  kind: 'OFD' | 'XML' | 'UNKNOWN'
  genuine: boolean
  /** Were there roots to judge the signers by? Without them anybody could have signed. */
  anchored: boolean
  checks: Check[]
  bill: Summary | null
}

const SIGNATURES: readonly CheckName[] = ['SEAL_SIGNATURE_VALUE', 'XML_UNIT_SIGNATURE', 'XML_SUPERVISORY_SIGNATURE']

/** Nothing failed, and a signature was really verified. */
export function genuine(checks: readonly Check[]): boolean {
  return (
    checks.every((one) => one.result !== 'FAILED') &&
    checks.some((one) => SIGNATURES.includes(one.name) && one.result === 'PASSED')
  )
}
