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
  FILE: '文件格式',
  PACKAGE_DIGESTS: '文件摘要',
  PACKAGE_COVERAGE: '签章覆盖范围',
  DATA_HASH: '签章原文摘要',
  SEAL_SIGNATURE: '签章签名值',
  SEAL_SIGNER: '签章人与印章匹配',
  SEAL_MAKER: '印章由制章者签发',
  SEAL_VALIDITY: '印章有效期',
  SEAL_CHAIN: '签章证书链',
  SEAL_ORDER: '单位签章在前、财政监制在后',
  XML_ATTACHMENT: '随附票据数据',
  UNIT_SIGNATURE: '开票单位签名',
  SUPERVISORY_SIGNATURE: '财政监制签名',
  XML_CHAIN: '签名证书链',
  TOTALS: '项目金额合计',
  FACE: '票面与数据一致',
} as const
export type CheckName = keyof typeof titles

/** A reason why the check fails; anything else thrown while checking fails it too. */
export class Fault extends Error {}
/** The check can not be made on this file. */
export class NotHere extends Error {}

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
}

export interface Report {
  kind: 'OFD' | 'XML' | 'UNKNOWN'
  genuine: boolean
  checks: Check[]
  bill: Summary | null
}

const SIGNATURES: readonly CheckName[] = ['UNIT_SIGNATURE', 'SEAL_SIGNATURE']

/** Nothing failed, and a signature was really verified. */
export function genuine(checks: readonly Check[]): boolean {
  return (
    checks.every((one) => one.result !== 'FAILED') &&
    checks.some((one) => SIGNATURES.includes(one.name) && one.result === 'PASSED')
  )
}
