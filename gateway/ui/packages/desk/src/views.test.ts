import { describe, expect, it } from 'vitest'

import { cleared, queryOf, toggled } from './views'

describe('queryOf', () => {
  it('is the first view where the URL names none', () => {
    expect(queryOf({})).toEqual({ assignee: 'me', status_category: 'new,open,pending,on_hold', sort: '-updated_at' })
  })

  it('lets a chosen status stand instead of the categories of the view', () => {
    expect(queryOf({ view: 'all_open', status: 'closed' })).toEqual({ status: 'closed', sort: '-updated_at' })
  })

  it('narrows by filters and words', () => {
    expect(queryOf({ view: 'sla_at_risk', priority: 'high,urgent', q: ' tax ' })).toEqual({
      sla: 'at_risk,breached',
      status_category: 'new,open,pending,on_hold',
      sort: 'sla_due',
      priority: 'high,urgent',
      q: 'tax',
    })
  })
})

describe('toggled', () => {
  it('adds and removes values, and drops an empty filter', () => {
    expect(toggled({ view: 'all_open', priority: 'high' }, 'priority', 'urgent')).toEqual({ view: 'all_open', priority: 'high,urgent' })
    expect(toggled({ view: 'all_open', priority: 'high' }, 'priority', 'high')).toEqual({ view: 'all_open' })
  })

  it('keeps one value where the API takes one', () => {
    expect(toggled({ assignee: 'me' }, 'assignee', 'none')).toEqual({ assignee: 'none' })
    expect(toggled({ department: 'a' }, 'department', 'b')).toEqual({ department: 'b' })
  })

  it('clears all but the view', () => {
    expect(cleared({ view: 'unassigned', q: 'x', status: 'open' })).toEqual({ view: 'unassigned' })
  })
})
