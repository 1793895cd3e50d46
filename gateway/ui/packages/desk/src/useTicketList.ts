import { listTickets } from '@escalated/api'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { useRoute } from 'vue-router'

import { queryOf } from './views'

/** The queue that the URL names, page by page. */
export function useTicketList() {
  const route = useRoute()
  const query = computed(() => queryOf(route.query))
  const list = useInfiniteQuery({
    queryKey: ['tickets', query],
    queryFn: ({ pageParam, signal }) => listTickets(query.value, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.meta.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
    // A deep list is not read again page by page behind the reader's back: see DeskPage's "new" chip.
    refetchOnWindowFocus: false,
  })
  const tickets = computed(() => list.data.value?.pages.flatMap((page) => page.data) ?? [])
  const total = computed(() => list.data.value?.pages[0]?.meta.total)
  return { ...list, tickets, total }
}

export type TicketListState = ReturnType<typeof useTicketList>
