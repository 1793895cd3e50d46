import { OPEN_CATEGORIES, type Counts, type TicketQuery } from '@escalated/api'
import { CircleCheck, Flame, Inbox, Layers, UserRound } from '@lucide/vue'
import type { Component } from 'vue'
import type { LocationQuery } from 'vue-router'

export interface View {
  id: keyof Counts
  icon: Component
  query: TicketQuery
}

export const VIEWS: readonly View[] = [
  { id: 'mine_open', icon: UserRound, query: { assignee: 'me', status_category: OPEN_CATEGORIES, sort: '-updated_at' } },
  { id: 'unassigned', icon: Inbox, query: { assignee: 'none', status_category: OPEN_CATEGORIES, sort: '-updated_at' } },
  { id: 'all_open', icon: Layers, query: { status_category: OPEN_CATEGORIES, sort: '-updated_at' } },
  { id: 'sla_at_risk', icon: Flame, query: { sla: 'at_risk,breached', status_category: OPEN_CATEGORIES, sort: 'sla_due' } },
  { id: 'recently_solved', icon: CircleCheck, query: { status_category: 'solved', sort: '-updated_at' } },
]

export const FILTERS = ['status', 'priority', 'department', 'assignee', 'sla'] as const
export type Filter = (typeof FILTERS)[number]

/** Of these the API takes one value, of the others several. */
const SINGLE: readonly Filter[] = ['department', 'assignee']

export function viewOf(location: LocationQuery): View {
  return VIEWS.find((view) => view.id === location.view) ?? VIEWS[0]!
}

/** Chosen values of one filter, as the URL holds them. */
export function chosen(location: LocationQuery, filter: Filter): string[] {
  const value = location[filter]
  return typeof value === 'string' && value !== '' ? value.split(',') : []
}

/** What to ask the API for: the view, narrowed by the filters and words in the URL. A chosen status stands instead of
    the view's categories, otherwise "closed" within an open view would always be empty. */
export function queryOf(location: LocationQuery): TicketQuery {
  const query: TicketQuery = { ...viewOf(location).query }
  for (const filter of FILTERS) {
    const values = chosen(location, filter)
    if (values.length > 0) query[filter] = values.join(',')
  }
  if (query.status) delete query.status_category
  if (typeof location.q === 'string' && location.q.trim() !== '') query.q = location.q.trim()
  return query
}

/** The URL's query after switching one value of a filter on or off. */
export function toggled(location: LocationQuery, filter: Filter, value: string): LocationQuery {
  const before = chosen(location, filter)
  const others = SINGLE.includes(filter) ? [] : before.filter((item) => item !== value)
  const after = before.includes(value) ? others : [...others, value]
  const { [filter]: _dropped, ...rest } = location
  return after.length > 0 ? { ...rest, [filter]: after.join(',') } : rest
}

export function cleared(location: LocationQuery): LocationQuery {
  return location.view ? { view: location.view } : {}
}
