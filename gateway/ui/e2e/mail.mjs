// Mail that the suite's catcher kept: ESCALATED_MAIL_DIR, by default where `make up` keeps it.
import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

const FOLDER = process.env.ESCALATED_MAIL_DIR ?? resolve(import.meta.dirname, '../../../.run/mail')
const WAIT_MS = 20_000

/** The link to a page (`verify-email`) in the mail that this address got, once it has come. */
export const linkMailedTo = (address, name, secret = 'token') => mailedTo(address, new RegExp(`https?://[^\\s"<>]+/${name}#${secret}=[\\w.-]+`))

/** The eight digits that were mailed to somebody without an account. */
export const codeMailedTo = (address) => mailedTo(address, /\b\d{8}(?= is your code)/)

async function mailedTo(address, what) {
  const until = Date.now() + WAIT_MS
  while (Date.now() < until) {
    for (const mail of mailsTo(address)) {
      const [found] = mail.match(what) ?? []
      if (found) return found
    }
    await pause(200)
  }
  throw new Error(`no mail with ${what} came to ${address} in ${FOLDER}`)
}

function mailsTo(address) {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith('.eml'))
  return files.map((file) => plain(readFileSync(resolve(FOLDER, file), 'utf8'))).filter((mail) => mail.includes(address))
}

/** Quoted-printable undone: soft line breaks, and `=3D` for an equals sign. */
function plain(mail) {
  return mail.replace(/=\r?\n/g, '').replace(/=3D/gi, '=')
}
