/** Secrets of mailed links. They stand after the hash sign, where no server sees them; the router takes them out of the
    address, so that they stay in no history, and they are kept for this tab, because signing in may come between. */
const keyOf = (path: string): string => `escalated.link.${path.replace(/\/$/, '')}`

/** Keep what `#<name>=…` says for the page at `path`; false where it says nothing. */
export function takeLinkSecret(path: string, hash: string, name: string): boolean {
  const given = new URLSearchParams(hash.replace(/^#/, '')).get(name)
  if (!given) return false
  sessionStorage.setItem(keyOf(path), given)
  return true
}

export function linkSecret(path: string): string {
  return sessionStorage.getItem(keyOf(path)) ?? ''
}

export function dropLinkSecret(path: string): void {
  sessionStorage.removeItem(keyOf(path))
}
