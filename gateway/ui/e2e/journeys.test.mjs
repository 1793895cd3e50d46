// Somebody asks for help, the agent answers, notes, resolves; the customer sees it live, and no note.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { AGENT, CUSTOMER, done, launch, open, openInDesk, PASSWORD, PREFIX, settled, unique, URL_BASE, visit } from './browser.mjs'

let browser
before(async () => {
  browser = await launch()
})
after(() => browser.close())

/** A new request, sent through the form; the page of its conversation is open afterwards. */
async function ask(page, subject, { file } = {}) {
  await visit(page, '/tickets/create/')
  await page.getByLabel('Subject').fill(subject)
  await page.getByLabel('What happened?').fill('The **invoice** shows the wrong number.\n\n<script>document.title="owned"</script>')
  if (file) {
    await page.setInputFiles('input[type=file]', file)
    await page.waitForFunction(() => !document.querySelector('progress'))
  }
  await page.getByRole('button', { name: 'Send request' }).click()
  await page.waitForURL(/\/tickets\/[0-9a-f-]{36}\/$/)
  await settled(page)
}

test('a wrong password says so and keeps the address', async () => {
  const page = await open(browser)
  await visit(page, '/login')
  await page.getByLabel('Email').fill(CUSTOMER)
  await page.getByLabel('Password', { exact: true }).fill('not the password')
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()

  await page.getByRole('alert').waitFor()
  assert.equal(await page.getByLabel('Email').inputValue(), CUSTOMER)
  await done(page)
})

test('signing in leads back to where one wanted to go', async () => {
  const page = await open(browser)
  await page.goto(`${URL_BASE}${PREFIX}/tickets/create/`)
  await page.getByLabel('Email').fill(CUSTOMER)
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()

  await page.waitForURL(/\/tickets\/create\/$/)
  await done(page)
})

test('a customer does not get to the desk', async () => {
  const page = await open(browser, { who: CUSTOMER })
  await page.goto(`${URL_BASE}${PREFIX}/agent/tickets/`)
  await page.waitForURL(/\/support\/tickets\/$/)
  await done(page)
})

test('a request with a file is answered, noted on and resolved, and the customer sees what is theirs', async () => {
  const subject = unique('Wrong VAT number')
  const customer = await open(browser, { who: CUSTOMER })
  await ask(customer, subject, { file: { name: 'invoice.txt', mimeType: 'text/plain', buffer: Buffer.from('invoice 118') } })
  await customer.getByText('invoice.txt').waitFor()
  assert.ok(!(await customer.title()).includes('owned'))

  const agent = await open(browser, { who: AGENT })
  await openInDesk(agent, subject)
  await agent.keyboard.press('n')
  await agent.getByRole('textbox', { name: 'Note' }).fill('They pay late, be careful')
  await agent.keyboard.press('Control+Enter')
  await agent.getByText('Your note is kept.').waitFor()

  await agent.keyboard.press('Escape')
  await agent.keyboard.press('r')
  await agent.getByRole('textbox', { name: 'Reply' }).fill('We send a **corrected** invoice.')
  await agent.keyboard.press('Control+Enter')
  await agent.getByText('Your reply is sent.').waitFor()
  await agent.getByRole('article').getByText('corrected', { exact: false }).waitFor()

  // Live: the customer did not reload.
  await customer.getByText('corrected', { exact: false }).waitFor()
  await customer.getByText('Your answer, please').waitFor()
  assert.equal(await customer.getByText('be careful').count(), 0)

  await agent.keyboard.press('Escape')
  await agent.keyboard.press('e')
  await agent.getByText(/resolved$/).first().waitFor()
  await customer.getByText('Solved', { exact: true }).first().waitFor()
  await customer.getByRole('button', { name: 'Open again' }).click()
  await customer.getByText('The request is open again.').waitFor()

  await done(agent)
  await done(customer)
})

test('an agent assigns, sets priority and tags by keyboard alone', async () => {
  const subject = unique('Keyboard only')
  const customer = await open(browser, { who: CUSTOMER })
  await ask(customer, subject)
  const page = await open(browser, { who: AGENT })
  await openInDesk(page, subject)

  await page.keyboard.press('i')
  await page.getByText(/^Assignee of .* changed$/).waitFor()
  await page.keyboard.press('p')
  await page.getByRole('textbox', { name: 'Set priority' }).fill('crit')
  await page.keyboard.press('Enter')
  await page.getByText(/^Priority of .* changed$/).waitFor()
  await page.keyboard.press('l')
  await page.getByRole('textbox', { name: 'Tags' }).fill('e2e')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')

  await page.reload()
  await settled(page)
  const properties = page.getByRole('group', { name: 'Properties' })
  await properties.getByText('Critical').waitFor()
  await properties.getByText('e2e', { exact: true }).waitFor()

  await page.keyboard.press('Control+k')
  await page.getByRole('textbox', { name: 'What do you want to do?' }).fill('unassigned')
  await page.keyboard.press('Enter')
  await page.waitForURL(/view=unassigned/)
  await done(page)
  await done(customer)
})

test('a draft survives a closed page', async () => {
  const subject = unique('Draft')
  const customer = await open(browser, { who: CUSTOMER })
  await ask(customer, subject)
  await customer.getByRole('textbox', { name: 'Your answer' }).fill('half a sentence')
  await customer.reload()
  await settled(customer)
  assert.equal(await customer.getByRole('textbox', { name: 'Your answer' }).inputValue(), 'half a sentence')
  await done(customer)
})

test('being offline is said', async () => {
  const page = await open(browser, { who: AGENT })
  await visit(page, '/agent/tickets/')
  await page.context().setOffline(true)
  await page.getByText('You are offline.', { exact: false }).waitFor()
  await page.context().setOffline(false)
  await page.getByText('You are offline.', { exact: false }).waitFor({ state: 'detached' })
  await done(page)
})
