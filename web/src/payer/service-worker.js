/* Keeps the app shell and the trusted roots, nothing else: no bill, no file of a payer is ever written to this cache. */
const VERSION = '@version@'
const SHELL = ['@shell@']
const CACHE = `yipiao-payer-${VERSION}`
const TRUST = '/api/payer/trust'
const PAGE = /^\/(p\/[^/]+|check|verify|family)$/

self.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.addAll(SHELL.map((path) => new Request(path, { cache: 'reload' }))))
      .then(() => self.skipWaiting()),
  )
})

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) =>
        Promise.all(
          names.filter((name) => name.startsWith('yipiao-payer-') && name !== CACHE).map((name) => caches.delete(name)),
        ),
      )
      .then(() => self.clients.claim()),
  )
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== self.location.origin) return
  if (request.mode === 'navigate' && PAGE.test(url.pathname)) {
    event.respondWith(fetch(request).catch(() => caches.match('/payer.html')))
  } else if (url.pathname === TRUST) {
    event.respondWith(freshOrKept(request))
  } else if (SHELL.includes(url.pathname) && url.pathname !== '/payer.html') {
    event.respondWith(caches.match(url.pathname).then((kept) => kept ?? fetch(request)))
  }
})

/** The network's answer when there is one; only a good answer replaces the kept one. */
async function freshOrKept(request) {
  const cache = await caches.open(CACHE)
  try {
    const answer = await fetch(request)
    if (answer.ok) await cache.put(TRUST, answer.clone())
    return answer
  } catch (offline) {
    const kept = await cache.match(TRUST)
    if (kept) return kept
    throw offline
  }
}
