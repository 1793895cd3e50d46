import type { Message, Ticket } from '@escalated/api'
import type { Drafts } from '@escalated/ui'

export interface Answer {
  body: string
  /** Uploads, where they were made while writing. */
  attachments: string[]
  /** Else the files themselves, which go along with the text. */
  files: File[]
}

/** Where the requests of a page come from, and what may be sent: somebody's account, or a guest's grant. */
export interface TicketSource {
  /** First part of all query keys. */
  scope: readonly string[]
  /** Path of the list; below it lie the single requests. */
  home: string
  /** Asks again after so many milliseconds, where no live stream tells of changes. */
  pollMs: number | false
  uploads: boolean
  drafts: Drafts
  show(ticket: string): Promise<Ticket>
  messages(ticket: string): Promise<Message[]>
  act(ticket: string, act: 'close' | 'reopen', version: number | undefined): Promise<Ticket>
  /** The request afterwards: a new one, where the old one was done too long ago. */
  reply(ticket: string, answer: Answer, key: string): Promise<Ticket>
  /** Id of whoever looks, among the authors of this request. */
  reader(ticket: Ticket): string | undefined
}
