// 医票开放接口签名示例。运行环境：Node.js 18 以上（crypto 带 sm3），不需要其他软件包。
// 用法：node open-api.mjs 地址 应用账号 密钥 方法 路径 [请求体文件] [幂等键]
// 只看签名：node open-api.mjs sign 密钥 方法 路径 时间戳 随机串 [请求体文件]
import { createHash, createHmac, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'

export function signature(key, method, path, timestamp, nonce, body) {
  const bodySm3 = createHash('sm3').update(body).digest('hex')
  return createHmac('sm3', key).update([method, path, timestamp, nonce, bodySm3].join('\n')).digest('hex')
}

export async function call(address, appid, key, method, path, body = '', idempotencyKey = '') {
  const timestamp = String(Date.now())
  const nonce = randomUUID()
  const headers = {
    'Content-Type': 'application/json',
    'X-App-Id': appid,
    'X-Timestamp': timestamp,
    'X-Nonce': nonce,
    'X-Signature': signature(key, method, path, timestamp, nonce, body),
  }
  if (idempotencyKey) headers['Idempotency-Key'] = idempotencyKey
  const answer = await fetch(address + path, { method, headers, body: method === 'GET' ? undefined : body })
  return { status: answer.status, text: await answer.text() }
}

const [first, ...rest] = process.argv.slice(2)
const file = (name) => (name ? readFileSync(name) : '')
if (first === 'sign') {
  const [key, method, path, timestamp, nonce, name] = rest
  console.log(signature(key, method, path, timestamp, nonce, file(name)))
} else if (first) {
  const [appid, key, method, path, name, idempotencyKey] = rest
  const { status, text } = await call(first, appid, key, method, path, file(name), idempotencyKey)
  console.log(status)
  console.log(text)
}
