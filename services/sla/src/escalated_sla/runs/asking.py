"""What a run asks first: whether its ticket is there, and after a delay whether it is still wanted."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_chassis.clock import Clock
from escalated_chassis.database.engine import Database
from escalated_chassis.deliveries import Delivery
from escalated_rules import Refused
from escalated_sla.clocks.models import tickets
from escalated_sla.policies.queries import PolicyBook
from escalated_sla.rules.models import rule_versions, rules
from escalated_sla.rules.queries import read_rule
from escalated_sla.rules.rules import Rule
from escalated_sla.runs.arming import Seen
from escalated_sla.runs.copies import Copies, gone
from escalated_sla.runs.matching import conditions_hold, needs_of
from escalated_sla.runs.time import business_values, rest_holds, window_of

_ticket = select(tickets).where(tickets.c.id == bindparam("ticket"))
_sequence = select(tickets.c.sequence).where(tickets.c.id == bindparam("ticket"))
_rule = select(rules).where(rules.c.id == bindparam("rule"))
_version = select(rule_versions).where(
    rule_versions.c.rule_id == bindparam("rule"), rule_versions.c.version == bindparam("version")
)


class Asking:
    """Asks the copies here, in short reads of their own."""

    def __init__(self, database: Database, policies: PolicyBook, clock: Clock) -> None:
        self._database, self._policies, self._clock = database, policies, clock
        self._copies = Copies(policies)

    async def knows_all(self, ticket_id: UUID, reached: Mapping[UUID, int]) -> bool:
        """Whether everything that happened to a ticket is known here."""
        async with self._database.reading() as reader:
            sequence = (await reader.execute(_sequence, {"ticket": ticket_id})).scalar_one_or_none()
        return sequence is None or sequence >= reached.get(ticket_id, 0)

    async def has_policy(self, policy_id: UUID) -> bool:
        async with self._database.reading() as reader:
            return any(each.policy_id == policy_id for each in await self._policies.in_force(reader))

    async def why_not(self, run: Delivery) -> str:
        """Why a run does nothing, in words; empty where it goes on."""
        async with self._database.reading() as reader:
            ticket = (await reader.execute(_ticket, {"ticket": run.row.ticket_id})).one_or_none()
            if ticket is None:
                return "The ticket is gone."
            left = (await gone(reader, [ticket.id])).get(ticket.id)
            if left is not None:
                return f"The ticket was {left}."
            return "" if run.row.part == 1 else await self._why_not_now(reader, ticket, run)

    async def _why_not_now(self, reader: AsyncConnection, ticket: Row[Any], run: Delivery) -> str:
        """After a delay. The rule is the version that was called for, as long as there is one in force."""
        row = (await reader.execute(_rule, {"rule": run.row.rule_id})).one_or_none()
        bound = {"rule": run.row.rule_id, "version": run.row.rule_version}
        content = (await reader.execute(_version, bound)).one_or_none()
        if row is None or content is None:
            return "The rule was deleted meanwhile."
        if not row.active:
            return "The rule was switched off meanwhile."
        try:
            rule = read_rule(row, content)
        except (Refused, ValueError, KeyError) as error:
            return f"The rule cannot be read any more: {error}"
        seen = (await self._copies.seen(reader, [ticket], needs_of(rule.conditions)))[0]
        holds = still_holds(rule, seen, run.payload["occasion"], self._clock.now())
        return "" if holds else "The conditions no longer hold."


def still_holds(rule: Rule, seen: Seen, occasion: Mapping[str, Any], now: datetime) -> bool:
    """Whether the conditions hold now; what they ask of the occasion is as it was."""
    if rule.about_time:
        window = window_of(rule, seen.values, seen.calendar)
        in_time = window is not None and window.start <= now and (window.end is None or now < window.end)
        return in_time and rest_holds(rule, seen.values, now)
    business = business_values(needs_of(rule.conditions).business, seen.values, seen.calendar, now)
    return conditions_hold(rule, rule.conditions, {**seen.values, **business, **occasion}, now)
