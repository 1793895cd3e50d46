// Somebody without an account: rates by the mailed link, and looks at their requests by a mailed code.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { AGENT, CUSTOMER, done, launch, open, post, PREFIX, settled, unique, URL_BASE, visit } from './browser.mjs'
import { codeMailedTo, linkMailedTo } from './mail.mjs'

let browser
before(async () => {
  browser = await launch()
})
after(() => browser.close())

const newAddress = () => `${unique('gil').replace(' ', '.')}@guests.example`

/** A request of somebody without an account, and the agent who looks after it. */
async function asked(email, subject) {
  const agent = await open(browser, { who: AGENT })
  const answer = await post(agent, '/guest/tickets', { name: 'Gil Guest', email, subject, description: 'It **broke**.' })
  assert.equal(answer.status(), 201)
  const { reference } = (await answer.json()).data
  const { data: ticket } = await (await agent.context().request.get(`${URL_BASE}/api/v1/tickets/${reference}`)).json()
  return { agent, ticket }
}

/** Ratings as the API knows them. */
async function scoresOf(agent, ticket) {
  const answer = await agent.context().request.get(`${URL_BASE}/api/v1/tickets/${ticket.id}/ratings`)
  return (await answer.json()).data.map(({ score, comment }) => [score, comment])
}

async function enterByCode(page, email) {
  await page.getByLabel('Email').fill(email)
  await page.getByRole('button', { name: 'Send me a code' }).click()
  await page.getByText(`If ${email} is known here`, { exact: false }).waitFor()
  const code = await codeMailedTo(email)
  await page.getByLabel('Code from the mail').fill(`${code.slice(0, 4)} ${code.slice(4)}`)
  await page.keyboard.press('Enter')
}

test('the mailed link rates once, by keyboard, and nothing is rated by looking', async () => {
  const email = newAddress()
  const { agent, ticket } = await asked(email, unique('Rate me'))
  assert.ok((await post(agent, `/tickets/${ticket.id}/resolve`)).ok())
  const link = await linkMailedTo(email, `tickets/${ticket.id}/rate`, 'grant')
  assert.equal(new URL(link).origin, URL_BASE)

  const page = await open(browser)
  await page.goto(link)
  await page.getByRole('group', { name: 'Your rating' }).waitFor()
  assert.equal(page.url(), link.split('#')[0], 'the grant is taken out of the address')
  assert.deepEqual(await scoresOf(agent, ticket), [])

  await page.getByRole('radio', { name: '1 Very bad' }).focus()
  for (const _ of [2, 3, 4]) await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Tab')
  await page.keyboard.type('Quick, and kind.')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.getByText('Your rating has reached us.').waitFor()
  assert.deepEqual(await scoresOf(agent, ticket), [[4, 'Quick, and kind.']])
  assert.ok(!JSON.stringify(await page.evaluate(() => [{ ...sessionStorage }, { ...localStorage }, history.state])).includes('grant'))

  // The same link in the same tab: it changes the fragment alone.
  await page.goto(link)
  await page.getByRole('radio', { name: '5 Very good' }).check()
  await page.getByRole('button', { name: 'Send rating' }).click()
  await page.getByText('Rated already').waitFor()
  assert.deepEqual(await scoresOf(agent, ticket), [[4, 'Quick, and kind.']])
  await done(page)
  await done(agent)
})

test('a link of a request that is open again, and one that is broken, say so', async () => {
  const email = newAddress()
  const { agent, ticket } = await asked(email, unique('Not solved'))
  assert.ok((await post(agent, `/tickets/${ticket.id}/resolve`)).ok())
  const link = await linkMailedTo(email, `tickets/${ticket.id}/rate`, 'grant')
  assert.ok((await post(agent, `/tickets/${ticket.id}/reopen`)).ok())

  const page = await open(browser)
  for (const [url, words] of [[link, 'Not to be rated now'], [link.slice(0, -5), 'This link has ended']]) {
    await page.goto(url)
    await page.getByRole('radio', { name: '3 Okay' }).check()
    await page.getByRole('button', { name: 'Send rating' }).click()
    await page.getByText(words).waitFor()
  }
  assert.deepEqual(await scoresOf(agent, ticket), [])
  await done(page)
  await done(agent)
})

