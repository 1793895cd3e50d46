/** Times in words, by Intl; milliseconds throughout. */
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const cache = new Map<string, unknown>()

function kept<T>(key: string, make: () => T): T {
  if (!cache.has(key)) cache.set(key, make())
  return cache.get(key) as T
}

function unit(value: number, name: string, locale: string): string {
  const format = kept(`${locale}/${name}`, () => new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay: 'narrow' }))
  return format.format(value)
}

/** The two largest units of a length: `2d 3h`, `3h 20m`, `24m`, below five minutes `4m 10s`. */
export function formatDuration(length: number, locale: string): string {
  const ms = Math.abs(length)
  const parts: [number, string][] = [
    [Math.floor(ms / DAY), 'day'],
    [Math.floor((ms % DAY) / HOUR), 'hour'],
    [Math.floor((ms % HOUR) / MINUTE), 'minute'],
    [Math.floor((ms % MINUTE) / 1000), 'second'],
  ]
  const first = parts.findIndex(([value]) => value > 0)
  if (first === -1) return unit(0, 'second', locale)
  const wanted = ms < 5 * MINUTE ? parts.slice(first, first + 2) : parts.slice(first, Math.min(first + 2, 3))
  return wanted
    .filter(([value]) => value > 0)
    .map(([value, name]) => unit(value, name, locale))
    .join(' ')
}

/** How long ago, short: `now`, `5m ago`, `3h ago`, `2d ago`, and from a week on the date. */
export function formatAgo(at: string, now: number, locale: string): string {
  const then = Date.parse(at)
  const ago = Math.max(0, now - then)
  const format = kept(`${locale}/ago`, () => new Intl.RelativeTimeFormat(locale, { style: 'narrow', numeric: 'auto' }))
  if (ago < MINUTE) return format.format(0, 'second')
  if (ago < HOUR) return format.format(-Math.floor(ago / MINUTE), 'minute')
  if (ago < DAY) return format.format(-Math.floor(ago / HOUR), 'hour')
  if (ago < 7 * DAY) return format.format(-Math.floor(ago / DAY), 'day')
  return formatDay(then, now, locale)
}

function formatDay(then: number, now: number, locale: string): string {
  const sameYear = new Date(then).getFullYear() === new Date(now).getFullYear()
  const year = sameYear ? undefined : 'numeric'
  return kept(`${locale}/day/${sameYear}`, () => new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year })).format(then)
}

/** Date and time in full, for titles and due times. */
export function formatMoment(at: string, locale: string): string {
  return kept(`${locale}/moment`, () => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' })).format(Date.parse(at))
}

export function formatBytes(size: number, locale: string): string {
  if (size < 1000) return unit(size, 'byte', locale)
  if (size < 1_000_000) return unit(Math.round(size / 1000), 'kilobyte', locale)
  return unit(Math.round(size / 100_000) / 10, 'megabyte', locale)
}
