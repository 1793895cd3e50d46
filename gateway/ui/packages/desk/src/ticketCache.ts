import type { Page, Ticket } from '@escalated/api'
import type { InfiniteData, QueryClient } from '@tanstack/vue-query'

type Lists = InfiniteData<Page<Ticket>>

/** The ticket as the screen knows it, wherever it is shown. */
export function cachedTicket(queries: QueryClient, id: string): Ticket | undefined {
  const single = queries.getQueriesData<Ticket>({ queryKey: ['ticket'] }).find(([, ticket]) => ticket?.id === id)?.[1]
  if (single) return single
  for (const [, list] of queries.getQueriesData<Lists>({ queryKey: ['tickets'] })) {
    const found = list?.pages.flatMap((page) => page.data).find((ticket) => ticket.id === id)
    if (found) return found
  }
  return undefined
}

/** Change a ticket everywhere it is shown. An answer without clocks keeps the ones at hand. */
export function patchTicket(queries: QueryClient, id: string, change: (ticket: Ticket) => Ticket): void {
  queries.setQueriesData<Ticket>({ queryKey: ['ticket'] }, (ticket) => (ticket?.id === id ? { ...ticket, ...change(ticket) } : ticket))
  queries.setQueriesData<Lists>({ queryKey: ['tickets'] }, (list) => list && { ...list, pages: list.pages.map((page) => patchPage(page, id, change)) })
}

function patchPage(page: Page<Ticket>, id: string, change: (ticket: Ticket) => Ticket): Page<Ticket> {
  if (!page.data.some((ticket) => ticket.id === id)) return page
  return { ...page, data: page.data.map((ticket) => (ticket.id === id ? { ...ticket, ...change(ticket) } : ticket)) }
}
