import DOMPurify from 'dompurify'

/** The server cleaned this HTML with nh3; the browser cleans it again, with its own parser. */
const OPTIONS = {
  FORBID_TAGS: ['style', 'form', 'input', 'button', 'textarea', 'select', 'iframe', 'object', 'embed', 'svg', 'math', 'link', 'meta'],
  FORBID_ATTR: ['style', 'srcset', 'id', 'name'],
  ALLOW_DATA_ATTR: false,
  RETURN_DOM_FRAGMENT: true,
} as const

/** Clean HTML for showing inline; `quoted` labels the fold that hides the quoted tail of an answer. */
export function cleanHtml(html: string, quoted: string): string {
  const fragment = DOMPurify.sanitize(html, { ...OPTIONS, FORBID_TAGS: [...OPTIONS.FORBID_TAGS], FORBID_ATTR: [...OPTIONS.FORBID_ATTR] })
  openLinksOutside(fragment)
  dropRemoteImages(fragment)
  foldQuotedTail(fragment, quoted)
  const holder = document.createElement('div')
  holder.append(fragment)
  return holder.innerHTML
}

function openLinksOutside(fragment: DocumentFragment): void {
  for (const link of fragment.querySelectorAll('a[href]')) {
    link.setAttribute('target', '_blank')
    link.setAttribute('rel', 'noopener noreferrer nofollow')
  }
}

/** A picture fetched from elsewhere tells its sender when and where the mail was read: its words stand instead. */
function dropRemoteImages(fragment: DocumentFragment): void {
  for (const image of fragment.querySelectorAll('img')) {
    const source = image.getAttribute('src') ?? ''
    if (!/^(\/(?!\/)|data:image\/)/.test(source)) image.replaceWith(image.alt)
  }
}

/** A blockquote at the very end is what was answered to: folded, not lost. One that stands alone is the message. */
function foldQuotedTail(fragment: DocumentFragment, label: string): void {
  const last = fragment.lastElementChild
  if (last?.tagName !== 'BLOCKQUOTE' || fragment.childElementCount < 2) return
  const fold = document.createElement('details')
  const summary = document.createElement('summary')
  summary.textContent = label
  last.replaceWith(fold)
  fold.append(summary, last)
}
