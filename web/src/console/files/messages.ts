/** 文件中心 */
export const t = {
  title: '文件中心',
  hint: '系统为您生成或收到的文件集中在这里；能看到什么、能否下载，与原页面的规定相同。每次下载都有记录。',
  search: '按名称、生成人或说明查找',
  kind: '种类',
  state: '状态',
  from: '开始日期',
  until: '结束日期',
  name: '名称',
  size: '大小',
  maker: '生成人',
  at: '时间',
  expires: '下载期限',
  given: '下载次数',
  download: '下载',
  who: (times: number) => `${times} 次`,
  givenOf: (name: string) => `下载记录 · ${name}`,
  taker: '下载人',
  never: '还没有人下载过',
  states: {
    WAITING: '待审批',
    WORKING: '处理中',
    READY: '可下载',
    REFUSED: '已退回',
    EXPIRED: '已过期',
    NOT_KEPT: '未留存',
  },
  notKept: '当时直接交给本人，系统不保存；需要时在原页面重新导出',
  none: '没有符合条件的文件',
  noneHint: '导出、批量开票、票号日证明和入账汇总单都会出现在这里。',
  bytes: (count: number) =>
    count < 1024
      ? `${count} 字节`
      : count < 1048576
        ? `${(count / 1024).toFixed(1)} KB`
        : `${(count / 1048576).toFixed(1)} MB`,
} as const
