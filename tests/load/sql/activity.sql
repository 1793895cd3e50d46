-- What happened to tickets $1 … $2: opened, done where they are, and rated where they were.
INSERT INTO escalated_activities (
    id, ticket_id, kind, actor_kind, actor_id, actor_name, before, after, staff_only, version, created_at
)
SELECT bench.id(at, substr(reference, 5)::bigint, kind), id, kind, 'person', actor_id::text, actor_name, before, after,
       false, at_version, at
FROM escalated_tickets
CROSS JOIN LATERAL (
    SELECT 'ticket.created', created_at, requester_id, requester_name, NULL, jsonb_build_object('status', 'open'), 1
    UNION ALL
    SELECT 'ticket.status_changed', resolved_at, assignee_id, assignee_name, jsonb_build_object('status', 'in_progress'),
           jsonb_build_object('status', status), version - CASE WHEN rating IS NULL THEN 0 ELSE 1 END
    WHERE done AND assignee_id IS NOT NULL
    UNION ALL
    SELECT 'ticket.rated', resolved_at + interval '1 hour', requester_id, requester_name, NULL,
           jsonb_build_object('score', rating), version
    WHERE rating IS NOT NULL
) AS happened(kind, at, actor_id, actor_name, before, after, at_version)
WHERE id >= $1 AND id <= $2
ORDER BY at
