import type { Activity } from '@escalated/api'
import { expect, test } from 'vitest'

import en from '../locales/en.json'
import { activityKey, changed } from './activity'

function activity(kind: string, before: unknown, after: unknown): Activity {
  return { kind, before, after } as Activity
}

test.each(['merged', 'split', 'snoozed', 'woken', 'rated', 'message_changed', 'side_conversation_message'])('ticket.%s has words of its own', (kind) => {
  expect(activityKey(`ticket.${kind}`)).toBe(kind)
  expect(en.activity).toHaveProperty(kind)
})

test('a kind that is not known is told by its name', () => {
  expect(activityKey('ticket.painted')).toBe('other')
})

test('a merge tells what went where, a rating its score', () => {
  expect(changed(activity('ticket.merged', null, { source: 'ESC-00002', target: 'ESC-00001' }))).toEqual({ before: 'ESC-00002', after: 'ESC-00001' })
  expect(changed(activity('ticket.rated', null, { score: 5 }))).toEqual({ before: '', after: '5' })
  expect(changed(activity('ticket.split', null, { new: 'ESC-00003', messages: 2 }))).toEqual({ before: '', after: 'ESC-00003' })
})
