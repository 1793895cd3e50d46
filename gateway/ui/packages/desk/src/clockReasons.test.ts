import { describe, expect, it } from 'vitest'

import { isAlwaysOpen, thresholdOf } from './clockReasons'

describe('isAlwaysOpen', () => {
  const week = Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((day) => [day, [['00:00', '24:00']]]))

  it('is so only where no hour of no day is left out', () => {
    expect(isAlwaysOpen({ timezone: 'UTC', hours: week, date_hours: {}, holidays: [] })).toBe(true)
    expect(isAlwaysOpen({ timezone: 'UTC', hours: week, date_hours: {}, holidays: ['2026-12-25'] })).toBe(false)
    expect(isAlwaysOpen({ timezone: 'UTC', hours: { ...week, sun: [['09:00', '17:00']] }, date_hours: {}, holidays: [] })).toBe(false)
    expect(isAlwaysOpen({ timezone: 'UTC', hours: { mon: week.mon }, date_hours: {}, holidays: [] })).toBe(false)
  })
})

describe('thresholdOf', () => {
  it('tells shares from times', () => {
    expect(thresholdOf({ threshold: '80%', at: '', passed: false })).toEqual({ share: '80%' })
    expect(thresholdOf({ threshold: '1800s', at: '', passed: false })).toEqual({ before: 1800 })
  })
})
