const DIGITS = '零壹贰叁肆伍陆柒捌玖'
const PLACES = ['', '拾', '佰', '仟']
const GROUPS = ['', '万', '亿', '万亿']

/** 金额大写 of fen, as the bill's face writes it: 36.50 yuan is 叁拾陆元伍角整. */
export function capitals(fen: number): string {
  if (fen <= 0) return ''
  const yuan = Math.floor(fen / 100)
  const jiao = Math.floor((fen % 100) / 10)
  const cent = fen % 10
  let text = ''
  let zero = false
  for (const [at, digit] of [...String(yuan)].entries()) {
    const place = String(yuan).length - 1 - at
    if (digit === '0') zero = true
    else {
      text += (zero && text ? '零' : '') + DIGITS[Number(digit)] + PLACES[place % 4]
      zero = false
    }
    if (place % 4 === 0) {
      const group = String(yuan).slice(Math.max(0, at - 3), at + 1)
      if (place > 0 && Number(group) > 0) text += GROUPS[place / 4]
    }
  }
  if (yuan > 0) text += '元'
  if (jiao > 0) text += (zero && yuan > 0 ? '零' : '') + DIGITS[jiao] + '角'
  else if (cent > 0 && yuan > 0) text += '零'
  return cent > 0 ? `${text}${DIGITS[cent]}分` : `${text}整`
}
