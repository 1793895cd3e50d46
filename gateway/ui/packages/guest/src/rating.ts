import { ApiError, OPEN_CATEGORIES, type Ticket } from '@escalated/api'

export const SCORES = [1, 2, 3, 4, 5] as const

/** Why there is nothing (more) to rate here. */
export type Outcome = 'thanks' | 'rated' | 'over' | 'expired' | 'notYours' | 'missing' | 'signIn'

const BY_CODE: Record<string, Outcome> = {
  already_rated: 'rated',
  not_resolved: 'over',
  resolution_over: 'over',
  not_requester: 'notYours',
  grant_invalid: 'expired',
  grant_ended: 'expired',
}
const BY_STATUS: Record<number, Outcome> = { 401: 'signIn', 403: 'notYours', 404: 'missing' }

/** What a refusal means for the page; null where trying again may help. */
export function outcomeOf(error: unknown): Outcome | null {
  if (!(error instanceof ApiError)) return null
  return BY_CODE[error.code] ?? BY_STATUS[error.status] ?? null
}

/** Why this reader cannot rate the ticket as it is now; null where they can. */
export function hindranceOf(ticket: Pick<Ticket, 'can' | 'requester' | 'status_category'>, email: string | undefined): Outcome | null {
  if (ticket.can?.includes('rate')) return null
  if (ticket.requester.email !== email) return 'notYours'
  return OPEN_CATEGORIES.split(',').includes(ticket.status_category) ? 'over' : 'rated'
}
