import { config } from './config'
import { unwrap } from './errors'
import { http, refreshSession } from './http'
import type { Change } from './types'

export type LiveState = 'connecting' | 'live' | 'polling' | 'offline'

/** EventSource hears named events only by name: these are the ones the desk acts on. `reset` says: look anew. */
const EVENTS = [
  ...['created', 'updated', 'status_changed', 'assigned', 'unassigned', 'priority_changed', 'escalated', 'resolved', 'closed'],
  ...['reopened', 'department_changed', 'tag_added', 'tag_removed', 'merged', 'split', 'snoozed', 'woken', 'rated', 'deleted', 'restored'],
]
  .map((verb) => `ticket.${verb}`)
  .concat('reset', 'ticket.removed', 'reply.created', 'internal_note.added', 'sla.warning', 'sla.breached', 'sla.breach_withdrawn', 'sla.clock_changed')

const POLL_MS = 10_000
const STREAM_AGAIN_MS = 60_000
/** Failures in a row before the stream is taken for unavailable. */
const PATIENCE = 3

export interface LiveListener {
  change(change: Change): void
  state(state: LiveState): void
}

interface Changes {
  data: Change[]
  next: string | null
  /** What happened since is not known any more. */
  reset: boolean
}

interface Timers {
  set(run: () => void, ms: number): number
  clear(id: number): void
}

const WINDOW_TIMERS: Timers = {
  set: (run, ms) => window.setTimeout(run, ms),
  clear: (id) => window.clearTimeout(id),
}

/** What changes on the server, as it changes: by server-sent events, else by asking every ten seconds. */
export class Live {
  private source: EventSource | null = null
  private timer = 0
  private failures = 0
  private since: string | undefined
  private state: LiveState = 'connecting'
  private stopped = false

  constructor(
    private readonly listener: LiveListener,
    private readonly timers: Timers = WINDOW_TIMERS,
    private readonly poll: (since?: string) => Promise<Changes> = pollChanges,
  ) {}

  start(): void {
    window.addEventListener('online', this.online)
    window.addEventListener('offline', this.offline)
    if (navigator.onLine) this.openStream()
    else this.offline()
  }

  stop(): void {
    this.stopped = true
    window.removeEventListener('online', this.online)
    window.removeEventListener('offline', this.offline)
    this.close()
  }

  private readonly online = (): void => {
    this.failures = 0
    this.openStream()
  }

  private readonly offline = (): void => {
    this.close()
    this.enter('offline')
  }

  private openStream(): void {
    this.close()
    if (this.stopped) return
    const source = new EventSource(`${config.apiBase}/stream`)
    this.source = source
    source.onopen = () => {
      this.failures = 0
      this.enter('live')
    }
    source.onerror = () => this.failed(source.readyState === EventSource.CLOSED)
    for (const type of EVENTS) {
      source.addEventListener(type, (event) => this.heard(type, event as MessageEvent<string>))
    }
  }

  private heard(type: string, event: MessageEvent<string>): void {
    this.since = event.lastEventId || this.since
    this.listener.change({ id: event.lastEventId, type, data: JSON.parse(event.data) })
  }

  /** The browser reconnects a broken stream by itself; one that was refused it gives up. */
  private failed(refused: boolean): void {
    this.failures += 1
    if (this.state === 'live') this.enter('connecting')
    if (this.failures >= PATIENCE) return this.startPolling()
    if (!refused) return
    this.close()
    const again = (): void => this.later(() => this.openStream(), 1_000 * this.failures)
    refreshSession().then(again, again)
  }

  private startPolling(): void {
    this.close()
    this.enter('polling')
    const until = Date.now() + STREAM_AGAIN_MS
    const ask = async (): Promise<void> => {
      if (this.stopped || this.state === 'offline') return
      await this.pollOnce()
      if (Date.now() >= until) {
        this.failures = PATIENCE - 1 // one more refusal brings us back here
        this.openStream()
      } else {
        this.later(() => void ask(), POLL_MS)
      }
    }
    void ask()
  }

  private async pollOnce(): Promise<void> {
    try {
      const { data, next, reset } = await this.poll(this.since)
      // Without a place to go on from, what happened up to now has to be looked up.
      if (reset || !this.since) this.listener.change({ id: '', type: 'reset', data: {} })
      this.since = next ?? this.since
      this.enter('polling')
      data.forEach((change) => this.listener.change(change))
    } catch {
      this.enter('connecting') // shown as trouble; the next round asks again
    }
  }

  private later(run: () => void, ms: number): void {
    this.timers.clear(this.timer)
    this.timer = this.timers.set(run, ms)
  }

  private close(): void {
    this.timers.clear(this.timer)
    this.source?.close()
    this.source = null
  }

  private enter(state: LiveState): void {
    if (this.state === state && state !== 'connecting') return
    this.state = state
    this.listener.state(state)
  }
}

async function pollChanges(since?: string): Promise<Changes> {
  const answer = await unwrap(http.GET('/api/v1/changes', { params: { query: { since } } }))
  return { data: answer.data, next: answer.meta.next || null, reset: answer.meta.reset }
}

/** The ticket an event is about, wherever the audience's view names it. */
export function ticketOf(change: Change): string | null {
  const data = change.data as { ticket_id?: unknown; ticket?: { id?: unknown }; id?: unknown }
  const id = data.ticket_id ?? data.ticket?.id ?? (change.type.startsWith('ticket.') ? data.id : null)
  return typeof id === 'string' ? id : null
}
