/* 先问 Runs while the shell is still on its way: asks who is here, and fetches what that person sees first. */
;(() => {
  const frame = ['@frame@']
  const pages = { '@pages@': [] }
  const place = location.hash.slice(1).split('?')[0]
  // Whoever has never asked anything of the platform has not signed in either.
  if (place === '/login' || !document.cookie.includes('XSRF-TOKEN=')) return
  for (const path of [...frame, ...(pages[place] ?? [])]) {
    const link = document.createElement('link')
    if (path.endsWith('.css')) Object.assign(link, { rel: 'preload', as: 'style' })
    else link.rel = 'modulepreload'
    link.crossOrigin = ''
    link.href = path
    document.head.append(link)
  }
  const asked = new Map()
  const ask = (path) =>
    asked.set(
      path,
      fetch(path, { credentials: 'same-origin', headers: { 'X-Idle-Seconds': '0' } }).catch(() => undefined),
    )
  ask('/api/console/me')
  if (place === '/home') ask('/api/console/home')
  globalThis.yipiaoAsked = asked
})()
