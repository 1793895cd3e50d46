import { describe, expect, it } from 'vitest'

import { cleanHtml } from './sanitize'

const clean = (html: string): string => cleanHtml(html, 'quoted')

describe('cleanHtml', () => {
  it.each([
    ['<p>a</p><script>alert(1)</script>', '<p>a</p>'],
    ['<p onclick="alert(1)" style="color:red" id="x">a</p>', '<p>a</p>'],
    ['<iframe srcdoc="<script>1</script>"></iframe><p>b</p>', '<p>b</p>'],
    ['<a href="javascript:alert(1)">x</a>', '<a>x</a>'],
  ])('takes what could act out of %s', (html, kept) => {
    expect(clean(html)).toBe(kept)
  })

  it('opens links elsewhere, without telling who sent them', () => {
    expect(clean('<a href="https://example.com">x</a>')).toBe('<a href="https://example.com" target="_blank" rel="noopener noreferrer nofollow">x</a>')
  })

  it('replaces pictures from elsewhere by their words and keeps our own', () => {
    expect(clean('<p><img src="https://track.example/p.gif" alt="Logo"></p>')).toBe('<p>Logo</p>')
    expect(clean('<p><img src="//track.example/p.gif"></p>')).toBe('<p></p>')
    expect(clean('<p><img src="/api/v1/attachments/1"></p>')).toBe('<p><img src="/api/v1/attachments/1"></p>')
  })

  it('folds the quoted tail, not a quotation that is the message', () => {
    expect(clean('<p>Yes</p><blockquote>old</blockquote>')).toBe('<p>Yes</p><details><summary>quoted</summary><blockquote>old</blockquote></details>')
    expect(clean('<blockquote>old</blockquote>')).toBe('<blockquote>old</blockquote>')
  })
})
