"""What somebody who is erased had in hand: open tickets are nobody's again, and none is followed by them any more.

Unlike the rest of an erasure this is a change of each ticket, with activity and events: somebody has to take it up.
"""

from typing import Final

from sqlalchemy import Uuid, bindparam, text

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_tickets.desk import Desk
from escalated_tickets.privacy.findings import Subject
from escalated_tickets.tickets import edit as effects
from escalated_tickets.tickets.batches import save_all
from escalated_tickets.tickets.edit import Edit
from escalated_tickets.tickets.viewers import SERVICE
from escalated_tickets.tickets.visibility import Relation
from escalated_tickets.tickets.writing import lock_rows

# Each way to be named has an index of its own; deleted ones too, for they may be restored.
_IN_HAND: Final = text(
    """
    SELECT id FROM (
        SELECT id FROM escalated_tickets WHERE assignee_id = :person AND NOT done AND deleted_at IS NULL
        UNION SELECT id FROM escalated_tickets WHERE assignee_id = :person AND NOT done AND deleted_at IS NOT NULL
        UNION SELECT id FROM escalated_tickets WHERE follower_ids @> ARRAY[CAST(:person AS uuid)]
    ) AS in_hand ORDER BY id LIMIT :limit
    """
).bindparams(bindparam("person", type_=Uuid))


async def let_go(uow: UnitOfWork, desk: Desk, subject: Subject, limit: int) -> int:
    """Takes the person out of at most `limit` tickets; returns how many it found. What is done stays theirs."""
    ids = list((await uow.execute(_IN_HAND, {"person": subject.id, "limit": limit})).scalars())
    book = await desk.statuses.book(uow.connection)
    edits = []
    for state in (await lock_rows(uow, ids)).values():
        edit = Edit(state, SERVICE, Relation.STAFF, book, desk.policy, uow.now)
        if state.assignee_id == subject.id and not state.done:
            effects.unassign(edit)
        effects.follow(edit, subject.id, following=False)
        edits.append(edit)
    await save_all(uow, edits)
    return len(ids)
