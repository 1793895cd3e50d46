/** The secret of a mailed link stands after the hash sign. It is taken out of the address at once, so that it stays in
    no history and is not handed on, and kept for this tab, because signing in may come between. */
export function takeLinkToken(name: string): string {
  const given = new URLSearchParams(window.location.hash.slice(1)).get('token')
  if (given) {
    sessionStorage.setItem(name, given)
    window.history.replaceState(window.history.state, '', window.location.pathname + window.location.search)
  }
  return given ?? sessionStorage.getItem(name) ?? ''
}

export function dropLinkToken(name: string): void {
  sessionStorage.removeItem(name)
}
