-- The messages of tickets $1 … $2 in the order in which they would have come, from customer and agent in turn.
INSERT INTO escalated_messages (
    id, ticket_id, kind, author_id, author_name, author_email, author_kind, body_html, body_text, channel,
    automatic, opening, created_at
)
SELECT
    bench.id(at, number * 100 + place, 'message'), ticket.id, CASE WHEN is_note THEN 'note' ELSE 'reply' END,
    CASE WHEN by_agent THEN ticket.assignee_id ELSE ticket.requester_id END,
    CASE WHEN by_agent THEN ticket.assignee_name ELSE ticket.requester_name END,
    CASE WHEN by_agent THEN ticket.assignee_email ELSE ticket.requester_email END,
    CASE WHEN by_agent THEN 'agent' ELSE 'customer' END,
    '<p>' || replace(text.body, E'\n\n', '</p><p>') || '</p>', text.body, ticket.channel, false, place = 1, at
FROM (SELECT *, substr(reference, 5)::bigint AS number FROM escalated_tickets) AS ticket
CROSS JOIN bench.shape
CROSS JOIN LATERAL generate_series(1, 1 + ticket.reply_count + ticket.note_count) AS place
CROSS JOIN LATERAL (
    SELECT ticket.created_at + (ticket.updated_at - ticket.created_at)
               * ((place - 1) / greatest(1, ticket.reply_count + ticket.note_count)::float8) AS at,
           -- the 4th, 10th, 16th …: as many as the ticket's note_count says
           place % 6 = 4 AND place / 6 < ticket.note_count AS is_note,
           place % 2 = 0 AND ticket.assignee_id IS NOT NULL AS by_agent
) AS one
JOIN bench.paragraphs AS first ON first.n = 1 + floor(shape.paragraphs * bench.chance(number * 100 + place, 31))::int
LEFT JOIN bench.paragraphs AS second
    ON second.n = 1 + floor(shape.paragraphs * bench.chance(number * 100 + place, 32))::int
    AND bench.chance(number * 100 + place, 33) < 0.4
CROSS JOIN LATERAL (SELECT concat_ws(E'\n\n', first.body, second.body) AS body) AS text
WHERE ticket.id >= $1 AND ticket.id <= $2
ORDER BY at
