/** 手册 Titles in the order of the list; the texts stand in docs/manual. */
export const manuals = {
  cashier: '收费员手册',
  finance: '财务手册',
  numbers: '票源与票号',
  info: '信息管理员手册',
  ops: '运维手册',
  security: '账户与安全审计',
  agent: '窗口代理',
  errors: '错误代码',
  market: '业务系统接口',
  'open-api': '开放接口文档',
} as const

export type Manual = keyof typeof manuals

const texts = import.meta.glob<string>('../../../../docs/manual/*.md', { query: '?raw', import: 'default' })

/** The manual's text, loaded when it is asked for; undefined when there is none. */
export async function read(name: string): Promise<string | undefined> {
  return texts[`../../../../docs/manual/${name}.md`]?.()
}
