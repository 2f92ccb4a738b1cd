import { unzipSync } from 'fflate'
import { type BillXml, clock, readBill, xmlChecks } from './bill-xml'
import { equal, fromBase64, hex } from './bytes'
import { type Certificate, certificate, day, sameKey, trusted, usable } from './certificate'
import { type Check, check, NotHere, require, type SealRef, type Summary, type Trust } from './check'
import { parseSealSignature, type Seal } from './seal'
import { sm3 } from './sm'
import { all, child, type Element, parseXml, textOf } from './xml'

const FILES_MAX = 2_000
const UNPACKED_MAX = 64 * 1024 * 1024
const SEALS_MAX = 10
const DIGESTS = ['SM3', '1.2.156.10197.1.401']
const SM2_WITH_SM3 = ['SM3WITHSM2', '1.2.156.10197.1.501']
const ATTACHMENT = 'einvoice.xml'

type Files = Map<string, Uint8Array>

/** 包内签章 One signature of the package as its Signature.xml tells. */
interface Sealed {
  shown: string
  path: string
  bytes: Uint8Array
  references: Map<string, Uint8Array>
  digest: string
  method: string
  valuePath: string
  sealPath: string
  seal: Seal
  at: number
  dataHash: Uint8Array
  propertyInfo: string
  signer: Certificate
  verifies(): boolean
}

interface Package {
  files: Files
  documentPath: string
  document: Element
  listPath: string
  seals: Sealed[]
}

