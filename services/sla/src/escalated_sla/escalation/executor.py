"""Runs what rules called for: `Tickets.Apply`, outside of any transaction, until it answered for good.

The run's id is the key of the call, so that a run which was interrupted and is tried again is done once over there.
"""

from typing import Any, Protocol
from uuid import UUID

from escalated.events.v1 import events_pb2
from escalated.tickets.v1 import tickets_pb2, types_pb2
from google.protobuf import json_format
from google.protobuf.struct_pb2 import Struct
from sqlalchemy import bindparam, update

from escalated_chassis.clock import Clock
from escalated_chassis.database.engine import Database
from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.deliveries import Delivery, DeliveryWorker, Outcome, State
from escalated_chassis.errors import Problem, TooMany, Unavailable
from escalated_sla.escalation.models import runs

_write_outcome = (
    update(runs.deliveries).where(runs.deliveries.c.id == bindparam("run")).values(outcome=bindparam("what"))
)


class Apply(Protocol):
    """Does actions on a ticket, all or nothing. Raises Problem."""

    async def apply(self, request: tickets_pb2.ApplyRequest) -> tickets_pb2.ApplyResponse: ...


def executor(database: Database, apply: Apply, clock: Clock) -> DeliveryWorker:
    """The worker that runs rules; any number may run side by side."""

    async def send(run: Delivery) -> Outcome:
        try:
            answer = await apply.apply(request_of(run))
        except (Unavailable, TooMany) as away:
            return Outcome("again", away.detail)
        except Problem as refused:
            return Outcome("refused", refused.detail, {"code": refused.code})
        done = [{"type": each.type, "outcome": each.outcome, "detail": each.detail} for each in answer.outcomes]
        return Outcome("sent", "", {"outcomes": done})

    return DeliveryWorker(database, runs, send, clock=clock, finished=_finished, repeatable=True)


async def _finished(uow: UnitOfWork, run: Delivery, state: State, outcome: Outcome) -> None:  # noqa: ARG001
    await uow.execute(_write_outcome, {"run": run.id, "what": outcome.facts.get("outcomes")})


def request_of(run: Delivery) -> tickets_pb2.ApplyRequest:
    """The call that a run makes."""
    cause = run.payload["cause"]
    actor = events_pb2.Actor(kind="rule", id=str(run.row.rule_id), name=run.payload["rule"])
    acting = types_pb2.Acting(
        actor=actor,
        cause=events_pb2.Cause(root_event_id=cause["root"], depth=cause["depth"], chain=cause["chain"]),
    )
    return tickets_pb2.ApplyRequest(
        acting=acting,
        key=str(run.id),
        ticket_id=str(UUID(str(run.row.ticket_id))),
        actions=[_action(action) for action in run.payload["actions"]],
    )


def _action(action: dict[str, Any]) -> types_pb2.Action:
    params = Struct()
    json_format.ParseDict({name: value for name, value in action.items() if name != "type"}, params)
    return types_pb2.Action(type=action["type"], params=params)
