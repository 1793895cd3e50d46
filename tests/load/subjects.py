"""Who asks for what on a desk: chosen by the same rules at any size, so that sizes can be compared."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import asyncpg

from tests.load.stand import Person

PAGE = 25
MESSAGES = 20
_ASKERS = 20
_TICKETS = 40

_ADMIN = "SELECT id, kind, name, email, department_ids FROM escalated_people WHERE kind = 'admin'"
_LARGEST = """
SELECT department_id FROM escalated_tickets WHERE department_id IS NOT NULL AND NOT done
GROUP BY department_id ORDER BY count(*) DESC LIMIT 1
"""
_AGENTS = f"""
SELECT id, kind, name, email, department_ids FROM escalated_people
WHERE kind = 'agent' AND $1 = ANY(department_ids) ORDER BY email LIMIT {_ASKERS}
"""
_COLLEAGUES = f"""
SELECT assignee_id FROM escalated_tickets WHERE department_id = $1 AND assignee_id IS NOT NULL
GROUP BY assignee_id HAVING count(*) > {PAGE} ORDER BY count(*) DESC LIMIT {_ASKERS}
"""
_CUSTOMERS = f"""
SELECT id, kind, name, email, department_ids FROM escalated_people
JOIN (
    SELECT requester_id FROM escalated_tickets
    GROUP BY requester_id HAVING count(*) BETWEEN {PAGE + 1} AND 150 ORDER BY requester_id LIMIT {_ASKERS}
) AS asked ON requester_id = id
"""
_CONVERSATIONS = f"""
SELECT id FROM escalated_tickets
WHERE department_id = $1 AND reply_count + note_count + 1 = {MESSAGES} ORDER BY md5(reference) LIMIT {_TICKETS}
"""


@dataclass(frozen=True)
class Subjects:
    """People who ask, and what they ask for; each agent works in the desk's busiest department."""

    admin: Person
    agents: Sequence[Person]
    colleagues: Sequence[UUID]
    customers: Sequence[Person]
    conversations: Sequence[UUID]


async def subjects_of(dsn: str) -> Subjects:
    connection = await asyncpg.connect(dsn)
    try:
        largest = await connection.fetchval(_LARGEST)
        return Subjects(
            admin=person_of(await connection.fetchrow(_ADMIN)),
            agents=[person_of(row) for row in await connection.fetch(_AGENTS, largest)],
            colleagues=[row["assignee_id"] for row in await connection.fetch(_COLLEAGUES, largest)],
            customers=[person_of(row) for row in await connection.fetch(_CUSTOMERS)],
            conversations=[row["id"] for row in await connection.fetch(_CONVERSATIONS, largest)],
        )
    finally:
        await connection.close()


def person_of(row: asyncpg.Record) -> Person:
    return Person(row["id"], row["kind"], row["name"], row["email"], tuple(row["department_ids"]))
