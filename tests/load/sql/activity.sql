-- What happened to tickets $1 … $2: opened, and done where they are.
INSERT INTO escalated_activities (
    id, ticket_id, kind, actor_kind, actor_id, actor_name, before, after, staff_only, version, created_at
)
SELECT bench.id(at, substr(reference, 5)::bigint, kind), id, kind, 'person', actor_id::text, actor_name,
       CASE WHEN at_version > 1 THEN jsonb_build_object('status', 'in_progress') END,
       jsonb_build_object('status', after), false, at_version, at
FROM escalated_tickets
CROSS JOIN LATERAL (
    SELECT 'ticket.created', created_at, requester_id, requester_name, 'open', 1
    UNION ALL
    SELECT 'ticket.status_changed', resolved_at, assignee_id, assignee_name, status, version
    WHERE done AND assignee_id IS NOT NULL
) AS happened(kind, at, actor_id, actor_name, after, at_version)
WHERE id >= $1 AND id <= $2
ORDER BY at
