import { ApiError } from '@escalated/api'
import { describe, expect, it } from 'vitest'

import { hindranceOf, outcomeOf } from './rating'

const requester = { id: 'p1', name: 'Gil', email: 'gil@example.com' }
const solved = { can: ['reply', 'rate'], requester, status_category: 'solved' }

describe('what a refusal means', () => {
  it.each([
    [409, 'already_rated', 'rated'],
    [409, 'not_resolved', 'over'],
    [409, 'resolution_over', 'over'],
    [403, 'not_requester', 'notYours'],
    [401, 'grant_invalid', 'expired'],
    [401, 'grant_ended', 'expired'],
    [401, 'not_signed_in', 'signIn'],
    [404, 'ticket_not_found', 'missing'],
  ])('%i %s is %s', (status, code, outcome) => {
    expect(outcomeOf(new ApiError(status, { code }))).toBe(outcome)
  })

  it.each([0, 422, 429, 503])('%i may be tried again', (status) => {
    expect(outcomeOf(new ApiError(status, {}))).toBeNull()
  })

  it('is not guessed for what the API did not say', () => {
    expect(outcomeOf(new TypeError('bug'))).toBeNull()
  })
})

describe('what stands in the way of rating', () => {
  it('is nothing where the API offers it', () => {
    expect(hindranceOf(solved, requester.email)).toBeNull()
  })

  it('is an earlier rating where the ticket is done', () => {
    expect(hindranceOf({ ...solved, can: ['reply'] }, requester.email)).toBe('rated')
    expect(hindranceOf({ ...solved, can: ['reply'], status_category: 'closed' }, requester.email)).toBe('rated')
  })

  it('is the work that goes on where the ticket is open', () => {
    expect(hindranceOf({ ...solved, can: ['reply'], status_category: 'pending' }, requester.email)).toBe('over')
  })

  it('is being somebody else', () => {
    expect(hindranceOf({ ...solved, can: ['reply'] }, 'agent@example.com')).toBe('notYours')
    expect(hindranceOf({ ...solved, can: ['reply'] }, undefined)).toBe('notYours')
  })
})
