import { expect, it } from 'vitest'

import { readerOf } from './reader'

const requester = { id: 'desk', name: 'Desk', email: 'desk@example.com' }
const ticket = { requester, participants: [{ id: 'gil', name: 'Gil', email: 'gil@example.com' }] }

it('is the requester, or whoever takes part', () => {
  expect(readerOf(ticket, 'desk@example.com')).toBe('desk')
  expect(readerOf(ticket, 'gil@example.com')).toBe('gil')
  expect(readerOf({ requester }, 'gil@example.com')).toBeUndefined()
})
