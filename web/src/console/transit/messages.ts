import type { StageName } from '../../shared/api'

export const t = {
  title: '在途',
  all: '全部环节',
  stuckOnly: '只看待处理',
  number: '票据代码 / 号码',
  payer: '交款人',
  stage: '环节',
  party: '对方',
  why: '等待原因',
  attempts: '次数',
  since: '已等待',
  nextTry: '下次尝试',
  stuck: '待处理',
  waiting: '等待中',
  first: '排队中，尚未尝试',
  soon: '即将',
  retry: '立即重试',
  retryAll: '全部立即重试',
  chooseAll: '全选本页',
  retrySelected: (n: number) => `重试选中 ${n} 张`,
  retryAllConfirm: (stage: string) => `让「${stage}」等待的票据全部立即重试？对方恢复前重试不会有坏处，只会多试一次。`,
  confirm: '重试',
  cancel: '取消',
  woken: (n: number) => (n > 0 ? `已唤醒 ${n} 张，几秒内会有结果` : '没有需要唤醒的票据，可能刚刚已处理完'),
  none: '没有在途票据',
  noneHint: '所有票据都已走完全程',
  noneStuck: '没有需要人工处理的票据',
  updated: '每 3 秒更新',
} as const

export const stageLabel: Record<StageName, string> = {
  SIGN: '单位签名',
  COUNTERSIGN: '财政监制',
  RENDER: '版式签章',
  ARCHIVE: '归档',
  DELIVER: '交付',
}

/** 定时任务 */
export const j = {
  title: '定时任务',
  hint: '本实例自己定时做的事，每 5 秒刷新；部署多个实例时，连到哪个实例就看到哪个。失败的任务下一次照常再做，原因见平台日志。',
  name: '任务',
  timing: '什么时候',
  went: '最近一次',
  lastAt: '开始时间',
  nextAt: '下一次',
  tabs: [
    ['/transit', '在途'],
    ['/transit/jobs', '定时任务'],
  ],
} as const
