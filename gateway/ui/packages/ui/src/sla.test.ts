import type { Clock } from '@escalated/api'
import { describe, expect, it } from 'vitest'

import { clockFace, currentClocks, slaFace } from './sla'
import { formatAgo, formatDuration } from './time'

const NOW = Date.parse('2026-03-02T10:00:00Z')
const at = (ms: number): string => new Date(NOW + ms).toISOString()
const MINUTE = 60_000
const HOUR = 60 * MINUTE

describe('formatDuration', () => {
  it.each([
    [0, '0s'],
    [42_000, '42s'],
    [4 * MINUTE + 10_000, '4m 10s'],
    [5 * MINUTE + 59_000, '5m'],
    [3 * HOUR + 20 * MINUTE, '3h 20m'],
    [3 * HOUR + 20_000, '3h'],
    [49 * HOUR, '2d 1h'],
    [-90 * MINUTE, '1h 30m'],
  ])('shows %i ms as %s', (ms, shown) => {
    expect(formatDuration(ms, 'en')).toBe(shown)
  })
})

describe('formatAgo', () => {
  it.each([
    [30_000, 'now'],
    [5 * MINUTE, '5m ago'],
    [3 * HOUR, '3h ago'],
    [24 * HOUR, 'yesterday'],
    [3 * 24 * HOUR, '3d ago'],
    [8 * 24 * HOUR, 'Feb 22'],
  ])('says %i ms ago as %s', (ms, shown) => {
    expect(formatAgo(at(-ms), NOW, 'en')).toBe(shown)
  })

  it('never speaks of the future, whatever the clock of the browser says', () => {
    expect(formatAgo(at(90_000), NOW, 'en')).toBe('now')
  })
})

describe('slaFace', () => {
  it('shows nothing where no clock runs', () => {
    expect(slaFace(null, NOW, 'en')).toBeNull()
    expect(slaFace({ state: 'none', next_due_at: null, metric: null }, NOW, 'en')).toBeNull()
  })

  it('keeps the state of the server while time is left', () => {
    const sla = { state: 'at_risk', next_due_at: at(24 * MINUTE), metric: 'resolution' } as const
    expect(slaFace(sla, NOW, 'en')).toEqual({ tone: 'at_risk', words: 'left', time: '24m' })
  })

  it('turns to breached the moment it is due, before the event arrives', () => {
    const sla = { state: 'ok', next_due_at: at(0), metric: 'resolution' } as const
    expect(slaFace(sla, NOW - 1000, 'en')).toEqual({ tone: 'ok', words: 'left', time: '1s' })
    expect(slaFace(sla, NOW, 'en')).toEqual({ tone: 'breached', words: 'over', time: '0s' })
  })

  it('says that nobody counts where a clock at risk has no due time', () => {
    const sla = { state: 'at_risk', next_due_at: null, metric: 'resolution' } as const
    expect(slaFace(sla, NOW, 'en')).toEqual({ tone: 'at_risk', words: 'paused', time: '' })
  })

  it('does not count while paused', () => {
    const sla = { state: 'paused', next_due_at: at(-HOUR), metric: 'resolution' } as const
    expect(slaFace(sla, NOW, 'en')).toEqual({ tone: 'paused', words: 'paused', time: '' })
  })
})

describe('clockFace', () => {
  const clock = { metric: 'resolution', round: 1, state: 'running', target_seconds: 3600, due_at: at(HOUR), met_at: null, breached_at: null, paused: false, at_risk: false } as Clock

  it('shows what is left, what is over, and leaves cancelled clocks out', () => {
    expect(clockFace(clock, NOW, 'en')).toEqual({ tone: 'ok', words: 'left', time: '1h' })
    expect(clockFace({ ...clock, state: 'breached', due_at: at(-2 * HOUR) }, NOW, 'en')).toEqual({ tone: 'breached', words: 'over', time: '2h' })
    expect(clockFace({ ...clock, state: 'cancelled' }, NOW, 'en')).toBeNull()
  })

  it('stops counting once a broken promise was met, and says that it came late', () => {
    const late = { ...clock, state: 'breached', due_at: at(-2 * HOUR), breached_at: at(-2 * HOUR), met_at: at(-HOUR) }
    expect(clockFace(late, NOW, 'en')).toEqual({ tone: 'breached', words: 'late', time: '' })
    expect(clockFace({ ...clock, state: 'met', met_at: at(-HOUR) }, NOW, 'en')).toEqual({ tone: 'met', words: 'met', time: '' })
  })

  describe('of several rounds', () => {
    const met = { ...clock, metric: 'next_response', state: 'met', met_at: at(-HOUR) }

    it('shows the open one, and how the earlier ones ended', () => {
      const late = { ...met, round: 2, breached_at: at(-2 * HOUR) }
      const open = { ...clock, metric: 'next_response', round: 3 }
      expect(currentClocks([clock, met, late, open])).toEqual([
        { clock: open, earlier: { count: 2, met: 1 } },
        { clock, earlier: { count: 0, met: 0 } },
      ])
    })

    it('shows the newest where none is open, and none that was cancelled', () => {
      const cancelled = { ...met, round: 3, state: 'cancelled', met_at: null }
      const newest = { ...met, round: 2 }
      expect(currentClocks([met, newest, cancelled])).toEqual([{ clock: newest, earlier: { count: 1, met: 1 } }])
    })
  })
})
