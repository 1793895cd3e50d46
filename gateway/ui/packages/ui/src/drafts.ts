/** What was typed and not sent, per author, ticket and kind; survives a closed tab. */
export interface Drafts {
  read(ticket: string, kind: string): string
  write(ticket: string, kind: string, text: string): void
  remove(ticket: string, kind: string): void
}

type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>

const PREFIX = 'escalated.draft.'
const KEPT_MS = 30 * 24 * 3_600_000

export function draftsOf(author: string, storage: Store = localStorage, now: () => number = Date.now): Drafts {
  const keyOf = (ticket: string, kind: string): string => `${PREFIX}${author}.${ticket}.${kind}`
  return {
    read: (ticket, kind) => parse(storage.getItem(keyOf(ticket, kind)))?.text ?? '',
    write(ticket, kind, text) {
      if (text.trim() === '') storage.removeItem(keyOf(ticket, kind))
      else keep(storage, keyOf(ticket, kind), JSON.stringify({ text, at: now() }), now())
    },
    remove: (ticket, kind) => storage.removeItem(keyOf(ticket, kind)),
  }
}

/** A full storage makes room by forgetting old drafts, once. */
function keep(storage: Store, key: string, value: string, now: number): void {
  try {
    storage.setItem(key, value)
  } catch {
    forgetOldDrafts(storage, now)
    storage.setItem(key, value)
  }
}

export function forgetOldDrafts(storage: Store = localStorage, now: number = Date.now()): void {
  const keys = Array.from({ length: storage.length }, (_, at) => storage.key(at)).filter((key) => key?.startsWith(PREFIX))
  for (const key of keys as string[]) {
    const draft = parse(storage.getItem(key))
    if (!draft || now - draft.at > KEPT_MS) storage.removeItem(key)
  }
}

function parse(value: string | null): { text: string; at: number } | null {
  try {
    return value ? JSON.parse(value) : null
  } catch {
    return null // not ours; treated as absent
  }
}
