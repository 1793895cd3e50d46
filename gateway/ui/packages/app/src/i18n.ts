import { config } from '@escalated/api'
import { chooseLanguage, keepLanguage, storedLanguage } from '@escalated/ui'
import { createI18n } from 'vue-i18n'

/** Parts of the application that bring messages of their own; `ui` and `app` are always there. */
export type Area = 'ui' | 'app' | 'portal' | 'guest' | 'desk'

type Messages = Record<string, never>

const files = import.meta.glob<Messages>('../../*/locales/*.json', { import: 'default' })
const loaders = new Map(Object.entries(files).map(([path, load]) => [nameOf(path), load]))
const loaded = new Set<string>()
const wanted = new Set<Area>(['ui', 'app'])

const arabic = new Intl.PluralRules('ar')
const FORMS = ['zero', 'one', 'two', 'few', 'many', 'other']

export const i18n = createI18n({
  legacy: false,
  locale: chooseLanguage([storedLanguage(), ...navigator.languages, config.locale]).code,
  fallbackLocale: 'en',
  messages: {},
  missingWarn: false,
  fallbackWarn: false,
  pluralRules: { ar: (count, forms) => Math.min(FORMS.indexOf(arabic.select(count)), forms - 1) },
})

/** Load what these areas say in the language of now, and what is wanted anyway. */
export async function loadAreas(areas: readonly Area[]): Promise<void> {
  for (const area of areas) wanted.add(area)
  await loadMessages(i18n.global.locale.value)
}

export async function switchLanguage(code: string): Promise<void> {
  await loadMessages(code)
  i18n.global.locale.value = code
  keepLanguage(code)
  applyLanguage()
}

export function applyLanguage(): void {
  const language = chooseLanguage([i18n.global.locale.value])
  document.documentElement.lang = language.code
  document.documentElement.dir = language.rtl ? 'rtl' : 'ltr'
}

async function loadMessages(code: string): Promise<void> {
  await Promise.all([...wanted].map((area) => loadFile(area, code)))
}

async function loadFile(area: Area, code: string): Promise<void> {
  const name = `${area}/${code}`
  const load = loaders.get(name)
  if (loaded.has(name) || !load) return
  i18n.global.mergeLocaleMessage(code, await load())
  loaded.add(name)
}

/** `desk/de` of `../../desk/locales/de.json`; our own lie at `../locales/de.json`. */
function nameOf(path: string): string {
  const parts = path.split('/')
  const area = parts.at(-3) === '..' ? 'app' : parts.at(-3)
  return `${area}/${parts.at(-1)!.replace('.json', '')}`
}
