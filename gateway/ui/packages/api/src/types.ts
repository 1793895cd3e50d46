import type { components } from './schema'

type Schemas = components['schemas']

export type Me = Schemas['Me']
/** A ticket as lists and answers show it; what only a single one tells (`can`, clocks, …) may be absent. */
export type Ticket = Schemas['TicketOut'] & Partial<Schemas['ShownTicketOut']>
export type Message = Schemas['MessageOut']
export type Activity = Schemas['ActivityOut']
export type TimelineEntry = Schemas['TimelineEntry']
export type Attachment = Schemas['AttachmentOut']
export type Clock = Schemas['ClockOut']
/** Why each clock of a ticket is due when it is, and the rounds that are over. */
export type TicketClocks = Schemas['TicketClocks']
export type ClockExplained = Schemas['ClockExplained']
export type SlaSummary = Schemas['SlaOut']
export type Counts = Schemas['CountsOut']
export type Agent = Schemas['AgentOut']
export type Department = Schemas['DepartmentAnswer']
export type Status = Schemas['StatusAnswer']
export type Tag = Schemas['TagOut']
/** What an address was proved by: good for a day, for that person's tickets. */
export type GuestGrant = Schemas['GrantOut']
export type Change = { id: string; type: string; data: Record<string, unknown> }
export type Priority = Ticket['priority']

export interface Page<T> {
  data: T[]
  meta: { next_cursor?: string | null; total?: number | string | null }
}

export interface TicketQuery {
  status?: string
  status_category?: string
  priority?: string
  department?: string
  assignee?: string
  requester?: string
  sla?: string
  q?: string
  sort?: string
}

/** By weight, not by letter. */
export const PRIORITIES = ['low', 'medium', 'high', 'urgent', 'critical'] as const satisfies readonly Priority[]
export const OPEN_CATEGORIES = 'new,open,pending,on_hold'

/** Whether an act may be offered. A row of a list does not say: then it is offered, and the server decides. */
export function mayDo(ticket: Pick<Ticket, 'can'>, act: string): boolean {
  return ticket.can?.includes(act) ?? true
}
