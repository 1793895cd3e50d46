"""Whether a rule can be kept: everything that it names must be there, and is told with a JSON pointer where it is not.

`tickets` is asked for its fields and about its actions; that happens before any transaction is begun.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final, Protocol
from uuid import UUID

from escalated.tickets.v1 import tickets_pb2, types_pb2
from sqlalchemy import ARRAY, Uuid, any_, bindparam, select

from escalated_chassis.access.principal import Principal
from escalated_chassis.database.engine import Database
from escalated_chassis.errors import FieldError, Invalid, Unavailable
from escalated_rules import Catalogue, Group, Refused, located, parse
from escalated_sla.fields.catalogue import FieldBook
from escalated_sla.policies.models import policies
from escalated_sla.rules import actions as action_forms
from escalated_sla.rules.rules import Kind, Rule, anchor_of_hours, fields_to_keep, time_conditions
from escalated_sla.rules.schemas import RuleBody
from escalated_sla.rules.vocabulary import TRIGGERS, catalogue_for

_REFUSED: Final = "The rule is refused; `errors` says what of it and why."
_AWAY: Final = "Tickets, which know the fields and actions, cannot be reached: nothing was saved. Try again."
_POLICIES: Final = select(policies.c.id).where(policies.c.id == any_(bindparam("ids", type_=ARRAY(Uuid))))
_MOST_TOLD: Final = 20
# /conditions/all/<index>
_TOP_LEVEL: Final = 3


class ChecksActions(Protocol):
    """`tickets`, which says what is wrong with actions. Raises Problem; Unavailable while it is away."""

    async def check_actions(self, actions: Sequence[types_pb2.Action]) -> Sequence[tickets_pb2.ActionRefusal]: ...


@dataclass(frozen=True, slots=True)
class Draft:
    """A rule that was checked: its contents, with the fields by which its conditions are read again."""

    kind: Kind
    name: str
    active: bool
    position: int | None
    triggers: tuple[str, ...]
    conditions: Group
    fields: tuple[dict[str, Any], ...]
    actions: tuple[dict[str, Any], ...]
    apply_to_existing: int | None

    @property
    def about_time(self) -> bool:
        return not self.triggers

    def rule(self, rule_id: UUID, version: int, since: datetime) -> Rule:
        """As it would run, were it kept."""
        return Rule(rule_id, self.kind, version, self.name, 0, since, self.triggers, self.conditions, self.actions)


@dataclass(frozen=True, slots=True)
class Checker:
    """What checking asks. `check` raises Invalid with pointers, Forbidden, or Unavailable while `tickets` is away."""

    book: FieldBook
    tickets: ChecksActions
    database: Database

    async def check(self, kind: Kind, body: RuleBody, caller: Principal, *, at: str = "") -> Draft:
        """The rule as it may be kept; `at` is the pointer to it."""
        _require(caller, body)
        try:
            words = await self.book.present()
            found = [*_triggers(kind, body), *await self._actions(body)]
        except Unavailable as away:
            raise Unavailable(_AWAY, code="tickets_away", retry_after=away.retry_after) from away
        catalogue = catalogue_for(words, kind, triggered=bool(body.triggers))
        group, refused = _conditions(body, catalogue)
        errors = [*found, *refused, *(_times(kind, body, group) if group is not None else ())]
        if errors or group is None:
            told = [replace(each, pointer=at + each.pointer) for each in errors[:_MOST_TOLD]]
            raise Invalid(_REFUSED, errors=told)
        return Draft(
            kind=kind,
            name=body.name,
            active=body.active,
            position=body.position,
            triggers=tuple(dict.fromkeys(body.triggers)),
            conditions=group,
            fields=tuple(fields_to_keep(group, catalogue)),
            actions=tuple(body.actions),
            apply_to_existing=body.apply_to_existing,
        )

    async def _actions(self, body: RuleBody) -> list[FieldError]:
        mistakes = action_forms.mistakes_in(body.actions)
        if mistakes:
            return mistakes
        return [*await self._by_tickets(body), *await self._policies(body)]

    async def _by_tickets(self, body: RuleBody) -> list[FieldError]:
        places = action_forms.places_for_tickets(body.actions)
        if not places:
            return []
        refusals = await self.tickets.check_actions(action_forms.for_tickets(body.actions))
        return [FieldError(f"/actions{_moved(each.pointer, places)}", each.code, each.detail) for each in refusals]

    async def _policies(self, body: RuleBody) -> list[FieldError]:
        named = {
            index: UUID(str(each["policy_id"]))
            for index, each in enumerate(body.actions)
            if each["type"] == "set_sla_policy" and each["policy_id"] is not None
        }
        if not named:
            return []
        async with self.database.reading() as reader:
            there = set((await reader.execute(_POLICIES, {"ids": list(named.values())})).scalars())
        return [
            FieldError(f"/actions/{index}/policy_id", "unknown", "There is no such policy.")
            for index, policy_id in named.items()
            if policy_id not in there
        ]


def _require(caller: Principal, body: RuleBody) -> None:
    """A rule does for others what its author may do."""
    if any(each.get("type") == "call_webhook" for each in body.actions):
        caller.require(action_forms.CALLS_WEBHOOKS)


def _moved(pointer: str, places: Sequence[int]) -> str:
    """A pointer into the actions that were asked about, as one into all of them."""
    _, index, *rest = pointer.split("/")
    return "/".join(("", str(places[int(index)]), *rest)) if index.isdigit() and int(index) < len(places) else pointer


def _triggers(kind: Kind, body: RuleBody) -> list[FieldError]:
    known = TRIGGERS[kind]
    errors = [
        FieldError(f"/triggers/{index}", "unknown_trigger", _no_trigger(kind, each))
        for index, each in enumerate(body.triggers)
        if each not in known
    ]
    if kind == "workflow" and not body.triggers:
        errors.append(FieldError("/triggers", "required", "A workflow listens to at least one event."))
    return errors


def _no_trigger(kind: Kind, trigger: str) -> str:
    if kind == "automation":
        return "An automation is about time alone; what listens to events is a workflow."
    return f"{trigger!r} calls for no {kind} rule."


def _conditions(body: RuleBody, catalogue: Catalogue) -> tuple[Group | None, list[FieldError]]:
    try:
        return parse(body.conditions, catalogue, at="/conditions", me=False), []
    except Refused as refused:
        return None, [FieldError(each.pointer, each.code, each.detail) for each in refused.refusals]


def _times(kind: Kind, body: RuleBody, group: Group) -> list[FieldError]:
    """Conditions on hours stand in the top-level `all`; a rule without triggers has one that comes true by itself."""
    top = time_conditions(group) if group.quantifier == "all" else ()
    errors = [
        FieldError(pointer, "time_not_on_top", "Conditions on hours stand in the `all` at the top, in no group of it.")
        for pointer, condition in located(group, "/conditions")
        if anchor_of_hours(condition.field) and not (top and pointer.count("/") == _TOP_LEVEL)
    ]
    if not body.triggers and kind != "workflow" and not top and not errors:
        errors.append(FieldError("/conditions/all", "no_time", _NO_TIME[kind]))
    if body.triggers and body.apply_to_existing is not None:
        detail = "Only rules about time apply to what there is; events that happened do not come again."
        errors.append(FieldError("/apply_to_existing", "not_about_time", detail))
    return errors


_NO_TIME: Final = {
    "automation": "An automation has a condition on hours in the `all` at the top.",
    "escalation": "An escalation rule listens to an event, or has a condition on hours in the `all` at the top.",
}
