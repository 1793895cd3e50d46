import { ApiError, type Page, type Ticket } from '@escalated/api'
import { QueryClient, type InfiniteData } from '@tanstack/vue-query'
import { beforeEach, describe, expect, it, vi } from 'vitest'

import { patchTicket } from './ticketCache'
import { sendAct } from './useTicketActs'

const actOn = vi.hoisted(() => vi.fn())
const showTicket = vi.hoisted(() => vi.fn())
vi.mock('@escalated/api', async (original) => ({ ...(await original<object>()), actOn, showTicket }))

const seen = { id: 't1', priority: 'medium', assignee: null, version: 3 } as unknown as Ticket
const refused = new ApiError(412, { code: 'version_mismatch' })
const act = { kind: 'priority', priority: 'high' } as const
const never = () => Promise.reject(new Error('nobody is to be asked'))
let queries: QueryClient

beforeEach(() => {
  actOn.mockReset()
  showTicket.mockReset()
  queries = new QueryClient()
  queries.setQueryData(['ticket', 't1'], seen)
  queries.setQueryData<InfiniteData<Page<Ticket>>>(['tickets', {}], { pages: [{ data: [seen], meta: { next_cursor: null } }], pageParams: [undefined] })
})

describe('sendAct', () => {
  it('sends the version that the screen knows', async () => {
    actOn.mockResolvedValueOnce({ ...seen, version: 4 })
    expect((await sendAct(queries, seen, act, never))?.version).toBe(4)
    expect(actOn.mock.calls[0]![2].version).toBe(3)
  })

  it('goes on by itself when somebody changed something else, under a new key', async () => {
    actOn.mockRejectedValueOnce(refused).mockResolvedValueOnce({ ...seen, priority: 'high', version: 6 })
    showTicket.mockResolvedValueOnce({ ...seen, assignee: { id: 'ben', name: 'Ben' }, version: 5 })

    expect((await sendAct(queries, seen, act, never))?.version).toBe(6)
    expect(actOn.mock.calls[1]![2].version).toBe(5)
    expect(actOn.mock.calls[1]![2].key).not.toBe(actOn.mock.calls[0]![2].key)
  })

  it('asks when somebody changed the same thing, and leaves theirs when told so', async () => {
    actOn.mockRejectedValueOnce(refused)
    showTicket.mockResolvedValueOnce({ ...seen, priority: 'critical', version: 5 })

    expect(await sendAct(queries, seen, act, async () => false)).toBeNull()
    expect(actOn).toHaveBeenCalledTimes(1)
    expect(queries.getQueryData<Ticket>(['ticket', 't1'])?.priority).toBe('critical')
  })

  it('passes any other refusal on', async () => {
    actOn.mockRejectedValueOnce(new ApiError(409, { code: 'transition_not_allowed' }))
    await expect(sendAct(queries, seen, act, never)).rejects.toMatchObject({ status: 409 })
  })
})

describe('patchTicket', () => {
  it('changes the ticket wherever it is shown and keeps clocks that an answer left out', () => {
    queries.setQueryData(['ticket', 't1'], { ...seen, clocks: ['kept'] })
    patchTicket(queries, 't1', () => ({ ...seen, priority: 'low' }))

    expect(queries.getQueryData(['ticket', 't1'])).toMatchObject({ priority: 'low', clocks: ['kept'] })
    expect(queries.getQueryData<InfiniteData<Page<Ticket>>>(['tickets', {}])?.pages[0]?.data[0]?.priority).toBe('low')
  })
})
