import { actOn, ApiError, isConflict, newActKey, showTicket, type Status, type Ticket, type TicketAct } from '@escalated/api'
import { toast } from '@escalated/ui'
import { useQueryClient, type QueryClient } from '@tanstack/vue-query'
import { ref, shallowRef, type ShallowRef } from 'vue'
import { useI18n } from 'vue-i18n'

import { applyAct, inverse, untouched } from './optimistic'
import { cachedTicket, patchTicket } from './ticketCache'

export interface Conflict {
  act: TicketAct
  mine: Ticket
  theirs: Ticket
  answer: (apply: boolean) => void
}

export interface TicketActs {
  /** Do it now on the screen, then on the server; resolves to whether it was done. */
  perform: (ticket: Ticket, act: TicketAct, options?: { quiet?: boolean }) => Promise<boolean>
  conflict: ShallowRef<Conflict | null>
}

/** One act after the other on the same ticket: each is sent with the version that the one before it made. */
export function useTicketActs(statuses: () => readonly Status[]): TicketActs {
  const queries = useQueryClient()
  const { t } = useI18n()
  const conflict = shallowRef<Conflict | null>(null)
  const tails = new Map<string, Promise<unknown>>()
  const running = ref(0)

  function perform(ticket: Ticket, act: TicketAct, { quiet = false } = {}): Promise<boolean> {
    const before = cachedTicket(queries, ticket.id) ?? ticket
    patchTicket(queries, ticket.id, (now) => applyAct(now, act, statuses()))
    const tail = (tails.get(ticket.id) ?? Promise.resolve()).then(() => settle(before, act, quiet))
    tails.set(ticket.id, tail)
    return tail
  }

  async function settle(before: Ticket, act: TicketAct, quiet: boolean): Promise<boolean> {
    running.value += 1
    try {
      const after = await sendAct(queries, before, act, ask)
      if (!after) return false
      patchTicket(queries, before.id, () => after)
      if (!quiet) told(before, act)
      return true
    } catch (error) {
      await rollBack(queries, before)
      toast('danger', t('acts.failed', { reason: reasonOf(error) }))
      return false
    } finally {
      running.value -= 1
      if (running.value === 0) refresh(queries, before.id)
    }
  }

  function ask(act: TicketAct, mine: Ticket, theirs: Ticket): Promise<boolean> {
    return new Promise((resolve) => {
      const answer = (apply: boolean): void => {
        conflict.value = null
        resolve(apply)
      }
      conflict.value = { act, mine, theirs, answer }
    })
  }

  function told(before: Ticket, act: TicketAct): void {
    const back = inverse(act, before)
    const undo = back ? { label: t('acts.undo'), run: () => void perform(before, back, { quiet: true }) } : undefined
    toast('success', t(`acts.done.${act.kind}`, { reference: before.reference }), undo)
  }

  function reasonOf(error: unknown): string {
    if (!(error instanceof ApiError)) throw error
    return error.status === 0 ? t('errors.network') : error.message
  }

  return { perform, conflict }
}

/** The ticket after the act, or null where the agent preferred what somebody else had made of it. */
export async function sendAct(
  queries: QueryClient,
  seen: Ticket,
  act: TicketAct,
  ask: (act: TicketAct, mine: Ticket, theirs: Ticket) => Promise<boolean>,
): Promise<Ticket | null> {
  const version = cachedTicket(queries, seen.id)?.version ?? seen.version
  try {
    return await actOn(seen.id, act, { version, key: newActKey() })
  } catch (error) {
    if (!isConflict(error)) throw error
  }
  const current = await showTicket(seen.id)
  if (!untouched(act, seen, current)) {
    patchTicket(queries, seen.id, () => current)
    if (!(await ask(act, seen, current))) return null
  }
  return actOn(seen.id, act, { version: current.version, key: newActKey() })
}

/** Back to the truth: the server's, or, when it cannot be asked, what was there before. */
async function rollBack(queries: QueryClient, before: Ticket): Promise<void> {
  patchTicket(queries, before.id, () => before)
  try {
    const current = await showTicket(before.id)
    patchTicket(queries, before.id, () => current)
  } catch {
    // unreachable: what was there before stands until the next look
  }
}

function refresh(queries: QueryClient, id: string): void {
  void queries.invalidateQueries({ queryKey: ['counts'] })
  void queries.invalidateQueries({ queryKey: ['conversation', id] })
  void queries.invalidateQueries({ queryKey: ['ticket', id] })
}
