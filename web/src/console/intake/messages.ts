export const t = {
  title: '接入报文',
  search: '业务流水号或关键字',
  method: '接口',
  result: '结果',
  ok: '成功',
  refused: '拒绝',
  at: '时间',
  caller: '调用方',
  busNo: '业务流水号',
  message: '应答说明',
  took: '用时',
  none: '没有符合条件的报文',
  noneHint: '业务系统的每一次调用都会先原样留存，再解析',
  request: '请求（已解码）',
  answer: '应答（已解码）',
  replay: '重放',
  replayHint: '按原报文再处理一次。同一业务流水号不会重复开票。',
  replayed: '重放结果',
  copy: '复制',
  copied: '已复制',
} as const

/** 接口 of the market protocol by the names HIS vendors know. */
export const methodLabel: Record<string, string> = {
  invoiceEBillOutpatient: '门诊开票',
  invEBillHospitalized: '住院开票',
  invEBillRegistration: '挂号开票',
  invEBillCheckUp: '体检开票',
  invoiceEBillCheckUp: '体检开票',
  writeOffEBill: '冲红',
  getEBillByBusNo: '按业务流水号查询',
  getEBillStatesByBusNo: '按业务流水号查状态',
  getEBillStatesByBillInfo: '按票据信息查状态',
  getBillDetail: '票据明细',
  getEBillPicUrl: '票面地址',
  getEBillNotifyPic: '告知单图片',
  getBillByBusDate: '按业务日期查询',
  checkTotalData: '总笔数核对',
  getValidBillBatchCode: '有效票据代码',
  testServerConnect: '连通测试',
}

/** 成功 in the market protocol. */
export const OK = 'S0000'
