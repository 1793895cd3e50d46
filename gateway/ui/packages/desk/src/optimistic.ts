import type { Status, Tag, Ticket, TicketAct } from '@escalated/api'

/** The ticket as it will be when the act succeeds; the server's answer replaces it. */
export function applyAct(ticket: Ticket, act: TicketAct, statuses: readonly Status[] = []): Ticket {
  switch (act.kind) {
    case 'status':
      return withStatus(ticket, statuses.find((status) => status.slug === act.status))
    case 'resolve':
      return withStatus(ticket, statuses.find((status) => status.category === 'solved'))
    case 'close':
      return withStatus(ticket, statuses.find((status) => status.category === 'closed'))
    case 'reopen':
      return withStatus(ticket, statuses.find((status) => status.slug === 'reopened'))
    case 'priority':
      return { ...ticket, priority: act.priority }
    case 'department':
      return { ...ticket, department: act.department }
    case 'assign':
      return { ...ticket, assignee: act.assignee }
    case 'tags':
      return { ...ticket, tags: withTags(ticket.tags, act.add, act.remove) }
  }
}

function withStatus(ticket: Ticket, status: Status | undefined): Ticket {
  if (!status) return ticket
  return { ...ticket, status: status.slug, status_label: status.label, status_category: status.category, allowed_statuses: status.transitions }
}

function withTags(tags: readonly Tag[], add: readonly string[], remove: readonly string[]): Tag[] {
  const kept = tags.filter((tag) => !remove.includes(tag.name))
  const fresh = add.filter((name) => !kept.some((tag) => tag.name === name))
  return [...kept, ...fresh.map((name) => ({ id: `new:${name}`, name, color: '' }))]
}

/** Whether what the act changes stands as it stood when the agent decided: then somebody else's change is no conflict. */
export function untouched(act: TicketAct, seen: Ticket, current: Ticket): boolean {
  switch (act.kind) {
    case 'priority':
      return seen.priority === current.priority
    case 'department':
      return seen.department?.id === current.department?.id
    case 'assign':
      return seen.assignee?.id === current.assignee?.id
    case 'tags':
      return true // adding and removing names commutes with what others add and remove
    default:
      return seen.status === current.status
  }
}

/** The act that takes this one back, where there is one. */
export function inverse(act: TicketAct, before: Ticket): TicketAct | null {
  switch (act.kind) {
    case 'priority':
      return { kind: 'priority', priority: before.priority }
    case 'department':
      return { kind: 'department', department: asRef(before.department) }
    case 'assign':
      return { kind: 'assign', assignee: asRef(before.assignee) }
    case 'tags':
      return { kind: 'tags', add: act.remove, remove: act.add }
    case 'resolve':
    case 'close':
      return { kind: 'reopen' }
    default:
      return null
  }
}

function asRef(named: Ticket['assignee']): { id: string; name: string } | null {
  return named?.id ? { id: named.id, name: named.name } : null
}
