import type { Ticket } from '@escalated/api'
import { inject, type InjectionKey, type Ref } from 'vue'

import type { Command } from './commands'
import type { TicketActs } from './useTicketActs'

export type Picker = 'assign' | 'status' | 'priority' | 'department' | 'tags'

/** What the parts of the desk share. */
export interface Desk {
  acts: TicketActs
  /** The ticket that keys and palette act on: the open one, else the one under the list's cursor. */
  current: Ref<Ticket | undefined>
  run: (command: Command) => void
  /** Which picker of the open ticket a key asked for. */
  picker: Ref<Picker | null>
  /** Which kind of answer a key asked for; the composer takes it and sets it back. */
  compose: Ref<'reply' | 'note' | null>
  contextOpen: Ref<boolean>
  railOpen: Ref<boolean>
}

export const DESK: InjectionKey<Desk> = Symbol('desk')

export function useDesk(): Desk {
  return inject(DESK)!
}
