/** Synthetic records for work on the pages without a platform; always the same for the same index. */
const pad = (n: number, width: number): string => String(n).padStart(width, '0')
const today = (): string => {
  const d = new Date()
  return `${d.getFullYear()}-${pad(d.getMonth() + 1, 2)}-${pad(d.getDate(), 2)}`
}
const at = (minute: number): string =>
  `${today()}T${pad(Math.floor(minute / 60) % 24, 2)}:${pad(minute % 60, 2)}:12.345`

export const points = [
  { code: '0101', name: '门诊一号窗', kinds: ['OUTPATIENT' as const], stopped: false },
  { code: '0102', name: '门诊二号窗', kinds: ['OUTPATIENT' as const], stopped: false },
  { code: '0201', name: '住院结算窗', kinds: ['INPATIENT' as const], stopped: false },
  { code: '0301', name: '自助机', kinds: ['OUTPATIENT' as const], stopped: false },
  { code: '0401', name: '体检中心', kinds: ['OUTPATIENT' as const], stopped: false },
]

export const COUNT = 137
export function row(i: number) {
  const inpatient = i % 9 === 4
  const red = i % 17 === 3
  const fresh = i < 2
  const point = inpatient ? points[2]! : points[[0, 1, 3, 4][i % 4]!]!
  const state = fresh
    ? i === 0
      ? 'UNIT_SIGNED'
      : 'UPLOADED'
    : i % 17 === 5
      ? 'REVERSED'
      : i === 23
        ? 'REJECTED'
        : 'ISSUED'
  return {
    id: String(80_000 - i),
    kind: inpatient ? 'INPATIENT' : 'OUTPATIENT',
    kindLabel: inpatient ? '住院' : '门诊',
    code: inpatient ? '99060226' : '99060126',
    number: pad(4_137 - i, 10),
    payerName: ['张*', '李*', '王**', '欧阳**', '䶮*'][i % 5]!,
    totalFen: (red ? -1 : 1) * (inpatient ? 812_345 + i * 977 : 1_205 + i * 731),
    point: point.code,
    pointName: point.name,
    busNo: `MZ2026112100${pad(i, 4)}`,
    state,
    stateLabel: {
      UNIT_SIGNED: '已签名',
      UPLOADED: '待监制',
      REVERSED: '已冲红',
      REJECTED: '监制退回',
      ISSUED: '已开具',
    }[state],
    issuedAt: at(1_000 - i * 3 < 0 ? 3 : 1_000 - i * 3),
    red,
    archived: i > 2,
    delivered: i > 3 && i % 11 !== 0,
  }
}

const items = [
  { code: '02', name: '诊察费', quantity: 1, unit: '次', price: 15.0, amountFen: 1_500, remark: '' },
  { code: '04', name: '化验费', quantity: 1, unit: '项', price: 86.0, amountFen: 8_600, remark: '' },
  { code: '03', name: '检查费', quantity: 1, unit: '项', price: 120.5, amountFen: 12_050, remark: '' },
  { code: '09', name: '西药费', quantity: 1, unit: '项', price: 234.75, amountFen: 23_475, remark: '部分自付' },
]
const auxItems = Array.from({ length: 14 }, (_, i) => ({
  itemCode: '09',
  itemName: ['西药费', '化验费', '检查费'][i % 3]!,
  code: `X${pad(i, 4)}`,
  name: ['示例片', '血常规示例', '示例胶囊（缓释）', '腹部彩超示例'][i % 4]!,
  specification: ['0.25g×24片', '', '10mg×14粒', ''][i % 4]!,
  quantity: (i % 3) + 1,
  unit: ['盒', '项', '盒', '次'][i % 4]!,
  price: 12.5 + i,
  amount: (12.5 + i) * ((i % 3) + 1),
  grade: ['甲', '乙', '丙'][i % 3]!,
  remark: '',
}))
const medical = [
  ['业务流水号', 'MZ20261121000007'],
  ['门诊号', 'M0098123'],
  ['就诊日期', '2026-11-21'],
  ['医疗机构类型', '综合医院'],
  ['医保类型', '职工基本医疗保险'],
  ['医保编号', '99************12'],
  ['性别', '女'],
  ['医保统筹基金支付', '210.00'],
  ['其他支付', '0.00'],
  ['个人账户支付', '146.25'],
  ['个人现金支付', '100.00'],
  ['个人自付', '120.00'],
  ['个人自费', '126.25'],
].map(([label, value]) => ({ label: label!, value: value! }))

export const reversedIds = new Map<string, string>()

