import { beforeEach, describe, expect, it } from 'vitest'

import { dropLinkSecret, linkSecret, takeLinkSecret } from './linkSecret'

describe('secrets of mailed links', () => {
  beforeEach(() => sessionStorage.clear())

  it('are kept for the page of the link alone, with or without the last slash', () => {
    expect(takeLinkSecret('/tickets/1/rate', '#grant=eyJ.a-b_c', 'grant')).toBe(true)

    expect(linkSecret('/tickets/1/rate/')).toBe('eyJ.a-b_c')
    expect(linkSecret('/tickets/2/rate')).toBe('')
  })

  it('are not what another name says, nor an empty one', () => {
    expect(takeLinkSecret('/verify-email', '#grant=x', 'token')).toBe(false)
    expect(takeLinkSecret('/verify-email', '#token=', 'token')).toBe(false)
    expect(takeLinkSecret('/verify-email', '', 'token')).toBe(false)
    expect(sessionStorage.length).toBe(0)
  })

  it('stay until they are dropped, and a newer link replaces an older', () => {
    takeLinkSecret('/password-reset', '#token=first', 'token')
    takeLinkSecret('/password-reset', '#token=second', 'token')
    expect(linkSecret('/password-reset')).toBe('second')

    dropLinkSecret('/password-reset')
    expect(linkSecret('/password-reset')).toBe('')
  })
})
