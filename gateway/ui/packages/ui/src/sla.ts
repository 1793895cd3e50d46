import type { Clock, SlaSummary } from '@escalated/api'

import { formatDuration } from './time'

export type SlaTone = 'ok' | 'at_risk' | 'breached' | 'paused' | 'met'

export interface SlaFace {
  tone: SlaTone
  /** Message key below `sla.`, and the time that goes into it. */
  words: 'left' | 'over' | 'paused' | 'met' | 'breached'
  time: string
}

/** How a ticket's most urgent clock shows at the moment `now` (ms); null where there is nothing to show. */
export function slaFace(sla: SlaSummary | null | undefined, now: number, locale: string): SlaFace | null {
  if (!sla || sla.state === 'none') return null
  if (sla.state === 'paused' || sla.state === 'met') return { tone: sla.state, words: sla.state, time: '' }
  return running(sla.next_due_at, sla.state, now, locale)
}

/** How one clock shows. */
export function clockFace(clock: Clock, now: number, locale: string): SlaFace | null {
  if (clock.state === 'cancelled') return null
  if (clock.state === 'met') return { tone: 'met', words: 'met', time: '' }
  if (clock.paused || clock.state === 'paused') return { tone: 'paused', words: 'paused', time: '' }
  return running(clock.due_at, clock.state === 'breached' ? 'breached' : clock.at_risk ? 'at_risk' : 'ok', now, locale)
}

/** The due moment may pass before the server's event arrives: the badge does not wait for it. */
function running(due: string | null, tone: 'ok' | 'at_risk' | 'breached', now: number, locale: string): SlaFace {
  if (!due) return { tone, words: tone === 'breached' ? 'breached' : 'met', time: '' }
  const left = Date.parse(due) - now
  if (tone === 'breached' || left <= 0) return { tone: 'breached', words: 'over', time: formatDuration(Math.min(left, 0), locale) }
  return { tone, words: 'left', time: formatDuration(left, locale) }
}
