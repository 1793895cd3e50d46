import { unwrap } from './errors'
import { openHttp as http } from './http'
import { everyPage } from './paging'
import { headersOf, type ActOptions, type Rating } from './tickets'
import type { GuestGrant, Message, Page, Ticket } from './types'

const PAGE = 50

/** What a guest writes: the files come along, because uploads belong to people who signed in. */
export interface GuestReply {
  body: string
  files: File[]
}

/** Mail a code; the answer does not tell whether the address is known. */
export async function askForCode(email: string): Promise<void> {
  await unwrap(http.POST('/api/v1/guest/verification', { body: { email } }))
}

export async function confirmCode(email: string, code: string): Promise<GuestGrant> {
  return (await unwrap(http.POST('/api/v1/guest/verification/confirm', { body: { email, code } }))).data
}

export async function guestTickets(grant: string, cursor?: string, signal?: AbortSignal): Promise<Page<Ticket>> {
  const params = { query: { cursor, limit: PAGE }, header: shown(grant) }
  return unwrap(http.GET('/api/v1/guest/tickets', { params, signal }))
}

export async function guestTicket(grant: string, ticket: string): Promise<Ticket> {
  const params = { path: { ticket }, header: shown(grant) }
  return (await unwrap(http.GET('/api/v1/guest/tickets/{ticket}', { params }))).data
}

export async function guestMessages(grant: string, ticket: string): Promise<Message[]> {
  const params = { path: { ticket }, header: shown(grant) }
  return everyPage((cursor) =>
    unwrap(http.GET('/api/v1/guest/tickets/{ticket}/messages', { params: { ...params, query: { cursor, limit: 100 } } })),
  )
}

/** The ticket afterwards: a follow-up where the old one was done too long ago. */
export async function guestReply(grant: string, ticket: string, reply: GuestReply, key: string): Promise<Ticket> {
  const params = { path: { ticket }, header: { ...shown(grant), ...headersOf({ key }) } }
  const bodySerializer = reply.files.length > 0 ? () => formOf(reply) : undefined
  const answer = await unwrap(http.POST('/api/v1/guest/tickets/{ticket}/replies', { params, body: { body: reply.body }, bodySerializer }))
  return answer.data
}

function formOf({ body, files }: GuestReply): FormData {
  const form = new FormData()
  form.append('body', body)
  for (const file of files) form.append('files', file)
  return form
}

export async function guestAct(grant: string, ticket: string, act: 'close' | 'reopen', options: ActOptions): Promise<Ticket> {
  const params = { path: { ticket }, header: { ...shown(grant), ...headersOf(options) } }
  const call =
    act === 'close'
      ? http.POST('/api/v1/guest/tickets/{ticket}/close', { params, body: {} })
      : http.POST('/api/v1/guest/tickets/{ticket}/reopen', { params, body: {} })
  return (await unwrap(call)).data
}

export async function rateAsGuest(grant: string, ticket: string, rating: Rating, key: string): Promise<void> {
  const params = { path: { ticket }, header: { ...shown(grant), ...headersOf({ key }) } }
  await unwrap(http.POST('/api/v1/guest/tickets/{ticket}/rate', { params, body: rating }))
}

/** Rate by the link that was mailed with the resolution; `grant` is that link's. */
export async function rateByLink(grant: string, rating: Rating, key: string): Promise<void> {
  await unwrap(http.POST('/api/v1/guest/ratings', { params: { header: headersOf({ key }) }, body: { ...rating, grant } }))
}

function shown(grant: string): { 'X-Guest-Grant': string } {
  return { 'X-Guest-Grant': grant }
}
