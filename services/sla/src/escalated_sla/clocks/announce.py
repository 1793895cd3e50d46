"""What is said of clocks: the difference between what was written and what is, as events."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal
from uuid import UUID

from escalated.sla.v1 import types_pb2
from google.protobuf.timestamp_pb2 import Timestamp
from sqlalchemy import Row

from escalated_chassis.events.outbox import OutboxRow
from escalated_sla.clocks.encoding import Writer, clock_json
from escalated_sla.clocks.rules import Clock, Key
from escalated_sla.policies.rules import PolicyVersion

Kind = Literal["warning", "breach", "withdrawn", "changed"]
_EVENTS: Final = {
    "warning": "warning",
    "breach": "breached",
    "withdrawn": "breach_withdrawn",
    "changed": "clock_changed",
}


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to one clock. `threshold` names the warning."""

    kind: Kind
    clock: Clock
    threshold: str = ""

    @property
    def at(self) -> datetime | None:
        """When it happened by the clock's own account, whenever somebody came to look."""
        if self.kind == "breach":
            return self.clock.breached_at
        return dict(self.clock.warnings).get(self.threshold)

    @property
    def anchor(self) -> str:
        """Names this occurrence: a rule runs once for it, however often it is looked at."""
        at = self.at
        named = f"{self.clock.metric}:{self.clock.course.round}:{self.kind}:{self.threshold}"
        return f"{named}:{at.isoformat() if at else ''}"


def changes_between(before: Mapping[Key, Clock], now: Mapping[Key, Clock]) -> list[Change]:
    """In the order in which they happened: warnings before the breach. Nothing where nothing moved."""
    found = [change for key, clock in now.items() for change in _changes(before.get(key), clock)]
    gone = [clock for key, clock in before.items() if key not in now]
    found += [Change("withdrawn", clock) for clock in gone if clock.state == "breached"]
    return found or [Change("changed", clock) for clock in gone[:1]]


def _changes(old: Clock | None, clock: Clock) -> list[Change]:
    breached_before = old is not None and old.state == "breached"
    found = [
        Change("warning", clock, label)
        for label, _ in clock.warnings
        if label in clock.warned and (old is None or label not in old.warned) and clock.course.met_at is None
    ]
    if clock.state == "breached" and not breached_before:
        found.append(Change("breach", clock))
    if breached_before and clock.state != "breached":
        found.append(Change("withdrawn", clock))
    if not found and (old is None or _moved(old, clock)):
        found.append(Change("changed", clock))
    return found


def _moved(old: Clock, clock: Clock) -> bool:
    return _seen(old) != _seen(clock)


def _seen(clock: Clock) -> tuple[object, ...]:
    return (
        clock.state,
        clock.due_at,
        clock.course.met_at,
        clock.breached_at,
        clock.terms.target,
        clock.warned,
        clock.terms.version_id,
    )


def newest(clocks: Mapping[Key, Clock]) -> list[Clock]:
    """The present round of each metric: a ticket that was answered a hundred times has one promise of an update."""
    last: dict[str, Clock] = {}
    for (metric, number), clock in clocks.items():
        if metric not in last or number > last[metric].course.round:
            last[metric] = clock
    return list(last.values())


def told(
    writer: Writer,
    ticket: Row[Any],
    now: Mapping[Key, Clock],
    versions: Mapping[UUID, PolicyVersion],
    changes: Sequence[Change],
    clocks_version: int,
    reason: str,
) -> list[tuple[datetime | None, OutboxRow]]:
    """The events of a ticket's changes with their instants; mere changes of several clocks are one event."""
    ticket_id = str(ticket.id)
    by_key = {clock.key: clock_json(ticket_id, clock, versions[clock.terms.version_id]) for clock in newest(now)}
    said = list(by_key.values())
    loud = [change for change in changes if change.kind != "changed"]
    found = []
    for change in loud or changes[:1]:
        row = writer.row(
            _EVENTS[change.kind],
            ticket_id,
            reference=ticket.reference,
            origin=ticket.origin,
            audience=ticket.audience,
            version=clocks_version,
            clocks=said,
            more=_more(ticket_id, change, by_key, versions, reason),
        )
        found.append((change.at, row))
    return found


def _more(
    ticket_id: str,
    change: Change,
    said: Mapping[Key, dict[str, Any]],
    versions: Mapping[UUID, PolicyVersion],
    reason: str,
) -> dict[str, Any]:
    """The clock and why, in the order of the message's fields."""
    clock = change.clock
    about = said.get(clock.key) or clock_json(ticket_id, clock, versions[clock.terms.version_id])
    if change.kind == "changed":
        return {"reason": reason, "clock": about}
    if change.kind == "warning":
        return {"clock": about, "threshold": change.threshold, "reason": reason}
    return {"clock": about, "reason": reason}


def row_message(row: Row[Any]) -> types_pb2.Clock:
    """A stored clock as other services see it."""
    return types_pb2.Clock(
        ticket_id=str(row.ticket_id),
        metric=row.metric,
        state=row.state,
        target_seconds=row.target_seconds,
        started_at=_stamp(row.started_at),
        due_at=_stamp(row.due_at),
        met_at=_stamp(row.met_at),
        breached_at=_stamp(row.breached_at),
        at_risk=bool(row.warned) and row.state in ("running", "paused"),
        policy_id=str(row.policy_id),
        policy_name=row.policy_name,
        paused=row.paused,
        round=row.round,
        ended_at=_stamp(row.ended_at),
    )


def _stamp(at: datetime | None) -> Timestamp | None:
    if at is None:
        return None
    stamp = Timestamp()
    stamp.FromDatetime(at)
    return stamp
