/** Keys to commands. A key is written as `e`, `?`, `mod+k` (Ctrl or Cmd), or a sequence, `g i`. */
export interface KeyPress {
  key: string
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
  shiftKey: boolean
}

const SEQUENCE_MS = 900

export class Keymap<Command extends string> {
  private prefix = ''
  private pressedAt = 0

  constructor(private readonly bindings: Readonly<Record<string, Command>>) {}

  /** The command a press completes, or null. Single keys count only outside of fields (`typing`) and while wanted. */
  feed(press: KeyPress, options: { typing: boolean; singleKeys: boolean; now: number }): Command | null {
    const key = nameOf(press)
    if (key === null) return null
    if (key.startsWith('mod+')) return this.bindings[key] ?? null
    if (options.typing || !options.singleKeys) return null
    return this.complete(key, options.now)
  }

  private complete(key: string, now: number): Command | null {
    const sequence = this.prefix && now - this.pressedAt <= SEQUENCE_MS ? `${this.prefix} ${key}` : key
    this.pressedAt = now
    this.prefix = Object.keys(this.bindings).some((binding) => binding.startsWith(`${sequence} `)) ? sequence : ''
    return this.bindings[sequence] ?? null
  }
}

function nameOf({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyPress): string | null {
  if (altKey || ['Control', 'Meta', 'Shift', 'Alt'].includes(key)) return null
  const name = key.length === 1 ? key.toLowerCase() : key
  if (ctrlKey || metaKey) return `mod+${shiftKey ? 'shift+' : ''}${name}`
  return name
}

/** Where letters are text: single keys stay out. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return target.isContentEditable || target.closest('input, textarea, select, [role="dialog"], [role="menu"]') !== null
}

/** How a binding is shown: `⌘K` on a Mac, `Ctrl K` elsewhere. */
export function showKeys(binding: string, mac: boolean = /mac/i.test(navigator.platform)): string {
  const names: Record<string, string> = { mod: mac ? '⌘' : 'Ctrl', shift: mac ? '⇧' : 'Shift', Enter: '↵', Escape: 'Esc' }
  return binding
    .split(' ')
    .map((part) => part.split('+').map((piece) => names[piece] ?? piece.toUpperCase()).join(mac ? '' : ' '))
    .join(' ')
}
