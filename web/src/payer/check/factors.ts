export interface Factors {
  billCode: string
  billNumber: string
  checkCode: string
  issueDate: string
  totalAmount: string
}

export type Faults = Partial<Record<keyof Factors, string>>

/** Says what is wrong with each factor before it is sent; empty when nothing is. */
export function faultsOf(factors: Factors): Faults {
  const faults: Faults = {}
  if (!/^\d{8}$/.test(factors.billCode)) faults.billCode = '票据代码是 8 位数字'
  if (!/^\d{10}$/.test(factors.billNumber)) faults.billNumber = '票据号码是 10 位数字'
  if (!/^[0-9A-Za-z]{6}$/.test(factors.checkCode)) faults.checkCode = '校验码是 6 位字母或数字，区分大小写'
  if (!/^\d{4}-\d{2}-\d{2}$/.test(factors.issueDate)) faults.issueDate = '请选择开票日期'
  if (!/^-?\d{1,12}(\.\d{1,2})?$/.test(factors.totalAmount)) faults.totalAmount = '金额如 12.05，与票面小写金额一致'
  return faults
}

/** 12.5 → 12.50, as the bill states it. */
export function asStated(amount: string): string {
  const [yuan, cents = ''] = amount.split('.')
  return `${yuan}.${cents.padEnd(2, '0')}`
}

/** 二维码 text of a bill: tag, version, code, number, check code, date, amount; unknown fields behind it are ignored. */
export function fromQr(text: string): Factors | null {
  const [tag, , billCode, billNumber, checkCode, date, totalAmount] = text.trim().split(',')
  if (!tag?.startsWith('CZ-EI-') || !billCode || !billNumber || !checkCode || !date || !totalAmount) return null
  const day = /^(\d{4})(\d{2})(\d{2})$/.exec(date)
  return day ? { billCode, billNumber, checkCode, issueDate: `${day[1]}-${day[2]}-${day[3]}`, totalAmount } : null
}
