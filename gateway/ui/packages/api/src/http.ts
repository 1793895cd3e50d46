import createClient from 'openapi-fetch'

import { config } from './config'
import type { paths } from './schema'
import { oneAtATime } from './serial'

/** Names in the storage that all tabs share: whose turn it is, and when the session was renewed last. */
const TURN = 'escalated.refresh'
const RENEWED = 'escalated.refreshed-at'
/** When a page began to renew the session; left behind by one that went away before the answer. */
const UNDERWAY = 'escalated.refresh-underway'
const LOST_MS = 5_000
const LOOK_MS = 300
const LOOKS = 8

type SignedOutListener = () => void
let signedOut: SignedOutListener = () => {}
let refreshing: Promise<boolean> | null = null

/** Called when a request is refused for want of a session and the session could not be renewed. */
export function onSignedOut(listener: SignedOutListener): void {
  signedOut = listener
}

/** Key of one act: a retry of the same act sends the same one, so that the server does it once. */
export function newActKey(): string {
  // Not randomUUID: a page without https has none.
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Renew the session by the refresh cookie; callers at the same moment share one request, and tabs take turns: the
    cookie works once, and one that comes twice ends the session. False where the session is over; throws where the
    server cannot say. */
export function refreshSession(): Promise<boolean> {
  const asked = Date.now()
  refreshing ??= oneAtATime(TURN, () => refreshOnce(asked)).finally(() => {
    refreshing = null
  })
  return refreshing
}

async function refreshOnce(asked: number): Promise<boolean> {
  if (Number(localStorage.getItem(RENEWED)) >= asked) return true // by another tab, while this one waited
  if (Date.now() - Number(localStorage.getItem(UNDERWAY)) < LOST_MS && (await gotThrough())) return true
  localStorage.setItem(UNDERWAY, String(Date.now()))
  const renewed = await postRefresh()
  localStorage.removeItem(UNDERWAY) // only after an answer: without one, nobody knows whether the cookie was used
  return renewed
}

async function postRefresh(): Promise<boolean> {
  const answer = await fetch(`${config.apiBase}/auth/refresh`, {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': newActKey() },
    body: '{}',
    keepalive: true, // the answer's cookies are kept although the page goes away meanwhile
  })
  if (answer.ok) localStorage.setItem(RENEWED, String(Date.now()))
  else if (answer.status !== 401 && answer.status !== 403) throw new TypeError(`refresh answered ${answer.status}`)
  return answer.ok
}

/** A page that was left or reloaded was renewing the session: its answer may be on the way, and the cookie used. */
async function gotThrough(): Promise<boolean> {
  for (let look = 0; look < LOOKS; look += 1) {
    await new Promise((resolve) => window.setTimeout(resolve, LOOK_MS))
    if ((await fetch(`${config.apiBase}/auth/me`, { credentials: 'same-origin' })).ok) return true
  }
  return false
}

/** fetch with the session's cookies; a 401 renews the session once and asks again. */
export async function sessionFetch(request: Request): Promise<Response> {
  const again = keyed(request).clone()
  const answer = await fetch(request)
  if (answer.status !== 401 || isCredentialRoute(request.url)) return answer
  if (await refreshSession()) return fetch(again)
  signedOut()
  return answer
}

/** The request with the key of an act of its own, where it has none. */
function keyed(request: Request): Request {
  if (request.method === 'POST' && !request.headers.has('Idempotency-Key')) {
    request.headers.set('Idempotency-Key', newActKey())
  }
  return request
}

function isCredentialRoute(url: string): boolean {
  return /\/auth\/(login|signup|refresh|logout|password-reset|password-reset\/confirm)$/.test(new URL(url).pathname)
}

/** The document's paths begin with /api/v1, as config.apiBase ends. */
const origin = new URL(config.apiBase.replace(/\/api\/v1$/, '') || '/', window.location.origin).href.replace(/\/$/, '')

export const http = createClient<paths>({ baseUrl: origin, credentials: 'same-origin', fetch: sessionFetch })

/** For people without a sign-in. No cookies: a grant speaks for itself, and whoever else is signed in stays out of it. */
export const openHttp = createClient<paths>({ baseUrl: origin, credentials: 'omit', fetch: (request) => fetch(keyed(request)) })
