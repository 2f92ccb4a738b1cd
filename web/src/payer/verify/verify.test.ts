import { readFileSync } from 'node:fs'
import { unzipSync, zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { find, fromBase64 } from './bytes'
import { type Report, trustOf, verify } from './verify'

const sample = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(`./samples/${name}`, import.meta.url)))
const roots: string[] = JSON.parse(readFileSync(new URL('./samples/roots.json', import.meta.url), 'utf8')).roots
const trust = trustOf(roots.map(fromBase64))
const noTrust = { roots: [] }

const failed = (report: Report): string[] =>
  report.checks.filter((one) => one.result === 'FAILED').map((one) => one.name)

/** Rewrites one part of the package, as a forger with a zip program would. */
function forged(name: string, change: (files: Record<string, Uint8Array>) => void): Uint8Array {
  const files = unzipSync(sample(name))
  change(files)
  return zipSync(files)
}
const flip = (bytes: Uint8Array | undefined, at: number): Uint8Array => {
  const changed = new Uint8Array(bytes!)
  changed[at]! ^= 1
  return changed
}
const replaced = (bytes: Uint8Array | undefined, from: string, to: string): Uint8Array => {
  const at = find(bytes!, from)
  expect(at, from).toBeGreaterThanOrEqual(0)
  const changed = new Uint8Array(bytes!)
  changed.set(new TextEncoder().encode(to), at)
  return changed
}
const part = (files: Record<string, Uint8Array>, end: string): string =>
  Object.keys(files).find((name) => name.endsWith(end))!

describe('a genuine bill', () => {
  test.each(['outpatient.ofd', 'inpatient.ofd'])('%s passes every check', (name) => {
    const report = verify(sample(name), trust)
    expect(report.checks.filter((one) => one.result !== 'PASSED')).toEqual([])
    expect(report).toMatchObject({ kind: 'OFD', genuine: true })
    expect(report.checks.map((one) => one.name)).toHaveLength(16)
  })

  test.each(['outpatient.xml', 'inpatient.xml'])('%s passes every check, in either charset', (name) => {
    const report = verify(sample(name), trust)
    expect(report.checks.filter((one) => one.result !== 'PASSED')).toEqual([])
    expect(report).toMatchObject({ kind: 'XML', genuine: true })
  })

  test('tells what the bill says', () => {
    expect(verify(sample('outpatient.xml'), trust).bill).toMatchObject({
      totalAmount: '12.05',
      issuer: '示例医院',
      payer: '测试甲',
    })
  })

  test('without roots is not rejected, but says that the chain could not be checked', () => {
    const report = verify(sample('outpatient.ofd'), noTrust)
    expect(report.genuine).toBe(true)
    expect(report.checks.filter((one) => one.result === 'NOT_APPLICABLE').map((one) => one.name)).toEqual([
      'CERTIFICATE_CHAIN',
    ])
    expect(report.anchored).toBe(false)
  })
})

