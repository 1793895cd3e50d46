"""Which rules an occasion calls for. Pure.

They are asked in their order: workflows before escalation rules, each by position. A rule whose actions end in `stop`
is the last that this occasion calls for, of whatever kind the others are. All are asked about the ticket as the
occasion left it: what an earlier one does is an event of its own.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import structlog

from escalated_rules import Group, evaluate, fields_named
from escalated_sla.rules.rules import BUSINESS_ANCHORS, Rule, may_run
from escalated_sla.runs.occasions import Occasion

_log = structlog.get_logger(__name__)

SLA_FIELDS: Final = frozenset({"sla_state", "sla_next_due"})
LONGEST_TOLD: Final = 500
MOST_KEPT: Final = 4096


@dataclass(frozen=True, slots=True)
class Needs:
    """What conditions ask for beyond the ticket's own values."""

    clocks: bool
    business: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Called:
    """A rule that an occasion calls for; `cut`: it may not run, because it would go round in circles."""

    rule: Rule
    cut: bool = False


# By the tree itself, which whoever keeps a rule in force keeps: hashing it would cost as much as asking it.
_needs: dict[int, tuple[Group, Needs]] = {}


def needs_of(group: Group) -> Needs:
    known = _needs.get(id(group))
    if known is not None and known[0] is group:
        return known[1]
    if len(_needs) >= MOST_KEPT:
        _needs.clear()
    needs = _read_needs(group)
    _needs[id(group)] = group, needs
    return needs


def _read_needs(group: Group) -> Needs:
    named = fields_named(group)
    return Needs(bool(named & SLA_FIELDS), tuple(name for name in BUSINESS_ANCHORS if name in named))


def needs_of_all(rules: Iterable[Rule]) -> Needs:
    """What several rules ask for together."""
    each = [needs_of(rule.conditions) for rule in rules]
    business = dict.fromkeys(name for needs in each for name in needs.business)
    return Needs(any(needs.clocks for needs in each), tuple(business))


def listening(rules: Iterable[Rule], occasion: Occasion) -> list[Rule]:
    """Those that an occasion of this kind may call for. What happened before they were active does not concern them."""
    return [rule for rule in rules if occasion.trigger in rule.triggers and rule.active_since <= occasion.at]


def called_for(rules: Iterable[Rule], occasion: Occasion, values: Mapping[str, Any]) -> Iterator[Called]:
    """Those among listening rules whose conditions hold, up to the first that stops."""
    known = {**values, **occasion.values}
    for rule in rules:
        if not conditions_hold(rule, rule.conditions, known, occasion.at):
            continue
        cut = not may_run(rule.id, occasion.cause.depth, occasion.cause.chain)
        yield Called(rule, cut)
        if not cut and stops(rule):
            return


def conditions_hold(rule: Rule, group: Group, values: Mapping[str, Any], now: datetime) -> bool:
    """Whether a rule's conditions hold. One that cannot be asked holds up no event of the ticket: it does not hold.

    That is where a custom field was made anew with values of another kind.
    """
    try:
        return evaluate(group, values, now=now)
    except (TypeError, AttributeError, ValueError) as error:
        _log.warning("conditions_not_askable", rule_id=str(rule.id), version=rule.version, error=str(error))
        return False


def stops(rule: Rule) -> bool:
    return bool(rule.actions) and rule.actions[-1]["type"] == "stop"


def what_matched(rule: Rule, occasion: Occasion, values: Mapping[str, Any]) -> dict[str, Any]:
    """What a run tells of its reason, as JSON: the occasion, and the values that the conditions asked for."""
    known = {**values, **occasion.values}
    named = {name: _shortened(plain(known.get(name))) for name in sorted(fields_named(rule.conditions))}
    return {"trigger": occasion.trigger, "key": occasion.key, "at": occasion.at.isoformat(), "values": named}


def _shortened(value: Any) -> Any:
    """A message may be long; what matched is there to be looked at."""
    return f"{value[:LONGEST_TOLD]}…" if isinstance(value, str) and len(value) > LONGEST_TOLD else value


def plain(value: Any) -> Any:
    """A value as JSON."""
    return value.isoformat() if hasattr(value, "isoformat") else value
