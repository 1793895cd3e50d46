import { ApiError } from '@escalated/api'
import { beforeEach, describe, expect, it } from 'vitest'

import { dropGrant, grant, holdGrant, storedGrant, withGrant } from './grant'

const given = { grant: 'signed.mac', expires_at: '2030-01-02T00:00:00Z', name: 'Gil', email: 'gil@example.com' }
const NOW = Date.parse('2030-01-01T00:00:00Z')

beforeEach(() => {
  dropGrant()
  localStorage.clear()
})

describe('a guest’s grant', () => {
  it('is kept in this tab alone', () => {
    holdGrant(given)
    expect(storedGrant(NOW)).toEqual(given)
    expect(localStorage.length).toBe(0)
  })

  it('is over at its time', () => {
    holdGrant(given)
    expect(storedGrant(Date.parse(given.expires_at))).toBeNull()
  })

  it('is absent where something else lies there', () => {
    sessionStorage.setItem('escalated.guest', '{broken')
    expect(storedGrant(NOW)).toBeNull()
  })

  it('is forgotten when it is refused, and only then', async () => {
    holdGrant(given)
    const refusal = (status: number) => withGrant(() => Promise.reject(new ApiError(status, {})))
    await expect(refusal(503)).rejects.toThrow()
    expect(grant.value).toEqual(given)

    await expect(refusal(401)).rejects.toThrow()
    expect(grant.value).toBeNull()
    expect(sessionStorage.length).toBe(0)
  })
})
