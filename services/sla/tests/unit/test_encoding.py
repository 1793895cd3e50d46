"""Events about clocks are written without a message in between: the bytes are those of the envelope all the same."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import orjson
import pytest
from escalated.sla.v1 import events_pb2 as sla_events
from google.protobuf import json_format

from escalated_chassis.acting import Acting, Cause
from escalated_chassis.database.unit_of_work import SYSTEM, UnitOfWork
from escalated_chassis.events.envelope import encode, headers_of
from escalated_sla.calendars.rules import always_open
from escalated_sla.clocks.announce import Change, Kind, _more
from escalated_sla.clocks.encoding import Writer, clock_json
from escalated_sla.clocks.rules import Clock, Course, Metric, State, Terms
from escalated_sla.policies.rules import PolicyVersion

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
VERSION = PolicyVersion(uuid4(), uuid4(), "Förderung “A”", 0, True, None, always_open(), {}, ())
BY_RULE = Acting("rule", "r", "Müller", "p", Cause(str(uuid4()), 2, ("rule:1", "rule:2")))
MESSAGES: dict[str, Any] = {
    "warning": sla_events.Warning,
    "breached": sla_events.Breached,
    "breach_withdrawn": sla_events.BreachWithdrawn,
    "clock_changed": sla_events.ClockChanged,
}
KINDS: dict[str, Kind] = {
    "warning": "warning",
    "breached": "breach",
    "breach_withdrawn": "withdrawn",
    "clock_changed": "changed",
}


def clock(state: State, target: float = 3600.0, metric: Metric = "first_response", **more: Any) -> Clock:
    terms = Terms(VERSION.id, VERSION.calendar, timedelta(seconds=target))
    course = Course(
        metric,
        more.pop("round", 1),
        NOON,
        terms,
        met_at=more.pop("met_at", None),
        cancelled_at=more.pop("cancelled_at", None),
    )
    given: dict[str, Any] = {"due_at": None, "breach_at": None, "breached_at": None, "warnings": (), **more}
    return Clock(course=course, terms=terms, state=state, warned=given.pop("warned", frozenset()), **given)


CLOCKS = [
    clock("running", due_at=NOON + timedelta(microseconds=120_000)),
    clock("running", target=1800.5, due_at=NOON, warned=frozenset({"80%"})),
    clock("paused", warned=frozenset({"80%"}), round=7),
    clock("met", met_at=NOON + timedelta(microseconds=1), metric="next_response"),
    clock("breached", due_at=NOON, breached_at=NOON, met_at=NOON + timedelta(milliseconds=5)),
    clock("cancelled", cancelled_at=NOON + timedelta(seconds=5)),
]


def uow_of(acting: Acting, now: datetime) -> UnitOfWork:
    connection: Any = None
    return UnitOfWork(connection, now=now, acting=acting, service="sla")


@pytest.mark.parametrize("kind", MESSAGES)
@pytest.mark.parametrize("acting", [SYSTEM, BY_RULE], ids=["by itself", "by a rule"])
@pytest.mark.parametrize(
    "audience",
    [
        {"person_ids": ["a", "b"], "department_ids": [], "all_staff": True},
        {"person_ids": [], "department_ids": ["d"], "all_staff": False},
        {},
    ],
    ids=["staff", "department", "nobody"],
)
def test_the_bytes_are_those_of_the_envelope(kind: str, acting: Acting, audience: dict[str, Any]) -> None:
    for said in ([], CLOCKS):
        for now in (NOON, NOON + timedelta(microseconds=10), NOON + timedelta(milliseconds=20)):
            more = _more("t-1", Change(KINDS[kind], CLOCKS[0], "80%"), {}, {VERSION.id: VERSION}, "time")

            row = Writer(uow_of(acting, now)).row(
                kind,
                "t-1",
                reference="ESC-00001",
                origin="" if said else "hub",
                audience=audience,
                version=3,
                clocks=[clock_json("t-1", each, VERSION) for each in said],
                more=more,
            )

            read = json_format.Parse(row.body, MESSAGES[kind]())
            assert row.body == encode(read)
            assert row.headers == headers_of(read.meta, "sla", "t-1")
            assert (row.event_id, row.type) == (UUID(read.meta.id), read.meta.type)
            assert row.subject == f"escalated.sla.sla.{kind}.t-1"
            assert read.meta.audience.staff_only
            assert (read.reason, read.clock.metric, read.clock.state) == ("time", "first_response", "running")


def test_a_clock_is_told_whole() -> None:
    told = orjson.loads(orjson.dumps(clock_json("t-1", CLOCKS[4], VERSION)))

    assert told == {
        "ticket_id": "t-1",
        "metric": "first_response",
        "state": "breached",
        "target_seconds": 3600.0,
        "started_at": "2026-01-05T12:00:00Z",
        "due_at": "2026-01-05T12:00:00Z",
        "met_at": "2026-01-05T12:00:00.005Z",
        "breached_at": "2026-01-05T12:00:00Z",
        "policy_id": str(VERSION.policy_id),
        "policy_name": "Förderung “A”",
        "round": 1,
        "ended_at": "2026-01-05T12:00:00.005Z",
        "at_risk": False,
        "paused": False,
    }
