export interface PickOption {
  value: string
  label: string
  /** Further words that find it. */
  words?: string
}

/** Options whose words hold every typed word, those that begin with the first one in front. */
export function matching<T extends PickOption>(options: readonly T[], typed: string): T[] {
  const wanted = fold(typed).split(/\s+/).filter(Boolean)
  if (wanted.length === 0) return [...options]
  const first = wanted[0]!
  return options
    .map((option) => ({ option, text: fold(`${option.label} ${option.words ?? ''}`) }))
    .filter(({ text }) => wanted.every((word) => text.includes(word)))
    .sort((a, b) => Number(b.text.startsWith(first)) - Number(a.text.startsWith(first)))
    .map(({ option }) => option)
}

function fold(text: string): string {
  return text.toLowerCase().normalize('NFKD').replace(/\p{M}/gu, '')
}