/** Unpacks within limits; a name that occurs twice would let two readers see two different files. */
export function unpack(file: Uint8Array): Files {
  const names = new Set<string>()
  let size = 0
  const packed = unzipSync(file, {
    filter(entry) {
      if (entry.name.endsWith('/')) return false
      require(!names.has(entry.name), `文件“${entry.name}”出现两次`)
      require(!/(^|\/)\.\.(\/|$)|\\|^\//.test(entry.name), `文件名“${entry.name}”不合法`)
      names.add(entry.name)
      size += entry.originalSize
      require(names.size <= FILES_MAX && size <= UNPACKED_MAX, '文件过大，不予检查')
      return true
    },
  })
  return new Map(Object.entries(packed))
}

/** 路径 in the package: absolute from the root, or relative to the file that names it. */
function resolve(from: string, written: string): string {
  const parts = written.startsWith('/') ? [] : from.split('/').slice(0, -1)
  for (const part of written.trim().split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return parts.join('/')
}

function need(files: Files, name: string): Uint8Array {
  const bytes = files.get(name)
  require(bytes !== undefined, `缺少文件 ${name}`)
  return bytes
}

const xml = (files: Files, name: string): Element =>
  parseXml(new TextDecoder('utf-8', { fatal: true }).decode(need(files, name)))

function open(file: Uint8Array): Package {
  const files = unpack(file)
  const body = child(xml(files, 'OFD.xml'), 'DocBody')
  const documentPath = resolve('OFD.xml', textOf(body, 'DocRoot'))
  const document = xml(files, documentPath)
  require(textOf(body, 'Signatures') !== '', '文件没有签章')
  const listPath = resolve('OFD.xml', textOf(body, 'Signatures'))
  const listed = xml(files, listPath).children.filter((one) => one.name === 'Signature')
  require(listed.length > 0 && listed.length <= SEALS_MAX, listed.length === 0
    ? '没有签章'
    : `签章超过 ${SEALS_MAX} 个`)
  const seals = listed.map((one, at) => sealed(files, resolve(listPath, one.attributes.BaseLoc ?? ''), at + 1))
  require(new Set(seals.map((one) => one.path)).size === seals.length, '同一签章被列出两次')
  return { files, documentPath, document, listPath, seals }
}

function sealed(files: Files, path: string, position: number): Sealed {
  const root = xml(files, path)
  const list = child(root, 'SignedInfo/References')
  const references = new Map<string, Uint8Array>()
  for (const reference of list?.children ?? []) {
    const name = resolve(path, reference.attributes.FileRef ?? '')
    require(!references.has(name), `${path} 对 ${name} 引用了两次`)
    references.set(name, fromBase64(textOf(reference, 'CheckValue')))
  }
  const valuePath = resolve(path, textOf(root, 'SignedValue'))
  const sealPath = textOf(root, 'SignedInfo/Seal/BaseLoc')
  const value = parseSealSignature(need(files, valuePath))
  return {
    ...value,
    shown: `第 ${position} 个签章（${value.seal.name}）`,
    path,
    bytes: need(files, path),
    references,
    digest: (list?.attributes.CheckMethod ?? '').toUpperCase(),
    method: textOf(root, 'SignedInfo/SignatureMethod').toUpperCase(),
    valuePath,
    sealPath: sealPath && resolve(path, sealPath),
    signer: certificate(value.certificate),
  }
}

const own = (one: Sealed): string[] => [one.path, one.valuePath, one.sealPath].filter(Boolean)

export function ofdChecks(file: Uint8Array, trust: Trust): { checks: Check[]; bill: Summary | null } {
  let read: Package | null = null
  let xmlRead: BillXml | null = null
  const present = (): Package => {
    if (!read) throw new NotHere('文件无法读取')
    return read
  }
  const data = (): BillXml => {
    if (!xmlRead) throw new NotHere('票据 XML 无法读取')
    return xmlRead
  }
  const checks = [
    check('PACKAGE', () => {
      read = open(file)
      return `${read.files.size} 个文件，${read.seals.length} 个签章`
    }),
    check('PACKAGE_DIGESTS', () => digests(present())),
    check('DATA_HASH', () => dataHash(present())),
    check('SEAL_SIGNATURE_VALUE', () => signatureValues(present())),
    check('SIGNER_IN_SEAL', () => {
      for (const one of present().seals)
        require(one.seal.admits(one.signer.der), `${one.shown}的签章证书不在印章的证书列表中`)
      return '签章证书在印章的证书列表中'
    }),
    check('SEAL_MAKER_SIGNATURE', () => makers(present())),
    check('SEAL_VALIDITY', () => validity(present())),
    check('CERTIFICATE_CHAIN', () => chain(present(), trust)),
  ]
  const attachment = check('XML_ATTACHED', () => {
    xmlRead = attached(present())
    return `${xmlRead.bill.code} ${xmlRead.bill.number}`
  })
  checks.push(
    check('TWO_SEALS', () => twoSeals(present(), xmlRead)),
    attachment,
    ...xmlChecks(xmlRead, trust),
    check('SEAL_REGISTERED', () => registered(present(), data().bill)),
    check('FACE_EQUALS_XML', () => faceShows(present(), data().bill)),
  )
  return { checks, bill: (xmlRead as BillXml | null)?.bill ?? null }
}

/** Every seal covers every file it could cover: all but its own, those of later seals, and the list of signatures. */
function digests({ files, seals, listPath }: Package): string {
  let compared = 0
  seals.forEach((one, position) => {
    require(DIGESTS.includes(one.digest), `${one.shown}的摘要算法不是 SM3`)
    for (const [name, value] of one.references) {
      require(equal(sm3(need(files, name)), value), `${name} 已被改动，${one.shown}的摘要不符`)
      compared++
    }
    const later = new Set([listPath, ...seals.slice(position).flatMap(own)])
    const bare = [...files.keys()].filter((name) => !one.references.has(name) && !later.has(name))
    require(bare.length === 0, `${one.shown}没有保护 ${bare.join('、')}`)
  })
  return `${compared} 个 SM3 摘要相符`
}

function dataHash({ seals }: Package): string {
  for (const one of seals) {
    require(equal(sm3(one.bytes), one.dataHash), `${one.path} 已被改动，与签章中的摘要不符`)
    require(resolve(one.path, one.propertyInfo) === one.path, `${one.shown}不是为 ${one.path} 所盖`)
  }
  return '相符'
}

function signatureValues({ seals }: Package): string {
  for (const one of seals) {
    require(SM2_WITH_SM3.includes(one.method), `${one.shown}的签名算法不是 SM2`)
    require(one.verifies(), `${one.shown}的签名值不正确`)
  }
  return seals.map((one) => `${one.signer.name}，${clock(one.at)}`).join('；')
}

function makers({ files, seals }: Package): string {
  for (const one of seals) {
    require(!one.sealPath || equal(need(files, one.sealPath), one.seal.whole), `${one.sealPath} 与签章所用印章不同`)
    require(one.seal.makerSigned(), `${one.shown}的印章不是制章者所签，或已被改动`)
    require(!sameKey(certificate(one.seal.makerCertificate), one.signer), `${one.shown}的印章由签章者自制`)
  }
  return [...new Set(seals.map((one) => certificate(one.seal.makerCertificate).name))].join('、')
}

function validity({ seals }: Package): string {
  for (const { seal, at, signer, shown } of seals) {
    const valid = seal.from <= at && at <= seal.until
    require(valid, `${shown}的印章在 ${day(at)} 不在有效期内（${day(seal.from)} 至 ${day(seal.until)}）`)
    const fault =
      usable(signer, at, `${shown}的签章`) ?? usable(certificate(seal.makerCertificate), seal.from, `${shown}的制章者`)
    require(fault === null, fault ?? '')
  }
  return '盖章时均在有效期内'
}

function chain({ seals }: Package, trust: Trust): string {
  if (trust.roots.length === 0) throw new NotHere('还没有取得受信任的根证书')
  for (const { seal, signer, shown } of seals) {
    require(trusted(signer, trust.roots), `${shown}的签章证书不是受信任机构签发：${signer.name}`)
    const maker = certificate(seal.makerCertificate)
    require(trusted(maker, trust.roots), `${shown}的制章者证书不是受信任机构签发：${maker.name}`)
  }
  return '由受信任机构签发'
}

/** Unit first, supervisory second, and the second one covers all files of the first. */
function twoSeals({ seals }: Package, read: BillXml | null): string {
  const [unit, supervisory] = seals
  require(unit !== undefined &&
    supervisory !== undefined &&
    seals.length === 2, `应有开票单位和财政监制两个签章，实有 ${seals.length} 个`)
  const bare = own(unit).filter((name) => !supervisory.references.has(name))
  require(bare.length === 0, `第二个签章没有保护第一个签章的 ${bare.join('、')}`)
  require(supervisory.at >= unit.at, '第二个签章的时间早于第一个')
  require(!sameKey(unit.signer, supervisory.signer), '两个签章出自同一密钥')
  const swapped =
    read !== null && unit.seal.id === read.bill.supervisorySeal.id && supervisory.seal.id === read.bill.unitSeal.id
  require(!swapped, '签章顺序颠倒：应先盖开票单位印章，后盖财政监制章')
  return `先 ${unit.seal.name}，后 ${supervisory.seal.name}`
}

function attached({ files, documentPath, document }: Package): BillXml {
  const written = textOf(document, 'Attachments')
  require(written !== '', '文件没有附件')
  const listPath = resolve(documentPath, written)
  const found = all(xml(files, listPath), 'Attachment').filter((one) => {
    const place = textOf(one, 'FileLoc')
    return one.attributes.Name === ATTACHMENT || place === ATTACHMENT || place.endsWith(`/${ATTACHMENT}`)
  })
  require(found.length === 1, found.length === 0 ? `附件中没有 ${ATTACHMENT}` : `附件 ${ATTACHMENT} 不止一个`)
  return readBill(need(files, resolve(listPath, textOf(found[0], 'FileLoc'))))
}

function registered({ seals }: Package, bill: Summary): string {
  require(seals.length === 2, '应有两个签章')
  const same = ({ seal, shown }: Sealed, recorded: SealRef) => {
    require(seal.id.toLowerCase() === recorded.id.toLowerCase(), `${shown}的印章编号与票据数据所记不同`)
    // Bureaus differ in what they hash; a value that can be an SM3 is compared.
    const comparable = /^[0-9a-fA-F]{64}$/.test(recorded.hash)
    require(!comparable || hex(sm3(seal.whole)) === recorded.hash.toLowerCase(), `${shown}的印章摘要与票据数据所记不同`)
  }
  same(seals[0]!, bill.unitSeal)
  same(seals[1]!, bill.supervisorySeal)
  return '印章编号与票据数据所记一致'
}

const ELLIPSIS = '…'
/** Without what a face leaves out or sets in its own way: blanks, controls, direction marks, variation selectors. */
const bare = (text: string): string => text.replace(/[\s\p{Z}\p{Cc}\p{Cf}]|\p{Variation_Selector}/gu, '')

/** What a reader sees on the first page carries the signed code, number, check code, total and payer. */
function faceShows({ files, documentPath, document }: Package, bill: Summary): string {
  const first = child(document, 'Pages/Page')?.attributes.BaseLoc
  require(first !== undefined, '文件没有页面')
  const texts = all(xml(files, resolve(documentPath, first)), 'TextCode').map((one) => bare(one.text))
  for (const [label, value] of [
    ['票据代码', bill.code],
    ['票据号码', bill.number],
    ['校验码', bill.checkCode],
    ['金额合计', bill.totalAmount],
  ] as const) {
    // As a text of its own or behind a label, not as a part of a longer number.
    const alone = new RegExp(`(?<![0-9A-Za-z.,-])${value.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![0-9A-Za-z.,])`)
    require(value !== '' && texts.some((text) => alone.test(text)), `票面没有与数据一致的${label}`)
  }
  const payer = bare(bill.payer)
  const named = (text: string): boolean => {
    const shown = text.slice(text.indexOf('：') + 1)
    const cut = shown.endsWith(ELLIPSIS) && shown.length > 1 && payer.startsWith(shown.slice(0, -ELLIPSIS.length))
    return text === payer || shown === payer || cut
  }
  require(payer === '' || texts.some(named), '票面没有与数据一致的交款人')
  return '代码、号码、校验码、金额、交款人一致'
}
