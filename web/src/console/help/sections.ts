import type { Permission } from '../module'
import type { Manual } from './manuals'

/** 本页帮助 Where the manuals speak of a page: the first whose reader the person is. */
interface Section {
  manual: Manual
  heading: string
  /** Whoever holds this reads that manual; without it everybody does. */
  reader?: Permission
}

const cashier = (heading: string): Section => ({ manual: 'cashier', heading, reader: 'BILL_ISSUE' })
const finance = (heading: string): Section => ({ manual: 'finance', heading, reader: 'NUMBERS_MANAGE' })
const ops = (heading: string): Section => ({ manual: 'ops', heading, reader: 'TRANSIT_RETRY' })
const info = (heading: string): Section => ({ manual: 'info', heading })
const numbers = (heading: string): Section => ({ manual: 'numbers', heading })
const security = (heading: string): Section => ({ manual: 'security', heading })

/** By the beginning of the page's path; the longest one that fits counts. */
export const sections: Record<string, Section[]> = {
  '/home': [finance('每天核对'), ops('每天看三处'), { manual: 'cashier', heading: '每天开始' }],
  '/desk': [{ manual: 'cashier', heading: '手工开票' }],
  '/desk/batch': [{ manual: 'cashier', heading: '批量开票' }],
  '/bills': [cashier('查一张票据'), finance('冲红审核'), { manual: 'cashier', heading: '查一张票据' }],
  '/approvals': [finance('冲红审核'), { manual: 'cashier', heading: '冲红' }],
  '/offline': [cashier('断网时开票'), { manual: 'ops', heading: '离线开票' }],
  '/paper': [finance('纸质票据'), { manual: 'cashier', heading: '查一张票据' }],
  '/prepayments': [finance('预交金'), { manual: 'cashier', heading: '每天开始' }],
  '/bookings': [{ manual: 'finance', heading: '入账' }],
  '/transit': [ops('每天看三处'), { manual: 'cashier', heading: '患者说没有收到票据' }],
  '/numbers': [numbers('一、领票')],
  '/numbers/documents': [numbers('二、下发与退库')],
  '/numbers/balances': [numbers('四、查询')],
  '/numbers/where': [numbers('四、查询')],
  '/numbers/jumps': [numbers('四、查询')],
  '/numbers/alerts': [numbers('五、库存预警')],
  '/numbers/usage': [numbers('六、核销与审验')],
  '/numbers/proofs': [numbers('七、日证明')],
  '/numbers/segments': [numbers('七、日证明')],
  '/numbers/setup': [numbers('一、领票')],
  '/messages': [info('重放中心')],
  '/statistics': [finance('统计报表')],
  '/basics': [finance('基础信息'), info('从零配置一家医院')],
  '/basics/policy': [{ manual: 'finance', heading: '开票政策' }],
  '/basics/mappings': [info('第三方对照')],
  '/basics/callers': [info('协议版本')],
  '/basics/forms': [{ manual: 'finance', heading: '三种单位表单' }],
  '/files': [security('文件中心')],
  '/system': [{ manual: 'ops', heading: '配置' }],
  '/units': [{ manual: 'ops', heading: '开通一家新医院' }],
  '/access': [security('新员工入职')],
  '/access/roles': [security('角色')],
  '/access/policy': [security('弱口令')],
  '/access/self-check': [security('安全自查')],
  '/auditing': [security('日志')],
  '/channels': [info('消息通道与转发')],
  '/notices': [info('消息通道与转发')],
  '/settings': [security('新员工入职')],
  '/settings/delegations': [security('委托审批')],
}

/** The page of the manual, or nothing where the page explains itself. */
export function helpFor(path: string, permissions: readonly string[]): string | undefined {
  const known = Object.keys(sections)
    .filter((one) => path === one || path.startsWith(`${one}/`))
    .sort((a, b) => b.length - a.length)[0]
  const choices = known ? sections[known]! : []
  const found = choices.find((one) => !one.reader || permissions.includes(one.reader)) ?? choices[0]
  return found && `/help/${found.manual}?section=${encodeURIComponent(found.heading)}`
}
