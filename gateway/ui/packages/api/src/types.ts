import type { components } from './schema'

type Schemas = components['schemas']

export type Me = Schemas['Me']
export type Ticket = Schemas['Ticket']
export type Message = Schemas['Message']
export type Activity = Schemas['Activity']
export type TimelineEntry = Schemas['TimelineEntry']
export type Attachment = Schemas['Attachment']
export type Clock = Schemas['Clock']
export type SlaSummary = Schemas['SlaSummary']
export type Counts = Schemas['Counts']
export type Agent = Schemas['Agent']
export type Department = Schemas['Department']
export type Status = Schemas['Status']
export type Tag = Schemas['Tag']
export type Change = Schemas['Change']

export interface Page<T> {
  data: T[]
  meta: { next_cursor: string | null; total?: number | string }
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
export const PRIORITIES = ['low', 'medium', 'high', 'urgent', 'critical'] as const
export const OPEN_CATEGORIES = 'new,open,pending,on_hold'
