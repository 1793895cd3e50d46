"""Writes many changes at once: what `writing.save` writes, with a few statements for all of them."""

from collections.abc import Iterable, Sequence
from typing import Any

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_tickets import events
from escalated_tickets.activity.service import record_all
from escalated_tickets.search.service import index_tickets, is_indexed_anew
from escalated_tickets.tickets.edit import Edit
from escalated_tickets.tickets.queries import names_of
from escalated_tickets.tickets.state import Names
from escalated_tickets.tickets.writing import changes_of, save, settled, update_of
from escalated_tickets.undo.record import note_changes


async def save_all(uow: UnitOfWork, edits: Iterable[Edit]) -> None:
    """Each is a change of its own; they share the transaction. One that writes messages goes the usual way."""
    plain = []
    for edit in edits:
        if edit.messages:
            await save(uow, edit)
        else:
            await settled(uow, edit)
            plain.append(edit)
    await _update(uow, plain)
    await note_changes(uow, plain)
    indexed = [edit.state.id for edit in plain if is_indexed_anew(edit.before, edit.state)]
    if indexed:
        await index_tickets(uow, indexed)
    await record_all(uow, plain)
    await _publish(uow, plain)


async def _update(uow: UnitOfWork, edits: Sequence[Edit]) -> None:
    """One statement for all that change the same columns."""
    rows: dict[frozenset[str], list[dict[str, Any]]] = {}
    for edit in edits:
        changed = changes_of(edit)
        if changed:
            rows.setdefault(frozenset(changed), []).append({"ticket": edit.before.id, **changed})
    for names, parameters in rows.items():
        await uow.execute(update_of(names), parameters)


async def _publish(uow: UnitOfWork, edits: Sequence[Edit]) -> None:
    """Tickets of one department with the same tags and people have the same names: they are read once."""
    known: dict[Any, Names] = {}
    for edit in edits:
        state = edit.state
        named = (state.department_id, tuple(state.tag_ids), tuple(state.participant_ids))
        if named not in known:
            known[named] = await names_of(uow.connection, state)
        events.publish(uow, edit, known[named], {}, edit.before)