test('a customer who signed in rates without a link, once', async () => {
  const page = await open(browser, { who: CUSTOMER })
  const agent = await open(browser, { who: AGENT })
  const { data: ticket } = await (await post(page, '/tickets', { subject: unique('Rated by me'), description: 'Help!' })).json()
  await visit(page, `/tickets/${ticket.id}/rate`)
  await page.getByText('Not to be rated now').waitFor()
  assert.ok((await post(agent, `/tickets/${ticket.id}/resolve`)).ok())

  await visit(page, `/tickets/${ticket.id}/`)
  await page.getByRole('link', { name: 'Rate our help' }).click()
  await page.getByRole('radio', { name: '5 Very good' }).check()
  await page.getByRole('button', { name: 'Send rating' }).click()
  await page.getByText('Your rating has reached us.').waitFor()
  assert.deepEqual(await scoresOf(agent, ticket), [[5, '']])

  await page.reload()
  await page.getByText('Rated already').waitFor()
  await visit(agent, `/tickets/${ticket.id}/rate`)
  await agent.getByText('Not yours to rate').waitFor()
  await done(page)
  await done(agent)
})

test('a code by mail shows the requests, answers with a file, closes, opens again, rates, and is left behind', async () => {
  const [email, subject] = [newAddress(), unique('My printer')]
  const { agent, ticket } = await asked(email, subject)
  assert.ok((await post(agent, `/tickets/${ticket.id}/replies`, { body: 'be careful', internal: true })).ok())
  assert.ok((await post(agent, `/tickets/${ticket.id}/replies`, { body: 'Which **printer**?' })).ok())

  const page = await open(browser)
  await visit(page, '/login')
  await page.getByRole('link', { name: 'Look at your requests' }).click()
  await page.getByRole('heading', { name: 'Your requests' }).waitFor()
  await enterByCode(page, email)
  await page.getByRole('link', { name: new RegExp(subject) }).click()
  await page.getByText('Which printer?').waitFor()
  assert.equal(await page.getByText('be careful').count(), 0)

  await page.getByRole('textbox', { name: 'Your answer' }).fill('The **old** one.')
  await page.setInputFiles('input[type=file]', { name: 'printer.txt', mimeType: 'text/plain', buffer: Buffer.from('LP-1') })
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await page.getByText('The old one.').waitFor()
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: /printer\.txt/ }).click()])
  assert.equal(file.suggestedFilename(), 'printer.txt')

  await page.getByRole('button', { name: 'Close request' }).click()
  await page.getByText('The request is closed.').waitFor()
  await page.getByRole('link', { name: 'Rate our help' }).click()
  await page.getByRole('radio', { name: '2 Bad' }).check()
  await page.getByRole('button', { name: 'Send rating' }).click()
  await page.getByText('Your rating has reached us.').waitFor()
  assert.deepEqual(await scoresOf(agent, ticket), [[2, '']])
  await page.getByRole('link', { name: 'Look at the request' }).click()
  await page.getByRole('button', { name: 'Open again' }).click()
  await page.getByText('The request is open again.').waitFor()

  await page.getByRole('button', { name: 'Leave' }).click()
  await page.getByRole('button', { name: 'Send me a code' }).waitFor()
  assert.deepEqual(await page.evaluate(() => Object.keys(sessionStorage)), [])
  await page.goto(`${URL_BASE}${PREFIX}/guest/tickets/${ticket.id}/`)
  await page.waitForURL(/\/guest\/\?next=/)
  await settled(page)
  assert.equal(await page.getByText(subject).count(), 0)
  await done(page)
  await done(agent)
})
