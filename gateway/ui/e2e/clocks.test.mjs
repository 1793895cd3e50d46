// An agent asks why a deadline is when it is, wide and narrow, in the light and the dark, from the left and the right.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { AGENT, done, launch, open, openInDesk, seriousFaults } from './browser.mjs'

const SUBJECT = 'How do I add a second administrator?'
const LOOKS = [
  { width: 1440, height: 900 },
  { width: 1440, height: 900, theme: 'dark', locale: 'ar' },
  { width: 390, height: 844 },
]

let browser
before(async () => {
  browser = await launch()
})
after(() => browser.close())

for (const look of LOOKS) {
  test(`a deadline is explained (${Object.values(look).join(' ')})`, async () => {
    const page = await open(browser, { who: AGENT, ...look })
    await openInDesk(page, SUBJECT)
    if (look.width < 1280) await page.getByRole('button', { name: 'Details' }).first().click()
    await page.locator('li > button[aria-haspopup=dialog]').first().click()
    const dialog = page.getByRole('dialog').filter({ hasText: 'Standard' })
    await dialog.getByText('It is the default, and no other policy applies.').waitFor()

    assert.equal(await dialog.locator('dt').count(), 6)
    assert.ok((await dialog.innerText()).includes('80%'))
    assert.ok((await dialog.evaluate((box) => box.scrollWidth - box.clientWidth)) <= 0)
    assert.deepEqual(await seriousFaults(page), [])
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    await done(page)
  })
}
