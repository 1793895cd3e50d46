/** How the desk looks for this person: kept in the browser, applied to the root element by attributes that tokens.css reads. */
export type Theme = 'auto' | 'light' | 'dark'
export type Density = 'roomy' | 'compact'

export interface Appearance {
  theme: Theme
  density: Density
}

const KEY = 'escalated.appearance'
const DEFAULT: Appearance = { theme: 'auto', density: 'roomy' }

export function storedAppearance(storage: Pick<Storage, 'getItem'> = localStorage): Appearance {
  try {
    return { ...DEFAULT, ...JSON.parse(storage.getItem(KEY) ?? '{}') }
  } catch {
    return { ...DEFAULT } // somebody else's value under our key must not stop the desk
  }
}

export function keepAppearance(appearance: Appearance, storage: Pick<Storage, 'setItem'> = localStorage): void {
  storage.setItem(KEY, JSON.stringify(appearance))
}

export function applyAppearance({ theme, density }: Appearance, root: HTMLElement = document.documentElement): void {
  if (theme === 'auto') delete root.dataset.theme
  else root.dataset.theme = theme
  root.dataset.density = density
}

/** A brand's primary colour; its text turns dark when white would fall below 4.5:1 on it. */
export function applyPrimary(color: string | null, root: HTMLElement = document.documentElement): void {
  if (!color || !/^#[0-9a-f]{6}$/i.test(color)) return
  root.style.setProperty('--esc-primary', color)
  root.style.setProperty('--esc-primary-hover', `color-mix(in oklab, ${color}, black 12%)`)
  root.style.setProperty('--esc-on-primary', contrastWithWhite(color) >= 4.5 ? '#ffffff' : '#14151a')
}

/** WCAG 2 contrast ratio of a `#rrggbb` colour with white. */
export function contrastWithWhite(color: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => linear(parseInt(color.slice(at, at + 2), 16) / 255)) as [number, number, number]
  return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
}

function linear(channel: number): number {
  return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
}