export function detail(id: string) {
  const i = Math.max(0, 80_000 - Number(id))
  const base = row(i)
  const steps: [string, string, string][] = [
    ['NUMBERED', '赋码开具', 'platform'],
    ['SIGN', '单位签名', 'signer'],
    ['COUNTERSIGN', '财政监制', 'bureau'],
    ['RENDER', '版式签章', 'bureau'],
    ['ARCHIVE', '归档', 'archive'],
    ['DELIVER', '交付', 'wechat'],
  ]
  const far = i === 0 ? 2 : i === 1 ? 3 : base.delivered ? 6 : 5
  const red = reversedIds.get(id)
  return {
    ...base,
    ...(red ? { state: 'REVERSED', stateLabel: '已冲红' } : {}),
    checkCode: 'a1B2c3',
    busType: '02',
    busAt: base.issuedAt,
    title: base.kind === 'INPATIENT' ? '示例省医疗住院收费票据（电子）' : '示例省医疗门诊收费票据（电子）',
    payer: { type: '个人', code: '9901**********1234', name: base.payerName },
    items,
    auxItems,
    medical,
    handlingPerson: '测试收费员',
    checker: '系统核验',
    remark: '',
    reverses: base.red ? { id: String(Number(id) - 2), code: base.code, number: pad(4_137 - i - 2, 10) } : null,
    reversedBy:
      red || base.state === 'REVERSED'
        ? { id: red ?? String(Number(id) + 2), code: base.code, number: pad(4_137 - i + 2, 10) }
        : null,
    facePages: i === 0 ? 0 : 2,
    link: '/p/demo-token',
    delivery: far === 6 ? [{ channel: '微信', to: 'o8A****x2Q', at: base.issuedAt, result: '已送达' }] : [],
    timeline: steps.slice(0, far).map(([stage, label, party], n) => ({
      stage,
      label,
      party,
      done: n < far - 1 || far === 6,
      faultLabel: n === far - 1 && far < 6 ? '对方超时未答' : null,
      detail:
        n === 2 ? '监制证书 4F02A9' : n === far - 1 && far < 6 ? '财政监管系统 10 秒内没有应答，稍后自动重试' : '',
      times: n === 2 ? 3 : 1,
      firstAt: base.issuedAt,
      lastAt: base.issuedAt,
      tookMs: [4, 35, 1_840, 220, 48, 310][n]!,
    })),
  }
}

export const home = () => ({
  today: { blueCount: 1_284, blueFen: 48_230_915, redCount: 17, redFen: -612_450, archived: 1_262, delivered: 1_190 },
  hourly: [2, 0, 1, 0, 1, 3, 12, 96, 214, 251, 198, 120, 64, 88, 133, 101, 0, 0, 0, 0, 0, 0, 0, 0],
  stages: [
    { stage: 'SIGN', label: '单位签名', party: 'signer', waiting: 0, stuck: 0, oldestSeconds: 0 },
    { stage: 'COUNTERSIGN', label: '财政监制', party: 'bureau', waiting: 34, stuck: 1, oldestSeconds: 128 },
    { stage: 'RENDER', label: '版式签章', party: 'bureau', waiting: 3, stuck: 0, oldestSeconds: 2 },
    { stage: 'ARCHIVE', label: '归档', party: 'archive', waiting: 0, stuck: 0, oldestSeconds: 0 },
    { stage: 'DELIVER', label: '交付', party: 'wechat', waiting: 21, stuck: 0, oldestSeconds: 73 },
  ],
  parties: [
    {
      party: 'bureau',
      state: 'DEGRADED',
      calls: 214,
      failures: 9,
      meanMs: 184,
      p95Ms: 920,
      lastError: '10 秒内没有应答',
    },
    { party: 'signer', state: 'UP', calls: 201, failures: 0, meanMs: 12, p95Ms: 31, lastError: null },
    { party: 'wechat', state: 'DOWN', calls: 44, failures: 44, meanMs: 2_010, p95Ms: 2_050, lastError: '连接不上对方' },
    { party: 'sms', state: 'IDLE', calls: 0, failures: 0, meanMs: 0, p95Ms: 0, lastError: null },
  ],
  findings: [
    {
      severity: 'ORDINARY',
      title: '票号库存',
      cause: '自助机门诊票号剩余 640 张，按今日用量约可用 1 天',
      owner: '票据管理员',
      nextStep: '在「票源」页下发票号到自助机',
    },
    {
      severity: 'SERIOUS',
      title: '微信交付',
      cause: '微信连续 44 次连接失败，21 张票据等待交付',
      owner: '信息科',
      nextStep: '检查到微信的出口网络；恢复后自动补发',
    },
  ],
})

