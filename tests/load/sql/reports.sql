-- What reports count of tickets $1 … $2, as `escalated reports rebuild` makes it of their rows.
WITH life AS MATERIALIZED (
    SELECT ticket.id, created_at, done, resolved_at, ticket.sequence AS at_sequence, assignee_id, department_id, channel,
           priority, type, rating, answer.at AS answered_at, answer.author_id AS answered_by,
           ARRAY(SELECT unnest(tag_ids) ORDER BY 1) AS tag_ids, ARRAY(SELECT unnest(follower_ids) ORDER BY 1) AS follower_ids
    FROM escalated_tickets AS ticket
    LEFT JOIN LATERAL (
        SELECT message.created_at AS at, author_id FROM escalated_messages AS message
        WHERE message.ticket_id = ticket.id AND kind = 'reply' AND author_kind = 'agent' AND NOT opening
        ORDER BY message.created_at LIMIT 1
    ) AS answer ON true
    WHERE ticket.id >= $1 AND ticket.id <= $2
), told AS MATERIALIZED (
    SELECT life.id, happened.*, row_number() OVER (PARTITION BY life.id ORDER BY place) AS number,
           count(*) OVER (PARTITION BY life.id) AS many
    FROM life CROSS JOIN LATERAL (
        SELECT 1, 'answered', answered_at, answered_by, extract(epoch FROM answered_at - created_at), NULL::smallint
        WHERE answered_at IS NOT NULL
        UNION ALL
        SELECT 2, 'resolved', resolved_at, assignee_id, extract(epoch FROM resolved_at - created_at), NULL WHERE done
        UNION ALL
        SELECT 3, 'rated', resolved_at + interval '1 hour', assignee_id, NULL, rating WHERE rating IS NOT NULL
    ) AS happened(place, kind, at, person_id, seconds, score)
), known AS (
    INSERT INTO escalated_report_tickets (
        ticket_id, base_sequence, state_sequence, created_at, department_id, assignee_id, channel, priority, type, tag_ids,
        follower_ids, deleted
    )
    SELECT id, at_sequence, at_sequence, created_at, department_id, assignee_id, channel, priority, type, tag_ids,
           follower_ids, false
    FROM life ORDER BY id
), facts AS (
    INSERT INTO escalated_report_facts (ticket_id, sequence, kind, at, person_id, score)
    SELECT id, number - 1 - many, kind, at, person_id, score FROM told ORDER BY id, number
)
INSERT INTO escalated_report_moments (
    ticket_id, number, kind, at, seconds, score, reopened, open, agent_id, assignee_id, department_id, channel, priority,
    type, tag_ids, follower_ids
)
SELECT id, number, kind, at, seconds, score, false, open, person_id, assignee_id, department_id, channel, priority, type,
       tag_ids, follower_ids
FROM life JOIN (
    SELECT id, 0 AS number, 'created' AS kind, created_at AS at, assignee_id AS person_id, NULL AS seconds,
           NULL::smallint AS score, NOT done AS open
    FROM life
    UNION ALL
    SELECT id, number, kind, at, person_id, seconds, score, false FROM told
) AS moment USING (id)
ORDER BY id, number
