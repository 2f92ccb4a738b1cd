const pad = (n: number, width = 2): string => String(n).padStart(width, '0')

export const isoDay = (d: Date): string => `${d.getFullYear()}-${pad(d.getMonth() + 1)}-${pad(d.getDate())}`

/** Local ISO text as the API takes it, to the second. */
export const isoTime = (d: Date): string =>
  `${isoDay(d)}T${pad(d.getHours())}:${pad(d.getMinutes())}:${pad(d.getSeconds())}`

/** 2026-11-21T10:00:00.123 → 2026-11-21 10:00:00 */
export const stamp = (iso: string | null | undefined): string => (iso ? iso.slice(0, 19).replace('T', ' ') : '—')

/** The time alone when it is of today, the date too otherwise. */
export function shortStamp(iso: string, today: string = isoDay(new Date())): string {
  return iso.startsWith(today) ? iso.slice(11, 19) : `${iso.slice(5, 10)} ${iso.slice(11, 19)}`
}

/** 75 → 1 分 15 秒 */
export function span(seconds: number): string {
  if (seconds < 60) return `${Math.round(seconds)} 秒`
  if (seconds < 3600) return `${Math.floor(seconds / 60)} 分 ${Math.round(seconds % 60)} 秒`
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} 小时 ${Math.floor((seconds % 3600) / 60)} 分`
  return `${Math.floor(seconds / 86_400)} 天 ${Math.floor((seconds % 86_400) / 3600)} 小时`
}

/** 1234 → 1.23 秒 */
export const took = (ms: number): string => (ms < 1000 ? `${ms} 毫秒` : `${(ms / 1000).toFixed(2)} 秒`)
