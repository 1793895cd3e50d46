const ADDRESS = 'escalated.guest-address'
const HOME = '/guest/tickets/'

export function keptAddress(): string {
  return sessionStorage.getItem(ADDRESS) ?? ''
}

/** Remember the address until the code is there; an empty one is forgotten. */
export function keepAddress(email: string): void {
  if (email) sessionStorage.setItem(ADDRESS, email)
  else sessionStorage.removeItem(ADDRESS)
}

/** The digits of what was typed or pasted, in whatever script and with whatever between them: `١٢٣٤ 5678`. */
export function codeIn(typed: string): string {
  return typed
    .replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .replace(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0))
    .replace(/\D/g, '')
}

/** Where the grant opens what was wanted: one of its pages, never another address. */
export function grantPath(next: unknown): string {
  const theirs = typeof next === 'string' && /^\/(guest\/tickets\/|tickets\/[\w-]+\/rate\/?$)/.test(next)
  return theirs ? next : HOME
}
