import type { Page } from './types'

/** A conversation is read whole, up to this many pages of 100. */
const MAX_PAGES = 20

export async function everyPage<T>(read: (cursor?: string) => Promise<Page<T>>): Promise<T[]> {
  const all: T[] = []
  let cursor: string | undefined
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const { data, meta } = await read(cursor)
    all.push(...data)
    if (!meta.next_cursor) break
    cursor = meta.next_cursor
  }
  return all
}
