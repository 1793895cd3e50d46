"""Reports agree with what a slow and obvious second implementation counts in the raw rows.

A random desk is worked on by the very commands; then each report, in four zones, by every group, for three readers, is
compared with figures made from tickets, messages and activity, row by row and quarter of an hour by quarter of an hour.
The same moments come out however the events are delivered, and when they are made anew from rows.
"""

import asyncio
import random
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio

from escalated_chassis.acting import Acting
from escalated_chassis.errors import Problem
from escalated_tickets.conversation.rules import clean
from escalated_tickets.conversation.service import Writing, write
from escalated_tickets.merges.service import merge, unmerge
from escalated_tickets.people.queries import people_by_ids
from escalated_tickets.ratings.rules import Given
from escalated_tickets.ratings.service import rate
from escalated_tickets.reports.question import GROUPS, NAMES, read_question
from escalated_tickets.reports.rebuild import rebuild
from escalated_tickets.reports.views import report
from escalated_tickets.splits.service import split
from escalated_tickets.tickets import service
from escalated_tickets.tickets.opening import Opening, open_ticket
from escalated_tickets.tickets.viewers import viewer_of_person
from escalated_tickets.tickets.visibility import Relation, Viewer, relation

ZONES = ("UTC", "Europe/Berlin", "Asia/Kolkata", "Australia/Lord_Howe")
# Berlin goes to summer time on the 29th, Lord Howe back from it, by half an hour, on the 5th.
FIRST, LAST = datetime(2026, 3, 20, tzinfo=UTC), datetime(2026, 4, 12, tzinfo=UTC)
STEPS, SEED = 1_000, 20260323
QUARTER = timedelta(minutes=15)
DONE = ("resolved", "closed")
SPANS = ("mean_seconds", "p50_seconds", "p90_seconds")


