import createClient from 'openapi-fetch'
import type { paths } from '../schema'
import { Problem } from './problem'

const cookie = (name: string): string | undefined =>
  document.cookie
    .split('; ')
    .find((part) => part.startsWith(`${name}=`))
    ?.slice(name.length + 1)

/** Told once per lost session, so that the console can show the login page and come back afterwards. */
let signedOut: () => void = () => {}
export const onSignedOut = (told: () => void): void => {
  signedOut = told
}

export const client = createClient<paths>({ baseUrl: '/', credentials: 'same-origin' })

/** 无操作 When somebody last touched the page; the platform signs out a page that only asks by itself. */
let touched = Date.now()
for (const event of ['pointerdown', 'keydown', 'wheel', 'touchstart'])
  globalThis.addEventListener?.(event, () => (touched = Date.now()), { passive: true, capture: true })

client.use({
  onRequest({ request }) {
    if (request.url.includes('/api/console/'))
      request.headers.set('X-Idle-Seconds', String(Math.floor((Date.now() - touched) / 1000)))
    const token = cookie('XSRF-TOKEN')
    if (request.method !== 'GET' && token) request.headers.set('X-XSRF-TOKEN', decodeURIComponent(token))
    return request
  },
  onResponse({ response, schemaPath }) {
    if (response.status === 401 && !schemaPath.startsWith('/api/console/login') && schemaPath !== '/api/console/me')
      signedOut()
  },
})

/** The answer's content, or a {@link Problem} thrown. */
export async function told<T>(call: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  let answer: Awaited<typeof call>
  try {
    answer = await call
  } catch (thrown) {
    throw Problem.from(thrown)
  }
  if (!answer.response.ok) throw Problem.of(answer.response.status, answer.error)
  return answer.data as T
}
