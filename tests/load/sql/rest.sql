-- A file on one message in a hundred. Rows only: nobody downloads them here.
INSERT INTO escalated_attachments (id, uploader, ticket_id, message_id, internal, filename, content_type, size_bytes, sha256, created_at)
SELECT bench.id(created_at, row_number() OVER (), 'file'), 'person:' || author_id, ticket_id, id, kind = 'note',
       'screenshot.png', 'image/png', 48213, repeat('0', 64), created_at
FROM escalated_messages
WHERE abs(hashtextextended(id::text, 0)) % 100 = 0
;

INSERT INTO escalated_ratings (id, ticket_id, person_id, score, comment, resolution_at, assignee_id, created_at)
SELECT bench.id(resolved_at, substr(reference, 5)::bigint, 'rating'), ticket.id, requester_id, rating, '', resolved_at,
       assignee_id, resolved_at + interval '1 hour'
FROM escalated_tickets AS ticket WHERE rating IS NOT NULL ORDER BY ticket.id;

-- Nothing is left for the workers' first start to do.
INSERT INTO escalated_projections (name, built_at) VALUES ('people', now()), ('reports', now());
INSERT INTO escalated_report_builds (id, after_id, done, total, started_at, finished_at)
SELECT 1, '00000000-0000-0000-0000-000000000000', count(*), count(*), now(), now() FROM escalated_tickets;
