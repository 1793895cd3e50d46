import { beforeEach, describe, expect, it, vi } from 'vitest'

import { onSignedOut, sessionFetch } from './http'

const BASE = 'http://localhost:3000/api/v1'
const fetched = vi.fn<(request: Request | string, init?: RequestInit) => Promise<Response>>()
const answer = (status: number): Response => new Response(status === 204 ? null : '{}', { status })
const urlOf = (call: unknown[]): string => (call[0] instanceof Request ? call[0].url : String(call[0]))

beforeEach(() => {
  fetched.mockReset()
  localStorage.clear()
  vi.stubGlobal('fetch', fetched)
  onSignedOut(() => {})
})

describe('sessionFetch', () => {
  it('renews the session once and sends the same act with the same key', async () => {
    fetched.mockResolvedValueOnce(answer(401)).mockResolvedValueOnce(answer(200)).mockResolvedValueOnce(answer(201))

    const response = await sessionFetch(new Request(`${BASE}/tickets`, { method: 'POST', body: '{}' }))

    expect(response.status).toBe(201)
    expect(fetched.mock.calls.map(urlOf)).toEqual([`${BASE}/tickets`, '/api/v1/auth/refresh', `${BASE}/tickets`])
    const [first, , second] = fetched.mock.calls.map(([request]) => request as Request)
    expect(second!.headers.get('Idempotency-Key')).toBe(first!.headers.get('Idempotency-Key'))
    expect(first!.headers.get('Idempotency-Key')).toMatch(/^[0-9a-f]{32}$/)
  })

  it('tells that the session is over when it cannot be renewed', async () => {
    const over = vi.fn()
    onSignedOut(over)
    fetched.mockResolvedValueOnce(answer(401)).mockResolvedValueOnce(answer(401))

    expect((await sessionFetch(new Request(`${BASE}/tickets`))).status).toBe(401)
    expect(over).toHaveBeenCalledTimes(1)
  })

  it('takes a refused sign-in for what it is', async () => {
    fetched.mockResolvedValueOnce(answer(401))
    await sessionFetch(new Request(`${BASE}/auth/login`, { method: 'POST', body: '{}' }))
    expect(fetched).toHaveBeenCalledTimes(1)
  })

  it('renews once for requests that are refused together', async () => {
    let renewed = false
    fetched.mockImplementation(async (request) => {
      if (typeof request !== 'string') return answer(renewed ? 200 : 401)
      renewed = true
      return answer(200)
    })

    const both = await Promise.all([sessionFetch(new Request(`${BASE}/tickets`)), sessionFetch(new Request(`${BASE}/tags`))])

    expect(both.map((response) => response.status)).toEqual([200, 200])
    expect(fetched.mock.calls.filter(([request]) => typeof request === 'string')).toHaveLength(1)
  })

  it('keeps the session while the server cannot renew it', async () => {
    const over = vi.fn()
    onSignedOut(over)
    fetched.mockResolvedValueOnce(answer(401)).mockResolvedValueOnce(answer(503))

    await expect(sessionFetch(new Request(`${BASE}/tickets`))).rejects.toThrow('503')
    expect(over).not.toHaveBeenCalled()
  })

  it('does not renew what another tab renewed while this one waited for its turn', async () => {
    let giveWay = (): void => {}
    const turn = new Promise<void>((resolve) => (giveWay = resolve))
    vi.stubGlobal('navigator', { locks: { request: async (_name: string, run: () => Promise<boolean>) => turn.then(run) } })
    fetched.mockResolvedValueOnce(answer(401)).mockResolvedValueOnce(answer(200))

    const response = sessionFetch(new Request(`${BASE}/tickets`))
    await vi.waitFor(() => expect(fetched).toHaveBeenCalledTimes(1))
    localStorage.setItem('escalated.refreshed-at', String(Date.now() + 1))
    giveWay()

    expect((await response).status).toBe(200)
    expect(fetched.mock.calls.map(urlOf)).toEqual([`${BASE}/tickets`, `${BASE}/tickets`])
    vi.unstubAllGlobals()
  })

  it('does not use the cookie a second time after a page that went away while it renewed the session', async () => {
    vi.useFakeTimers()
    localStorage.setItem('escalated.refresh-underway', String(Date.now() - 100))
    fetched.mockResolvedValueOnce(answer(401)).mockResolvedValueOnce(answer(401)).mockResolvedValue(answer(200))

    const response = sessionFetch(new Request(`${BASE}/tickets`))
    await vi.advanceTimersByTimeAsync(1_000)

    expect((await response).status).toBe(200)
    expect(fetched.mock.calls.map(urlOf)).toEqual([`${BASE}/tickets`, '/api/v1/auth/me', '/api/v1/auth/me', `${BASE}/tickets`])
    vi.useRealTimers()
  })
})
