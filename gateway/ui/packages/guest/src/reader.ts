import type { Ticket } from '@escalated/api'

/** Id of whoever has this address on the ticket: the requester, or, by the desk's policy, somebody who takes part. */
export function readerOf(ticket: Pick<Ticket, 'requester' | 'participants'>, email: string): string | undefined {
  return [ticket.requester, ...(ticket.participants ?? [])].find((person) => person.email === email)?.id
}
