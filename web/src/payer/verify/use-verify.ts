import { client, told } from '../../shared/client'
import { Problem } from '../../shared/problem'
import { fromBase64 } from './bytes'
import type { Report, Trust } from './verify'

let trust: Trust | undefined

/** The roots of trust; kept by the service worker too, so that they are there without a network. */
async function roots(): Promise<Trust> {
  const { trustOf } = await import('./verify')
  if (!trust) {
    try {
      trust = trustOf((await told(client.GET('/api/payer/trust'))).roots.map(fromBase64))
    } catch {
      return { roots: [] } // Without roots the chain checks say so; the next file tries again.
    }
  }
  return trust
}

/** Fetches the roots and the code ahead, so that a file can be verified after the network is gone. */
export const prepare = (): void => void roots()

/** 本机验真 Runs on this device; the file is not sent anywhere. */
export async function verifyHere(file: Uint8Array): Promise<Report> {
  const { verify } = await import('./verify')
  const known = await roots()
  await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)))
  return verify(file, known)
}

export async function fetchFile(address: string): Promise<Uint8Array> {
  try {
    const answer = await fetch(address)
    if (!answer.ok) throw Problem.of(answer.status, await answer.json().catch(() => null))
    return new Uint8Array(await answer.arrayBuffer())
  } catch (thrown) {
    throw Problem.from(thrown)
  }
}

export interface Opinion {
  genuine: boolean
  kind: string
  checks: { name: string; title: string; result: string; reason: string }[]
}

/** 平台验真 The platform's verifier, as a second opinion. */
export async function verifyThere(file: Uint8Array): Promise<Opinion> {
  try {
    const answer = await fetch('/api/payer/verify', {
      method: 'POST',
      headers: { 'Content-Type': 'application/octet-stream' },
      body: new Blob([file as Uint8Array<ArrayBuffer>]),
    })
    if (!answer.ok) throw Problem.of(answer.status, await answer.json().catch(() => null))
    return (await answer.json()) as Opinion
  } catch (thrown) {
    throw Problem.from(thrown)
  }
}