@dataclass
class Crowd:
    """The random desk: who works on it, and the tickets there are."""

    desk: Any
    chance: random.Random
    departments: list[UUID]
    agents: list[Viewer]
    admin: Viewer
    customers: list[Viewer]
    tickets: list[UUID] = field(default_factory=list)

    @asynccontextmanager
    async def acting(self, who: Viewer) -> Any:
        async with self.desk.database.transaction(Acting(kind="person", id=str(who.id), name=who.name)) as uow:
            yield uow

    async def step(self) -> None:
        """One command by somebody on something; what is refused changes nothing, and does not count."""
        doings = [self._reply] * 6 + [self._move] * 6 + [self._assign] * 2 + [self._tag, self._rate, self._rate]
        doings += [self._elsewhere, self._urgency, self._delete, self._merge, self._split, self._follow]
        doing = self._open if len(self.tickets) < 10 or self.chance.random() < 0.12 else self.chance.choice(doings)
        try:
            await doing()
        except Problem as refused:
            assert refused.status < 500, refused

    def _one(self) -> str:
        return str(self.chance.choice(self.tickets[-40:]))

    async def _where(self, condition: str) -> list[str]:
        return [str(row.id) for row in await self.desk.rows(f"SELECT id FROM escalated_tickets WHERE {condition}")]

    async def _requester_of(self, ticket: str) -> Viewer:
        rows = await self.desk.rows("SELECT requester_id FROM escalated_tickets WHERE id = :id", id=UUID(ticket))
        return next((each for each in self.customers if each.id == rows[0].requester_id), self.customers[0])

    async def _open(self) -> None:
        chance, who = self.chance, self.chance.choice([*self.customers, *self.agents])
        requester = await self._person(who.id)
        opening = Opening(
            requester=requester.ref,
            subject="Something",
            body=clean("is wrong"),
            author=requester.ref,
            channel=chance.choice(["web", "email", "api"]),
            priority=chance.choice(["low", "medium", "urgent"]),
            type=chance.choice(["question", "incident"]),
            department_id=chance.choice([*self.departments, None]),
            tags=tuple(chance.sample(["red", "green", "blue"], chance.choice([0, 0, 1, 2]))),
            requester_kind="customer",
        )
        async with self.acting(who) as uow:
            changed = await open_ticket(uow, self.desk.desk, who, opening)
        self.tickets.append(changed.state.id)

    async def _person(self, person: UUID) -> Any:
        async with self.desk.database.reading() as reader:
            return (await people_by_ids(reader, [person]))[person]

    async def _reply(self) -> None:
        ticket = self._one()
        by_agent = self.chance.random() < 0.6
        who = (
            self.chance.choice([*self.agents, self.admin, self.admin]) if by_agent else await self._requester_of(ticket)
        )
        late = self.chance.choice([None, None, timedelta(minutes=self.chance.randrange(1, 300))])
        writing = Writing(
            clean("Well."),
            internal=by_agent and self.chance.random() < 0.2,
            status=self.chance.choice([None, None, "resolved"]) if by_agent else None,
            automatic=self.chance.random() < 0.1,
            occurred_at=None if late is None else self.desk.clock.now() - late,
        )
        async with self.acting(who) as uow:
            await write(uow, self.desk.desk, who, ticket, writing)

    async def _move(self) -> None:
        move = self.chance.choice([service.resolve, service.resolve, service.close, service.reopen])
        who = self.chance.choice([*self.agents, *[self.admin] * 3])
        async with self.acting(who) as uow:
            await move(uow, self.desk.desk, who, self._one())

    async def _assign(self) -> None:
        async with self.acting(self.admin) as uow:
            if self.chance.random() < 0.2:
                await service.unassign(uow, self.desk.desk, self.admin, self._one())
            else:
                agent = self.chance.choice(self.agents).id
                await service.assign(uow, self.desk.desk, self.admin, self._one(), agent)

    async def _tag(self) -> None:
        change = self.chance.choice([service.add_tags, service.remove_tags])
        async with self.acting(self.admin) as uow:
            await change(uow, self.desk.desk, self.admin, self._one(), [self.chance.choice(["red", "green"])])

    async def _rate(self) -> None:
        ticket = self._one()
        who = await self._requester_of(ticket)
        async with self.acting(who) as uow:
            await rate(uow, self.desk.desk, who, ticket, Given(self.chance.randint(1, 5)))

    async def _elsewhere(self) -> None:
        where = self.chance.choice([*self.departments, None])
        async with self.acting(self.admin) as uow:
            await service.set_department(uow, self.desk.desk, self.admin, self._one(), where)

    async def _urgency(self) -> None:
        async with self.acting(self.admin) as uow:
            await service.set_priority(uow, self.desk.desk, self.admin, self._one(), "critical")
            await service.edit_fields(uow, self.desk.desk, self.admin, self._one(), {"type": "task"})

    async def _delete(self) -> None:
        deleted = await self._where("deleted_at IS NOT NULL")
        async with self.acting(self.admin) as uow:
            if deleted and self.chance.random() < 0.7:
                await service.restore(uow, self.desk.desk, self.admin, self.chance.choice(deleted))
            else:
                await service.delete(uow, self.desk.desk, self.admin, self._one())

    async def _merge(self) -> None:
        async with self.acting(self.admin) as uow:
            merged = await self._where("merged_into_id IS NOT NULL")
            if merged and self.chance.random() < 0.4:
                await unmerge(uow, self.desk.desk, self.admin, self.chance.choice(merged))
            else:
                await merge(uow, self.desk.desk, self.admin, self._one(), self._one())

    async def _split(self) -> None:
        ticket = self._one()
        rows = await self.desk.rows(
            "SELECT id FROM escalated_messages WHERE ticket_id = :id AND kind = 'reply' AND NOT opening ORDER BY id",
            id=UUID(ticket),
        )
        if rows:
            async with self.acting(self.admin) as uow:
                new, _ = await split(uow, self.desk.desk, self.admin, ticket, [self.chance.choice(rows).id])
            self.tickets.append(new.state.id)

    async def _follow(self) -> None:
        who = self.chance.choice(self.agents)
        async with self.acting(who) as uow:
            await service.follow(uow, self.desk.desk, who, self._one(), following=self.chance.random() < 0.7)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def crowd(desk: Any, hearing: Any) -> Crowd:
    departments = [await desk.department(name) for name in ("North", "South")]
    people = [await desk.person("agent", departments[number % 2], name=f"agent {number}") for number in range(3)]
    customers = [await desk.person("customer") for _ in range(4)]
    admin = await desk.person("admin")

    def viewer(person: Any, *mine: UUID) -> Viewer:
        return viewer_of_person(person.id, person.kind, person.name, person.email, frozenset(mine), frozenset())

    made = Crowd(
        desk,
        random.Random(SEED),
        departments,
        [viewer(person, departments[number % 2]) for number, person in enumerate(people)],
        viewer(admin),
        [viewer(each) for each in customers],
    )
    times = sorted(FIRST + (LAST - FIRST) * made.chance.random() for _ in range(STEPS))
    for at in times:
        desk.clock.set(at)
        await made.step()
    desk.clock.set(LAST + timedelta(days=2))
    return made


