import { unwrap } from './errors'
import { http } from './http'
import { everyPage } from './paging'
import type { Agent, Counts, Department, Message, Page, Priority, Status, Tag, Ticket, TicketClocks, TicketQuery, TimelineEntry } from './types'

const PAGE = 50

export interface NewTicket {
  subject: string
  description: string
  priority?: Priority
  attachments?: string[]
}

export interface NewReply {
  body: string
  internal?: boolean
  status?: string
  attachments?: string[]
}

/** From 1, very bad, to 5, very good. */
export interface Rating {
  score: number
  comment: string
}

export interface ActOptions {
  /** Version the caller saw; the API answers 412 when the ticket has moved on. */
  version?: number
  key?: string
}

/** A change of one ticket, as the agent asked for it. */
export type TicketAct =
  | { kind: 'status'; status: string }
  | { kind: 'priority'; priority: Priority }
  | { kind: 'department'; department: { id: string; name: string } | null }
  | { kind: 'assign'; assignee: { id: string; name: string } | null }
  | { kind: 'tags'; add: string[]; remove: string[] }
  | { kind: 'resolve' }
  | { kind: 'close' }
  | { kind: 'reopen' }

export function headersOf({ version, key }: ActOptions): { 'If-Match'?: string; 'Idempotency-Key'?: string } {
  return {
    ...(version === undefined ? {} : { 'If-Match': `"${version}"` }),
    ...(key === undefined ? {} : { 'Idempotency-Key': key }),
  }
}

export async function listTickets(query: TicketQuery, cursor?: string, signal?: AbortSignal): Promise<Page<Ticket>> {
  return unwrap(http.GET('/api/v1/tickets', { params: { query: { ...query, cursor, limit: PAGE } }, signal }))
}

export async function searchTickets(q: string, limit = 8, signal?: AbortSignal): Promise<Ticket[]> {
  return (await unwrap(http.GET('/api/v1/search', { params: { query: { q, limit } }, signal }))).data
}

export async function showTicket(ticket: string, include = 'clocks'): Promise<Ticket> {
  return (await unwrap(http.GET('/api/v1/tickets/{ticket}', { params: { path: { ticket }, query: { include } } }))).data
}

export async function explainClocks(ticket: string): Promise<TicketClocks> {
  return (await unwrap(http.GET('/api/v1/clocks/{ticket_id}', { params: { path: { ticket_id: ticket } } }))).data
}

export async function ticketCounts(): Promise<Counts> {
  return (await unwrap(http.GET('/api/v1/tickets/counts'))).data
}

export async function createTicket(body: NewTicket, key: string): Promise<Ticket> {
  const params = { header: { 'Idempotency-Key': key } }
  return (await unwrap(http.POST('/api/v1/tickets', { params, body }))).data
}

export async function ticketTimeline(ticket: string): Promise<TimelineEntry[]> {
  return everyPage((cursor) =>
    unwrap(http.GET('/api/v1/tickets/{ticket}/timeline', { params: { path: { ticket }, query: { cursor, limit: 100 } } })),
  )
}

export async function ticketMessages(ticket: string): Promise<Message[]> {
  return everyPage((cursor) =>
    unwrap(http.GET('/api/v1/tickets/{ticket}/messages', { params: { path: { ticket }, query: { cursor, limit: 100 } } })),
  )
}

export async function replyTo(ticket: string, body: NewReply, options: ActOptions = {}): Promise<{ ticket: Ticket; message: Message }> {
  const params = { path: { ticket }, header: headersOf(options) }
  const answer = await unwrap(http.POST('/api/v1/tickets/{ticket}/replies', { params, body }))
  if (!('message' in answer)) throw new Error('a reply that waits to be sent has no message yet')
  return { ticket: answer.data, message: answer.message }
}

export async function actOn(ticket: string, act: TicketAct, options: ActOptions = {}): Promise<Ticket> {
  if (act.kind === 'tags') return changeTags(ticket, act, options)
  return (await unwrap(send(ticket, act, options))).data
}

function send(ticket: string, act: Exclude<TicketAct, { kind: 'tags' }>, options: ActOptions) {
  const params = { path: { ticket }, header: headersOf(options) }
  switch (act.kind) {
    case 'status':
      return http.POST('/api/v1/tickets/{ticket}/status', { params, body: { status: act.status } })
    case 'priority':
      return http.POST('/api/v1/tickets/{ticket}/priority', { params, body: { priority: act.priority } })
    case 'department':
      return http.POST('/api/v1/tickets/{ticket}/department', { params, body: { department_id: act.department?.id ?? null } })
    case 'assign':
      return act.assignee
        ? http.POST('/api/v1/tickets/{ticket}/assign', { params, body: { assignee_id: act.assignee.id } })
        : http.POST('/api/v1/tickets/{ticket}/unassign', { params, body: {} })
    case 'resolve':
      return http.POST('/api/v1/tickets/{ticket}/resolve', { params, body: {} })
    case 'close':
      return http.POST('/api/v1/tickets/{ticket}/close', { params, body: {} })
    case 'reopen':
      return http.POST('/api/v1/tickets/{ticket}/reopen', { params, body: {} })
  }
}

/** Rate how one's ticket was resolved: by the requester, once per resolution. */
export async function rateTicket(ticket: string, rating: Rating, key: string): Promise<void> {
  const params = { path: { ticket }, header: headersOf({ key }) }
  await unwrap(http.POST('/api/v1/tickets/{ticket}/rate', { params, body: rating }))
}

/** Adding and removing are two requests; the second builds on the version the first made. */
async function changeTags(ticket: string, act: { add: string[]; remove: string[] }, options: ActOptions): Promise<Ticket> {
  const path = { ticket }
  let after: Ticket | null = null
  if (act.add.length > 0) {
    const params = { path, header: headersOf(options) }
    after = (await unwrap(http.POST('/api/v1/tickets/{ticket}/tags', { params, body: { tags: act.add } }))).data
  }
  if (act.remove.length > 0) {
    const params = { path, header: headersOf({ version: after?.version ?? options.version }) }
    after = (await unwrap(http.DELETE('/api/v1/tickets/{ticket}/tags', { params, body: { tags: act.remove } }))).data
  }
  return after ?? showTicket(ticket)
}

export async function listAgents(): Promise<Agent[]> {
  return (await unwrap(http.GET('/api/v1/agents'))).data
}

export async function listDepartments(): Promise<Department[]> {
  return (await unwrap(http.GET('/api/v1/departments'))).data
}

export async function listTags(): Promise<Tag[]> {
  return (await unwrap(http.GET('/api/v1/tags'))).data
}

export async function listStatuses(): Promise<Status[]> {
  return (await unwrap(http.GET('/api/v1/statuses'))).data
}
