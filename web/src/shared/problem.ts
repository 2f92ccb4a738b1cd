/** 字段错误 as the platform tells it. */
export interface FieldError {
  path: string
  label: string
  value: string
  rule: string
  hint: string
}

/** A refused or failed request (RFC 9457), also when no answer came at all. `message` is a sentence for the user. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    readonly errors: FieldError[] = [],
  ) {
    super(detail)
    this.name = 'Problem'
  }

  static of(status: number, body: unknown): Problem {
    const told = (typeof body === 'object' && body !== null ? body : {}) as Partial<Problem & { detail: string }>
    return new Problem(status, told.code ?? `HTTP_${status}`, told.detail || worded(status), told.errors ?? [])
  }

  static from(thrown: unknown): Problem {
    if (thrown instanceof Problem) return thrown
    return new Problem(0, 'UNREACHABLE', '连接不上服务器，请检查网络后重试')
  }

  /** Whether asking again may help. */
  get passing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500
  }
}

function worded(status: number): string {
  if (status === 401) return '尚未登录或登录已过期，请重新登录'
  if (status === 403) return '没有权限，如需使用请联系系统管理员'
  if (status === 404) return '没有找到，可能已不存在或地址有误'
  if (status === 413) return '内容过大，请缩小后重试'
  if (status === 429) return '操作过于频繁，请稍后再试'
  if (status >= 500) return '系统暂时不可用，请稍后重试'
  return '请求没有成功，请检查输入后重试'
}
