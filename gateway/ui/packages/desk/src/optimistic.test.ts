import type { Status, Ticket } from '@escalated/api'
import { describe, expect, it } from 'vitest'

import { applyAct, inverse, untouched } from './optimistic'

const statuses: Status[] = [
  { slug: 'open', label: 'Open', category: 'new', color: '#666', order: 1, built_in: true, default: true, transitions: ['resolved'] },
  { slug: 'resolved', label: 'Resolved', category: 'solved', color: '#666', order: 6, built_in: true, default: true, transitions: ['reopened', 'closed'] },
]
const ticket = {
  id: 't1',
  status: 'open',
  status_label: 'Open',
  status_category: 'new',
  allowed_statuses: ['resolved'],
  priority: 'medium',
  assignee: { id: 'ada', name: 'Ada' },
  department: null,
  tags: [{ id: '1', name: 'vip', color: null }],
  version: 3,
} as unknown as Ticket

describe('applyAct', () => {
  it('moves the ticket to the solved status with its label, category and next steps', () => {
    const after = applyAct(ticket, { kind: 'resolve' }, statuses)
    expect([after.status, after.status_label, after.status_category, after.allowed_statuses]).toEqual(['resolved', 'Resolved', 'solved', ['reopened', 'closed']])
    expect(ticket.status).toBe('open')
  })

  it('adds and removes tags by name, each once', () => {
    const after = applyAct(ticket, { kind: 'tags', add: ['bug', 'vip'], remove: [] }, statuses)
    expect(after.tags.map((tag) => tag.name)).toEqual(['vip', 'bug'])
    expect(applyAct(ticket, { kind: 'tags', add: [], remove: ['vip'] }).tags).toEqual([])
  })

  it('leaves the version to the server', () => {
    expect(applyAct(ticket, { kind: 'priority', priority: 'high' }).version).toBe(3)
  })
})

describe('untouched', () => {
  it('sees no conflict when somebody changed another field', () => {
    const current: Ticket = { ...ticket, priority: 'urgent', version: 4 }
    expect(untouched({ kind: 'assign', assignee: null }, ticket, current)).toBe(true)
  })

  it('sees one when somebody changed the same field', () => {
    const current = { ...ticket, assignee: { id: 'ben', name: 'Ben' }, version: 4 } as Ticket
    expect(untouched({ kind: 'assign', assignee: null }, ticket, current)).toBe(false)
    expect(untouched({ kind: 'resolve' }, ticket, { ...ticket, status: 'escalated' })).toBe(false)
  })
})

describe('inverse', () => {
  it('takes an act back, where that can be done', () => {
    expect(inverse({ kind: 'assign', assignee: null }, ticket)).toEqual({ kind: 'assign', assignee: { id: 'ada', name: 'Ada' } })
    expect(inverse({ kind: 'resolve' }, ticket)).toEqual({ kind: 'reopen' })
    expect(inverse({ kind: 'tags', add: ['a'], remove: [] }, ticket)).toEqual({ kind: 'tags', add: [], remove: ['a'] })
    expect(inverse({ kind: 'status', status: 'escalated' }, ticket)).toBeNull()
  })
})
