import type { ClockExplained } from '@escalated/api'

type Threshold = ClockExplained['warnings'][number]

const DAYS = 7

/** Whether every hour counts: no opening hours, no holidays. */
export function isAlwaysOpen({ hours, holidays, date_hours }: ClockExplained['calendar']): boolean {
  const week = Object.values((hours ?? {}) as Record<string, unknown>)
  const whole = week.length === DAYS && week.every((day) => JSON.stringify(day) === '[["00:00","24:00"]]')
  return whole && [holidays, date_hours].every((days) => Object.keys(days ?? {}).length === 0)
}

/** A threshold as the policy names it: `80%` is a share, `1800s` a time before the end, in seconds. */
export function thresholdOf({ threshold }: Threshold): { share: string } | { before: number } {
  const seconds = /^(\d+)s$/.exec(threshold)
  return seconds ? { before: Number(seconds[1]) } : { share: threshold }
}
