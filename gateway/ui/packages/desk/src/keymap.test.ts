import { describe, expect, it } from 'vitest'

import { BINDINGS, HELP_GROUPS, keysOf, type Command } from './commands'
import { isTyping, Keymap, showKeys, type KeyPress } from './keymap'

const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held })
const free = { typing: false, singleKeys: true, now: 0 }

describe('Keymap', () => {
  it.each([
    ['j', 'next'],
    ['e', 'resolve'],
    ['?', 'help'],
    ['/', 'search'],
  ])('%s asks for %s', (key, command) => {
    expect(new Keymap(BINDINGS).feed(press(key), free)).toBe(command)
  })

  it('takes Ctrl and Cmd alike, even while somebody types', () => {
    const keymap = new Keymap(BINDINGS)
    expect(keymap.feed(press('k', { ctrlKey: true }), { ...free, typing: true })).toBe('palette')
    expect(keymap.feed(press('k', { metaKey: true }), free)).toBe('palette')
  })

  it('leaves letters alone in fields, when single keys are off, and with Alt', () => {
    const keymap = new Keymap(BINDINGS)
    expect(keymap.feed(press('e'), { ...free, typing: true })).toBeNull()
    expect(keymap.feed(press('e'), { ...free, singleKeys: false })).toBeNull()
    expect(keymap.feed(press('e', { altKey: true }), free)).toBeNull()
  })

  it('joins g and a letter within 900 ms, and forgets the g after that', () => {
    const keymap = new Keymap(BINDINGS)
    expect(keymap.feed(press('g'), free)).toBeNull()
    expect(keymap.feed(press('u'), { ...free, now: 900 })).toBe('view.unassigned')

    keymap.feed(press('g'), { ...free, now: 2000 })
    expect(keymap.feed(press('i'), { ...free, now: 2901 })).toBe('assignMe')
  })

  it('does not take a copied text for a command', () => {
    expect(new Keymap(BINDINGS).feed(press('a', { ctrlKey: true }), free)).toBeNull()
  })
})

describe('isTyping', () => {
  it('knows fields, dialogs and menus', () => {
    document.body.innerHTML = '<input id="a"><div role="dialog"><button id="b"></button></div><a id="c"></a>'
    const at = (id: string) => document.getElementById(id)
    expect([isTyping(at('a')), isTyping(at('b')), isTyping(at('c')), isTyping(null)]).toEqual([true, true, false, false])
  })
})

describe('the list of commands', () => {
  it('explains every key in the help', () => {
    const explained = new Set(HELP_GROUPS.flatMap((group) => group.commands))
    expect(Object.values(BINDINGS).filter((command) => !explained.has(command))).toEqual([])
  })

  it('shows keys as the machine names them', () => {
    expect(keysOf('palette' as Command).map((keys) => [showKeys(keys, true), showKeys(keys, false)])).toEqual([['⌘K', 'Ctrl K']])
    expect(showKeys('g i', false)).toBe('G I')
  })
})
