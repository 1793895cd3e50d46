// Every route, light and dark, wide and narrow, left-to-right and right-to-left: no serious fault, nothing wider than the window.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'

import { AGENT, CUSTOMER, launch, open, post, PREFIX, seriousFaults, settled, unique, URL_BASE, visit } from './browser.mjs'
import { codeMailedTo } from './mail.mjs'

/** Pages looked at together: much of the time of each is waiting. */
const AT_ONCE = 3

const LOOKS = ['light', 'dark'].flatMap((theme) => [
  { theme, width: 1440, height: 900, locale: 'en-US' },
  { theme, width: 390, height: 844, locale: 'en-US' },
  { theme, width: 1440, height: 900, locale: 'ar' },
])

const firstTicket = async (page, from) => {
  await visit(page, from)
  await page.locator('main ul li a').first().click()
  await page.waitForURL(new RegExp(`${from.split('?')[0]}[^/]+/`))
  await settled(page)
  await page.waitForSelector('main textarea')
}

const ROUTES = [
  { name: 'sign in', go: (page) => visit(page, '/login') },
  { name: 'sign up', go: (page) => visit(page, '/signup') },
  { name: 'new password', go: (page) => visit(page, '/password-reset') },
  { name: 'guest’s code', go: (page) => visit(page, '/guest/') },
  { name: 'guest’s tickets', guest: true, go: (page) => visit(page, '/guest/tickets/') },
  { name: 'guest’s conversation', guest: true, go: (page) => firstTicket(page, '/guest/tickets/') },
  { name: 'rating', go: (page) => visit(page, '/tickets/of-a-mailed-link/rate#grant=shown-to-the-api-when-sent') },
  { name: 'my tickets', who: CUSTOMER, go: (page) => visit(page, '/tickets/') },
  { name: 'new ticket', who: CUSTOMER, go: (page) => visit(page, '/tickets/create/') },
  { name: 'conversation', who: CUSTOMER, go: (page) => firstTicket(page, '/tickets/') },
  { name: 'queue', who: AGENT, go: (page) => visit(page, '/agent/tickets/?view=all_open') },
  { name: 'ticket', who: AGENT, go: (page) => firstTicket(page, '/agent/tickets/?view=all_open') },
]

let browser
let grant
before(async () => {
  browser = await launch()
  await seed()
  grant = await guestsGrant()
})
after(() => browser.close())

/** The pages of one ticket need one. */
async function seed() {
  const page = await open(browser, { who: CUSTOMER })
  const answer = await post(page, '/tickets', { subject: 'A ticket to look at', description: 'With a little text.' })
  assert.equal(answer.status(), 201)
  await page.context().close()
}

/** What a guest with one request holds once their address is proved. */
async function guestsGrant() {
  const page = await open(browser)
  const email = `${unique('guest').replace(' ', '.')}@guests.example`
  await post(page, '/guest/tickets', { name: 'Gil Guest', email, subject: 'A guest’s ticket', description: 'With a little text.' })
  await post(page, '/guest/verification', { email })
  const answer = await post(page, '/guest/verification/confirm', { email, code: await codeMailedTo(email) })
  assert.equal(answer.status(), 200)
  const { data } = await answer.json()
  await page.context().close()
  return JSON.stringify(data)
}

describe('every page', { concurrency: AT_ONCE }, () => {
  for (const [look, route] of LOOKS.flatMap((one) => ROUTES.map((other) => [one, other]))) {
    it(`${route.name}, ${look.theme}, ${look.width} px, ${look.locale}`, async () => {
      const page = await open(browser, { ...look, who: route.who })
      if (route.guest) await page.addInitScript((held) => sessionStorage.setItem('escalated.guest', held), grant)
      await route.go(page)

      assert.deepEqual(await seriousFaults(page), [])
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), 'wider than the window')
      assert.equal(await page.evaluate(() => document.documentElement.dir), look.locale === 'ar' ? 'rtl' : 'ltr')
      assert.deepEqual(page.faults, [])
      await page.context().close()
    })
  }

  for (const [name, keys] of [['palette', 'Control+k'], ['help', '?'], ['assignee picker', 'a'], ['tags picker', 'l']]) {
    it(`${name}, open over a ticket`, async () => {
      const page = await open(browser, { who: AGENT })
      await firstTicket(page, '/agent/tickets/?view=all_open')
      await page.keyboard.press(keys)
      await page.waitForSelector('[role=dialog]')

      assert.deepEqual(await seriousFaults(page), [])
      await page.keyboard.press('Escape')
      await page.waitForSelector('[role=dialog]', { state: 'detached' })
      await page.context().close()
    })
  }
})

it('the reader of the API shows the document, and the policy does not hinder it', async () => {
  const page = await open(browser)
  await page.goto(`${URL_BASE}/api/docs`)
  await page.getByRole('button', { name: 'Authorize' }).waitFor()
  await page.getByRole('link', { name: 'tickets', exact: true }).waitFor()
  assert.deepEqual(page.faults, [])
  await page.context().close()
})

it('the application answers under its prefix and names no inline script', async () => {
  const page = await open(browser)
  const answer = await page.context().request.get(`${URL_BASE}${PREFIX}/login`)
  const scripts = [...(await answer.text()).matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag)
  assert.deepEqual(scripts.filter((tag) => !/src="\/assets\/|type="application\/json"/.test(tag)), [])
  await page.context().close()
})
