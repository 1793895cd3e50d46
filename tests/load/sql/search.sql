-- The searched words of tickets $1 … $2, as the service would have written them.
INSERT INTO escalated_search_documents (ticket_id, public_words, all_words)
SELECT ticket.id, head || public_words, head || public_words || note_words
FROM escalated_tickets AS ticket
CROSS JOIN LATERAL (
    SELECT string_agg(body_text, ' ') FILTER (WHERE kind = 'reply') AS replies,
           string_agg(body_text, ' ') FILTER (WHERE kind = 'note') AS notes
    FROM escalated_messages AS message WHERE message.ticket_id = ticket.id
) AS conversation
CROSS JOIN LATERAL (
    SELECT setweight(to_tsvector('escalated_words', concat_ws(
               ' ', subject, reference, requester_name, requester_email, replace(requester_email, '@', ' '))), 'A') AS head,
           to_tsvector('escalated_words', coalesce(replies, '')) AS public_words,
           to_tsvector('escalated_words', coalesce(notes, '')) AS note_words
) AS words
WHERE ticket.id >= $1 AND ticket.id <= $2
ORDER BY ticket.id
