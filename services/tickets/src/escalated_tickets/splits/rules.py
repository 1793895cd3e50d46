"""What may be split off: decided from the messages alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from escalated_chassis.errors import FieldError, Invalid, invalid


@dataclass(frozen=True, slots=True)
class Piece:
    """A message as far as splitting looks at it."""

    id: UUID
    kind: str
    created_at: datetime
    author_id: UUID | None = None


@dataclass(frozen=True)
class Cut:
    """The messages that go, oldest first. `opening` is the first public one: the new ticket begins with it."""

    pieces: tuple[Piece, ...]
    opening: Piece

    @property
    def public_ids(self) -> list[UUID]:
        return [piece.id for piece in self.pieces if piece.kind == "reply"]


def cut(pieces: Sequence[Piece], wanted: Sequence[UUID]) -> Cut:
    """Divides a conversation.

    Raises:
        Invalid: a message that is not there; all of them; no public one goes, or none stays: both tickets need a first
        message that their customer may read.
    """
    known = {piece.id for piece in pieces}
    missing = [index for index, each in enumerate(wanted) if each not in known]
    if missing:
        detail = "The ticket has no such message."
        raise Invalid(detail, errors=[FieldError(f"/message_ids/{i}", "unknown_message", detail) for i in missing])
    chosen = set(wanted)
    ordered = sorted(pieces, key=lambda piece: (piece.created_at, piece.id))
    going = tuple(piece for piece in ordered if piece.id in chosen)
    if len(going) == len(ordered):
        raise invalid("/message_ids", "everything", "All messages of a ticket are the ticket: some must stay.")
    if all(piece.id in chosen for piece in ordered if piece.kind == "reply"):
        raise invalid("/message_ids", "nothing_public_stays", "A message that the customer may read must stay.")
    opening = next((piece for piece in going if piece.kind == "reply"), None)
    if opening is None:
        raise invalid(
            "/message_ids", "nothing_public_goes", "A ticket begins with a message that the customer may read."
        )
    return Cut(going, opening)
