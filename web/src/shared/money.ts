const grouped = new Intl.NumberFormat('zh-CN')

/** 1234567 → 1,234,567 */
export const count = (n: number): string => grouped.format(n)

const priced = new Intl.NumberFormat('zh-CN', { minimumFractionDigits: 2, maximumFractionDigits: 6 })
const counted = new Intl.NumberFormat('zh-CN', { maximumFractionDigits: 6 })

/** 单价 and line amounts: two places, more where the business system sent more. */
export const price = (yuan: number): string => priced.format(yuan)

/** 数量 as it was sent, without trailing zeros. */
export const quantity = (n: number): string => counted.format(n)

/** Fen to yuan with two places and grouping; never through a floating-point division. */
export function yuan(fen: number): string {
  const abs = Math.abs(Math.trunc(fen))
  const cents = String(abs % 100).padStart(2, '0')
  return `${fen < 0 ? '-' : ''}${grouped.format((abs - (abs % 100)) / 100)}.${cents}`
}