# The second implementation: nothing of reports/ is used from here on.


@dataclass
class Life:
    """A ticket as its rows tell of it."""

    row: Any
    answered: tuple[datetime, UUID] | None
    spells: list[tuple[datetime, datetime, str, UUID | None, datetime | None]]  # began, ended, how, who, reopened
    ratings: list[tuple[datetime, int, UUID | None]]
    tags: list[str]


async def lives_of(desk: Any) -> list[Life]:
    rows = await desk.rows("SELECT * FROM escalated_tickets WHERE deleted_at IS NULL")
    activities = await desk.rows("SELECT * FROM escalated_activities ORDER BY created_at, version")
    messages = {row.id: row for row in await desk.rows("SELECT * FROM escalated_messages")}
    tags = {row.id: row.name for row in await desk.rows("SELECT id, name FROM escalated_tags")}
    by_ticket: dict[UUID, list[Any]] = defaultdict(list)
    for each in activities:
        by_ticket[each.ticket_id].append(each)
    return [life_of(row, by_ticket[row.id], messages, [tags[each] for each in row.tag_ids]) for row in rows]


def life_of(row: Any, activity: list[Any], messages: dict[UUID, Any], tags: list[str]) -> Life:
    replies = [messages[UUID(each.after["message_id"])] for each in activity if each.kind == "reply.created"]
    answers = [m for m in replies if m.author_kind == "agent" and not m.automatic and m.author_id != row.requester_id]
    first = min(answers, key=lambda message: message.created_at, default=None)
    life = Life(row, first and (first.created_at, first.author_id), [], [], tags)
    steps: dict[int, list[Any]] = defaultdict(list)
    for each in activity:
        steps[each.version].append(each)
    assignments = [each for each in activity if each.kind in ("ticket.assigned", "ticket.unassigned")]
    assignee = row.assignee_id
    if assignments:
        assignee = (assignments[0].before["assignee"] or {}).get("id")
    began = row.created_at
    for version in sorted(steps):
        step = steps[version]
        kinds = {each.kind for each in step}
        for each in step:
            if each.kind in ("ticket.assigned", "ticket.unassigned"):
                assignee = (each.after["assignee"] or {}).get("id")
        who = None if assignee is None else UUID(str(assignee))
        written = [messages[UUID(each.after["message_id"])].created_at for each in step if each.kind == "reply.created"]
        at = written[0] if written else step[0].created_at
        befores = {each.before["status"] for each in step if each.kind == "ticket.status_changed"}
        afters = {each.after["status"] for each in step if each.kind == "ticket.status_changed"}
        was_done = any(each in DONE for each in befores - afters)
        is_done = any(each in DONE for each in afters - befores)
        taken_back = "ticket.restored" in kinds
        if is_done and not was_done:
            how = "merged" if "ticket.merged" in kinds else "resolved"
            life.spells.append((began, max(at, began), how, who, None))
        elif was_done and not is_done and taken_back:
            began = life.spells.pop()[0]
        elif was_done and not is_done:
            began = max(at, life.spells[-1][1])
            life.spells[-1] = (*life.spells[-1][:4], began)
        for each in step:
            if each.kind == "ticket.rated":
                life.ratings.append((each.created_at, each.after["score"], life.spells[-1][3]))
    return life


