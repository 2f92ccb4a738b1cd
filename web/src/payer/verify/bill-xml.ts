import { find, fromBase64, join } from './bytes'
import { type Certificate, certificate, sameKey, trusted, usable } from './certificate'
import { type Check, check, Fault, NotHere, require, type Summary, type Trust } from './check'
import { sm2Verifies } from './sm'
import { child, type Element, parseXml, textOf } from './xml'

const SM2_WITH_SM3 = '1.2.156.10197.1.501'
const HEAD_BYTES = 200

interface Signature {
  covered: Uint8Array
  at: number
  algorithm: string
  value: Uint8Array
  signer: Certificate
  serial: string
  sealId: string
}

/** 票据XML as bytes: what is signed is cut out of the file, never written again from values. */
export interface BillXml {
  root: Element
  bill: Summary
  unit: Signature | null
  supervisory: Signature | null
}

/** @throws Error when the bytes are no bill */
export function readBill(document: Uint8Array): BillXml {
  const head = new TextDecoder('latin1').decode(document.subarray(0, HEAD_BYTES))
  const encoding = /^(?:\xef\xbb\xbf)?\s*<\?xml[^>]*encoding=["']([\w-]+)["']/.exec(head)?.[1] ?? 'UTF-8'
  require(/^(utf-8|gb18030)$/i.test(encoding), `不支持的编码 ${encoding}`)
  const root = parseXml(new TextDecoder(encoding, { fatal: true }).decode(document))
  require(root.name === 'EInvoice' && child(root, 'EInvoiceData/Main') !== undefined, '不是财政电子票据')
  const names = root.children.map((one) => one.name).join()
  require(names === 'Header,EInvoiceData' || names === 'Header,EInvoiceData,EInvoiceSignature', '票据结构有误')
  const signatures =
    child(root, 'EInvoiceSignature')
      ?.children.map((one) => one.name)
      .join() ?? ''
  require(['', UNIT, `${UNIT},${SUPERVISORY}`].includes(signatures), '签名应先为开票单位签名，后为财政监制签名，各一个')
  const block = between(document, '<Header>', '</EInvoiceData>')
  const unit = signatures === '' ? null : between(document, `<${UNIT}>`, `</${UNIT}>`)
  const supervisory = signatures.includes(SUPERVISORY)
    ? between(document, `<${SUPERVISORY}>`, `</${SUPERVISORY}>`)
    : null
  return {
    root,
    bill: summary(root),
    unit: unit && signature(unit, block),
    supervisory: supervisory && unit && signature(supervisory, join(block, unit)),
  }
}

const UNIT = 'InvoicingPartySignature'
const SUPERVISORY = 'SupervisorPartySignature'

/** The bytes from one mark to the end of the other; both must occur exactly once. */
function between(document: Uint8Array, start: string, end: string): Uint8Array {
  const from = find(document, start)
  const to = find(document, end, from)
  const once = from >= 0 && to >= 0 && find(document, start, from + 1) < 0 && find(document, end, to + 1) < 0
  require(once, '票据结构有误')
  return document.subarray(from, to + end.length)
}

function signature(element: Uint8Array, covered: Uint8Array): Signature {
  const parsed = parseXml(new TextDecoder('latin1').decode(element))
  const value = (name: string) => textOf(parsed, name)
  const at = Date.parse(value('SignatureTime'))
  require(!Number.isNaN(at), '签名时间格式有误')
  return {
    covered,
    at,
    algorithm: value('SignatureAlgorithm'),
    value: fromBase64(value('SignatureValue')),
    signer: certificate(fromBase64(value('Certificate'))),
    serial: value('SerialNumber')
      .toLowerCase()
      .replace(/^0+(?=.)/, ''),
    sealId: value('SealId'),
  }
}

function verified(one: Signature): string {
  require(one.algorithm === SM2_WITH_SM3, `不支持的签名算法 ${one.algorithm}`)
  require(sm2Verifies(one.signer.publicKey, one.covered, one.value), '签名值不正确，内容或签名已被改动')
  return `签名人：${one.signer.name}，${clock(one.at)}`
}

/** 签名时间 on the reader's clock. */
export const clock = (at: number): string => new Date(at).toLocaleString('zh-CN', { hour12: false })

function fen(amount: string): number {
  const found = /^(-?)(\d{1,12})\.(\d{2})$/.exec(amount)
  if (!found) throw new Fault(`金额“${amount}”格式有误`)
  return Number(found[2]! + found[3]!) * (found[1] ? -1 : 1)
}

function summary(root: Element): Summary {
  const main = child(root, 'EInvoiceData/Main')
  const text = (path: string) => textOf(main, path)
  return {
    title: text('EInvoiceName'),
    code: text('EInvoiceCode'),
    number: text('EInvoiceNumber'),
    checkCode: text('RandomNumber'),
    issueDate: text('IssueDate'),
    totalAmount: text('TotalAmount'),
    payer: text('PayerParty/PayerPartyName'),
    issuer: text('InvoicingParty/InvoicingPartyName'),
    relatedNumber: text('MainExt/RelatedInvoiceNumber'),
    unitSeal: { id: text('InvoicingPartySeal/SealId'), hash: text('InvoicingPartySeal/SealHash') },
    supervisorySeal: { id: text('SupervisorPartySeal/SealId'), hash: text('SupervisorPartySeal/SealHash') },
  }
}

/** @param read null when the XML could not be read */
export function xmlChecks(read: BillXml | null, trust: Trust): Check[] {
  const readable = (): BillXml => {
    if (!read) throw new NotHere('票据 XML 无法读取')
    return read
  }
  return [
    check('XML_UNIT_SIGNATURE', () => {
      const { unit } = readable()
      require(unit !== null, '缺少开票单位签名')
      return verified(unit)
    }),
    check('XML_SUPERVISORY_SIGNATURE', () => {
      const { unit, supervisory } = readable()
      require(unit !== null && supervisory !== null, '缺少财政监制签名，票据尚未监制')
      require(!sameKey(unit.signer, supervisory.signer), '监制签名与开票单位签名出自同一密钥')
      return verified(supervisory)
    }),
    check('XML_CERTIFICATES', () => certificates(readable(), trust)),
    check('TOTALS', () => {
      const { root, bill } = readable()
      const items = child(root, 'EInvoiceData/Details')?.children ?? []
      const sum = items.reduce((all, item) => all + fen(textOf(item, 'ItemAmount')), 0)
      require(sum === fen(bill.totalAmount), `项目合计与总金额 ${bill.totalAmount} 元不相等`)
      return `${items.length} 项合计 ${bill.totalAmount} 元`
    }),
  ]
}

function certificates({ bill, unit, supervisory }: BillXml, trust: Trust): string {
  require(unit !== null, '没有签名')
  const known = trust.roots.length > 0
  for (const [whose, one, registered] of [
    ['开票单位', unit, bill.unitSeal],
    ['财政监制', supervisory, bill.supervisorySeal],
  ] as const) {
    if (!one) continue
    require(one.signer.serial === one.serial, `${whose}签名所记证书序列号与证书不符`)
    require(one.sealId === registered.id, `${whose}签名的印章编号与票据数据所记不符`)
    const fault = usable(one.signer, one.at, whose)
    require(fault === null, fault ?? '')
    require(!known || trusted(one.signer, trust.roots), `${whose}证书不是受信任机构签发：${one.signer.name}`)
  }
  require(!supervisory || supervisory.at >= unit.at, '监制签名的时间早于开票单位签名')
  return known ? '有效期内，由受信任机构签发' : '有效期内；还没有取得根证书，未检查证书链'
}
