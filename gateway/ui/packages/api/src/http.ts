import createClient from 'openapi-fetch'

import { config } from './config'
import type { paths } from './schema'

type SignedOutListener = () => void
let signedOut: SignedOutListener = () => {}
let refreshing: Promise<boolean> | null = null

/** Called when a request is refused for want of a session and the session could not be renewed. */
export function onSignedOut(listener: SignedOutListener): void {
  signedOut = listener
}

/** Key of one act: a retry of the same act sends the same one, so that the server does it once. */
export function newActKey(): string {
  return crypto.randomUUID()
}

/** Renew the session by the refresh cookie; callers at the same moment share one request. */
export function refreshSession(): Promise<boolean> {
  refreshing ??= postRefresh().finally(() => {
    refreshing = null
  })
  return refreshing
}

async function postRefresh(): Promise<boolean> {
  const answer = await fetch(`${config.apiBase}/auth/refresh`, {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': newActKey() },
    body: '{}',
  })
  return answer.ok
}

/** fetch with the session's cookies; a 401 renews the session once and asks again. */
export async function sessionFetch(request: Request): Promise<Response> {
  if (request.method === 'POST' && !request.headers.has('Idempotency-Key')) {
    request.headers.set('Idempotency-Key', newActKey())
  }
  const again = request.clone()
  const answer = await fetch(request)
  if (answer.status !== 401 || isCredentialRoute(request.url)) return answer
  if (await refreshSession()) return fetch(again)
  signedOut()
  return answer
}

function isCredentialRoute(url: string): boolean {
  return /\/auth\/(login|signup|refresh|logout)$/.test(new URL(url).pathname)
}

/** The document's paths begin with /api/v1, as config.apiBase ends. */
const origin = new URL(config.apiBase.replace(/\/api\/v1$/, '') || '/', window.location.origin).href.replace(/\/$/, '')

export const http = createClient<paths>({ baseUrl: origin, credentials: 'same-origin', fetch: sessionFetch })
