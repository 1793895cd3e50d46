import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { Live, ticketOf, type LiveState } from './live'
import type { Change } from './types'

class Source extends EventTarget {
  static readonly CLOSED = 2
  static all: Source[] = []
  readyState = 1
  onopen: () => void = () => {}
  onerror: () => void = () => {}
  constructor(readonly url: string) {
    super()
    Source.all.push(this)
  }
  close(): void {
    this.readyState = Source.CLOSED
  }
}

const change: Change = { id: '7', type: 'ticket.updated', data: { ticket_id: 't1' } }
let states: LiveState[]
let heard: Change[]
let live: Live
const poll = vi.fn<(since?: string) => Promise<{ data: Change[]; next: string | null; reset: boolean }>>()

beforeEach(() => {
  Source.all = []
  states = []
  heard = []
  poll.mockReset().mockResolvedValue({ data: [change], next: '7', reset: false })
  vi.stubGlobal('EventSource', Source)
  vi.useFakeTimers({ now: 0 })
  live = new Live({ change: (one) => heard.push(one), state: (state) => states.push(state) }, undefined, poll)
  live.start()
})

afterEach(() => {
  live.stop()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const fail = (): void => Source.all.at(-1)!.onerror()

describe('Live', () => {
  it('passes on what the stream tells', () => {
    Source.all[0]!.onopen()
    Source.all[0]!.dispatchEvent(new MessageEvent('reply.created', { data: '{"ticket_id":"t1"}', lastEventId: '4' }))

    expect(states).toEqual(['live'])
    expect(heard).toEqual([{ id: '4', type: 'reply.created', data: { ticket_id: 't1' } }])
  })

  it('asks every ten seconds after three failures, from where it left off', async () => {
    fail()
    fail()
    expect(poll).not.toHaveBeenCalled()
    fail()
    await vi.advanceTimersByTimeAsync(0)
    expect(heard).toEqual([{ id: '', type: 'reset', data: {} }, change])
    expect(states.at(-1)).toBe('polling')

    await vi.advanceTimersByTimeAsync(10_000)
    expect(poll.mock.calls).toEqual([[undefined], ['7']])
  })

  it('tries the stream again after a minute of asking', async () => {
    fail()
    fail()
    fail()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(Source.all).toHaveLength(2)
    Source.all[1]!.onopen()
    expect(states.at(-1)).toBe('live')
  })

  it('says when the browser is offline and comes back by itself', () => {
    window.dispatchEvent(new Event('offline'))
    expect([states.at(-1), Source.all[0]!.readyState]).toEqual(['offline', Source.CLOSED])

    window.dispatchEvent(new Event('online'))
    Source.all[1]!.onopen()
    expect(states.at(-1)).toBe('live')
  })
})

describe('ticketOf', () => {
  it.each([
    [{ ticket_id: 'a' }, 'reply.created', 'a'],
    [{ ticket: { id: 'b' } }, 'sla.breached', 'b'],
    [{ id: 'c' }, 'ticket.created', 'c'],
    [{ id: 'd' }, 'presence', null],
  ])('finds the ticket in %o', (data, type, id) => {
    expect(ticketOf({ id: '1', type, data })).toBe(id)
  })
})
