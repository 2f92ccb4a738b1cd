import { find, fromBase64, join } from './bytes'
import { certificate, trusted } from './certificate'
import { type Check, check, Fault, NotHere, type Summary, type Trust } from './check'
import { sm2Verifies } from './sm'
import { child, type Element, parseXml, textOf } from './xml'

const SM2_WITH_SM3 = '1.2.156.10197.1.501'
const HEAD_BYTES = 200

interface Signed {
  element: Uint8Array
  covered: Uint8Array
  at: number
  algorithm: string
  value: Uint8Array
  certificate: Uint8Array
  serial: string
}

/** 票据XML as bytes: what is signed is cut out of the file, never written again from values. */
export interface BillXml {
  root: Element
  unit: Signed | null
  supervisory: Signed | null
}

/** @throws Error when the bytes are no bill */
export function readBill(document: Uint8Array): BillXml {
  const head = new TextDecoder('latin1').decode(document.subarray(0, HEAD_BYTES))
  const encoding = /^(?:\xef\xbb\xbf)?\s*<\?xml[^>]*encoding=["']([\w-]+)["']/.exec(head)?.[1] ?? 'UTF-8'
  if (!/^(utf-8|gb18030|gbk)$/i.test(encoding)) throw new Fault(`不支持的编码 ${encoding}`)
  const root = parseXml(new TextDecoder(encoding, { fatal: true }).decode(document))
  if (root.name !== 'EInvoice' || !child(root, 'EInvoiceData/Main')) throw new Fault('不是财政电子票据')
  const names = root.children.map((one) => one.name).join()
  if (names !== 'Header,EInvoiceData' && names !== 'Header,EInvoiceData,EInvoiceSignature')
    throw new Fault('票据结构有误')
  const block = between(document, '<Header>', '</EInvoiceData>')
  if (!block) throw new Fault('票据结构有误')
  const signature = child(root, 'EInvoiceSignature')
  const unitElement = signature && between(document, '<InvoicingPartySignature>', '</InvoicingPartySignature>')
  const supervisoryElement = signature && between(document, '<SupervisorPartySignature>', '</SupervisorPartySignature>')
  return {
    root,
    unit: unitElement ? signed(unitElement, block) : null,
    supervisory: supervisoryElement && unitElement ? signed(supervisoryElement, join(block, unitElement)) : null,
  }
}

/** The bytes from one mark to the end of the other; both must occur exactly once. */
function between(document: Uint8Array, start: string, end: string): Uint8Array | null {
  const from = find(document, start)
  const to = find(document, end, from)
  if (from < 0 || to < 0) return null
  if (find(document, start, from + 1) >= 0 || find(document, end, to + 1) >= 0) throw new Fault('票据结构有误')
  return document.subarray(from, to + end.length)
}

function signed(element: Uint8Array, covered: Uint8Array): Signed {
  const parsed = parseXml(new TextDecoder('latin1').decode(element))
  const value = (name: string) => textOf(parsed, name)
  const at = Date.parse(value('SignatureTime'))
  if (Number.isNaN(at)) throw new Fault('签名时间格式有误')
  return {
    element,
    covered,
    at,
    algorithm: value('SignatureAlgorithm'),
    value: fromBase64(value('SignatureValue')),
    certificate: fromBase64(value('Certificate')),
    serial: value('SerialNumber')
      .toLowerCase()
      .replace(/^0+(?=.)/, ''),
  }
}

function verified(signature: Signed | null, who: string): string {
  if (!signature) throw new NotHere(`没有${who}，票据可能还在开具中`)
  if (signature.algorithm !== SM2_WITH_SM3) throw new Fault(`不支持的签名算法 ${signature.algorithm}`)
  const signer = certificate(signature.certificate)
  if (signer.serial !== signature.serial) throw new Fault('证书序列号与签名所写不一致')
  if (!sm2Verifies(signer.publicKey, signature.covered, signature.value))
    throw new Fault('签名值不正确，数据或签名被改动过')
  return `${signer.name}，${local(signature.at)}`
}

/** 签名时间 as read on the reader's clock. */
export const local = (at: number): string => new Date(at).toLocaleString('zh-CN', { hour12: false })

const fen = (amount: string): number => {
  const found = /^(-?)(\d{1,12})\.(\d{2})$/.exec(amount)
  if (!found) throw new Fault(`金额“${amount}”格式有误`)
  return Number(found[2]! + found[3]!) * (found[1] ? -1 : 1)
}

export function summary(root: Element): Summary {
  const main = child(root, 'EInvoiceData/Main')
  return {
    title: textOf(main, 'EInvoiceName'),
    code: textOf(main, 'EInvoiceCode'),
    number: textOf(main, 'EInvoiceNumber'),
    checkCode: textOf(main, 'RandomNumber'),
    issueDate: textOf(main, 'IssueDate'),
    totalAmount: textOf(main, 'TotalAmount'),
    payer: textOf(main, 'PayerParty/PayerPartyName'),
    issuer: textOf(main, 'InvoicingParty/InvoicingPartyName'),
    relatedNumber: textOf(main, 'MainExt/RelatedInvoiceNumber'),
  }
}

export function xmlChecks(bill: BillXml, trust: Trust): Check[] {
  return [
    check('UNIT_SIGNATURE', () => verified(bill.unit, '开票单位签名')),
    check('SUPERVISORY_SIGNATURE', () => verified(bill.supervisory, '财政监制签名')),
    check('XML_CHAIN', () => {
      const signatures = [bill.unit, bill.supervisory].filter((one) => one !== null)
      if (signatures.length === 0) throw new NotHere('没有签名')
      if (trust.roots.length === 0) throw new NotHere('还没有取得受信任的根证书')
      for (const signature of signatures) {
        const fault = trusted(certificate(signature.certificate), trust.roots, signature.at)
        if (fault) throw new Fault(fault)
      }
      return `由 ${[...new Set(trust.roots.map((root) => root.name))].join('、')} 签发`
    }),
    check('TOTALS', () => {
      const main = child(bill.root, 'EInvoiceData/Main')
      const items = child(bill.root, 'EInvoiceData/Details')?.children ?? []
      const sum = items.reduce((all, item) => all + fen(textOf(item, 'ItemAmount')), 0)
      const total = textOf(main, 'TotalAmount')
      if (sum !== fen(total)) throw new Fault(`项目合计与总金额 ${total} 元不相等`)
      return `${items.length} 项合计 ${total} 元`
    }),
  ]
}
