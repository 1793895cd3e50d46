"""Runs what rules called for: `Tickets.Apply`, outside of any transaction, until it answered for good.

One call does all of a part's actions or none. The run's id is the key of the call, so that a run which was interrupted
and is tried again is done once over there. What sla does by itself, the policy of the ticket and the next part, is
written in the transaction that ends the run.
"""

from collections.abc import Sequence
from time import perf_counter
from typing import Final, Protocol
from uuid import UUID

from escalated.events.v1 import events_pb2
from escalated.tickets.v1 import tickets_pb2, types_pb2
from sqlalchemy import bindparam, update

from escalated_chassis.acting import Acting, Cause
from escalated_chassis.clock import Clock
from escalated_chassis.database.engine import Database
from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.deliveries import Delivery, DeliveryWorker, NewDelivery, Outcome, State, intake
from escalated_chassis.errors import NotFound, Problem, TooMany, Unavailable
from escalated_sla.clocks.service import Clocks
from escalated_sla.rules.actions import for_tickets
from escalated_sla.rules.models import runs
from escalated_sla.runs.asking import Asking
from escalated_sla.runs.calls import TARGET
from escalated_sla.runs.parts import Part, done, part_from, refused, refused_at

GONE: Final = "ticket_not_found"

_run = runs.deliveries
_write_outcome = (
    update(_run)
    .where(_run.c.id == bindparam("run"))
    .values(outcome=bindparam("what"), took_ms=bindparam("milliseconds"))
)
_put_off = update(_run).where(_run.c.id == bindparam("run")).values(due_at=bindparam("until"))


class TicketsOfRuns(Protocol):
    """What runs ask of `tickets`. Raises Problem; Unavailable while it is away."""

    async def apply(self, request: tickets_pb2.ApplyRequest) -> tickets_pb2.ApplyResponse: ...

    async def sequences(self, ticket_ids: Sequence[UUID]) -> dict[UUID, int]: ...


class Executor:
    """Does runs; any number of these may work side by side."""

    def __init__(
        self, database: Database, clocks: Clocks, tickets: TicketsOfRuns, asking: Asking, clock: Clock
    ) -> None:
        self._clocks, self._tickets, self._asking = clocks, tickets, asking
        self.worker = DeliveryWorker(
            database, runs, self._send, clock=clock, finished=self._finished, repeatable=True, name="rule-runs"
        )

    async def _send(self, run: Delivery) -> Outcome:
        began = perf_counter()
        try:
            outcome = await self._do(run, part_of(run))
        except (Unavailable, TooMany) as away:
            return Outcome("again", away.detail)
        milliseconds = round((perf_counter() - began) * 1000)
        return Outcome(outcome.result, outcome.detail, {**outcome.facts, "took_ms": milliseconds})

    async def _do(self, run: Delivery, part: Part) -> Outcome:
        ticket_id = run.row.ticket_id
        if run.row.part > 1 and not await self._asking.knows_all(ticket_id, await self._tickets.sequences([ticket_id])):
            return Outcome("again", "The ticket's newest events are not here yet.")
        if why_not := await self._asking.why_not(run):
            return Outcome("suppressed", why_not)
        for place, policy_id in part.policies:
            if policy_id is not None and not await self._asking.has_policy(policy_id):
                told = refused_at(part, place, "There is no such policy in force.", "policy_not_found")
                return Outcome("refused", told[place - part.first]["detail"], {"outcomes": told})
        return await self._apply(run, part)

    async def _apply(self, run: Delivery, part: Part) -> Outcome:
        try:
            answer = await self._tickets.apply(request_of(run, part)) if part.places else None
        except (Unavailable, TooMany):
            raise
        except Problem as problem:
            if isinstance(problem, NotFound) and problem.code == GONE:
                return Outcome("suppressed", "The ticket is gone.")
            facts = {"code": problem.code, "outcomes": refused(part, problem)}
            return Outcome("refused", problem.detail, facts)
        return Outcome("sent", "", {"outcomes": done(part, answer)})

    async def _finished(self, uow: UnitOfWork, run: Delivery, state: State, outcome: Outcome) -> None:
        facts = outcome.facts
        await uow.execute(
            _write_outcome, {"run": run.id, "what": facts.get("outcomes"), "milliseconds": facts.get("took_ms")}
        )
        if state != "sent":
            return
        part, cause = part_of(run), cause_of(run)
        uow.acting = Acting("rule", str(run.row.rule_id), run.payload["rule"], cause=cause)
        for _, policy_id in part.policies:
            await self._clocks.give_policy(uow, run.row.ticket_id, policy_id, "rule")
        if part.delay is not None:
            await _follow(uow, run, part)


async def _follow(uow: UnitOfWork, run: Delivery, part: Part) -> None:
    """Queues what comes after the delay. It waits in a line of its own, so that it holds back nothing."""
    assert part.delay is not None
    following = NewDelivery(
        target=TARGET,
        ordering_key=f"{run.row.ticket_id}:{run.id}",
        source_id=f"{run.id}:next",
        occurred_at=uow.now,
        payload={**run.payload, "first": part.next},
        more={
            "kind": run.row.kind,
            "rule_id": run.row.rule_id,
            "rule_version": run.row.rule_version,
            "ticket_id": run.row.ticket_id,
            "matched": run.row.matched,
            "part": run.row.part + 1,
        },
    )
    for run_id in await intake(uow, _run, [following]):
        await uow.execute(_put_off, {"run": run_id, "until": uow.now + part.delay})


def part_of(run: Delivery) -> Part:
    return part_from(run.payload["actions"], run.payload.get("first", 0))


def cause_of(run: Delivery) -> Cause:
    """What a run's own doings are caused by: what led to it, and itself."""
    cause = run.payload["cause"]
    return Cause(cause["root"], cause["depth"], tuple(cause["chain"]))


def request_of(run: Delivery, part: Part) -> tickets_pb2.ApplyRequest:
    """The call that a part makes."""
    cause = cause_of(run)
    actor = events_pb2.Actor(kind="rule", id=str(run.row.rule_id), name=run.payload["rule"])
    told = events_pb2.Cause(root_event_id=cause.root_event_id, depth=cause.depth, chain=cause.chain)
    return tickets_pb2.ApplyRequest(
        acting=types_pb2.Acting(actor=actor, cause=told),
        key=str(run.id),
        ticket_id=str(run.row.ticket_id),
        actions=for_tickets(part.actions),
    )


def executor(
    database: Database, clocks: Clocks, tickets: TicketsOfRuns, asking: Asking, clock: Clock
) -> DeliveryWorker:
    """The worker that runs rules."""
    return Executor(database, clocks, tickets, asking, clock).worker
