// Making an account, proving its address by the mailed link, and a new password by mail.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { CUSTOMER, done, launch, open, settled, unique, URL_BASE, visit } from './browser.mjs'
import { linkMailedTo } from './mail.mjs'

const FIRST = 'a long enough one'
const SECOND = 'another long one'

let browser
before(async () => {
  browser = await launch()
})
after(() => browser.close())

const newAddress = () => `${unique('somebody').replace(' ', '.')}@example.org`

async function signUp(page, email) {
  await visit(page, '/signup')
  await page.getByLabel('Your name').fill('Sam Somebody')
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(FIRST)
  await page.getByRole('button', { name: 'Create an account' }).click()
}

async function signIn(page, email, password) {
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

test('a new account is asked to prove its address, and the mailed link does', async () => {
  const email = newAddress()
  const page = await open(browser)
  await signUp(page, email)
  await page.getByText('Please confirm your address', { exact: false }).waitFor()
  const link = await linkMailedTo(email, 'verify-email')
  assert.equal(new URL(link).origin, URL_BASE)

  await page.goto(link)
  await page.getByText('Your address is confirmed. Thank you.').waitFor()
  assert.ok(!page.url().includes('token'), 'the token is taken out of the address')

  await page.getByRole('link', { name: 'Go on' }).click()
  await page.getByRole('heading', { name: 'My requests' }).waitFor()
  assert.equal(await page.getByText('Please confirm your address', { exact: false }).count(), 0)
  await done(page)
})

test('a link opened where nobody is signed in counts after signing in', async () => {
  const email = newAddress()
  const here = await open(browser)
  await signUp(here, email)
  await here.getByText('Please confirm your address', { exact: false }).waitFor()
  const link = await linkMailedTo(email, 'verify-email')

  const elsewhere = await open(browser)
  await elsewhere.goto(link)
  await elsewhere.getByRole('link', { name: 'Sign in' }).click()
  await signIn(elsewhere, email, FIRST)

  await elsewhere.getByText('Your address is confirmed. Thank you.').waitFor()
  await done(here)
  await done(elsewhere)
})

test('an address that has an account is told so, with the two ways on', async () => {
  const page = await open(browser)
  await signUp(page, CUSTOMER)

  await page.getByText('This address has an account already').waitFor()
  await page.getByRole('link', { name: 'Set a new password' }).click()
  await page.waitForURL(/\/password-reset/)
  assert.equal(await page.getByLabel('Email').inputValue(), CUSTOMER)
  await done(page)
})

test('a forgotten password is set anew by mail, and the link works once', async () => {
  const email = newAddress()
  const page = await open(browser)
  await signUp(page, email)
  await page.getByRole('heading', { name: 'My requests' }).waitFor()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.waitForURL(/\/login/)
  await page.getByRole('link', { name: 'Forgot your password?' }).click()
  await page.getByRole('heading', { name: 'Set a new password' }).waitFor()
  await page.getByLabel('Email').fill(email)
  await page.getByRole('button', { name: 'Send the link' }).click()
  await page.getByText(`If ${email} is known here`, { exact: false }).waitFor()
  const link = await linkMailedTo(email, 'password-reset')

  await page.goto(link)
  await page.getByLabel('New password', { exact: true }).fill(SECOND)
  await page.getByRole('button', { name: 'Save the password' }).click()
  await page.waitForURL(/\/login/)
  await signIn(page, email, SECOND)
  await page.getByRole('heading', { name: 'My requests' }).waitFor()

  await page.goto(link)
  await settled(page)
  await page.getByLabel('New password', { exact: true }).fill(FIRST)
  await page.getByRole('button', { name: 'Save the password' }).click()
  await page.getByText('This link was used, or is too old.', { exact: false }).waitFor()
  await done(page)
})
