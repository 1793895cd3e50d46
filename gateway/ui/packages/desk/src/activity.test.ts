import type { Activity } from '@escalated/api'
import { expect, test } from 'vitest'

import ar from '../locales/ar.json'
import de from '../locales/de.json'
import en from '../locales/en.json'
import { activityKey, changed } from './activity'

function activity(kind: string, before: unknown, after: unknown): Activity {
  return { kind, before, after, actor: { id: 'ann' } } as unknown as Activity
}

test.each(['merged', 'split', 'snoozed', 'woken', 'rated', 'message_changed', 'side_conversation_message'])('ticket.%s has words of its own', (kind) => {
  expect(activityKey(activity(`ticket.${kind}`, null, null))).toBe(kind)
  expect(en.activity).toHaveProperty(kind)
})

test.each(['warning', 'breached', 'breach_withdrawn'])('sla.%s names the promise it is about', (event) => {
  const told = activity(`sla.${event}`, null, { metric: 'resolution', round: 1, reason: 'time' })
  expect(activityKey(told)).toBe(`sla_${event}`)
  expect(changed(told).after).toBe('resolution')
  for (const words of [en, de, ar]) expect(words.activity[`sla_${event}` as keyof typeof words.activity]).toContain('{after}')
})

test('a kind that is not known is told by its name', () => {
  expect(activityKey(activity('ticket.painted', null, null))).toBe('other')
})

test('a merge tells what went where, a rating its score', () => {
  expect(changed(activity('ticket.merged', null, { source: 'ESC-00002', target: 'ESC-00001' }))).toEqual({ before: 'ESC-00002', after: 'ESC-00001' })
  expect(changed(activity('ticket.rated', null, { score: 5 }))).toEqual({ before: '', after: '5' })
  expect(changed(activity('ticket.split', null, { new: 'ESC-00003', messages: 2 }))).toEqual({ before: '', after: 'ESC-00003' })
})

test.each([
  ['followed', null, { follower_id: 'ann' }],
  ['unfollowed', { follower_id: 'ann' }, null],
  ['follower_added', null, { follower_id: 'bo' }],
  ['follower_removed', { follower_id: 'bo' }, null],
])('of following it is told whether one does it oneself, and whether it begins: %s', (key, before, after) => {
  const followed = activity('ticket.followed', before, after)
  expect(activityKey(followed)).toBe(key)
  expect(en.activity).toHaveProperty(key)
  expect(changed(followed)).toEqual({ before: before?.follower_id ?? '', after: after?.follower_id ?? '' })
})

test('who is in copy has words of its own, but not beside another field', () => {
  const copied = { participants: ['cy'] }
  expect(activityKey(activity('ticket.updated', { participants: [] }, copied))).toBe('participants_changed')
  expect(activityKey(activity('ticket.updated', null, { ...copied, requester: 'di' }))).toBe('updated')
  expect(en.activity).toHaveProperty('participants_changed')
})
