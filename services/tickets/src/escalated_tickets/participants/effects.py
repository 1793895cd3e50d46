"""What participants change of a ticket: one public change, which the audience follows."""

from uuid import UUID

from escalated_tickets.tickets.edit import Edit, Happening


def add_participant(edit: Edit, person_id: UUID) -> None:
    if person_id not in edit.state.participant_ids:
        _set(edit, [*edit.state.participant_ids, person_id])


def remove_participant(edit: Edit, person_id: UUID) -> None:
    if person_id in edit.state.participant_ids:
        _set(edit, [each for each in edit.state.participant_ids if each != person_id])


def _set(edit: Edit, participants: list[UUID]) -> None:
    """Activity and events name people by id: an erased person leaves no address there."""
    before, after = [str(each) for each in edit.state.participant_ids], [str(each) for each in participants]
    edit.change(
        Happening(
            "ticket.updated",
            {"changes": [("participants", before, after)]},
            {"participants": before},
            {"participants": after},
        ),
        participant_ids=participants,
    )
