import { Live, ticketOf, type Change, type LiveState } from '@escalated/api'
import type { QueryClient } from '@tanstack/vue-query'
import { onScopeDispose, ref, type Ref } from 'vue'

/** Events come in bursts (one act is several): one look at the server serves them all. */
const GATHER_MS = 300

/** Keep what is on the screen true while the scope lives; `changed` hears the tickets of each burst. */
export function useLive(queries: QueryClient, changed: (tickets: Set<string>) => void): Ref<LiveState> {
  const state = ref<LiveState>('connecting')
  let gathered = new Set<string>()
  let timer = 0

  function tell(): void {
    const tickets = gathered
    gathered = new Set()
    timer = 0
    for (const id of tickets) {
      void queries.invalidateQueries({ queryKey: ['ticket', id] })
      void queries.invalidateQueries({ queryKey: ['conversation', id] })
    }
    changed(tickets)
  }

  function hear(change: Change): void {
    if (change.type === 'reset') return void queries.invalidateQueries()
    const ticket = ticketOf(change)
    if (ticket) gathered.add(ticket)
    timer ||= window.setTimeout(tell, GATHER_MS)
  }

  /** What happened while we were away is not replayed for ever: look at everything shown once more. */
  function enter(next: LiveState): void {
    if (next === 'live' && state.value !== 'connecting') void queries.invalidateQueries()
    state.value = next
  }

  const live = new Live({ change: hear, state: enter })
  live.start()
  onScopeDispose(() => {
    window.clearTimeout(timer)
    live.stop()
  })
  return state
}
