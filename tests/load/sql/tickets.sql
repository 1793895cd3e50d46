-- Tickets $1 … $2, oldest first.
INSERT INTO escalated_tickets (
    id, reference, subject, status, status_category, done, priority, type, channel,
    requester_id, requester_name, requester_email, assignee_id, assignee_name, assignee_email, department_id,
    tag_ids, follower_ids, participant_ids, custom_fields,
    created_at, updated_at, public_updated_at, status_changed_at, resolved_at, closed_at, auto_close_at,
    escalation_level, reply_count, note_count, last_message_at, last_customer_message_at, last_agent_message_at,
    snippet, sla_state, sla_metric, sla_next_due_at, sla_clocks, sla_version, version, public_version, sequence,
    snoozed_until, rating
)
SELECT
    bench.id(created_at, i, 'ticket'), 'ESC-' || lpad(i::text, greatest(5, length(i::text)), '0'), subjects.body, status, status_category, done,
    (ARRAY[1, 2, 2, 2, 2, 3, 3, 4, 2, 5])[1 + floor(10 * bench.chance(i, 11))::int],
    (ARRAY['question', 'question', 'problem', 'incident', 'task'])[1 + floor(5 * bench.chance(i, 12))::int],
    (ARRAY['email', 'email', 'web', 'web', 'api'])[1 + floor(5 * bench.chance(i, 13))::int],
    requester.id, requester.name, requester.email,
    agent.id, coalesce(agent.name, ''), coalesce(agent.email, ''), department.id,
    CASE WHEN tag_1.id = tag_2.id THEN ARRAY[tag_1.id] ELSE array_remove(ARRAY[tag_1.id, tag_2.id], NULL) END,
    CASE WHEN bench.chance(i, 14) < 0.03 THEN ARRAY[follower.id] ELSE '{}'::uuid[] END,
    CASE WHEN bench.chance(i, 15) < 0.02 THEN ARRAY[participant.id] ELSE '{}'::uuid[] END,
    CASE WHEN bench.chance(i, 16) < 0.3 THEN jsonb_build_object('order', 'A-' || i % 100000) ELSE '{}'::jsonb END,
    created_at, updated_at, updated_at, updated_at,
    CASE WHEN done THEN updated_at END,
    CASE WHEN status = 'closed' THEN updated_at END,
    CASE WHEN status = 'resolved' THEN updated_at + interval '7 days' END,
    0, messages - notes - 1, notes, updated_at, created_at + (updated_at - created_at) * 0.8,
    CASE WHEN messages > 1 THEN updated_at END,
    left(paragraphs.body, 160),
    CASE WHEN done THEN 'met' WHEN late < 0.03 THEN 'breached' WHEN late < 0.08 THEN 'at_risk'
         WHEN status = 'waiting_on_customer' THEN 'paused' ELSE 'ok' END,
    'resolution', CASE WHEN NOT done THEN due_at END,
    jsonb_build_array(
        jsonb_build_object(
            'metric', 'first_response', 'state', 'met', 'target_seconds', 14400.0, 'started_at', created_at,
            'due_at', created_at + interval '4 hours', 'met_at', created_at + interval '1 hour', 'breached_at', NULL,
            'paused', false, 'at_risk', false, 'policy_id', 'default', 'policy_name', 'Standard'),
        jsonb_build_object(
            'metric', 'resolution', 'state', CASE WHEN done THEN 'met' ELSE 'running' END,
            'target_seconds', 172800.0, 'started_at', created_at, 'due_at', due_at,
            'met_at', CASE WHEN done THEN updated_at END, 'breached_at', NULL,
            'paused', status = 'waiting_on_customer', 'at_risk', false,
            'policy_id', 'default', 'policy_name', 'Standard')),
    3, messages + 2, messages - notes + 1, messages + 2,
    CASE WHEN NOT done AND status <> 'escalated' AND bench.chance(i, 34) < 0.03
         THEN last_day + interval '2 days' + interval '28 days' * bench.chance(i, 35) END,
    CASE WHEN done AND agent.id IS NOT NULL AND bench.chance(i, 34) < 0.12
         THEN (ARRAY[5, 5, 5, 5, 4, 4, 3, 2, 1, 1])[1 + floor(10 * bench.chance(i, 36))::int] END
FROM generate_series($1::int, $2::int) AS i
CROSS JOIN bench.shape
CROSS JOIN bench.lengths
LEFT JOIN bench.unsolved USING (i)
CROSS JOIN LATERAL (
    SELECT unsolved.i IS NULL AS done,
           lengths.of_fifty[1 + i::bigint * 37 % 50] AS messages,
           first_day + (last_day - first_day) * (i / tickets::float8) AS created_at,
           bench.chance(i, 17) AS late, bench.chance(i, 18) AS kind
) AS basic
CROSS JOIN LATERAL (
    SELECT CASE WHEN done THEN CASE WHEN created_at > last_day - interval '7 days' THEN 'resolved' ELSE 'closed' END
                WHEN kind < 0.25 THEN 'open' WHEN kind < 0.55 THEN 'in_progress'
                WHEN kind < 0.80 THEN 'waiting_on_customer' WHEN kind < 0.92 THEN 'waiting_on_agent'
                WHEN kind < 0.96 THEN 'escalated' ELSE 'reopened' END AS status,
           messages / 6 AS notes,
           CASE WHEN done THEN created_at + least(interval '5 days', last_day - created_at) * bench.chance(i, 19)
                ELSE last_day - (last_day - created_at) * power(bench.chance(i, 19), 3) END AS updated_at,
           created_at + interval '14 days' AS due_at,
           bench.zipf(bench.chance(i, 20), (SELECT max(n) FROM bench.departments)) AS department_n
) AS derived
JOIN escalated_statuses AS statuses ON statuses.slug = status
CROSS JOIN LATERAL (SELECT statuses.category AS status_category) AS category
LEFT JOIN bench.departments AS department ON department.n = department_n AND bench.chance(i, 21) > 0.02
JOIN bench.members ON members.department = department_n
LEFT JOIN bench.agents AS agent
    ON agent.n = members.agents[bench.skewed(bench.chance(i, 22), cardinality(members.agents))]
    AND bench.chance(i, 23) > CASE WHEN done THEN 0.01 ELSE 0.15 END
JOIN bench.agents AS follower ON follower.n = 1 + floor(200 * bench.chance(i, 24))::int % (SELECT count(*) FROM bench.agents)
JOIN bench.requesters AS requester ON requester.n = bench.skewed(bench.chance(i, 25), requesters)
JOIN bench.requesters AS participant ON participant.n = bench.skewed(bench.chance(i, 26), requesters)
LEFT JOIN bench.tags AS tag_1 ON tag_1.n = bench.zipf(bench.chance(i, 27), 60) AND bench.chance(i, 28) < 0.4
LEFT JOIN bench.tags AS tag_2 ON tag_2.n = bench.zipf(bench.chance(i, 29), 60) AND bench.chance(i, 28) < 0.1
JOIN bench.subjects AS subjects ON subjects.n = 1 + floor(shape.subjects * bench.chance(i, 30))::int
JOIN bench.paragraphs AS paragraphs ON paragraphs.n = 1 + floor(shape.paragraphs * bench.chance(i * 100 + 1, 31))::int
ORDER BY i
