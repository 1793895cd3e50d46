"""Who gets a ticket: fairness, limits and the order of reasons, on plain data."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalated_tickets.assignment.rules import Candidate, Choice, Strategy, choose, has_room, is_available, proficiency

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
FRENCH, BILLING, ROUTERS = UUID(int=101), UUID(int=102), UUID(int=103)
NAMES = {FRENCH: "French", BILLING: "billing", ROUTERS: "routers"}
ASSIGNING = (Strategy.ROUND_ROBIN, Strategy.LEAST_OPEN, Strategy.SKILL)


def agent(number: int, open_count: int = 0, **more: Any) -> Candidate:
    return Candidate(UUID(int=number), f"Agent {number}", f"a{number}@example.com", open_count, **more)


def chosen(strategy: Strategy, *candidates: Candidate, last: int = 0, asked: tuple[UUID, ...] = ()) -> Choice:
    wanted = {skill: NAMES[skill] for skill in asked}
    return choose(strategy, candidates, last=UUID(int=last) if last else None, now=NOW, asked=wanted)


def number_of(choice: Choice) -> int:
    return choice.agent.id.int if choice.agent else 0


@pytest.mark.parametrize(("last", "next_one"), [(0, 1), (1, 2), (2, 3), (3, 1), (9, 1)])
def test_the_turn_goes_round_in_the_order_of_ids(last: int, next_one: int) -> None:
    choice = chosen(Strategy.ROUND_ROBIN, agent(3), agent(1), agent(2, 99), last=last)

    assert number_of(choice) == next_one
    assert choice.reason == f"round robin: it is Agent {next_one}'s turn"


def test_who_left_keeps_their_place_in_the_turn() -> None:
    assert number_of(chosen(Strategy.ROUND_ROBIN, agent(1), agent(4), agent(9), last=3)) == 4


def test_least_open_and_between_equals_the_turn() -> None:
    desk = (agent(1, 2), agent(2, 1), agent(3, 1))

    assert number_of(chosen(Strategy.LEAST_OPEN, *desk, last=2)) == 3
    assert chosen(Strategy.LEAST_OPEN, *desk, last=3) == Choice(desk[1], "least open: Agent 2 has 1 open")


def test_skill_wants_every_skill_then_the_highest_sum_then_least_open() -> None:
    one_only = agent(1, skills={FRENCH: 5})
    weaker = agent(2, skills={FRENCH: 2, BILLING: 3})
    busy = agent(3, 7, skills={FRENCH: 5, BILLING: 1, ROUTERS: 5})
    free = agent(4, 6, skills={FRENCH: 1, BILLING: 5})

    choice = chosen(Strategy.SKILL, one_only, weaker, busy, free, asked=(FRENCH, BILLING))

    assert choice == Choice(free, "skill: Agent 4 holds French, billing (proficiency 6, 6 open)")


def test_skill_without_a_skill_asked_for_is_least_open() -> None:
    choice = chosen(Strategy.SKILL, agent(1, 2), agent(2, 1))

    assert (number_of(choice), choice.reason) == (2, "skill: none is asked for; Agent 2 has 1 open")


def test_a_skill_that_nobody_free_holds_holds_up_this_ticket_alone() -> None:
    full = agent(1, 1, capacity=1, skills={ROUTERS: 5})

    choice = chosen(Strategy.SKILL, full, agent(2), asked=(ROUTERS,))

    assert choice == Choice(None, "nobody free holds every skill that is asked for: routers")


@pytest.mark.parametrize(
    ("desk", "reason"),
    [
        ((), "nobody of the department can be assigned tickets"),
        ((agent(1, available=False),), "nobody of the department is available"),
        ((agent(1, available_until=NOW),), "nobody of the department is available"),
        ((agent(1, 5, capacity=5), agent(2, available=False)), "everybody available is at capacity"),
        ((agent(1, capacity=0),), "everybody available is at capacity"),
    ],
)
@pytest.mark.parametrize("strategy", ASSIGNING)
def test_nobody_free_is_said_in_words(strategy: Strategy, desk: tuple[Candidate, ...], reason: str) -> None:
    assert chosen(strategy, *desk) == Choice(None, reason, nobody_free=True)


def test_availability_ends_by_itself() -> None:
    until = NOW + timedelta(hours=1)

    assert is_available(agent(1, available_until=until), until - timedelta(microseconds=1))
    assert not is_available(agent(1, available_until=until), until)
    assert not is_available(agent(1, available=False, available_until=until), NOW)


_SKILLS = st.dictionaries(st.sampled_from([FRENCH, BILLING, ROUTERS]), st.integers(1, 5))
_AGENTS = st.lists(
    st.builds(
        agent,
        st.integers(1, 60),
        st.integers(0, 6),
        available=st.booleans(),
        available_until=st.sampled_from([None, NOW, NOW + timedelta(hours=1)]),
        capacity=st.none() | st.integers(0, 6),
        skills=_SKILLS,
    ),
    unique_by=lambda each: each.id,
    max_size=8,
)
_LAST = st.none() | st.integers(1, 60).map(lambda number: UUID(int=number))
_ASKED = st.sets(st.sampled_from([FRENCH, BILLING, ROUTERS])).map(lambda ids: {each: NAMES[each] for each in ids})


@given(st.sampled_from(ASSIGNING), _AGENTS, _LAST, _ASKED)
def test_whoever_is_chosen_may_take_it_and_nobody_only_where_nobody_may(
    strategy: Strategy, desk: list[Candidate], last: UUID | None, asked: dict[UUID, str]
) -> None:
    choice = choose(strategy, desk, last=last, now=NOW, asked=asked)

    fit = [each for each in desk if is_available(each, NOW) and has_room(each)]
    skilled = [each for each in fit if asked.keys() <= each.skills.keys()] if strategy is Strategy.SKILL else fit
    if choice.agent is None:
        assert not skilled
        assert choice.nobody_free == (not fit)
        return
    assert choice.agent in skilled
    if strategy is Strategy.LEAST_OPEN:
        assert choice.agent.open_count == min(each.open_count for each in skilled)
    if strategy is Strategy.SKILL:
        assert proficiency(choice.agent, asked) == max(proficiency(each, asked) for each in skilled)


@given(st.sampled_from(ASSIGNING), _AGENTS, _LAST, st.randoms())
def test_the_order_of_the_candidates_does_not_matter(
    strategy: Strategy, desk: list[Candidate], last: UUID | None, dice: Any
) -> None:
    shuffled = desk.copy()
    dice.shuffle(shuffled)

    assert choose(strategy, desk, last=last, now=NOW) == choose(strategy, shuffled, last=last, now=NOW)


@given(st.integers(1, 7), st.integers(0, 60), st.sampled_from(ASSIGNING))
def test_no_agent_gets_two_more_than_another(agents: int, tickets: int, strategy: Strategy) -> None:
    desk = {UUID(int=number): agent(number) for number in range(1, agents + 1)}
    given_to: Counter[UUID] = Counter()
    last = None
    for _ in range(tickets):
        choice = choose(strategy, desk.values(), last=last, now=NOW)
        assert choice.agent is not None
        last = choice.agent.id
        given_to[last] += 1
        desk[last] = replace(desk[last], open_count=desk[last].open_count + 1)

    counts = [given_to[each] for each in desk]
    assert max(counts) - min(counts) <= 1
    assert sum(counts) == tickets


@given(_AGENTS, st.integers(0, 60), st.sampled_from((Strategy.ROUND_ROBIN, Strategy.LEAST_OPEN)))
def test_nobody_ever_has_more_than_their_capacity(desk: list[Candidate], tickets: int, strategy: Strategy) -> None:
    now = {each.id: each for each in desk}
    last = None
    for _ in range(tickets):
        choice = choose(strategy, now.values(), last=last, now=NOW)
        if choice.agent is None:
            break
        last = choice.agent.id
        now[last] = replace(now[last], open_count=now[last].open_count + 1)

    for before in desk:
        after = now[before.id]
        assert after.capacity is None or after.open_count <= max(after.capacity, before.open_count)
