-- A file on one message in a hundred. Rows only: nobody downloads them here.
INSERT INTO escalated_attachments (id, uploader, ticket_id, message_id, internal, filename, content_type, size_bytes, sha256, created_at)
SELECT bench.id(created_at, row_number() OVER (), 'file'), 'person:' || author_id, ticket_id, id, kind = 'note',
       'screenshot.png', 'image/png', 48213, repeat('0', 64), created_at
FROM escalated_messages
WHERE abs(hashtextextended(id::text, 0)) % 100 = 0
