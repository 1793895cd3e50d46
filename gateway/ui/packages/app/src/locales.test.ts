import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'

import { LANGUAGES } from '@escalated/ui'
import { describe, expect, it } from 'vitest'

const PACKAGES = resolve(import.meta.dirname, '../..')
const AREAS = readdirSync(PACKAGES).filter((name) => existsSync(resolve(PACKAGES, name, 'locales')))
const KEY = /\b(?:t|te)\(\s*(['"`])([\w.]+?)\1/g

/** Whose messages an area's pages load beside their own, as `meta.areas` of its routes says. */
const BESIDE: Record<string, string[]> = { guest: ['portal'] }

type Messages = { [key: string]: string | Messages }

function read(area: string, code: string): Messages {
  return JSON.parse(readFileSync(resolve(PACKAGES, area, 'locales', `${code}.json`), 'utf8'))
}

function flat(messages: Messages, prefix = ''): [string, string][] {
  return Object.entries(messages).flatMap(([key, value]) => (typeof value === 'string' ? [[prefix + key, value] as [string, string]] : flat(value, `${prefix}${key}.`)))
}

const placeholders = (message: string): string[] => [...new Set(message.match(/\{\w+\}/g) ?? [])].sort()
const keysOf = (area: string, code: string): string[] => flat(read(area, code)).map(([key]) => key)

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /(?<!\.test)\.(vue|ts)$/.test(file))
    .map((file) => readFileSync(resolve(folder, file), 'utf8'))
}

describe.each(AREAS)('messages of %s', (area) => {
  const english = flat(read(area, 'en'))

  it.each(LANGUAGES.map(({ code }) => code))('have no hole and nothing over in %s', (code) => {
    expect(keysOf(area, code).sort()).toEqual(keysOf(area, 'en').sort())
  })

  it.each(LANGUAGES.map(({ code }) => code))('have text and the same placeholders in %s', (code) => {
    const theirs = Object.fromEntries(flat(read(area, code)))
    const wrong = english.filter(([key, message]) => !theirs[key] || placeholders(message).join() !== placeholders(theirs[key]).join())
    expect(wrong.map(([key]) => key)).toEqual([])
  })

  it('have the six plural forms of Arabic', () => {
    const plural = english.filter(([, message]) => message.includes(' | ')).map(([key]) => key)
    const arabic = Object.fromEntries(flat(read(area, 'ar')))
    expect(plural.map((key) => arabic[key]!.split(' | ').length)).toEqual(plural.map(() => 6))
  })

  it('hold every key that the code names', () => {
    const known = new Set(['ui', 'app', area, ...(BESIDE[area] ?? [])].flatMap((name) => keysOf(name, 'en')))
    const named = sources(resolve(PACKAGES, area, 'src')).flatMap((source) => [...source.matchAll(KEY)].map((match) => match[2]!))
    expect([...new Set(named)].filter((key) => key.includes('.') && !known.has(key))).toEqual([])
  })
})
