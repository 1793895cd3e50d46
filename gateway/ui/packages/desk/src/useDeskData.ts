import { listAgents, listDepartments, listStatuses, listTags, ticketCounts } from '@escalated/api'
import { useQuery } from '@tanstack/vue-query'

const RARELY = { staleTime: 5 * 60_000 }

/** What every part of the desk chooses from. Shared by key: each is asked for once. */
export function useDeskData() {
  const agents = useQuery({ queryKey: ['agents'], queryFn: listAgents, ...RARELY })
  const departments = useQuery({ queryKey: ['departments'], queryFn: listDepartments, ...RARELY })
  const tags = useQuery({ queryKey: ['tags'], queryFn: listTags, ...RARELY })
  const statuses = useQuery({ queryKey: ['statuses'], queryFn: listStatuses, ...RARELY })
  return { agents: agents.data, departments: departments.data, tags: tags.data, statuses: statuses.data }
}

export function useCounts() {
  return useQuery({ queryKey: ['counts'], queryFn: ticketCounts, staleTime: 5_000 }).data
}
