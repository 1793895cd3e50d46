import type { Activity } from '@escalated/api'

/** The message key of an activity, below `activity.`: the kinds we know by name, any other by the general words. */
const KNOWN = [
  ...['created', 'updated', 'status_changed', 'assigned', 'unassigned', 'priority_changed', 'escalated', 'resolved', 'closed'],
  ...['reopened', 'department_changed', 'tag_added', 'tag_removed', 'deleted', 'restored'],
  ...['merged', 'split', 'snoozed', 'woken', 'rated', 'message_changed', 'side_conversation_message'],
  ...['sla_warning', 'sla_breached', 'sla_breach_withdrawn', 'notification_requested', 'webhook_requested'],
]

export function activityKey(activity: Activity): string {
  if (activity.kind === 'ticket.followed') return followedKey(activity)
  if (activity.kind === 'ticket.updated' && fieldsOf(activity.after).join() === 'participants') return 'participants_changed'
  const plain = activity.kind.replace(/^ticket[._]/, '').replace(/\./g, '_')
  return KNOWN.includes(plain) ? plain : 'other'
}

/** Whether somebody follows by their own doing or was brought in, and whether it begins or ends. */
function followedKey({ actor, before, after }: Activity): string {
  const [begins, who] = [after !== null, valueOf(after ?? before)]
  if (who === actor?.id) return begins ? 'followed' : 'unfollowed'
  return begins ? 'follower_added' : 'follower_removed'
}

function fieldsOf(side: unknown): string[] {
  return Object.keys((side ?? {}) as Record<string, unknown>)
}

/** The one value that tells what an activity changed, whatever shape `before` and `after` have. */
export function valueOf(side: unknown): string {
  if (side === null || side === undefined) return ''
  if (typeof side !== 'object') return String(side)
  if (Array.isArray(side)) return side.map(valueOf).filter(Boolean).join(', ')
  const fields = side as Record<string, unknown>
  for (const name of ['name', 'label', 'title', 'status', 'priority', 'assignee', 'department', 'department_id', 'tag', 'tags', 'subject', 'type', 'text', 'new', 'score', 'follower_id', 'metric']) {
    if (name in fields) return valueOf(fields[name])
  }
  return ''
}

export function changed(activity: Activity): { before: string; after: string } {
  if (activity.kind === 'ticket.merged') {
    const { source, target } = activity.after as { source: string; target: string }
    return { before: source, after: target }
  }
  return { before: valueOf(activity.before), after: valueOf(activity.after) }
}

/** Whether the timeline shows it: what a message already tells is not said twice. */
export function isTold(activity: Activity): boolean {
  return !/^(reply\.|internal_note\.)/.test(activity.kind)
}
