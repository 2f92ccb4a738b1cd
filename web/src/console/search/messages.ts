import type { Answer } from '../../shared/api'

export type Kind = Answer<'/api/console/search', 'get'>[number]['kind']

export const kindLabel: Record<Kind, string> = {
  BILL: '电子票据',
  PAPER: '纸质票据',
  VOUCHER: '预交金凭证',
  DOCUMENT: '库存单据',
  USER: '用户',
}

export const t = {
  open: '查找',
  title: '全局查找',
  placeholder: '票号、业务流水号、交款人、纸质票号、凭证号、单据号、用户、页面',
  hint: '至少两个字；输入开头即可，票号可带代码。↑ ↓ 选择，回车打开，Esc 关闭。',
  none: (text: string) => `没有找到以“${text}”开头的内容`,
  pages: '页面',
  more: '只列出最近几项，其余请到列表中查找',
  inBills: (text: string) => `在票据列表中查找“${text}”`,
  inMessages: (text: string) => `在接入报文中查找“${text}”`,
  inWhere: (text: string) => `查询号码 ${text} 的去向`,
  elsewhere: '到列表中查找',
  found: (n: number) => `${n} 项结果`,
} as const
