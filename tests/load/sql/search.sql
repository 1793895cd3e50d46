-- The searched words of tickets $1 … $2, as `escalated tickets reindex` makes them of their rows.
WITH fresh AS (
    SELECT ticket.id, ticket.department_id, head || tags || public_words AS public_words,
           head || tags || fields || words AS staff_words
    FROM escalated_tickets AS ticket
    CROSS JOIN LATERAL (
        SELECT string_agg(body_text, ' ' ORDER BY created_at, message.id) AS said,
               string_agg(body_text, ' ' ORDER BY created_at, message.id) FILTER (WHERE kind = 'reply') AS said_publicly
        FROM escalated_messages AS message WHERE message.ticket_id = ticket.id
    ) AS conversation
    CROSS JOIN LATERAL (
        SELECT setweight(to_tsvector('escalated_words', concat_ws(
                   ' ', subject, reference, substr(reference, 5), ltrim(substr(reference, 5), '0'), requester_name,
                   requester_email, translate(requester_email, '@.', '  '))), 'A') AS head,
               coalesce((SELECT string_agg(format('''#%s'':1B', tag), ' ') FROM unnest(ticket.tag_ids) AS tag), '')::tsvector AS tags,
               setweight(jsonb_to_tsvector('escalated_words', ticket.custom_fields, '["string", "numeric"]'), 'C') AS fields,
               to_tsvector('escalated_words', said) AS words,
               to_tsvector('escalated_words', coalesce(said_publicly, '')) AS public_words
    ) AS fresh
    WHERE ticket.id >= $1 AND ticket.id <= $2
    ORDER BY ticket.id
), for_customers AS (
    INSERT INTO escalated_public_documents (ticket_id, words) SELECT id, public_words FROM fresh
)
INSERT INTO escalated_staff_documents (ticket_id, department_id, words)
SELECT id, department_id, staff_words FROM fresh
