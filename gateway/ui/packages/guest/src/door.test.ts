import { describe, expect, it } from 'vitest'

import { codeIn, grantPath } from './door'

describe('a typed code', () => {
  it.each([
    ['12345678', '12345678'],
    [' 1234 5678\n', '12345678'],
    ['1234-5678', '12345678'],
    ['١٢٣٤٥٦٧٨', '12345678'],
    ['۱۲۳۴۵۶۷۸', '12345678'],
  ])('%j is %s', (typed, code) => expect(codeIn(typed)).toBe(code))
})

describe('where a grant leads', () => {
  it.each(['/guest/tickets/', '/guest/tickets/0198/', '/tickets/0198-a/rate', '/tickets/0198-a/rate/'])('%s is its to open', (path) => expect(grantPath(path)).toBe(path))

  it.each([undefined, ['/guest/tickets/'], '//evil.example', 'https://evil.example', '/agent/tickets/', '/tickets/1/', '/tickets/1/rate#grant=x'])('%j is not', (path) =>
    expect(grantPath(path)).toBe('/guest/tickets/'),
  )
})
