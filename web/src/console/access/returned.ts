/** 单点登录带回的内容 */
export interface Returned {
  code: string
  state: string
}

/** Brought back from the identity provider in the page's own address, before the hash; read once and wiped off. */
let brought: Returned | undefined
const query = new URLSearchParams(globalThis.location?.search ?? '')
const state = query.get('state')
if (state) {
  // A CAS server calls it a ticket.
  brought = { code: query.get('code') ?? query.get('ticket') ?? '', state }
  history.replaceState(history.state, '', `${location.pathname}${location.hash}`)
}

/** 单点登录 to begin at once: somebody chose it at another address and was sent to this one. The unit whose it is, and the way. */
let chosen = state ? null : query.get('sso')
const chosenWay = query.get('way') ?? 'OIDC'
if (chosen) history.replaceState(history.state, '', `${location.pathname}${location.hash}`)

export function takeChosen(): { unit: string; way: string } {
  const unit = chosen ?? ''
  chosen = null
  return { unit, way: chosenWay }
}

/** @param console the address single sign-on comes back to @return its beginning, empty when this page stands there */
export const elsewhere = (console: string): string => {
  const there = URL.canParse(console) ? new URL(console).origin : ''
  return there === location.origin ? '' : there
}

/** @param purpose in: to sign in, link: to link the account that is signed in */
export const isBack = (purpose: 'in' | 'link'): boolean => brought?.state.startsWith(`${purpose}-`) ?? false

export function takeReturned(purpose: 'in' | 'link'): Returned | undefined {
  const back = isBack(purpose) ? brought : undefined
  if (back) brought = undefined
  return back
}
