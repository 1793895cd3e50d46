"""The clocks against a second account of them: a slow one that lives through a ticket's life minute by minute.

It shares nothing with the fold but the facts and the answers. Every minute it looks whether the desk is open and each
promise counts; whatever happens is done to it in plain words.
"""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random
from types import SimpleNamespace
from uuid import UUID

from hypothesis import example, given, settings
from hypothesis import strategies as st

from escalated_sla.calendars.rules import Calendar, parse_calendar
from escalated_sla.clocks import store
from escalated_sla.clocks.folding import passed
from escalated_sla.clocks.rules import (
    METRICS,
    Clock,
    Fact,
    Key,
    Metric,
    Terms,
    TermsFor,
    Threshold,
    assess,
    clocks_of,
    run,
)
from escalated_sla.policies.rules import PolicyVersion

bounded = settings(max_examples=60, deadline=None, database=None, print_blob=True)

MINUTE = timedelta(minutes=1)
MONDAY = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)
OFFICE = parse_calendar(
    {"timezone": "UTC", "hours": {day: [["08:00", "18:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}},
    datetime(2026, 1, 1, tzinfo=UTC),
)
TARGETS: dict[tuple[str, Metric], int] = {
    ("low", "first_response"): 240,
    ("low", "next_response"): 120,
    ("low", "resolution"): 900,
    ("high", "first_response"): 60,
    ("high", "next_response"): 30,
    ("high", "periodic_update"): 90,
    ("high", "resolution"): 300,
}
"""In minutes of open time; low priority is promised no updates."""
THRESHOLDS = (Threshold(percent=50), Threshold(before=timedelta(minutes=10)))
VERSION = UUID(int=7)


def promises(calendar: Calendar = OFFICE, more: timedelta = timedelta()) -> TermsFor:
    def terms_for(fact: Fact, metric: Metric) -> Terms | None:
        target = TARGETS.get((fact.priority, metric))
        return None if target is None else Terms(VERSION, calendar, target * MINUTE + more, THRESHOLDS)

    return terms_for


# What a ticket's life is made of.
ACTS = (
    "ask ask answer answer answer-and-wait answer-and-solve hold wait work solve close delete restore merge unmerge "
    "low high note split"
)
acts = st.sampled_from(ACTS.split())
gaps = st.sampled_from([0, 1, 7, 30, 60, 61, 240, 600, 840, 1440, 2880])


@st.composite
def logs(draw: st.DrawFn) -> list[Fact]:
    priority = draw(st.sampled_from(["low", "high"]))
    facts = [Fact(1, MONDAY, "new", {"priority": priority}, answers=draw(st.booleans()))]
    for act, gap in draw(st.lists(st.tuples(acts, gaps), max_size=9)):
        facts.append(after(facts[-1], act, gap))
    return facts


def after(last: Fact, act: str, gap: int) -> Fact:
    """The next fact: what the ticket is like when this was done to it so many minutes later."""
    fact = replace(
        last, sequence=last.sequence + 1, at=last.at + gap * MINUTE, answers=False, asks=False, unasked=act == "split"
    )
    categories = {"hold": "on_hold", "wait": "pending", "work": "open", "solve": "solved", "close": "closed"}
    match act:
        case "ask":
            return replace(fact, asks=True, category=fact.category if fact.gone else "open")
        case "answer" | "answer-and-wait" | "answer-and-solve":
            category = {"answer-and-wait": "pending", "answer-and-solve": "solved"}.get(act, fact.category)
            return replace(fact, answers=True, category=category)
        case "delete" | "restore":
            return replace(fact, deleted=act == "delete")
        case "merge" | "unmerge":
            return replace(fact, merged=act == "merge")
        case "low" | "high":
            return replace(fact, fields={"priority": act})
    return replace(fact, category=categories.get(act, fact.category))


@dataclass
class Told:
    """One promise as the slow account keeps it: each minute that counted, by its beginning."""

    started_at: datetime
    target: int | None = None
    counted: list[datetime] = field(default_factory=list)
    met_at: datetime | None = None
    cancelled_at: datetime | None = None
    # Cancelled, but not for good.
    asleep: bool = False

    @property
    def over(self) -> bool:
        return self.met_at is not None or (self.cancelled_at is not None and not self.asleep)

    @property
    def late(self) -> bool:
        return self.target is not None and len(self.counted) > self.target

    def meet(self, at: datetime) -> None:
        self.met_at, self.cancelled_at, self.asleep = at, None, False


class Life:
    """Lives through the facts, one minute after the other."""

    def __init__(self, facts: list[Fact], until: datetime, *, anew: bool) -> None:
        self.rounds: dict[Metric, list[Told]] = {metric: [] for metric in METRICS}
        self.anew = anew
        self.now = facts[0].at
        self.fact = facts[0]
        coming = list(facts)
        while True:
            while coming and coming[0].at == self.now:
                self.happens(coming.pop(0))
            if self.now == until:
                break
            self.a_minute_passes()

    @property
    def is_open(self) -> bool:
        return self.now.weekday() < 5 and 8 <= self.now.hour < 18

    @property
    def counts(self) -> bool:
        return not self.fact.gone and self.fact.category not in ("pending", "on_hold")

    def a_minute_passes(self) -> None:
        for told in self.rounds.values():
            if told and not told[-1].over and not told[-1].asleep and self.counts and self.is_open:
                told[-1].counted.append(self.now)
        self.now += MINUTE

    def happens(self, fact: Fact) -> None:
        self.fact = fact
        if fact.sequence == 1:
            self.rounds["first_response"].append(Told(self.now))
            self.rounds["resolution"].append(Told(self.now))
        for metric in METRICS:
            self.it_happens_to(metric, fact)

    def it_happens_to(self, metric: Metric, fact: Fact) -> None:
        told = self.rounds[metric][-1] if self.rounds[metric] else None
        if told is not None:
            self.perhaps_again(metric, told, fact)
        if told is not None and not told.over:
            self.goes_on(metric, told, fact)
        if (told is None or told.over) and self.begins(metric, fact):
            fresh = Told(self.now)
            self.rounds[metric].append(fresh)
            self.goes_on(metric, fresh, fact)

    def perhaps_again(self, metric: Metric, told: Told, fact: Fact) -> None:
        if fact.gone or not told.over:
            return
        if metric == "resolution" and not fact.done and not self.anew:
            told.met_at = None
        if metric != "resolution" and fact.answers and told.cancelled_at == self.now:
            told.meet(self.now)

    def goes_on(self, metric: Metric, told: Told, fact: Fact) -> None:
        slept = told.asleep
        self.is_done_to(metric, told, fact)
        if not told.late and not (slept and told.asleep):
            told.target = TARGETS.get((fact.priority, metric))

    def is_done_to(self, metric: Metric, told: Told, fact: Fact) -> None:
        if fact.gone:
            told.cancelled_at, told.asleep = told.cancelled_at or self.now, True
            return
        answered = fact.answers and not (metric == "periodic_update" and told.started_at == self.now)
        if metric == "resolution":
            if fact.done:
                told.meet(self.now)
                return
        elif answered:
            told.meet(self.now)
            return
        elif fact.done or (fact.unasked and metric == "next_response"):
            if metric != "first_response":
                told.asleep, told.cancelled_at = False, self.now
            else:
                told.asleep, told.cancelled_at = True, told.cancelled_at or self.now
            return
        told.asleep, told.cancelled_at = False, None

    def begins(self, metric: Metric, fact: Fact) -> bool:
        if fact.gone or fact.done:
            return False
        if metric == "next_response":
            return fact.asks and self.rounds["first_response"][0].met_at is not None
        if metric == "resolution":
            return self.anew
        return metric == "periodic_update"

    def state(self, told: Told) -> str:
        at_the_edge = not told.over and not told.asleep and self.counts and self.is_open
        if told.late or (at_the_edge and len(told.counted) == told.target):
            return "breached"
        if told.met_at is not None:
            return "met"
        if told.cancelled_at is not None:
            return "cancelled"
        return "running" if self.counts else "paused"

    def breached_at(self, told: Told) -> datetime | None:
        if self.state(told) != "breached" or told.target is None:
            return None
        return told.counted[told.target] if told.late else self.now


@bounded
@given(logs(), gaps, st.booleans())
def test_the_fold_and_the_slow_account_agree(facts: list[Fact], gap: int, anew: bool) -> None:
    until = facts[-1].at + gap * MINUTE
    life = Life(facts, until, anew=anew)

    found = clocks_of(facts, promises(), {}, until, anew=anew)

    lived = {(metric, number): told for metric in METRICS for number, told in enumerate(life.rounds[metric], 1)}
    assert list(found) == [key for key, told in lived.items() if told.target is not None]
    for key, clock in found.items():
        told = lived[key]
        assert (clock.state, clock.breached_at) == (life.state(told), life.breached_at(told)), key
        assert (clock.course.started_at, clock.course.met_at) == (told.started_at, told.met_at), key
        assert clock.course.cancelled_at == told.cancelled_at, key
        assert clock.terms.target == (told.target or 0) * MINUTE, key
        assert clock.course.elapsed(clock.ended_at or until) == len(told.counted) * MINUTE, key
        if clock.state == "running":
            assert clock.due_at == comes_to_its_end(told, until), key


def comes_to_its_end(told: Told, now: datetime) -> datetime:
    """When the target will be reached if nothing happens any more."""
    counted, target = len(told.counted), told.target or 0
    if counted == target:
        return told.counted[-1] + MINUTE
    while counted < target:
        counted += now.weekday() < 5 and 8 <= now.hour < 18
        now += MINUTE
    return now


@bounded
@given(logs(), st.randoms(use_true_random=False), st.booleans())
def test_replayed_doubled_and_shuffled_it_is_the_same(facts: list[Fact], chance: Random, anew: bool) -> None:
    until = facts[-1].at + timedelta(hours=5)
    mixed = [*facts, *chance.sample(facts, len(facts))]
    chance.shuffle(mixed)

    assert clocks_of(mixed, promises(), {}, until, anew=anew) == clocks_of(facts, promises(), {}, until, anew=anew)


@bounded
@given(logs(), st.data())
def test_a_message_heard_of_late_counts_when_it_was_written(facts: list[Fact], data: st.DataObject) -> None:
    place = data.draw(st.integers(1, len(facts)))
    then, answers = facts[place - 1], data.draw(st.booleans())
    if place < len(facts) and facts[place].at == then.at:
        return
    said = replace(then, answers=answers, asks=not answers, unasked=False)
    in_time = [*facts[:place], replace(said, sequence=0), *facts[place:]]
    in_time = [replace(fact, sequence=number) for number, fact in enumerate(in_time, 1)]
    arrived = replace(facts[-1], sequence=len(facts) + 1, at=then.at, unasked=False)
    late = [*facts, replace(arrived, answers=answers, asks=not answers)]
    until = facts[-1].at + timedelta(hours=5)

    assert clocks_of(late, promises(), {}, until) == clocks_of(in_time, promises(), {}, until)


def _solved_while_merged() -> list[Fact]:
    """Its priority changed while it was merged, and it comes back solved: revived for no time at all."""
    at = datetime(2026, 3, 2, 7, tzinfo=UTC)
    return [
        Fact(1, at, "new", fields={"priority": "low"}),
        Fact(2, at, "new", fields={"priority": "low"}, merged=True),
        Fact(3, at, "solved", fields={"priority": "high"}, merged=True),
        Fact(4, at, "solved", fields={"priority": "high"}),
    ]


@bounded
@given(logs(), st.booleans())
@example(_solved_while_merged(), False)
def test_event_by_event_it_comes_to_what_the_whole_log_says(facts: list[Fact], anew: bool) -> None:
    # With half a minute no event falls on the very instant of a breach, where it matters who looked first.
    terms = promises(more=timedelta(seconds=30))
    before: dict[Key, Clock] = {}
    until: datetime | None = None
    for number, fact in enumerate(facts, 1):
        settled = {key: clock.terms for key, clock in before.items() if clock.settled}
        before = clocks_of(facts[:number], terms, settled, fact.at, anew=anew, before=before, until=until)
        until = fact.at

    whole = clocks_of(facts, terms, {}, facts[-1].at, anew=anew)
    assert {key: clock for key, clock in whole.items() if key in before} == before
    assert all(clock.course.over for key, clock in whole.items() if key not in before)


@bounded
@given(logs(), gaps, gaps)
def test_a_stored_clock_is_the_clock_and_later_what_the_fold_is_later(facts: list[Fact], gap: int, more: int) -> None:
    now = facts[-1].at + gap * MINUTE
    later = now + more * MINUTE
    version = PolicyVersion(VERSION, UUID(int=1), "Standard", 0, True, None, OFFICE, {}, THRESHOLDS)
    ticket = SimpleNamespace(id=UUID(int=2), fields={"priority": "low"})
    folded_later = clocks_of(facts, promises(), {}, later)

    for key, clock in clocks_of(facts, promises(), {}, now).items():
        stored = store._clock(store._values(ticket, clock)[:16], version)  # type: ignore[arg-type]
        assert stored == clock
        assert assess(stored.course, later) == folded_later[key]
        assert passed({key: stored}, later)[key] == folded_later[key]


@bounded
@given(logs(), st.booleans())
def test_one_round_of_a_metric_is_open_at_most_and_rounds_follow_one_another(facts: list[Fact], anew: bool) -> None:
    courses = run(facts, promises(), anew=anew)

    for metric in METRICS:
        rounds = [course for key, course in courses.items() if key[0] == metric]
        assert [course.round for course in rounds] == list(range(1, len(rounds) + 1))
        for earlier, following in pairwise(rounds):
            assert earlier.over
            assert earlier.ended_at is not None
            assert earlier.ended_at <= following.started_at
