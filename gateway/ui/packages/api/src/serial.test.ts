import { beforeEach, describe, expect, it, vi } from 'vitest'

import { oneAtATime } from './serial'

beforeEach(() => localStorage.clear())

describe('oneAtATime without the browser’s locks', () => {
  it('lets the second begin when the first has ended', async () => {
    const told: string[] = []
    let end = (): void => {}
    const first = oneAtATime('turn', () => new Promise<void>((resolve) => (end = resolve)).then(() => void told.push('first')))
    const second = oneAtATime('turn', async () => void told.push('second'))

    end()
    await Promise.all([first, second])

    expect(told).toEqual(['first', 'second'])
  })

  it('does not wait for ever for a tab that was closed in between', async () => {
    vi.useFakeTimers()
    localStorage.setItem('turn', String(Date.now() + 5_000))
    const run = vi.fn(async () => 'ran')
    const waiting = oneAtATime('turn', run)

    await vi.advanceTimersByTimeAsync(4_000)
    expect(run).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(1_200)

    expect(await waiting).toBe('ran')
    vi.useRealTimers()
  })
})
