export interface Language {
  code: string
  name: string
  rtl: boolean
}

/** Languages the UI speaks wholly, by their own names. */
export const LANGUAGES: readonly Language[] = [
  { code: 'en', name: 'English', rtl: false },
  { code: 'de', name: 'Deutsch', rtl: false },
  { code: 'ar', name: 'العربية', rtl: true },
]

const KEY = 'escalated.locale'

/** The first of the person's wishes that we speak: chosen here, set for the desk, asked by the browser. */
export function chooseLanguage(wishes: readonly (string | null | undefined)[]): Language {
  for (const wish of wishes) {
    const found = LANGUAGES.find(({ code }) => wish?.toLowerCase().split(/[-_]/)[0] === code)
    if (found) return found
  }
  return LANGUAGES[0]!
}

export function storedLanguage(): string | null {
  return localStorage.getItem(KEY)
}

export function keepLanguage(code: string): void {
  localStorage.setItem(KEY, code)
}

/** Change the language of the running page; the application shell provides how. */
export type SwitchLanguage = (code: string) => Promise<void>
export const SWITCH_LANGUAGE = Symbol('switch language')
