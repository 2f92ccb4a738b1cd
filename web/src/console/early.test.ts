import { describe, expect, it } from 'vitest'
import { taken } from './early'

const ME = '/api/console/me'
const HOME = '/api/console/home'
const get = (path: string) => new Request(`http://hospital.example${path}`)
const asked = (answers: Record<string, Response | undefined>) =>
  new Map(Object.entries(answers).map(([path, answer]) => [path, Promise.resolve(answer)]))

describe('an answer fetched ahead', () => {
  it('is given once, to who asks for exactly that', async () => {
    const me = Response.json({})
    const ahead = asked({ [ME]: me })
    expect(await taken(ahead, new Request(get(ME), { method: 'POST' }), 100)).toBeUndefined()
    expect(await taken(ahead, get(`${ME}?of=another`), 100)).toBeUndefined()
    expect(await taken(ahead, get(HOME), 100)).toBeUndefined()
    expect(await taken(ahead, get(ME), 100)).toBe(me)
    expect(await taken(ahead, get(ME), 100)).toBeUndefined()
  })

  it('says that nobody is signed in, and nothing of what was asked with it', async () => {
    const nobody = new Response('{}', { status: 401 })
    const ahead = asked({ [ME]: nobody, [HOME]: Response.json({ secret: true }) })
    expect(await taken(ahead, get(ME), 100)).toBe(nobody)
    expect(await taken(ahead, get(HOME), 100)).toBeUndefined()
  })

  it('is asked for again when it was refused, lost or old', async () => {
    expect(await taken(asked({ [HOME]: new Response('{}', { status: 403 }) }), get(HOME), 100)).toBeUndefined()
    expect(await taken(asked({ [ME]: undefined }), get(ME), 100)).toBeUndefined()
    expect(await taken(asked({ [ME]: Response.json({}) }), get(ME), 60_000)).toBeUndefined()
  })
})
