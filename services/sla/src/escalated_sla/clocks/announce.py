"""What is said of clocks: the difference between what was written and what is, as events."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias
from uuid import UUID

from escalated.events.v1 import events_pb2
from escalated.sla.v1 import events_pb2 as sla_events
from escalated.sla.v1 import types_pb2
from google.protobuf.timestamp_pb2 import Timestamp
from sqlalchemy import Row

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_sla.clocks.rules import Clock, Metric
from escalated_sla.policies.rules import PolicyVersion

Kind = Literal["warning", "breach", "withdrawn", "changed"]


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to one clock. `threshold` names the warning."""

    kind: Kind
    clock: Clock
    threshold: str = ""

    @property
    def anchor(self) -> str:
        """Names this occurrence: a rule runs once for it, however often it is looked at."""
        if self.kind == "breach" and self.clock.breached_at is not None:
            return f"{self.clock.metric}:breach:{self.clock.breached_at.isoformat()}"
        at = dict(self.clock.warnings).get(self.threshold)
        return f"{self.clock.metric}:{self.kind}:{self.threshold}:{at.isoformat() if at else ''}"


def changes_between(before: Mapping[str, Row[Any]], now: Mapping[Metric, Clock]) -> list[Change]:
    """In the order in which they happened: warnings before the breach. Nothing where nothing moved."""
    found = [change for metric, clock in now.items() for change in _changes(before.get(metric), clock)]
    if not found and set(before) - set(now) and now:
        found = [Change("changed", next(iter(now.values())))]
    return found


def _changes(row: Row[Any] | None, clock: Clock) -> list[Change]:
    breached_before = row is not None and row.state == "breached"
    found = [
        Change("warning", clock, label)
        for label, _ in clock.warnings
        if label in clock.warned and (row is None or label not in row.warned) and clock.course.met_at is None
    ]
    if clock.state == "breached" and not breached_before:
        found.append(Change("breach", clock))
    if breached_before and clock.state != "breached":
        found.append(Change("withdrawn", clock))
    if not found and (row is None or _moved(row, clock)):
        found.append(Change("changed", clock))
    return found


def _moved(row: Row[Any], clock: Clock) -> bool:
    return (row.state, row.due_at, row.met_at, row.target_seconds, sorted(row.warned), row.policy_version_id) != (
        clock.state,
        clock.due_at,
        clock.course.met_at,
        clock.terms.target.total_seconds(),
        sorted(clock.warned),
        clock.terms.version_id,
    )


def publish(
    uow: UnitOfWork,
    ticket: Row[Any],
    now: Mapping[Metric, Clock],
    versions: Mapping[UUID, PolicyVersion],
    changes: Sequence[Change],
    clocks_version: int,
) -> None:
    """Publishes each change once; a mere change of several clocks is one event. Only staff hear of clocks."""
    said = [clock_message(ticket.id, clock, versions[clock.terms.version_id]) for clock in now.values()]
    told = [change for change in changes if change.kind != "changed"]
    events = [_event(change, said) for change in told] or [sla_events.ClockChanged(reason=_reason(uow))]
    for event in events:
        event.ticket_id, event.ticket_reference = str(ticket.id), ticket.reference
        event.clocks_version = clocks_version
        event.clocks.extend(said)
        audience = events_pb2.Audience(**ticket.audience, staff_only=True)
        uow.publish(event, entity_id=ticket.id, version=clocks_version, audience=audience, origin=ticket.origin)


SlaEvent: TypeAlias = sla_events.ClockChanged | sla_events.Warning | sla_events.Breached | sla_events.BreachWithdrawn


def _event(change: Change, said: Sequence[types_pb2.Clock]) -> SlaEvent:
    clock = next(each for each in said if each.metric == change.clock.metric)
    if change.kind == "warning":
        return sla_events.Warning(clock=clock, threshold=change.threshold)
    if change.kind == "breach":
        return sla_events.Breached(clock=clock)
    return sla_events.BreachWithdrawn(clock=clock)


def _reason(uow: UnitOfWork) -> str:
    return uow.acting.name or uow.acting.kind


def clock_message(ticket_id: UUID, clock: Clock, version: PolicyVersion) -> types_pb2.Clock:
    """A clock as other services see it."""
    return types_pb2.Clock(
        ticket_id=str(ticket_id),
        metric=clock.metric,
        state=clock.state,
        target_seconds=clock.terms.target.total_seconds(),
        started_at=_stamp(clock.course.started_at),
        due_at=_stamp(clock.due_at),
        met_at=_stamp(clock.course.met_at),
        breached_at=_stamp(clock.breached_at),
        at_risk=clock.at_risk,
        policy_id=str(version.policy_id),
        policy_name=version.name,
        paused=clock.state == "paused",
    )


def _stamp(at: Any) -> Timestamp | None:
    if at is None:
        return None
    stamp = Timestamp()
    stamp.FromDatetime(at)
    return stamp


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
    )
