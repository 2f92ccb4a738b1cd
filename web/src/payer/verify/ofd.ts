import { unzipSync } from 'fflate'
import { local, readBill, summary, xmlChecks } from './bill-xml'
import { equal, fromBase64 } from './bytes'
import { certificate, trusted, validAt } from './certificate'
import { type Check, check, Fault, NotHere, type Summary, type Trust } from './check'
import { parseSealSignature, type SealSignature } from './seal'
import { sm3 } from './sm'
import { all, child, type Element, parseXml, textOf } from './xml'

const FILES_MAX = 2_000
const UNPACKED_MAX = 64 * 1024 * 1024
const DIGESTS = ['SM3', '1.2.156.10197.1.401']
const SIGNATURES = 2

type Files = Map<string, Uint8Array>

/** One signature of the package: its Signature.xml and SignedValue.dat. */
interface Sealed {
  path: string
  folder: string
  bytes: Uint8Array
  references: { file: string; value: Uint8Array }[]
  method: string
  valuePath: string
  sealPath: string
  signature: SealSignature
}

/** Unpacks within limits; a name that occurs twice would let two readers see two different files. */
export function unpack(file: Uint8Array): Files {
  const names = new Set<string>()
  let size = 0
  const packed = unzipSync(file, {
    filter(entry) {
      if (entry.name.endsWith('/')) return false
      if (names.has(entry.name)) throw new Fault(`文件“${entry.name}”出现两次`)
      if (/(^|\/)\.\.(\/|$)|\\|^\//.test(entry.name)) throw new Fault(`文件名“${entry.name}”不合法`)
      names.add(entry.name)
      size += entry.originalSize
      if (names.size > FILES_MAX || size > UNPACKED_MAX) throw new Fault('文件过大，不予检查')
      return true
    },
  })
  return new Map(Object.entries(packed))
}

/** 路径 in the package: absolute from the root, or relative to the file that names it. */
function path(written: string, from: string): string {
  const parts = written.startsWith('/') ? [] : from.split('/').slice(0, -1)
  for (const part of written.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return parts.join('/')
}

function need(files: Files, name: string): Uint8Array {
  const bytes = files.get(name)
  if (!bytes) throw new Fault(`缺少文件 ${name}`)
  return bytes
}

const xml = (files: Files, name: string): Element =>
  parseXml(new TextDecoder('utf-8', { fatal: true }).decode(need(files, name)))

function sealedList(files: Files): Sealed[] {
  const body = child(xml(files, 'OFD.xml'), 'DocBody')
  const listed = textOf(body, 'Signatures')
  if (!listed) throw new Fault('文件没有签章')
  const listPath = path(listed, 'OFD.xml')
  return xml(files, listPath)
    .children.filter((one) => one.name === 'Signature')
    .map((one) => {
      const at = path(one.attributes.BaseLoc ?? '', listPath)
      const bytes = need(files, at)
      const root = parseXml(new TextDecoder().decode(bytes))
      const references = child(root, 'SignedInfo/References')
      const valuePath = path(textOf(root, 'SignedValue'), at)
      return {
        path: at,
        folder: at.slice(0, at.lastIndexOf('/') + 1),
        bytes,
        references: (references?.children ?? []).map((reference) => ({
          file: path(reference.attributes.FileRef ?? '', at),
          value: fromBase64(textOf(reference, 'CheckValue')),
        })),
        method: references?.attributes.CheckMethod ?? '',
        valuePath,
        sealPath: path(textOf(root, 'SignedInfo/Seal/BaseLoc') || 'Seal.esl', at),
        signature: parseSealSignature(need(files, valuePath)),
      }
    })
}

const who = (one: Sealed): string => one.signature.seal.name

export function ofdChecks(file: Uint8Array, trust: Trust): { checks: Check[]; bill: Summary | null } {
  const checks: Check[] = []
  let files: Files = new Map()
  let seals: Sealed[] = []
  const opened = check('FILE', () => {
    files = unpack(file)
    seals = sealedList(files)
    return `OFD 版式文件，${files.size} 个部分，${seals.length} 个签章`
  })
  checks.push(opened)

  /** A check over every seal; none at all is a failure, not a pass. */
  const each = (name: Check['name'], look: (one: Sealed) => string) =>
    checks.push(
      check(name, () => {
        if (seals.length === 0) throw new Fault(opened.result === 'FAILED' ? opened.reason : '文件没有签章')
        return [...new Set(seals.map(look))].join('；')
      }),
    )

  each('PACKAGE_DIGESTS', (one) => {
    if (!DIGESTS.includes(one.method)) throw new Fault(`不支持的摘要算法 ${one.method || '（未写明）'}`)
    for (const { file: name, value } of one.references) {
      if (!equal(sm3(need(files, name)), value)) throw new Fault(`“${name}”被改动过，与“${who(one)}”签章时不同`)
    }
    return `${one.references.length} 个部分的 SM3 摘要一致`
  })
  each('PACKAGE_COVERAGE', (one) => {
    const later = seals.slice(seals.indexOf(one))
    const covered = new Set(one.references.map((reference) => reference.file))
    const own = (name: string) => later.some((next) => name.startsWith(next.folder)) || name.endsWith('/Signatures.xml')
    const open = [...files.keys()].find((name) => !covered.has(name) && !own(name))
    if (open) throw new Fault(`“${open}”不在“${who(one)}”的签章范围内`)
    return '除签章自身外全部覆盖'
  })
  each('DATA_HASH', (one) => {
    if (path(one.signature.propertyInfo, '') !== one.path) throw new Fault('签章所指的原文不是本文件的签名描述')
    if (!equal(sm3(one.bytes), one.signature.dataHash)) throw new Fault(`“${who(one)}”的签名描述被改动过`)
    return '签名描述的 SM3 摘要一致'
  })
  each('SEAL_SIGNATURE', (one) => {
    if (!one.signature.verifies()) throw new Fault(`“${who(one)}”的签名值不正确，签章数据被改动过`)
    return `${certificate(one.signature.certificate).name}，${local(one.signature.at)}`
  })
  each('SEAL_SIGNER', (one) => {
    const kept = files.get(one.sealPath)
    if (kept && !equal(kept, one.signature.seal.whole)) throw new Fault(`“${who(one)}”与随附的印章文件不一致`)
    if (!one.signature.seal.admits(one.signature.certificate)) throw new Fault(`签章人无权使用“${who(one)}”`)
    return who(one)
  })
  each('SEAL_MAKER', (one) => {
    if (!one.signature.seal.makerSigned()) throw new Fault(`“${who(one)}”的制章签名不正确`)
    return certificate(one.signature.seal.makerCertificate).name
  })
  each('SEAL_VALIDITY', (one) => {
    const { seal, at } = one.signature
    if (at < seal.from || at > seal.until) throw new Fault(`“${who(one)}”在签章时不在有效期内`)
    if (!validAt(certificate(one.signature.certificate), at))
      throw new Fault(`“${who(one)}”的签章证书在签章时不在有效期内`)
    return '签章时印章和证书均在有效期内'
  })
  each('SEAL_CHAIN', (one) => {
    if (trust.roots.length === 0) throw new NotHere('还没有取得受信任的根证书')
    for (const der of [one.signature.certificate, one.signature.seal.makerCertificate]) {
      const fault = trusted(certificate(der), trust.roots, one.signature.at)
      if (fault) throw new Fault(fault)
    }
    return '签章人与制章者证书均由受信任的机构颁发'
  })
  each('SEAL_ORDER', () => {
    const [unit, supervisory] = seals
    if (!unit || !supervisory || seals.length !== SIGNATURES)
      throw new Fault(`应有单位和财政监制两个签章，实有 ${seals.length} 个`)
    const covers = (name: string) => supervisory.references.some((reference) => reference.file === name)
    if (!covers(unit.path) || !covers(unit.valuePath)) throw new Fault('财政监制签章没有覆盖单位签章')
    return `${who(unit)} → ${who(supervisory)}`
  })

  let bill: Summary | null = null
  let parsed: ReturnType<typeof readBill> | null = null
  checks.push(
    check('XML_ATTACHMENT', () => {
      const names = [...files.keys()].filter((name) => /(^|\/)einvoice\.xml$/i.test(name))
      if (names.length !== 1)
        throw new Fault(names.length === 0 ? '没有随附 einvoice.xml' : '随附的 einvoice.xml 不止一个')
      parsed = readBill(need(files, names[0]!))
      bill = summary(parsed.root)
      return `${bill.code} ${bill.number}`
    }),
  )
  if (parsed)
    checks.push(
      ...xmlChecks(parsed, trust),
      check('FACE', () => faceAgrees(files, summary((parsed as ReturnType<typeof readBill>).root))),
    )
  return { checks, bill }
}

/** The text a reader sees on the first page carries the signed code, number, check code, total and payer. */
function faceAgrees(files: Files, bill: Summary): string {
  const body = child(xml(files, 'OFD.xml'), 'DocBody')
  const documentPath = path(textOf(body, 'DocRoot'), 'OFD.xml')
  const first = child(xml(files, documentPath), 'Pages')?.children[0]?.attributes.BaseLoc
  if (!first) throw new Fault('文件没有页面')
  const shown = all(xml(files, path(first, documentPath)), 'TextCode')
    .map((one) => one.text)
    .join('\n')
  const whole = shown.replace(/\s/g, '')
  const wanted: [string, string][] = [
    ['票据代码', bill.code],
    ['票据号码', bill.number],
    ['校验码', bill.checkCode],
    ['金额', bill.totalAmount],
    ['交款人', bill.payer],
  ]
  const absent = wanted.find(([, value]) => !whole.includes(value.replace(/\s/g, '')))
  if (absent) throw new Fault(`票面上没有与数据一致的${absent[0]}“${absent[1]}”`)
  return '代码、号码、校验码、金额、交款人一致'
}
