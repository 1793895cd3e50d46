import { flushPromises, mount } from '@vue/test-utils'
import { dropLinkSecret, linkSecret, takeLinkSecret } from '@escalated/ui'
import { createPinia } from 'pinia'
import { beforeEach, expect, it, vi } from 'vitest'
import { defineComponent, h } from 'vue'
import { createI18n } from 'vue-i18n'

import { useRating } from './useRating'

const TICKET = '0198b5a2-0000-7000-8000-000000000001'
const PATH = `/tickets/${TICKET}/rate`

/** The composable in a page of its own; `answers` of the server come in order. */
function begun(...answers: [status: number, body: unknown][]) {
  const requests: Request[] = []
  vi.stubGlobal('fetch', async (request: Request) => {
    requests.push(request)
    const [status, body] = answers.shift()!
    return new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } })
  })
  let page!: ReturnType<typeof useRating>
  const setup = () => {
    page = useRating(TICKET, PATH)
    void page.begin()
    return () => h('p')
  }
  mount(defineComponent({ setup }), { global: { plugins: [createPinia(), createI18n({ legacy: false, locale: 'en' })] } })
  return { page, requests }
}

beforeEach(() => {
  dropLinkSecret(PATH)
  takeLinkSecret(PATH, '#grant=signed.mac', 'grant')
})

it('shows the form for a link without asking the server anything', async () => {
  const { page, requests } = begun()
  await flushPromises()

  expect(page.state.value).toBe('form')
  expect(requests).toEqual([])
})

it('asks who it is where there is neither a link nor a session', () => {
  dropLinkSecret(PATH)
  expect(begun().page.state.value).toBe('signIn')
})

it('rates by one POST without cookies, and forgets the link', async () => {
  const { page, requests } = begun([201, { data: { reference: 'ESC-1', score: 4 } }])
  page.rating.score = 4
  page.rating.comment = ' quick '
  await page.send()

  expect(requests.map(({ method, url }) => [method, new URL(url).pathname])).toEqual([['POST', '/api/v1/guest/ratings']])
  expect(requests[0]!.credentials).toBe('omit')
  expect(await requests[0]!.json()).toEqual({ grant: 'signed.mac', score: 4, comment: 'quick' })
  expect(page.state.value).toBe('thanks')
  expect(linkSecret(PATH)).toBe('')
})

it('sends nothing without a score', async () => {
  const { page, requests } = begun()
  await page.send()
  expect(requests).toEqual([])
})

it.each([
  [409, 'already_rated', 'rated'],
  [409, 'resolution_over', 'over'],
  [401, 'grant_invalid', 'expired'],
])('says what %i %s means and forgets the link', async (status, code, outcome) => {
  const { page } = begun([status, { code, status, title: 'x', detail: 'x' }])
  page.rating.score = 1
  await page.send()

  expect(page.state.value).toBe(outcome)
  expect(linkSecret(PATH)).toBe('')
})

it('keeps form, link and key for the same rating sent again', async () => {
  const busy = { code: 'unavailable', status: 503, title: 'Busy', detail: 'Busy now.' }
  const { page, requests } = begun([503, busy], [201, { data: { reference: 'ESC-1', score: 5 } }])
  page.rating.score = 5
  await page.send()
  expect([page.state.value, page.failure.value, linkSecret(PATH)]).toEqual(['form', 'Busy now.', 'signed.mac'])

  await page.send()
  const keys = requests.map((request) => request.headers.get('Idempotency-Key'))
  expect(page.state.value).toBe('thanks')
  expect(keys[0]).toBe(keys[1])
})
