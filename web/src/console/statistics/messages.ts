export const t = {
  title: '统计报表',
  report: '日月年报',
  trend: '峰值走势',
  step: '周期',
  by: '分组',
  days: '日期',
  to: '至',
  point: '开票点',
  kind: '票据种类',
  busType: '业务类型',
  every: '全部',
  period: '周期',
  blueCount: '蓝票张数',
  blueFen: '蓝票金额',
  redCount: '红票张数',
  redFen: '红票金额',
  netFen: '净额（元）',
  total: '合计',
  none: '这段时间没有票据',
  noneHint: '请调整日期或条件',
  export: '导出 Excel',
  print: '打印',
  check: '核对明细',
  checkHint: '重新逐张清点这些日子的票据，与报表汇总比较（一次最多 31 天）',
  checking: '正在逐张清点…',
  even: (bills: string) => `已逐张清点 ${bills} 张，与报表一致`,
  uneven: (days: number) => `有 ${days} 天不一致，以票据明细为准`,
  rebuild: '按明细重建',
  rebuildHint: '用票据明细重新生成这些日子的汇总；票据本身不变，不影响开票',
  tooLong: '超过 31 天，请缩短日期后核对',
  lines: (n: string) => `共 ${n} 行`,
  unitYuan: '金额单位：元',
  thisMonth: '本月',
  lastMonth: '上月',
  thisYear: '本年',
  lastYear: '上年',
  day: '日期',
  grain: '粒度',
  against: '对比',
  peak: '峰值',
  perStep: { MINUTE: '每分钟', HOUR: '每小时', DAY: '每天' } as const,
  noBills: '没有票据',
  all: '合计',
  before: '对比合计',
  change: '增减',
  legendNow: '本期',
  legendBefore: '对比期',
  bills: (n: string) => `${n} 张`,
}

export const steps = { DAY: '日报', MONTH: '月报', YEAR: '年报' } as const
export const groups = {
  NONE: '不分组',
  POINT: '开票点',
  KIND: '票据种类',
  BUS_TYPE: '业务类型',
  OPERATOR: '收款人',
} as const
export const kinds = { OUTPATIENT: '门诊', INPATIENT: '住院' } as const
export const grains = { MINUTE: '一天，每分钟', HOUR: '七天，每小时', DAY: '三个月，每天' } as const
export const againsts = { NOTHING: '不对比', DAY_BEFORE: '前一天', WEEK_BEFORE: '上周', YEAR_BEFORE: '上年' } as const

/** 业务标识 of the national list that make bills. */
export const busTypes: Record<string, string> = {
  '01': '住院',
  '02': '门诊',
  '03': '急诊',
  '04': '门特',
  '05': '体检',
  '06': '挂号',
}

export const tabs: readonly (readonly [string, string])[] = [
  ['/statistics', t.report],
  ['/statistics/trend', t.trend],
]
