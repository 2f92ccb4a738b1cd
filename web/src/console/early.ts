import { client } from '../shared/client'

type Asked = Map<string, Promise<Response | undefined>>

const ME = '/api/console/me'
/** An answer that nobody took by then is of a page that was not shown. */
const FRESH_MS = 10_000

/**
 * 先问 The answer that ahead.js has fetched already, for the first who asks. One that came to nothing is asked for again and
 * drops the others: they were asked by the same person. Only who it is that nobody is, is an answer in itself.
 */
export async function taken(asked: Asked, request: Request, now: number): Promise<Response | undefined> {
  const { pathname, search } = new URL(request.url)
  const early = request.method === 'GET' && search === '' ? asked.get(pathname) : undefined
  if (!early) return undefined
  asked.delete(pathname)
  const answer = now < FRESH_MS ? await early : undefined
  if (answer?.ok) return answer
  asked.clear()
  return pathname === ME ? answer : undefined
}

const asked = (globalThis as { yipiaoAsked?: Asked }).yipiaoAsked
if (asked) client.use({ onRequest: ({ request }) => taken(asked, request, performance.now()) })
