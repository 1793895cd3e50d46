"""Events about clocks, written out as `envelope.encode` would, without a message in between: half of what a timer cost.

tests/unit/test_encoding.py compares the bytes. Like the proto3 mapping, `_plain` puts what has its default value last.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import orjson

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.events.envelope import headers_with
from escalated_chassis.events.outbox import OutboxRow
from escalated_chassis.ids import uuid7
from escalated_sla.clocks.rules import Clock
from escalated_sla.policies.rules import PolicyVersion

SERVICE: Final = "sla"


def clock_json(ticket_id: str, clock: Clock, version: PolicyVersion) -> dict[str, Any]:
    """A clock as other services see it."""
    course = clock.course
    json: dict[str, Any] = {
        "ticket_id": ticket_id,
        "metric": course.metric,
        "state": clock.state,
        "target_seconds": clock.terms.target.total_seconds(),
        "started_at": instant_text(course.started_at),
    }
    if clock.due_at is not None:
        json["due_at"] = instant_text(clock.due_at)
    if course.met_at is not None:
        json["met_at"] = instant_text(course.met_at)
    if clock.breached_at is not None:
        json["breached_at"] = instant_text(clock.breached_at)
    if at_risk := clock.at_risk:
        json["at_risk"] = True
    json["policy_id"], json["policy_name"] = str(version.policy_id), version.name
    if paused := clock.state == "paused":
        json["paused"] = True
    json["round"] = course.round
    if course.ended_at is not None:
        json["ended_at"] = instant_text(course.ended_at)
    if not at_risk:
        json["at_risk"] = False
    if not paused:
        json["paused"] = False
    return json


class Writer:
    """Writes the events of one command. What they share is made once."""

    def __init__(self, uow: UnitOfWork) -> None:
        who = uow.acting
        self._time, self._causation = instant_text(uow.now), str(uow.id)
        self._actor = _plain(kind=who.kind, id=who.id, name=who.name, on_behalf_of=who.on_behalf_of)
        cause = who.cause
        self._cause = cause and _plain(root_event_id=cause.root_event_id, depth=cause.depth, chain=list(cause.chain))

    def row(
        self,
        kind: str,
        ticket_id: str,
        *,
        reference: str,
        origin: str,
        audience: Mapping[str, Any],
        version: int,
        clocks: Sequence[dict[str, Any]],
        more: Mapping[str, Any],
    ) -> OutboxRow:
        """An event `sla.<kind>`; `more` has its own fields. Only staff hear of clocks."""
        event_id, kind = uuid7(), f"{SERVICE}.{kind}"
        meta = self._meta(str(event_id), kind, version, _audience(audience), origin)
        body = _plain(
            meta=meta, ticket_id=ticket_id, ticket_reference=reference, clocks=clocks, clocks_version=version, **more
        )
        headers = headers_with(str(event_id), kind, SERVICE, ticket_id, self._time)
        subject = f"escalated.{SERVICE}.{kind}.{ticket_id}"
        return OutboxRow(event_id, subject, kind, headers, orjson.dumps(body))

    def _meta(self, event_id: str, kind: str, version: int, audience: dict[str, Any], origin: str) -> dict[str, Any]:
        shared: dict[str, Any] = {"cause": self._cause} if self._cause is not None else {}
        return _plain(
            id=event_id,
            type=kind,
            occurred_at=self._time,
            actor=self._actor,
            **shared,
            causation_id=self._causation,
            version=version,
            sequence=0,
            audience=audience,
            origin=origin,
        )


def _audience(stored: Mapping[str, Any]) -> dict[str, Any]:
    return _plain(
        person_ids=stored.get("person_ids", []),
        department_ids=stored.get("department_ids", []),
        staff_only=True,
        all_staff=stored.get("all_staff", False),
        customer_ids=[],
        staff_ids=stored.get("person_ids", []),
    )


def _plain(**fields: Any) -> dict[str, Any]:
    said = {name: value for name, value in fields.items() if value}
    if len(said) < len(fields):
        said.update({name: value for name, value in fields.items() if not value})
    return said


def instant_text(at: datetime) -> str:
    """As protobuf writes an instant in UTC: with 0, 3 or 6 digits of a second."""
    text = at.isoformat()
    micros = at.microsecond
    if not micros:
        return text[:19] + "Z"
    return text[:26] + "Z" if micros % 1000 else text[:23] + "Z"
