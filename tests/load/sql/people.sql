-- Departments, agents, requesters, tags, and how the desk is skewed. desk.py puts in what stands after a colon.

-- Everything that looks like chance is a hash of the ticket's number: each run makes the same desk.
CREATE FUNCTION bench.chance(i bigint, salt int) RETURNS float8 LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN abs(hashint8extended(i, salt) % 1000000) / 1000000.0;

-- 1 … n by Zipf's law: half as often the second, a third as often the third.
CREATE FUNCTION bench.zipf(chance float8, n int) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN least(n, floor(exp(chance * ln(n + 1)))::int);

-- 1 … n, the first ones some times as often as the last ones.
CREATE FUNCTION bench.skewed(chance float8, n int) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN least(n, 1 + floor(n * power(chance, 1.5))::int);

-- A UUIDv7 as it would have been made at that time.
CREATE FUNCTION bench.id(at timestamptz, i bigint, salt text) RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (
        lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0')
        || '7' || substr(md5(i || salt), 1, 3) || '8' || substr(md5(i || salt), 4, 15)
    )::uuid;

-- A million tickets in two years; a smaller desk has the same traffic and is younger.
CREATE TABLE bench.shape AS
SELECT :tickets AS tickets, :requesters AS requesters, :paragraphs AS paragraphs, :subjects AS subjects,
       date_trunc('day', now()) - interval '730 days' * (:tickets / 1000000.0) AS first_day,
       date_trunc('day', now()) AS last_day;

INSERT INTO escalated_departments (id, name, slug, active, version)
SELECT bench.id((SELECT first_day FROM bench.shape), n, 'department'), 'Department ' || n, 'department-' || n, true, 1
FROM generate_series(1, :departments) AS n;

CREATE TABLE bench.departments AS
SELECT substr(name, 12)::int AS n, id, name FROM escalated_departments;

-- Each agent works in a department of their own number and in one that many work in.
CREATE TABLE bench.agents AS
SELECT n, bench.id((SELECT first_day FROM bench.shape), n, 'agent') AS id, 'Agent ' || n AS name,
       'agent' || n || '@desk.example' AS email,
       (n - 1) % :departments + 1 AS one, bench.zipf(bench.chance(n, 1), :departments) AS other
FROM generate_series(1, :agents) AS n;
CREATE UNIQUE INDEX ON bench.agents (n);

CREATE TABLE bench.members AS
SELECT d.n AS department, array_agg(a.n ORDER BY a.n) AS agents
FROM bench.departments d JOIN bench.agents a ON d.n IN (a.one, a.other) GROUP BY d.n;

CREATE TABLE bench.requesters AS
SELECT n, bench.id((SELECT first_day FROM bench.shape), n, 'requester') AS id, 'Customer ' || n AS name,
       'customer' || n || '@mail' || n % 97 || '.example' AS email
FROM generate_series(1, :requesters) AS n;
CREATE UNIQUE INDEX ON bench.requesters (n);

INSERT INTO escalated_people (id, name, email, kind, active, role_ids, department_ids, version)
SELECT id, name, email, 'customer', true, '{customer}'::text[], '{}'::uuid[], 1 FROM bench.requesters
UNION ALL
SELECT a.id, a.name, a.email, 'agent', true, '{agent}',
       ARRAY(SELECT d.id FROM bench.departments d WHERE d.n IN (a.one, a.other) ORDER BY d.n), 1
FROM bench.agents a
UNION ALL
SELECT bench.id((SELECT first_day FROM bench.shape), 1, 'admin'), 'Admin', 'admin@desk.example', 'admin', true,
       '{admin}', '{}', 1;

INSERT INTO escalated_tags (id, name, color, created_at)
SELECT bench.id((SELECT first_day FROM bench.shape), n, 'tag'), 'tag-' || n, '#3b82f6', (SELECT first_day FROM bench.shape)
FROM generate_series(1, 60) AS n;

CREATE TABLE bench.tags AS SELECT substr(name, 5)::int AS n, id FROM escalated_tags;

INSERT INTO escalated_custom_fields (
    id, key, label, type, options, position, active, visible_to_customers, editable_by_customers, department_ids,
    ticket_types, required_at, version, created_at
)
SELECT bench.id(first_day, 1, 'field'), 'order', 'Order', 'text', '[]', 10, true, true, false, '{}', '{}', '{}', 1, first_day
FROM bench.shape;

-- What is unsolved is mostly young: densest at the end, thinning out over the last year.
CREATE TABLE bench.unsolved AS
SELECT DISTINCT :tickets - (k + floor(power(k / (:unsolved)::float8, 4) * (:tickets * 0.5 - :unsolved))::int) + 1 AS i
FROM generate_series(1, :unsolved) AS k;
CREATE UNIQUE INDEX ON bench.unsolved (i);

-- Messages per ticket for each fifty tickets: 150, one ticket of the fifty has twenty.
CREATE TABLE bench.lengths AS
SELECT ARRAY[20, 7, 6, 5, 5, 5, 5, 4, 4, 4, 4, 4, 4] || array_fill(3, ARRAY[12]) || array_fill(2, ARRAY[12])
       || array_fill(1, ARRAY[13]) AS of_fifty;

SELECT setval('escalated_ticket_numbers', :tickets);
