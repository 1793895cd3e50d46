/** Everything that can be asked for by key; the palette and the help page show the same list. */
export const BINDINGS = {
  j: 'next',
  k: 'previous',
  Enter: 'open',
  o: 'open',
  ']': 'next',
  '[': 'previous',
  Escape: 'back',
  r: 'reply',
  n: 'note',
  e: 'resolve',
  a: 'assign',
  i: 'assignMe',
  s: 'status',
  p: 'priority',
  l: 'tags',
  '/': 'search',
  c: 'context',
  '?': 'help',
  'g i': 'view.mine_open',
  'g u': 'view.unassigned',
  'g a': 'view.all_open',
  'g r': 'view.sla_at_risk',
  'g d': 'view.recently_solved',
  'mod+k': 'palette',
} as const

export type Command = (typeof BINDINGS)[keyof typeof BINDINGS]

/** Commands that need a ticket under the cursor. */
export const ON_TICKET: readonly Command[] = ['open', 'reply', 'note', 'resolve', 'assign', 'assignMe', 'status', 'priority', 'tags']

export const HELP_GROUPS: readonly { id: string; commands: readonly Command[] }[] = [
  { id: 'move', commands: ['next', 'previous', 'open', 'back', 'search', 'palette', 'help'] },
  { id: 'act', commands: ['reply', 'note', 'resolve', 'assign', 'assignMe', 'status', 'priority', 'tags', 'context'] },
  { id: 'go', commands: ['view.mine_open', 'view.unassigned', 'view.all_open', 'view.sla_at_risk', 'view.recently_solved'] },
]

export function keysOf(command: Command): string[] {
  return Object.entries(BINDINGS).flatMap(([keys, bound]) => (bound === command ? [keys] : []))
}
