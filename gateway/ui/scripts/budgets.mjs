// What a first visit loads, gzip, against the budgets of the design. Reads dist/.vite/manifest.json: run after a build.
import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

const KB = 1000
const dist = resolve(dirname(fileURLToPath(import.meta.url)), '../dist')
const manifest = JSON.parse(readFileSync(resolve(dist, '.vite/manifest.json'), 'utf8'))
const sizes = new Map()

const gzip = (file) => {
  if (!sizes.has(file)) sizes.set(file, gzipSync(readFileSync(resolve(dist, file)), { level: 9 }).length)
  return sizes.get(file)
}
const keyOf = (ending) => {
  const key = Object.keys(manifest).find((name) => name.endsWith(ending))
  if (!key) throw new Error(`no ${ending} in the manifest`)
  return key
}

/** A module with everything it imports statically. */
function withImports(key, seen = new Set()) {
  if (seen.has(key)) return seen
  seen.add(key)
  for (const next of manifest[key].imports ?? []) withImports(next, seen)
  return seen
}

const filesOf = (endings) => {
  const keys = new Set(endings.flatMap((ending) => [...withImports(keyOf(ending))]))
  return new Set([...keys].map((key) => manifest[key].file).filter((file) => file.endsWith('.js')))
}
const sum = (files) => [...files].reduce((total, file) => total + gzip(file), 0)

/** Of the languages, the largest; the application's own messages are named without a folder. */
const messagesOf = (area) => Math.max(...['en', 'de', 'ar'].map((code) => gzip(manifest[`${area === 'app' ? '' : `../${area}/`}locales/${code}.json`].file)))
const messages = (areas) => areas.reduce((total, area) => total + messagesOf(area), 0)

const entry = filesOf(['index.html'])
const portal = filesOf(['index.html', 'portal/src/PortalLayout.vue', 'portal/src/TicketsPage.vue'])
const desk = filesOf(['index.html', 'desk/src/DeskPage.vue'])
const scripts = Object.values(manifest).filter(({ file }) => file.endsWith('.js'))
const sheets = new Set(Object.values(manifest).flatMap(({ css = [], file }) => [...css, ...(file.endsWith('.css') ? [file] : [])]))
const lazy = scripts.map(({ file }) => file).filter((file) => !entry.has(file))
const largest = lazy.sort((a, b) => gzip(b) - gzip(a))[0]

const checks = [
  ['portal', sum(portal) + messages(['ui', 'app', 'portal']), 90],
  ['desk until the list is usable', sum(desk) + messages(['ui', 'app', 'desk']), 180],
  [`largest lazy part (${largest})`, gzip(largest), 200],
  ['CSS', sum(sheets), 30],
]

let over = false
for (const [name, bytes, budget] of checks) {
  const kept = bytes <= budget * KB
  over ||= !kept
  console.log(`${kept ? 'ok  ' : 'OVER'} ${(bytes / KB).toFixed(1).padStart(6)} of ${String(budget).padStart(3)} KB  ${name}`)
}
if (over) process.exit(1)