def percentile(values: list[float], share: float) -> float | None:
    if not values:
        return None
    ordered, place = sorted(values), share * (len(values) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def spans(values: list[float], name: str) -> dict[str, Any]:
    return {
        name: len(values),
        "mean_seconds": sum(values) / len(values) if values else None,
        "p50_seconds": percentile(values, 0.5),
        "p90_seconds": percentile(values, 0.9),
    }


@dataclass
class Count:
    """One moment of one ticket, with all that it might be grouped by."""

    kind: str
    at: datetime
    life: Life
    agent: UUID | None
    seconds: float = 0.0
    score: int = 0
    reopened: bool = False


def counts_of(life: Life) -> Iterator[Count]:
    row = life.row
    yield Count("created", row.created_at, life, row.assignee_id)
    if life.answered:
        at, who = life.answered
        yield Count("answered", at, life, who, (at - row.created_at).total_seconds())
    for began, ended, how, who, reopened in life.spells:
        yield Count(how, ended, life, who, (ended - began).total_seconds(), reopened=reopened is not None)
        if reopened is not None:
            yield Count("reopened", reopened, life, who)
    for at, score, who in life.ratings:
        yield Count("rated", at, life, who, score=score)


def local_key(group: str, at: datetime, zone: ZoneInfo) -> str:
    local = at.astimezone(zone)
    form = {"day": "%Y-%m-%d", "week": "%G-W%V", "month": "%Y-%m", "hour_of_week": "%a-%H"}[group]
    return local.strftime(form).lower() if group == "hour_of_week" else local.strftime(form)


def keys_of(group: str, count: Count, zone: ZoneInfo) -> list[str | None]:
    row = count.life.row
    if group == "none":
        return [None]
    if group == "tag":
        return count.life.tags or [None]
    if group == "agent":
        return [count.agent and str(count.agent)]
    if group == "department":
        return [row.department_id and str(row.department_id)]
    if group == "priority":
        return [("low", "medium", "high", "urgent", "critical")[row.priority - 1]]
    if group in ("channel", "type"):
        return [getattr(row, group)]
    return [local_key(group, count.at, zone)]


def figures(name: str, found: list[Count]) -> dict[str, Any]:
    of: Callable[[str], list[Count]] = lambda kind: [each for each in found if each.kind == kind]  # noqa: E731
    if name == "volume":
        return {kind: len(of(kind)) for kind in ("created", "resolved", "reopened")}
    if name == "first_response":
        return spans([each.seconds for each in of("answered")], "answered")
    if name == "resolution":
        return spans([each.seconds for each in of("resolved")], "resolved")
    if name == "reopen_rate":
        resolved, reopened = len(of("resolved")), sum(each.reopened for each in of("resolved"))
        return {"resolved": resolved, "reopened": reopened, "rate": reopened / resolved if resolved else None}
    scores = [each.score for each in of("rated")]
    satisfied = sum(score >= 4 for score in scores)
    return {
        "ratings": len(scores),
        "average": sum(scores) / len(scores) if scores else None,
        "satisfied": satisfied,
        "satisfaction": satisfied / len(scores) if scores else None,
        **{f"score_{score}": scores.count(score) for score in range(1, 6)},
    }


def is_open_at(life: Life, at: datetime) -> bool:
    ups = [life.row.created_at, *(each[4] for each in life.spells if each[4])]
    downs = [each[1] for each in life.spells]
    return sum(each < at for each in ups) - sum(each < at for each in downs) > 0


def backlog(group: str, lives: list[Life], start: datetime, end: datetime, zone: ZoneInfo) -> dict[Any, Any]:
    """By time: quarter by quarter, how many are open when the run of quarters with the same key ends."""
    if group in ("none", "tag", "agent", "department", "priority", "channel", "type"):
        found: dict[Any, int] = defaultdict(int)
        for life in lives:
            for key in keys_of(group, Count("", end, life, life.row.assignee_id), zone):
                found[key] += is_open_at(life, end)
        return dict(found)
    samples: dict[Any, list[int]] = defaultdict(list)
    quarters = [start + QUARTER * number for number in range(int((end - start) / QUARTER))]
    for quarter in quarters:
        key, following = local_key(group, quarter, zone), quarter + QUARTER
        if following == end or local_key(group, following, zone) != key:
            samples[key].append(sum(is_open_at(life, following) for life in lives))
    if group == "hour_of_week":
        return {key: sum(each) / len(each) for key, each in samples.items()}
    return {key: each[-1] for key, each in samples.items()}


def expected(
    name: str, group: str, lives: list[Life], start: datetime, end: datetime, zone: ZoneInfo
) -> dict[Any, Any]:
    if name == "backlog":
        return {key: {"backlog": number} for key, number in backlog(group, lives, start, end, zone).items()}
    found: dict[Any, list[Count]] = defaultdict(list)
    for life in lives:
        for count in counts_of(life):
            if start <= count.at < end:
                for key in keys_of(group, count, zone):
                    found[key].append(count)
    return {key: figures(name, each) for key, each in found.items()}


def is_nothing(row: dict[str, Any]) -> bool:
    return not any(row.values())


async def answered(desk: Any, name: str, group: str, zone: str, viewer: Viewer, **more: str) -> dict[Any, Any]:
    asked = {"from": "2026-03-22", "to": "2026-04-10", "zone": zone, "group": group, **more}
    async with desk.database.reading() as reader:
        data = await report(reader, read_question(name, asked, viewer, desk.clock.now()))
    by = "label" if group == "tag" else "key"
    rows = {row[by]: {column: row[column] for column in data["columns"]} for row in data["rows"]}
    return {None if key == "No tag" else key: row for key, row in rows.items()}


def seen_by(viewer: Viewer, lives: list[Life]) -> list[Life]:
    return [life for life in lives if relation(viewer, life.row) is Relation.STAFF]


@pytest.mark.parametrize("zone", ZONES)
async def test_every_report_says_what_the_rows_say(desk: Any, crowd: Crowd, hearing: Any, zone: str) -> None:
    # given a desk at work for three weeks, whose events were heard in their order
    await hearing.all_of_it()
    lives, there = await lives_of(desk), ZoneInfo(zone)
    start = datetime(2026, 3, 22, tzinfo=there).astimezone(UTC)
    end = datetime(2026, 4, 11, tzinfo=there).astimezone(UTC)
    compared = 0
    for viewer in (crowd.admin, *crowd.agents[:2]):
        mine = seen_by(viewer, lives)
        assert viewer is crowd.admin or 0 < len(mine) < len(lives)
        for name in NAMES[:-1]:
            for group in GROUPS:
                # when a report is asked for
                found = await answered(desk, name, group, zone, viewer)
                # then each row is what counting says; rows of nothing may be missing
                wanted = expected(name, group, mine, start, end, there)
                for key in {*found, *wanted}:
                    nothing = figures(name, []) if name != "backlog" else {"backlog": 0}
                    assert found.get(key, nothing) == pytest.approx(wanted.get(key, nothing)), (name, group, key)
                    compared += not is_nothing(wanted.get(key, nothing))
    assert compared > 1_000


async def test_filters_are_those_of_counting(desk: Any, crowd: Crowd, hearing: Any) -> None:
    await hearing.all_of_it()
    lives = await lives_of(desk)
    start, end = datetime(2026, 3, 22, tzinfo=UTC), datetime(2026, 4, 11, tzinfo=UTC)
    north, agent = crowd.departments[0], crowd.agents[0].id
    narrowed: dict[str, tuple[dict[str, str], Callable[[Life], bool]]] = {
        "department": ({"department": f"{north},none"}, lambda life: life.row.department_id in (north, None)),
        "tag": ({"tag": "red,blue"}, lambda life: bool({"red", "blue"} & set(life.tags))),
        "channel": ({"channel": "email"}, lambda life: life.row.channel == "email"),
        "priority": ({"priority": "critical,low"}, lambda life: life.row.priority in (1, 5)),
        "type": ({"type": "task"}, lambda life: life.row.type == "task"),
    }
    for name in ("volume", "resolution", "csat", "backlog"):
        for asked, holds in narrowed.values():
            wanted = expected(name, "none", [life for life in lives if holds(life)], start, end, ZoneInfo("UTC"))
            assert (await answered(desk, name, "none", "UTC", crowd.admin, **asked))[None] == pytest.approx(
                wanted[None]
            ), (name, asked)
    by_agent = expected("resolution", "agent", lives, start, end, ZoneInfo("UTC"))[str(agent)]
    assert (await answered(desk, "resolution", "none", "UTC", crowd.admin, agent=str(agent)))[None] == pytest.approx(
        by_agent
    )


async def test_the_desk_was_worth_it(desk: Any, crowd: Crowd) -> None:
    """The comparison would mean little without reopenings, merges taken back, late mails and the like."""
    rows = await desk.rows("SELECT kind, count(*) AS number FROM escalated_activities GROUP BY kind")
    happened = {row.kind: row.number for row in rows}
    for kind in ("merged", "restored", "split", "rated", "deleted", "department_changed", "unassigned"):
        assert happened.get(f"ticket.{kind}", 0) >= 3, kind
    moments = {
        row.kind: row.number
        for row in await desk.rows("SELECT kind, count(*) AS number FROM escalated_report_moments GROUP BY kind")
    }
    assert set(moments) == {"created", "answered", "resolved", "merged", "reopened", "rated"}
    assert min(moments.values()) >= 3


async def test_delivered_in_any_order_doubled_and_twice_over(desk: Any, crowd: Crowd, hearing: Any) -> None:
    # given what came out of hearing everything in its order
    await hearing.all_of_it()
    before = await hearing.moments()
    await hearing.forget()
    events = await hearing.published()
    chance = random.Random(SEED)
    shuffled = [*events, *chance.sample(events, len(events) // 3)]
    chance.shuffle(shuffled)
    # when the same comes shuffled, some of it twice, to three processes at once
    await asyncio.gather(*(hearing.take(shuffled[number::3]) for number in range(3)))
    # then nothing is different
    assert await hearing.moments() == before


async def test_made_anew_from_rows(desk: Any, crowd: Crowd, hearing: Any) -> None:
    await hearing.all_of_it()
    before = await hearing.moments()
    # when the base is made in the place of what was heard, twice
    for _ in range(2):
        progress = await rebuild(desk.database, batch=7)
        assert progress.done == progress.total == len(crowd.tickets)
        assert await hearing.moments() == before
    # and from nothing, while half of the events are heard again
    await hearing.forget()
    events = await hearing.published()
    await asyncio.gather(rebuild(desk.database, batch=5), hearing.take(events[::2]))
    assert await hearing.moments() == before
    # and nothing changes when the other half comes late
    await hearing.take(events[1::2])
    assert await hearing.moments() == before


async def test_a_making_that_was_cut_off_goes_on(desk: Any, crowd: Crowd, hearing: Any) -> None:
    await hearing.all_of_it()
    before = await hearing.moments()
    await hearing.forget()
    # given a making that was cut off after the first tickets
    told: list[int] = []

    class CutOff(Exception):
        pass

    def cut(progress: Any) -> None:
        told.append(progress.done)
        raise CutOff

    with pytest.raises(CutOff):
        await rebuild(desk.database, tell=cut, batch=1)
    assert 0 < told[0] < len(crowd.tickets)
    # when it is begun again
    progress = await rebuild(desk.database, batch=50)
    # then it ends with every ticket
    assert progress.done == len(crowd.tickets)
    assert await hearing.moments() == before


@pytest.mark.parametrize("of_one_agent", [False, True])
async def test_the_summary_is_its_reports_together(desk: Any, crowd: Crowd, hearing: Any, of_one_agent: bool) -> None:
    await hearing.all_of_it()
    more = {"agent": str(crowd.agents[0].id)} if of_one_agent else {}
    for viewer in (crowd.admin, crowd.agents[0]):
        for group in GROUPS:
            found = {name: await answered(desk, name, group, "Europe/Berlin", viewer, **more) for name in NAMES}
            for key, row in found["summary"].items():
                part = {name: rows.get(key, {}) for name, rows in found.items()}
                wanted = {
                    **{name: part["volume"].get(name, 0) for name in ("created", "resolved", "reopened")},
                    "answered": part["first_response"].get("answered", 0),
                    **{f"first_response_{name}": part["first_response"].get(name) for name in SPANS},
                    **{f"resolution_{name}": part["resolution"].get(name) for name in SPANS},
                    "reopen_rate": part["reopen_rate"].get("rate"),
                    "ratings": part["csat"].get("ratings", 0),
                    "csat_average": part["csat"].get("average"),
                    "satisfaction": part["csat"].get("satisfaction"),
                    "backlog": part["backlog"].get("backlog", 0),
                }
                assert row == pytest.approx(wanted), (group, key)
