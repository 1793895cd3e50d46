// A real browser against a running suite: ESCALATED_URL (default http://127.0.0.1:8080), the demo accounts, and
// Debian's chromium (CHROMIUM). Every page made here fails its test when a script throws or the policy is broken.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

import { chromium } from 'playwright-core'

export const URL_BASE = process.env.ESCALATED_URL ?? 'http://127.0.0.1:8080'
export const PREFIX = process.env.ESCALATED_ROUTE_PREFIX ?? '/support'
export const PASSWORD = process.env.ESCALATED_DEMO_PASSWORD ?? 'escalated-demo'
export const AGENT = 'agent@example.com'
export const CUSTOMER = 'customer@example.com'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const ARGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']
const WAIT_MS = 15_000

export function launch() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ARGS })
}

/** A page of its own profile; `who` is signed in by the API, as the sign-in page would. */
export async function open(browser, { who, width = 1440, height = 900, theme = 'light', locale = 'en-US' } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: theme, locale, reducedMotion: 'reduce' })
  context.setDefaultTimeout(WAIT_MS)
  if (who) await signIn(context, who)
  const page = await context.newPage()
  page.faults = []
  page.on('pageerror', (error) => page.faults.push(error.message))
  page.on('console', (message) => {
    if (/Content Security Policy/.test(message.text())) page.faults.push(message.text())
  })
  return page
}

/** A page with a session of its own, for what ends or renews it: the others share one per person. */
export async function signedInAnew(browser, who) {
  const page = await open(browser)
  await cookiesOf(page.context(), who)
  return page
}

/** The end of a test: nothing threw in the page, and nothing it did was against the policy. */
export async function done(page) {
  assert.deepEqual(page.faults, [])
  await page.context().close()
}

/** Signed in once per person: hashing a password takes time on purpose. */
const cookies = new Map()

async function signIn(context, email) {
  if (!cookies.has(email)) cookies.set(email, cookiesOf(context, email))
  await context.addCookies(await cookies.get(email))
}

async function cookiesOf(context, email) {
  const answer = await context.request.post(`${URL_BASE}/api/v1/auth/login`, { data: { email, password: PASSWORD } })
  if (!answer.ok()) throw new Error(`sign-in of ${email}: ${answer.status()} ${await answer.text()}`)
  return context.cookies()
}

/** Go to a page of the application and wait until it shows what it loads. */
export async function visit(page, path) {
  await page.goto(`${URL_BASE}${PREFIX}${path}`)
  await settled(page)
}

export async function settled(page) {
  await page.waitForSelector('h1')
  await page.waitForFunction(() => !document.querySelector('[role=status] .animate-pulse, .animate-pulse'))
}

export async function openInDesk(page, subject) {
  await visit(page, '/agent/tickets/?view=all_open')
  await page.getByRole('link', { name: new RegExp(subject) }).first().click()
  await page.getByRole('heading', { level: 1, name: subject }).waitFor()
}

/** Accessibility faults that are serious or worse: `rule: what` of each. */
export async function seriousFaults(page) {
  // Through the protocol, not as a script element: the policy of the page forbids those, as it should.
  await page.evaluate(AXE)
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }))
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.target.join(' ')} ${node.any[0]?.message ?? ''}`).join(' | ')}`)
}

/** Ask the API as the page's own scripts would: with the session's cookies, and saying where the request comes from. */
export function post(page, path, data = {}) {
  return page.context().request.post(`${URL_BASE}/api/v1${path}`, { data, headers: { Origin: URL_BASE, 'Idempotency-Key': crypto.randomUUID() } })
}

export const unique = (words) => `${words} ${Date.now().toString(36)}`
