import { readBill, summary, xmlChecks } from './bill-xml'
import { type Check, check, genuine, type Report, type Summary, type Trust } from './check'
import { ofdChecks } from './ofd'

export { type Check, type Report, type Trust, trustOf } from './check'

/** Largest file that is looked at; the server takes the same. */
export const BYTES_MAX = 5 * 1024 * 1024

/**
 * 验真 Runs every named check on an OFD or XML file, whatever failed before; never throws for bad input. Pure: nothing
 * leaves the device, the clock plays no part (validity is judged at the time of signing).
 */
export function verify(file: Uint8Array, trust: Trust): Report {
  if (file[0] === 0x50 && file[1] === 0x4b) {
    const { checks, bill } = ofdChecks(file, trust)
    return { kind: 'OFD', genuine: genuine(checks), checks, bill }
  }
  if (/^(\xef\xbb\xbf)?\s*</.test(new TextDecoder('latin1').decode(file.subarray(0, 64)))) return verifyXml(file, trust)
  const checks = [
    check('FILE', () => {
      throw new Error(file[0] === 0x25 ? 'PDF 文件不带签章，请使用 OFD 或 XML 文件验真' : '不是 OFD 或 XML 文件')
    }),
  ]
  return { kind: 'UNKNOWN', genuine: false, checks, bill: null }
}

function verifyXml(file: Uint8Array, trust: Trust): Report {
  let bill: Summary | null = null
  let parsed: ReturnType<typeof readBill> | undefined
  const checks: Check[] = [
    check('FILE', () => {
      parsed = readBill(file)
      bill = summary(parsed.root)
      return `财政电子票据 XML，${bill.code} ${bill.number}`
    }),
  ]
  if (parsed) checks.push(...xmlChecks(parsed, trust))
  return { kind: 'XML', genuine: genuine(checks), checks, bill }
}
