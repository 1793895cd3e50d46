import { beforeEach, describe, expect, it } from 'vitest'

import { draftsOf, forgetOldDrafts } from './drafts'

const DAY = 24 * 3_600_000

beforeEach(() => localStorage.clear())

describe('drafts', () => {
  it('keeps a text per author, ticket and kind', () => {
    const ada = draftsOf('ada')
    ada.write('t1', 'reply', 'Dear Carl')
    ada.write('t1', 'note', 'careful')

    expect(ada.read('t1', 'reply')).toBe('Dear Carl')
    expect(ada.read('t1', 'note')).toBe('careful')
    expect(ada.read('t2', 'reply')).toBe('')
    expect(draftsOf('ben').read('t1', 'reply')).toBe('')
  })

  it('keeps nothing of an emptied text', () => {
    const drafts = draftsOf('ada')
    drafts.write('t1', 'reply', 'x')
    drafts.write('t1', 'reply', '  ')

    expect(localStorage.length).toBe(0)
  })

  it('forgets drafts after thirty days and leaves what is not ours', () => {
    draftsOf('ada', localStorage, () => 0).write('old', 'reply', 'long ago')
    draftsOf('ada', localStorage, () => 5 * DAY).write('young', 'reply', 'lately')
    localStorage.setItem('other', 'kept')

    forgetOldDrafts(localStorage, 31 * DAY)

    const drafts = draftsOf('ada')
    expect([drafts.read('old', 'reply'), drafts.read('young', 'reply'), localStorage.getItem('other')]).toEqual(['', 'lately', 'kept'])
  })

  it('takes a broken value for an absent one', () => {
    localStorage.setItem('escalated.draft.ada.t1.reply', '{')
    expect(draftsOf('ada').read('t1', 'reply')).toBe('')
  })
})