describe('a forged bill names the check that caught it', () => {
  test('a changed amount in the XML', () => {
    expect(
      failed(verify(replaced(sample('outpatient.xml'), '<TotalAmount>12.05', '<TotalAmount>92.05'), trust)),
    ).toEqual(['XML_UNIT_SIGNATURE', 'XML_SUPERVISORY_SIGNATURE', 'TOTALS'])
  })

  test('a changed unit signature is caught by the supervisory one too', () => {
    const xml = sample('outpatient.xml')
    const at = find(xml, '<SignatureTime>') + '<SignatureTime>20'.length
    expect(failed(verify(flip(xml, at), trust))).toContain('XML_SUPERVISORY_SIGNATURE')
  })

  test('a flipped byte on the page', () => {
    const file = forged('outpatient.ofd', (files) => {
      const page = part(files, 'Content.xml')
      files[page] = flip(files[page], files[page]!.length - 40)
    })
    expect(failed(verify(file, trust))).toContain('PACKAGE_DIGESTS')
  })

  test('a flipped byte in the attached XML', () => {
    const file = forged('outpatient.ofd', (files) => {
      const xml = part(files, 'einvoice.xml')
      files[xml] = replaced(files[xml], '<TotalAmount>12.05', '<TotalAmount>92.05')
    })
    expect(failed(verify(file, trust))).toEqual(
      expect.arrayContaining(['PACKAGE_DIGESTS', 'XML_UNIT_SIGNATURE', 'XML_SUPERVISORY_SIGNATURE', 'FACE_EQUALS_XML']),
    )
  })

  test('a digest rewritten to match a changed page', () => {
    const file = forged('outpatient.ofd', (files) => {
      const description = part(files, 'Signature.xml')
      files[description] = flip(files[description], find(files[description]!, '<ofd:CheckValue>') + 20)
    })
    expect(failed(verify(file, trust))).toContain('DATA_HASH')
  })

  test('a flipped byte in the signature value', () => {
    const file = forged('outpatient.ofd', (files) => {
      const value = part(files, 'SignedValue.dat')
      files[value] = flip(files[value], files[value]!.length - 3)
    })
    expect(failed(verify(file, trust))).toContain('SEAL_SIGNATURE_VALUE')
  })

  test('another seal put beside the signature', () => {
    const file = forged('outpatient.ofd', (files) => {
      const seals = Object.keys(files).filter((name) => name.endsWith('Seal.esl'))
      files[seals[0]!] = files[seals[1]!]!
    })
    expect(failed(verify(file, trust))).toContain('SEAL_MAKER_SIGNATURE')
  })

  test('a file added to the package', () => {
    const file = forged('outpatient.ofd', (files) => {
      files['Doc_0/Attachs/other.xml'] = new TextEncoder().encode('<a/>')
    })
    expect(failed(verify(file, trust))).toEqual(['PACKAGE_DIGESTS'])
  })

  test('the supervisory seal taken away', () => {
    const file = forged('outpatient.ofd', (files) => {
      const list = part(files, 'Signatures.xml')
      const text = new TextDecoder().decode(files[list])
      files[list] = new TextEncoder().encode(text.replace(/<ofd:Signature [^>]*Sign_1[^>]*\/>/, ''))
    })
    expect(failed(verify(file, trust))).toContain('TWO_SEALS')
  })

  test('certificates of a stranger', () => {
    const stranger = trustOf([fromBase64(roots[0]!)])
    const other = { roots: [{ ...stranger.roots[0]!, subject: new Uint8Array([0x30, 0]) }] }
    expect(failed(verify(sample('outpatient.ofd'), other))).toEqual(['CERTIFICATE_CHAIN', 'XML_CERTIFICATES'])
  })
})

describe('hostile files are refused, not believed', () => {
  const text = (s: string) => new TextEncoder().encode(s)

  test.each([
    ['nothing', new Uint8Array(0)],
    ['a PDF', text('%PDF-1.7')],
    ['a broken zip', text('PK\u0003\u0004 nothing here')],
    ['another XML', text('<a/>')],
    ['an XML with DTD', text('<!DOCTYPE a [<!ENTITY x "y">]><EInvoice>&x;</EInvoice>')],
    ['deep nesting', text('<a>'.repeat(100_000))],
    ['an empty package', zipSync({})],
    ['a package without seals', zipSync({ 'OFD.xml': text('<OFD><DocBody/></OFD>') })],
  ])('%s', (_, file) => {
    const report = verify(file, trust)
    expect(report.genuine).toBe(false)
    expect(report.checks[0]!.result).toBe('FAILED')
  })

  test('a bill without any signature is not genuine', () => {
    const xml = new TextDecoder()
      .decode(sample('outpatient.xml'))
      .replace(/<EInvoiceSignature>.*<\/EInvoiceSignature>/, '')
    expect(verify(text(xml), trust).genuine).toBe(false)
  })

  test('a second block after the signed one is refused', () => {
    const xml = new TextDecoder().decode(sample('outpatient.xml'))
    const block = xml.slice(xml.indexOf('<Header>'), xml.indexOf('<EInvoiceSignature>'))
    expect(verify(text(xml.replace('<Header>', `${block.replace('12.05', '92.05')}<Header>`)), trust).genuine).toBe(
      false,
    )
  })
})
