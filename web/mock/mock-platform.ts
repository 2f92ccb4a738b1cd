import { existsSync, readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Plugin } from 'vite'
import * as data from './data.ts'

const SAMPLES = 'src/payer/verify/samples'
const PAYER_PAGE = /^\/(p\/[^/.]+|check|verify|family)(\?.*)?$/

/** A platform of synthetic data for `npm run dev`; never part of a build. */
export function mockPlatform(on: boolean): Plugin {
  let signedIn = true
  const page = <T>(rows: T[], query: URLSearchParams) => {
    const pageNo = Number(query.get('pageNo') ?? 1)
    const pageSize = Number(query.get('pageSize') ?? 20)
    return { rows: rows.slice((pageNo - 1) * pageSize, pageNo * pageSize), total: rows.length, pageNo, pageSize }
  }

  function answer(path: string, method: string, query: URLSearchParams, body: string): unknown {
    const sent = body.startsWith('{') ? JSON.parse(body) : {}
    if (path === '/api/console/login') {
      if (sent.password !== 'demo') return problem(401, 'WRONG_PASSWORD', '用户名或口令不对，请核对后重试')
      signedIn = true
    }
    if (path === '/api/console/logout') signedIn = false
    if (path.startsWith('/api/console') && !signedIn)
      return problem(401, 'NOT_SIGNED_IN', '尚未登录或登录已过期，请重新登录')
    const all = () => Array.from({ length: data.COUNT }, (_, i) => data.row(i))
    const bills = () =>
      all().filter(
        (row) =>
          (!query.get('kind') || row.kind === query.get('kind')) &&
          (!query.get('state') || row.state === query.get('state')) &&
          (!query.get('point') || row.point === query.get('point')) &&
          (!query.get('red') || String(row.red) === query.get('red')) &&
          (!query.get('text') || row.number.endsWith(query.get('text')!) || row.busNo === query.get('text')),
      )
    const id = path.split('/')[4] ?? ''
    switch (true) {
      case path === '/api/console/logout':
        return {}
      case path === '/api/console/me' || path === '/api/console/login' || path === '/api/console/password':
        return {
          username: 'admin',
          displayName: '测试管理员',
          unitName: '示例医院',
          permissions: [
            'HOME_READ',
            'BILL_READ',
            'BILL_EXPORT',
            'BILL_REVERSE',
            'TRANSIT_READ',
            'TRANSIT_RETRY',
            'NUMBERS_READ',
            'NUMBERS_MANAGE',
            'MESSAGES_READ',
            'MESSAGES_REPLAY',
          ],
          mustChangePassword: false,
        }
      case path === '/api/console/home':
        return data.home()
      case path === '/api/console/points':
        return data.points
      case path === '/api/console/bills':
        return page(bills(), query)
      case path === '/api/console/bills/totals': {
        const sum = (red: boolean) => bills().filter((row) => row.red === red)
        const fen = (rows: { totalFen: number }[]) => rows.reduce((all, row) => all + row.totalFen, 0)
        return {
          blueCount: sum(false).length,
          blueFen: fen(sum(false)),
          redCount: sum(true).length,
          redFen: fen(sum(true)),
        }
      }
      case /^\/api\/console\/bills\/\d+$/.test(path):
        return data.detail(id)
      case path.endsWith('/reversal') && method === 'POST':
        if (sent.reason === '重复开票') return problem(409, 'ALREADY_REVERSED', '该票据已冲红，不能再次冲红')
        data.reversedIds.set(id, String(Number(id) + 2))
        return { id: String(Number(id) + 2), code: '99060126', number: '0000004139' }
      case path === '/api/console/transit':
        return page(
          data
            .waiting()
            .filter(
              (row) =>
                (!query.get('stage') || row.stage === query.get('stage')) &&
                (query.get('stuck') !== 'true' || row.stuck),
            ),
          query,
        )
      case path === '/api/console/transit/retry':
        return { woken: sent.billIds.length || 12 }
      case path === '/api/console/numbers':
        return { stock: data.stock() }
      case path === '/api/console/numbers/movements':
        return page(data.movements(), query)
      case path === '/api/console/numbers/requests':
        return {
          state: 'ALLOTTED',
          reason: '',
          segments: [{ billCode: '99060126', first: '0001000001', last: '0001100000' }],
        }
      case path === '/api/console/numbers/distributions':
        return problem(409, 'STOCK_EXHAUSTED', '单位库存不足，请先向财政申领', [
          {
            path: 'count',
            label: '数量',
            value: String(sent.count),
            rule: '单位库存只有 500 张',
            hint: '减少数量或先申领',
          },
        ])
      case path === '/api/console/messages':
        return page(data.messages(), query)
      case /^\/api\/console\/messages\/\d+$/.test(path):
        return {
          ...data.messages().find((row) => row.id === id),
          request: '{"busNo":"MZ20261121000007","payer":"测试甲","totalAmt":"456.25"}',
          answer: '{"result":"S0000","message":{"billBatchCode":"99060126"}}',
        }
      case path.endsWith('/replay'):
        return { result: 'S0000', message: '同一业务流水号已开票，返回首次结果' }
      case path === '/api/payer/bills/gone':
        return problem(404, 'LINK_UNKNOWN', '链接无效或已失效')
      case path === '/api/payer/bills/red-token':
        return {
          ...data.payerBill(),
          state: 'REVERSED',
          stateLabel: '已冲红',
          reversedBy: { code: '99060126', number: '0000004139' },
        }
      case path === '/api/payer/bills/new-token': {
        const bill = data.payerBill()
        return {
          ...bill,
          state: 'UPLOADED',
          stateLabel: '待监制',
          archived: false,
          facePages: 1,
          stages: bill.stages.map((stage, n) => ({ ...stage, done: n < 3, at: n < 3 ? stage.at : null })),
        }
      }
      case /^\/api\/payer\/bills\/[^/]+$/.test(path):
        return data.payerBill()
      case path === '/api/payer/check':
        return sent.checkCode === 'a1B2c3'
          ? {
              found: true,
              message: '查验一致',
              state: 'ISSUED',
              stateLabel: '已开具',
              title: '示例省医疗门诊收费票据（电子）',
              issuerName: '示例医院',
              checks: [
                { name: 'UNIT_SIGNATURE', title: '单位签名', result: 'PASSED', reason: '示例医院' },
                { name: 'SUPERVISORY_SIGNATURE', title: '财政监制签名', result: 'PASSED', reason: '示例省财政厅' },
              ],
              checkCount: 1,
              link: '/p/demo-token',
            }
          : {
              found: false,
              message: '没有查到与所填内容一致的票据，请逐项核对',
              state: null,
              stateLabel: null,
              title: null,
              issuerName: null,
              checks: [],
              checkCount: 0,
              link: null,
            }
      case path === '/api/payer/verify':
        return { genuine: true, kind: 'OFD', checks: [] }
      case path === '/api/payer/trust':
        return existsSync(`${SAMPLES}/roots.json`)
          ? JSON.parse(readFileSync(`${SAMPLES}/roots.json`, 'utf8'))
          : { roots: [] }
      default:
        return problem(404, 'NOT_FOUND', '没有这个地址')
    }
  }

  return {
    name: 'mock-platform',
    apply: 'serve',
    configureServer(server) {
      server.middlewares.use((request: IncomingMessage, response: ServerResponse, next) => {
        const url = new URL(request.url ?? '/', 'http://localhost')
        if (PAYER_PAGE.test(url.pathname)) request.url = '/payer.html'
        if (!on || !url.pathname.startsWith('/api/')) return next()
        const face = /\/face\/(\d+)\.svg$/.exec(url.pathname)
        const file = /\/files\/(ofd|pdf|xml)$/.exec(url.pathname)
        if (face)
          return void response
            .setHeader('Content-Type', 'image/svg+xml')
            .end(readFileSync(`mock/faces/face-${Math.min(2, Number(face[1]))}.svg`))
        if (file)
          return void response.end(
            existsSync(`${SAMPLES}/outpatient.${file[1]}`) ? readFileSync(`${SAMPLES}/outpatient.${file[1]}`) : '',
          )
        const chunks: Buffer[] = []
        request.on('data', (chunk: Buffer) => chunks.push(chunk))
        request.on('end', () => {
          const told = answer(
            url.pathname,
            request.method ?? 'GET',
            url.searchParams,
            Buffer.concat(chunks).toString('utf8'),
          )
          if (isProblem(told)) response.statusCode = told.status
          response.setHeader('Content-Type', isProblem(told) ? 'application/problem+json' : 'application/json')
          response.end(JSON.stringify(told))
        })
      })
    },
  }
}

interface ToldProblem {
  type: string
  status: number
  code: string
  detail: string
  errors: unknown[]
}
const problem = (status: number, code: string, detail: string, errors: unknown[] = []): ToldProblem => ({
  type: `urn:yipiao:${code}`,
  status,
  code,
  detail,
  errors,
})
const isProblem = (told: unknown): told is ToldProblem =>
  typeof told === 'object' && told !== null && 'type' in told && 'errors' in told
