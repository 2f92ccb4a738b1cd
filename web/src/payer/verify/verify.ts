import { type BillXml, readBill, xmlChecks } from './bill-xml'
import { check, genuine, type Report, type Trust } from './check'
import { ofdChecks } from './ofd'

export { type Check, type Report, type Trust, trustOf } from './check'

/** Largest file that is looked at; the server takes the same. */
export const BYTES_MAX = 5 * 1024 * 1024

/**
 * 验真 Runs every named check on an OFD or XML file, whatever failed before; never throws for bad input. Pure: nothing
 * leaves the device, the clock plays no part (validity is judged at the time of signing).
 */
export function verify(file: Uint8Array, trust: Trust): Report {
  if (file.length > BYTES_MAX) return refused('文件超过 5 MB，不是电子票据文件')
  if (file[0] === 0x50 && file[1] === 0x4b) {
    const { checks, bill } = ofdChecks(file, trust)
    return { kind: 'OFD', genuine: genuine(checks), anchored: trust.roots.length > 0, checks, bill }
  }
  if (/^(\xef\xbb\xbf)?\s*</.test(new TextDecoder('latin1').decode(file.subarray(0, 64)))) return verifyXml(file, trust)
  return refused(file[0] === 0x25 ? 'PDF 文件不带签章，请使用 OFD 或 XML 文件验真' : '不是 OFD 文件，也不是票据 XML')
}

function refused(why: string): Report {
  const checks = [
    check('FILE', () => {
      throw new Error(why)
    }),
  ]
  return { kind: 'UNKNOWN', genuine: false, anchored: false, checks, bill: null }
}

function verifyXml(file: Uint8Array, trust: Trust): Report {
  let read: BillXml | null = null
  const readable = check('XML_READABLE', () => {
    read = readBill(file)
    return `${read.bill.code} ${read.bill.number}`
  })
  const checks = [readable, ...xmlChecks(read, trust)]
  return {
    kind: 'XML',
    genuine: genuine(checks),
    anchored: trust.roots.length > 0,
    checks,
    bill: (read as BillXml | null)?.bill ?? null,
  }
}
