import { ApiError, type GuestGrant } from '@escalated/api'
import { shallowRef } from 'vue'

/** Kept for this tab alone: who closes it has left. */
const KEY = 'escalated.guest'

/** The grant of whoever proved their address here, or null. */
export const grant = shallowRef(storedGrant())

export function holdGrant(given: GuestGrant): void {
  sessionStorage.setItem(KEY, JSON.stringify(given))
  grant.value = given
}

export function dropGrant(): void {
  sessionStorage.removeItem(KEY)
  grant.value = null
}

/** Ask with the grant; one that is refused is forgotten, and the layout leads back to the door. */
export async function withGrant<T>(ask: (token: string) => Promise<T>): Promise<T> {
  try {
    return await ask(grant.value?.grant ?? '')
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) dropGrant()
    throw error
  }
}

export function storedGrant(now: number = Date.now()): GuestGrant | null {
  try {
    const kept: GuestGrant | null = JSON.parse(sessionStorage.getItem(KEY) ?? 'null')
    return kept && Date.parse(kept.expires_at) > now ? kept : null
  } catch {
    return null // not ours; treated as absent
  }
}
