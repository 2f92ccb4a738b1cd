import { sm3 } from 'sm-crypto-v2'

/** As far as the page reads the contract. */
export interface Schema {
  $ref?: string
  type?: string
  format?: string
  description?: string
  enum?: string[]
  items?: Schema
  properties?: Record<string, Schema>
  required?: string[]
}

interface Body {
  content?: Record<string, { schema: Schema }>
}

export interface Operation {
  summary?: string
  description?: string
  parameters?: { name: string; in: string; required?: boolean; description?: string; schema: Schema }[]
  requestBody?: Body
  responses: Record<string, Body>
  'x-yipiao'?: { codes?: string }
}

export interface Contract {
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, Schema> }
}

/** 一行字段 @param depth how far it is indented */
export interface FieldRow {
  name: string
  depth: number
  type: string
  required: boolean
  description: string
}

export interface Entry {
  key: string
  verb: string
  path: string
  operation: Operation
}

const ORDER = ['post', 'get']

/** Writing first, since that is what one comes for. */
export function entries(contract: Contract): Entry[] {
  return Object.entries(contract.paths)
    .flatMap(([path, verbs]) =>
      Object.entries(verbs).map(([verb, operation]) => ({
        key: `${verb} ${path}`,
        verb: verb.toUpperCase(),
        path,
        operation,
      })),
    )
    .sort(
      (a, b) =>
        ORDER.indexOf(a.verb.toLowerCase()) - ORDER.indexOf(b.verb.toLowerCase()) || a.path.length - b.path.length,
    )
}

const resolved = (contract: Contract, schema: Schema): Schema =>
  schema.$ref ? (contract.components.schemas[schema.$ref.split('/').pop() ?? ''] ?? {}) : schema

const typeLabel: Record<string, string> = {
  string: '文本',
  integer: '整数',
  number: '数字',
  boolean: '是否',
  object: '对象',
}

function worded(schema: Schema): string {
  if (schema.format === 'date') return '日期'
  if (schema.format === 'date-time') return '时间'
  return typeLabel[schema.type ?? 'object'] ?? '对象'
}

/** The fields of a body, those of its parts below them. */
export function rows(contract: Contract, schema: Schema | undefined, depth = 0): FieldRow[] {
  if (!schema) return []
  const whole = resolved(contract, schema)
  if (whole.type === 'array' && whole.items) return rows(contract, whole.items, depth)
  return Object.entries(whole.properties ?? {}).flatMap(([name, property]) => {
    const part = resolved(contract, property)
    const list = part.type === 'array'
    return [
      {
        name,
        depth,
        type: list ? '列表' : worded(part),
        required: whole.required?.includes(name) ?? false,
        description: property.description ?? part.description ?? '',
      },
      ...rows(contract, list ? part.items : part.properties ? part : undefined, depth + 1),
    ]
  })
}

export const bodyOf = (operation: Operation): Schema | undefined =>
  operation.requestBody?.content?.['application/json']?.schema
export const answerOf = (operation: Operation): Schema | undefined =>
  operation.responses['200']?.content?.['application/json']?.schema

const bytes = (text: string) => new TextEncoder().encode(text)

/** 签名 with every step, as the page shows it. */
export function sign(key: string, verb: string, path: string, timestamp: string, nonce: string, body: string) {
  const digest = sm3(bytes(body))
  const text = [verb, path, timestamp, nonce, digest].join('\n')
  const hexKey = [...bytes(key)].map((one) => one.toString(16).padStart(2, '0')).join('')
  return { digest, text, signature: key ? sm3(bytes(text), { mode: 'hmac', key: hexKey }) : '' }
}

/** 样例 A settlement of the demonstration's codes. @param now milliseconds */
export function sample(now: number): string {
  const local = new Date(now + 8 * 3_600_000).toISOString().replace(/\D/g, '').slice(0, 17)
  return JSON.stringify(
    {
      busNo: `API${now}`,
      busType: '02',
      payer: '测试甲',
      busDateTime: local,
      placeCode: 'W01',
      payee: '联调',
      totalAmt: '36.50',
      patientNo: 'T000001',
      sex: '女',
      age: '30岁',
      payChannelDetail: [{ payChannelCode: '02', payChannelValue: '36.50' }],
      chargeDetail: [
        { sortNo: 1, chargeCode: '04', chargeName: '化验费', unit: '项', std: '16.50', number: '1', amt: '16.50' },
        { sortNo: 2, chargeCode: '03', chargeName: '检查费', unit: '项', std: '20.00', number: '1', amt: '20.00' },
      ],
    },
    null,
    2,
  )
}
