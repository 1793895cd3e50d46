import type { Clock, SlaSummary } from '@escalated/api'

import { formatDuration } from './time'

export type SlaTone = 'ok' | 'at_risk' | 'breached' | 'paused' | 'met'

export interface SlaFace {
  tone: SlaTone
  /** Message key below `sla.`, and the time that goes into it. */
  words: 'left' | 'over' | 'paused' | 'met' | 'late' | 'breached'
  time: string
}

/** How a ticket's most urgent clock shows at the moment `now` (ms); null where there is nothing to show. */
export function slaFace(sla: SlaSummary | null | undefined, now: number, locale: string): SlaFace | null {
  if (!sla || sla.state === 'none') return null
  if (sla.state === 'paused' || sla.state === 'met') return { tone: sla.state, words: sla.state, time: '' }
  return running(sla.next_due_at, sla.state, now, locale)
}

/** Whether a promise still waits for somebody: a broken one does, until it is met or nobody asks for it any more. */
const isOpen = (clock: Clock): boolean => !clock.ended_at && clock.met_at === null && clock.state !== 'met' && clock.state !== 'cancelled'

/** How one clock shows. */
export function clockFace(clock: Clock, now: number, locale: string): SlaFace | null {
  if (clock.state === 'cancelled') return null
  if (!isOpen(clock)) return clock.breached_at ? { tone: 'breached', words: 'late', time: '' } : { tone: 'met', words: 'met', time: '' }
  if (clock.paused || clock.state === 'paused') return { tone: 'paused', words: 'paused', time: '' }
  return running(clock.due_at, clock.state === 'breached' ? 'breached' : clock.at_risk ? 'at_risk' : 'ok', now, locale)
}

const METRICS = ['first_response', 'next_response', 'periodic_update', 'resolution']

export interface ShownClock {
  clock: Clock
  /** Rounds of the same promise that are over; how many there were, and how many of them in time. */
  earlier: { count: number; met: number }
}

/** Of each promise the clock that counts now, the open one or else the newest; in the order of the metrics. */
export function currentClocks(clocks: Clock[]): ShownClock[] {
  return METRICS.flatMap((metric) => {
    const rounds = clocks.filter((clock) => clock.metric === metric && clock.state !== 'cancelled').sort((a, b) => b.round - a.round)
    const clock = rounds.find(isOpen) ?? rounds[0]
    if (!clock) return []
    const over = rounds.filter((round) => round !== clock)
    return [{ clock, earlier: { count: over.length, met: over.filter((round) => !round.breached_at).length } }]
  })
}

/** The due moment may pass before the server's event arrives: the badge does not wait for it. */
function running(due: string | null, tone: 'ok' | 'at_risk' | 'breached', now: number, locale: string): SlaFace {
  if (!due) return { tone, words: tone === 'breached' ? 'breached' : 'paused', time: '' }
  const left = Date.parse(due) - now
  if (tone === 'breached' || left <= 0) return { tone: 'breached', words: 'over', time: formatDuration(Math.min(left, 0), locale) }
  return { tone, words: 'left', time: formatDuration(left, locale) }
}