export const waiting = () =>
  Array.from({ length: 12 }, (_, i) => ({
    billId: String(80_000 - i),
    code: '99060126',
    number: pad(4_137 - i, 10),
    payerName: row(i).payerName,
    stage: i % 3 === 0 ? ('DELIVER' as const) : ('COUNTERSIGN' as const),
    label: i % 3 === 0 ? '交付' : '财政监制',
    party: i % 3 === 0 ? 'wechat' : 'bureau',
    attempts: i % 5,
    stuck: i === 4,
    faultLabel: i % 5 === 0 ? null : i === 4 ? '对方拒绝' : '对方超时未答',
    detail:
      i % 5 === 0
        ? ''
        : i === 4
          ? '财政退回：收费项目 07 未在本单位可用项目中'
          : '财政监管系统 10 秒内没有应答，稍后自动重试',
    since: new Date(Date.now() - (i + 1) * 17_000 - 8 * 3_600_000 * 0).toISOString().slice(0, 23),
    nextTry: new Date(Date.now() + i * 5_000).toISOString().slice(0, 23),
  }))

export const stock = () => [
  {
    point: null,
    pointName: '单位库存',
    kind: 'OUTPATIENT',
    kindLabel: '门诊',
    code: '99060126',
    left: 600_000,
    issuedToday: 0,
    next: '0000400001',
  },
  {
    point: '0101',
    pointName: '门诊一号窗',
    kind: 'OUTPATIENT',
    kindLabel: '门诊',
    code: '99060126',
    left: 98_715,
    issuedToday: 512,
    next: '0000001286',
  },
  {
    point: '0102',
    pointName: '门诊二号窗',
    kind: 'OUTPATIENT',
    kindLabel: '门诊',
    code: '99060126',
    left: 99_421,
    issuedToday: 388,
    next: '0000100580',
  },
  {
    point: '0201',
    pointName: '住院结算窗',
    kind: 'INPATIENT',
    kindLabel: '住院',
    code: '99060226',
    left: 62_904,
    issuedToday: 96,
    next: '0000037097',
  },
  {
    point: '0301',
    pointName: '自助机',
    kind: 'OUTPATIENT',
    kindLabel: '门诊',
    code: '99060126',
    left: 640,
    issuedToday: 410,
    next: '0000299361',
  },
  {
    point: '0401',
    pointName: '体检中心',
    kind: 'OUTPATIENT',
    kindLabel: '门诊',
    code: '99060126',
    left: 0,
    issuedToday: 22,
    next: null,
  },
]

export const movements = () => [
  {
    at: at(520),
    code: '99060126',
    first: '0000200001',
    last: '0000300000',
    from: 'UNIT',
    to: '自助机',
    count: 100_000,
    by: 'finance',
    document: '下发 D20261121-0003',
  },
  {
    at: at(512),
    code: '99060126',
    first: '0000000001',
    last: '0001000000',
    from: 'BUREAU',
    to: 'UNIT',
    count: 1_000_000,
    by: 'finance',
    document: '申领 S20261121-0001',
  },
]

export const messages = () =>
  Array.from({ length: 24 }, (_, i) => ({
    id: String(5_000 - i),
    at: at(900 - i * 2),
    caller: 'DEMOHIS',
    method: ['invoiceEBillOutpatient', 'invEBillHospitalized', 'getEBillByBusNo', 'writeOffEBill'][i % 4]!,
    busNo: `MZ2026112100${pad(i, 4)}`,
    result: i % 7 === 3 ? 'E1002' : 'S0000',
    message: i % 7 === 3 ? '收费项目(chargeDetail[2].chargeCode)=Z99：没有对照；请信息科在代码对照中补上' : '成功',
    tookMs: 9 + (i % 13),
  }))

export const payerBill = () => ({
  title: '示例省医疗门诊收费票据（电子）',
  code: '99060126',
  number: '0000004133',
  checkCode: 'a1B2c3',
  issuedAt: `${today()}T10:21:12.345`,
  payerName: '测试甲',
  totalFen: 45_625,
  state: 'ISSUED',
  stateLabel: '已开具',
  red: false,
  issuerName: '示例医院',
  facePages: 2,
  items,
  auxItems,
  medical,
  reversedBy: null,
  archived: true,
  familyMax: 5,
  stages: ['已开具', '单位签名', '财政监制', '版式签章', '归档', '送达'].map((label) => ({
    label,
    done: true,
    at: `${today()}T10:21:14.001`,
  })),
})
