// A session over time and tabs, the live stream without its server, and two agents on one ticket.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { AGENT, CUSTOMER, done, launch, open, openInDesk, post, settled, signedInAnew, unique, visit } from './browser.mjs'

let browser
before(async () => {
  browser = await launch()
})
after(() => browser.close())

/** As ten minutes later: the cookie of the access token is gone, that of the refresh token is not. */
const expire = (page) => page.context().clearCookies({ name: 'escalated_access' })

const refreshes = (page) => {
  const seen = []
  page.on('response', (answer) => answer.url().endsWith('/auth/refresh') && seen.push(answer.status()))
  return seen
}

test('an expired session is renewed without a word', async () => {
  const page = await signedInAnew(browser, CUSTOMER)
  await visit(page, '/tickets/')
  await expire(page)
  const seen = refreshes(page)
  await page.getByRole('link', { name: 'New request' }).click()
  await page.getByLabel('Subject').fill(unique('After ten minutes'))
  await page.getByLabel('What happened?').fill('I thought about it for a while.')
  await page.getByRole('button', { name: 'Send request' }).click()

  await page.waitForURL(/\/tickets\/[0-9a-f-]{36}\/$/)
  assert.deepEqual(seen, [200])
  await done(page)
})

test('tabs whose session expires at the same moment renew it one after the other', async () => {
  const first = await signedInAnew(browser, CUSTOMER)
  const tabs = [first, ...(await Promise.all([1, 2].map(() => first.context().newPage())))]
  for (const tab of tabs) await visit(tab, '/tickets/')
  await expire(first)
  const seen = tabs.map(refreshes)
  await Promise.all(tabs.map((tab) => tab.reload()))
  await Promise.all(tabs.map((tab) => tab.getByRole('heading', { name: 'My requests' }).waitFor()))

  assert.ok(seen.flat().length > 0)
  assert.deepEqual(seen.flat().filter((status) => status !== 200), [])
  await done(first)
})

test('a page reloaded while it renews the session keeps it', async () => {
  const page = await signedInAnew(browser, CUSTOMER)
  await visit(page, '/tickets/')
  await expire(page)
  const renewing = page.waitForRequest(/\/auth\/refresh$/)
  await page.reload({ waitUntil: 'commit' })
  await renewing
  await page.reload()

  await page.getByRole('heading', { name: 'My requests' }).waitFor()
  await done(page)
})

test('a session that was ended elsewhere leads to the sign-in page and back', async () => {
  const page = await signedInAnew(browser, CUSTOMER)
  await visit(page, '/tickets/create/')
  await page.context().clearCookies()
  await page.getByLabel('Subject').fill('Kept as a draft')
  await page.getByLabel('What happened?').fill('Whatever happens to the session.')
  await page.getByRole('button', { name: 'Send request' }).click()

  await page.waitForURL(/\/login\?next=\/tickets\/create\//)
  await page.getByRole('button', { name: 'Customer' }).click()
  await page.waitForURL(/\/tickets\/create\/$/)
  assert.equal(await page.getByLabel('Subject').inputValue(), 'Kept as a draft')
  await done(page)
})

test('without the stream, changes are asked for', async () => {
  const subject = unique('Polled')
  const page = await open(browser, { who: AGENT })
  await page.route('**/api/v1/stream', (route) => route.fulfill({ status: 503 }))
  const asked = page.waitForResponse(/\/api\/v1\/changes/)
  await visit(page, '/agent/tickets/?view=unassigned')
  assert.equal((await asked).status(), 200)
  const customer = await open(browser, { who: CUSTOMER })
  assert.equal((await post(customer, '/tickets', { subject, description: 'Is anybody there?' })).status(), 201)

  await page.getByRole('link', { name: new RegExp(subject) }).waitFor()
  await done(page)
  await done(customer)
})

test('of two agents who change the same thing, the second is asked', async () => {
  const subject = unique('Two at once')
  const customer = await open(browser, { who: CUSTOMER })
  const { data } = await (await post(customer, '/tickets', { subject, description: 'Please.' })).json()
  const page = await open(browser, { who: AGENT })
  await page.route('**/api/v1/stream', () => {}) // never answers: this agent does not hear of the other's change
  await openInDesk(page, subject)
  const other = await open(browser, { who: 'admin@example.com' })
  assert.equal((await post(other, `/tickets/${data.id}/priority`, { priority: 'high' })).status(), 200)

  await page.keyboard.press('p')
  await page.getByRole('textbox', { name: 'Set priority' }).fill('crit')
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog')
  await dialog.getByText('has changed meanwhile', { exact: false }).waitFor()
  await dialog.getByText('High').waitFor()
  await dialog.getByRole('button', { name: 'Keep what is there' }).click()

  await dialog.waitFor({ state: 'detached' })
  await page.getByRole('group', { name: 'Properties' }).getByText('High').waitFor()
  await page.reload()
  await settled(page)
  await page.getByRole('group', { name: 'Properties' }).getByText('High').waitFor()
  for (const one of [page, other, customer]) await done(one)
})
