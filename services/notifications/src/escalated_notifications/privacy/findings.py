"""What is found of a person here, counted, with what is kept of it and why."""

from dataclasses import dataclass
from typing import Final

from escalated.privacy.v1 import types_pb2
from sqlalchemy import Text, bindparam, text
from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_notifications.mail_out.brief import target_of

ERASED: Final = "[erased]"


@dataclass(frozen=True)
class Subject:
    """Whose data it is: by id in the copy of the directory, by address in everything else.

    Without an address (an account that has only claimed one), no mail is theirs.
    """

    id: str
    email: str

    @property
    def bound(self) -> dict[str, str]:
        address = self.email.strip().casefold() or "nobody's"
        return {"person": self.id, "target": target_of(address), "address": address, "erased": ERASED}


# Mails to staff about a ticket carry the words of whoever asked; whose a ticket is, their own mails tell.
TICKETS_OF: Final = """
    SELECT DISTINCT ticket_id FROM escalated_deliveries
    WHERE target = :target AND ticket_id <> '' AND payload->>'reason' = 'requester'
"""
_KINDS: Final = (
    ("mails to them", "SELECT count(*) FROM escalated_deliveries WHERE target = :target", ""),
    (
        "mails and calls about their tickets",
        """
        SELECT count(*) FROM escalated_deliveries
        WHERE target <> :target AND ticket_id = ANY(CAST(:tickets AS text[]))
        """,
        "",
    ),
    ("mails from them", "SELECT count(*) FROM escalated_inbound_mails WHERE sender = :address", ""),
    ("person", "SELECT count(*) FROM escalated_people WHERE id = :person", ""),
    (
        "webhooks",
        "SELECT count(*) FROM escalated_webhooks WHERE owner_id = :person",
        "they serve the desk, without their owner's address",
    ),
)
_TICKETS = text(TICKETS_OF)
_COUNT = text("SELECT " + ", ".join(f"({sql})" for _, sql, _ in _KINDS)).bindparams(bindparam("person", type_=Text))


async def tickets_of(reader: AsyncConnection, subject: Subject) -> list[str]:
    """The tickets that they asked for, as far as the mails kept here tell."""
    return list((await reader.execute(_TICKETS, {"target": subject.bound["target"]})).scalars())


async def findings_of(reader: AsyncConnection, subject: Subject) -> list[types_pb2.Finding]:
    """How much there is of each kind; kinds of which there is nothing are left out."""
    bound = {name: value for name, value in subject.bound.items() if name != "erased"}
    counts = (await reader.execute(_COUNT, bound | {"tickets": await tickets_of(reader, subject)})).one()
    return [
        types_pb2.Finding(what=what, found=count, erased=0 if why else count, kept=count if why else 0, why=why)
        for (what, _, why), count in zip(_KINDS, counts, strict=True)
        if count
    ]
