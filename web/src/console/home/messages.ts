export const t = {
  title: '首页',
  issued: '今日开具',
  reversed: '今日冲红',
  net: '今日净额',
  netHint: '开具减冲红',
  done: '归档与交付',
  archived: '已归档',
  delivered: '已交付',
  bills: '张',
  yuan: '元',
  road: '票据之路',
  roadHint: '每个环节正在等待的票据',
  allClear: '全线畅通',
  waitingSum: (n: string) => `在途 ${n} 张`,
  waiting: '等待',
  clear: '无积压',
  oldest: (age: string) => `最久 ${age}`,
  stuck: (n: string) => `${n} 张待处理`,
  hourly: '今日每小时开具',
  parties: '对方健康',
  partiesHint: '近 5 分钟',
  calls: (calls: string, failures: string) => `调用 ${calls} 次，失败 ${failures} 次`,
  mean: '平均',
  p95: '95% 内',
  findings: '需要关注',
  noFindings: '没有需要关注的事项',
  owner: '负责',
  next: '处理',
  updated: '每 5 秒更新',
} as const

/** 对方 by its technical name; one the platform already names in Chinese is shown as it is. */
const parties: Record<string, string> = {
  bureau: '财政监管系统',
  signer: '签名服务器',
  wechat: '微信',
  sms: '短信',
  archive: '档案库',
  platform: '本平台',
}
export const partyLabel = (party: string): string => parties[party] ?? (party || '本平台')

export const healthLabel: Record<string, string> = { UP: '正常', DEGRADED: '不稳定', DOWN: '中断', IDLE: '暂无调用' }

export const severityLabel: Record<string, string> = { SERIOUS: '严重', ORDINARY: '一般', SLIGHT: '轻微' }
