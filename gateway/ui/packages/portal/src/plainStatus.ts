import type { Ticket } from '@escalated/api'

export type PlainStatus = 'received' | 'working' | 'yourTurn' | 'onHold' | 'solved' | 'closed'

const BY_CATEGORY: Record<string, PlainStatus> = {
  new: 'received',
  open: 'working',
  pending: 'yourTurn',
  on_hold: 'onHold',
  solved: 'solved',
  closed: 'closed',
}

/** What a status means to the one who asked: behaviour hangs on the category, so do the words. */
export function plainStatus(ticket: Pick<Ticket, 'status_category'>): PlainStatus {
  return BY_CATEGORY[ticket.status_category] ?? 'working'
}

export const PLAIN_LOOK: Record<PlainStatus, string> = {
  received: 'bg-info-soft text-info',
  working: 'bg-primary-soft text-primary-text',
  yourTurn: 'bg-warning-soft text-warning',
  onHold: 'bg-surface-2 text-ink-2',
  solved: 'bg-success-soft text-success',
  closed: 'bg-surface-2 text-ink-2',
}
