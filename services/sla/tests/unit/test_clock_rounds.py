"""Promises that are made again and again: the next answer, an update every so often, a resolution begun anew."""

from datetime import UTC, datetime, timedelta
from itertools import islice, permutations
from random import Random
from typing import Any
from uuid import UUID

import pytest

from escalated_sla.calendars.rules import always_open
from escalated_sla.clocks.rules import METRICS, Clock, Fact, Key, Metric, Terms, TermsFor, clocks_of

VERSION = UUID(int=1)
HOURS: dict[Metric, int] = {"first_response": 1, "next_response": 2, "periodic_update": 4, "resolution": 24}


def at(text: str) -> datetime:
    """ "02 09:30" of March 2026; every hour counts."""
    return datetime.strptime(f"2026-03-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=UTC)


def promised(*metrics: Metric) -> TermsFor:
    def terms_for(_fact: Fact, metric: Metric) -> Terms | None:
        return Terms(VERSION, always_open(), timedelta(hours=HOURS[metric])) if metric in metrics else None

    return terms_for


class Log:
    """Facts one after the other; a status and being gone last until something else is said."""

    def __init__(self, opened: str, **more: bool) -> None:
        self.facts = [Fact(1, at(opened), "new", {}, **more)]

    def then(self, when: str, category: str | None = None, **more: Any) -> "Log":
        last = self.facts[-1]
        kept = {"deleted": last.deleted, "merged": last.merged}
        self.facts.append(Fact(last.sequence + 1, at(when), category or last.category, {}, **{**kept, **more}))
        return self

    def asks(self, when: str, category: str | None = None) -> "Log":
        return self.then(when, category, asks=True)

    def answers(self, when: str, category: str | None = None) -> "Log":
        return self.then(when, category, answers=True)

    def merged_in(self, when: str, waiting_since: str, source: int = 7) -> "Log":
        """Another ticket comes, with a message that waits since then."""
        return self.then(when, source_id=UUID(int=source), waits_since=at(waiting_since))

    def taken_out(self, when: str, source: int = 7) -> "Log":
        return self.then(when, source_id=UUID(int=source))

    def clocks(self, until: str, *, anew: bool = False) -> dict[Key, Clock]:
        return clocks_of(self.facts, promised(*METRICS), {}, at(until), anew=anew)

    def rounds(self, metric: Metric, until: str) -> list[tuple[str, datetime, datetime | None]]:
        """State, start and end of each round of a metric."""
        found = self.clocks(until).items()
        return [(clock.state, clock.course.started_at, clock.ended_at) for key, clock in found if key[0] == metric]


def answered() -> Log:
    """Opened at 9:00, answered at 9:30, open."""
    return Log("02 09:00").answers("02 09:30", "open")


class TestNextResponse:
    def test_begins_with_the_message_that_waits_and_is_met_by_the_answer(self) -> None:
        log = answered().asks("02 11:00").answers("02 12:30")
        clock = log.clocks("02 15:00")["next_response", 1]

        assert (clock.course.started_at, clock.due_at, clock.course.met_at) == (
            at("02 11:00"),
            at("02 13:00"),
            at("02 12:30"),
        )
        assert (clock.state, clock.elapsed) == ("met", timedelta(hours=1, minutes=30))

    def test_a_further_message_while_one_waits_moves_nothing(self) -> None:
        once = answered().asks("02 11:00").rounds("next_response", "02 12:30")
        twice = answered().asks("02 11:00").asks("02 12:00").rounds("next_response", "02 12:30")

        assert once == twice == [("running", at("02 11:00"), None)]

    def test_each_message_after_an_answer_is_a_round_of_its_own(self) -> None:
        log = answered().asks("02 11:00").answers("02 12:00").asks("02 13:00").answers("02 16:00").asks("02 17:00")

        assert log.rounds("next_response", "02 17:30") == [
            ("met", at("02 11:00"), at("02 12:00")),
            ("breached", at("02 13:00"), at("02 16:00")),
            ("running", at("02 17:00"), None),
        ]

    def test_messages_that_wait_for_the_first_response_are_not_of_the_next(self) -> None:
        log = Log("02 09:00", asks=True).asks("02 09:20")
        assert log.rounds("next_response", "02 12:00") == []
        log.answers("02 12:00").asks("02 12:10")
        assert log.rounds("next_response", "02 12:10") == [("running", at("02 12:10"), None)]

    def test_two_answers_leave_nobody_waiting(self) -> None:
        log = answered().answers("02 10:00")
        assert log.rounds("next_response", "03 10:00") == []

    def test_solved_unanswered_it_is_cancelled_and_a_message_after_that_waits_anew(self) -> None:
        log = answered().asks("02 11:00").then("02 12:00", "solved").asks("02 14:00", "open").answers("02 15:00")

        assert log.rounds("next_response", "02 20:00") == [
            ("cancelled", at("02 11:00"), at("02 12:00")),
            ("met", at("02 14:00"), at("02 15:00")),
        ]

    def test_split_off_it_is_cancelled_and_the_next_message_waits_anew(self) -> None:
        log = answered().asks("02 11:00").then("02 12:00", unasked=True).asks("02 14:00")

        assert log.rounds("next_response", "02 15:00") == [
            ("cancelled", at("02 11:00"), at("02 12:00")),
            ("running", at("02 14:00"), None),
        ]
        assert log.rounds("periodic_update", "02 13:00")[-1] == ("running", at("02 09:30"), None)

    def test_reopened_without_a_message_nobody_waits(self) -> None:
        log = answered().asks("02 11:00").then("02 12:00", "solved").then("02 14:00", "open")
        assert log.rounds("next_response", "02 20:00") == [("cancelled", at("02 11:00"), at("02 12:00"))]

    def test_cancelled_after_its_breach_it_stays_breached_and_is_late_no_longer(self) -> None:
        log = answered().asks("02 11:00").then("02 14:00", "solved")
        clock = log.clocks("04 12:00")["next_response", 1]

        assert (clock.state, clock.breached_at, clock.elapsed) == ("breached", at("02 13:00"), timedelta(hours=3))

    def test_reply_and_solve_in_one_command_meets_it_whichever_event_comes_first(self) -> None:
        solved_first = answered().asks("02 11:00").then("02 12:00", "solved").answers("02 12:00")
        reply_first = answered().asks("02 11:00").answers("02 12:00", "solved").then("02 12:00")

        for log in (solved_first, reply_first):
            assert log.rounds("next_response", "02 20:00") == [("met", at("02 11:00"), at("02 12:00"))]

    def test_a_message_while_on_hold_waits_paused(self) -> None:
        log = answered().then("02 10:00", "on_hold").asks("02 11:00")
        paused = log.clocks("02 20:00")["next_response", 1]
        resumed = log.then("02 21:00", "open").clocks("02 21:00")["next_response", 1]

        assert (paused.state, paused.due_at) == ("paused", None)
        assert (resumed.state, resumed.due_at) == ("running", at("02 23:00"))

    def test_deleted_while_it_waits_and_restored_it_runs_on_with_the_gap_as_a_pause(self) -> None:
        log = answered().asks("02 11:00").then("02 12:00", deleted=True)
        deleted = log.rounds("next_response", "03 12:00")
        clock = log.then("03 12:00", deleted=False).clocks("03 12:00")["next_response", 1]

        assert deleted == [("cancelled", at("02 11:00"), at("02 12:00"))]
        assert (clock.state, clock.due_at, clock.ended_at) == ("running", at("03 13:00"), None)


class TestMergedQuestion:
    """Answered at 9:30; at 12:00 a ticket is merged into it whose customer waits since 11:00. The target is 2 hours."""

    def test_it_waits_since_it_was_written_and_is_met_by_the_answer(self) -> None:
        log = answered().merged_in("02 12:00", "02 11:00")
        waiting = log.clocks("02 12:00")["next_response", 1]
        met = log.answers("02 12:45").clocks("02 15:00")["next_response", 1]

        assert (waiting.state, waiting.course.started_at, waiting.due_at) == ("running", at("02 11:00"), at("02 13:00"))
        assert (met.state, met.course.met_at, met.elapsed) == ("met", at("02 12:45"), timedelta(hours=1, minutes=45))

    def test_unanswered_it_breaches_as_it_would_have(self) -> None:
        log = answered().merged_in("02 12:00", "02 11:00")
        late = answered().merged_in("02 14:00", "02 11:00")

        assert [each.clocks("02 14:00")["next_response", 1].breached_at for each in (log, late)] == [at("02 13:00")] * 2

    def test_what_was_answered_here_since_it_was_written_waits_no_longer(self) -> None:
        log = answered().answers("02 11:30").merged_in("02 12:00", "02 11:00")
        mail = answered().merged_in("02 12:00", "02 11:00").answers("02 11:30")

        assert log.rounds("next_response", "02 15:00") == mail.rounds("next_response", "02 15:00") == []

    def test_it_waits_for_the_first_response_where_that_is_still_to_come(self) -> None:
        log = Log("02 09:00", asks=True).merged_in("02 12:00", "02 11:00")
        assert log.rounds("next_response", "02 15:00") == []
        assert log.clocks("02 15:00")["first_response", 1].course.started_at == at("02 09:00")

    def test_of_two_that_wait_the_older_one_counts(self) -> None:
        younger = answered().asks("02 10:30").merged_in("02 12:00", "02 11:00")
        older = answered().asks("02 11:30").merged_in("02 12:00", "02 11:00")

        assert younger.rounds("next_response", "02 12:00") == [("running", at("02 10:30"), None)]
        assert older.rounds("next_response", "02 12:00") == [("running", at("02 11:00"), None)]

    def test_one_that_is_late_already_does_not_move(self) -> None:
        log = answered().asks("02 10:00").merged_in("02 12:30", "02 09:45")
        assert log.clocks("02 12:30")["next_response", 1].breached_at == at("02 12:00")

    def test_on_a_ticket_that_waits_for_the_customer_it_pauses(self) -> None:
        log = answered().then("02 10:00", "pending").merged_in("02 12:00", "02 11:00")
        clock = log.then("02 18:00", "open").clocks("02 18:00")["next_response", 1]

        assert (clock.course.started_at, clock.due_at) == (at("02 11:00"), at("02 19:00"))

    def test_into_a_ticket_that_is_solved_it_begins_nothing(self) -> None:
        log = answered().then("02 10:00", "solved").merged_in("02 12:00", "02 11:00").then("02 13:00", "open")
        assert log.rounds("next_response", "02 15:00") == []

    @pytest.mark.parametrize("later", ["02 12:30", "02 16:00"])
    def test_taken_out_again_it_never_waited_here(self, later: str) -> None:
        log = answered().merged_in("02 12:00", "02 11:00").taken_out(later)
        assert log.rounds("next_response", "02 20:00") == []
        assert log.asks("02 17:00").rounds("next_response", "02 17:00") == [("running", at("02 17:00"), None)]

    def test_taken_out_what_waits_here_itself_counts_from_its_own_time(self) -> None:
        log = answered().asks("02 11:30").merged_in("02 12:00", "02 11:00").merged_in("02 12:15", "02 11:15", source=8)
        started = [log.rounds("next_response", "02 12:20")]
        started.append(log.taken_out("02 12:30").rounds("next_response", "02 12:30"))
        started.append(log.taken_out("02 12:45", source=8).rounds("next_response", "02 12:45"))

        assert started == [[("running", at(each), None)] for each in ("02 11:00", "02 11:15", "02 11:30")]

    def test_taken_out_after_its_breach_what_waits_here_is_in_time_again(self) -> None:
        log = answered().merged_in("02 12:00", "02 11:00").asks("02 13:30").taken_out("02 14:00")
        clock = log.clocks("02 14:00")["next_response", 1]
        assert (clock.state, clock.breached_at, clock.due_at) == ("running", None, at("02 15:30"))

    def test_answered_here_it_stays_answered_when_it_is_taken_out(self) -> None:
        log = answered().merged_in("02 12:00", "02 11:00").answers("02 12:30").taken_out("02 14:00")
        assert log.rounds("next_response", "02 15:00") == [("met", at("02 11:00"), at("02 12:30"))]

    def test_merged_on_and_taken_back_it_goes_on_with_the_gap_as_a_pause(self) -> None:
        log = answered().merged_in("02 12:00", "02 11:00").then("02 12:30", "closed", merged=True)
        back = log.then("02 20:00", "open", merged=False)
        clock = back.clocks("02 20:00")["next_response", 1]
        assert (clock.state, clock.course.started_at, clock.due_at) == ("running", at("02 11:00"), at("02 20:30"))
        assert back.taken_out("02 20:10").rounds("next_response", "02 22:00") == []

    def test_replayed_doubled_and_shuffled_it_is_the_same(self) -> None:
        log = answered().asks("02 11:30").merged_in("02 12:00", "02 11:00").taken_out("02 12:30").answers("02 13:00")
        expected = log.clocks("02 20:00")

        for order in permutations(log.facts):
            assert clocks_of([*order, *order], promised(*METRICS), {}, at("02 20:00")) == expected


class TestPeriodicUpdate:
    def test_runs_from_the_opening_and_each_answer_begins_it_again(self) -> None:
        log = Log("02 09:00").answers("02 10:00", "open").answers("02 15:00")

        assert log.rounds("periodic_update", "02 16:00") == [
            ("met", at("02 09:00"), at("02 10:00")),
            ("breached", at("02 10:00"), at("02 15:00")),
            ("running", at("02 15:00"), None),
        ]
        assert log.clocks("02 16:00")["periodic_update", 3].due_at == at("02 19:00")

    def test_messages_of_the_customer_change_nothing(self) -> None:
        log = Log("02 09:00").asks("02 10:00")
        assert log.rounds("periodic_update", "02 10:00") == [("running", at("02 09:00"), None)]

    def test_answered_and_left_to_the_customer_it_pauses(self) -> None:
        log = Log("02 09:00").answers("02 10:00", "pending")
        paused = log.clocks("05 10:00")["periodic_update", 2]
        back = log.asks("05 10:00", "open").clocks("05 10:00")["periodic_update", 2]

        assert (paused.state, back.state, back.due_at) == ("paused", "running", at("05 14:00"))

    def test_solved_cancels_it_and_reopening_begins_a_new_round(self) -> None:
        log = Log("02 09:00").then("02 10:00", "solved").then("02 10:30", "closed").then("03 08:00", "open")

        assert log.rounds("periodic_update", "03 09:00") == [
            ("cancelled", at("02 09:00"), at("02 10:00")),
            ("running", at("03 08:00"), None),
        ]

    def test_answered_and_solved_at_once_it_is_met_and_none_follows(self) -> None:
        for log in (
            Log("02 09:00").answers("02 10:00", "solved"),
            Log("02 09:00").then("02 10:00", "solved").answers("02 10:00"),
        ):
            assert log.rounds("periodic_update", "03 09:00") == [("met", at("02 09:00"), at("02 10:00"))]

    def test_merged_and_taken_back_it_goes_on(self) -> None:
        log = Log("02 09:00").then("02 10:00", "closed", merged=True).then("02 12:00", "open", merged=False)

        assert log.rounds("periodic_update", "02 12:00") == [("running", at("02 09:00"), None)]
        assert log.clocks("02 12:00")["periodic_update", 1].due_at == at("02 15:00")


class TestOpenedByAnAgentForACustomer:
    log = Log("02 09:00", answers=True)

    def test_the_first_response_is_met_at_the_opening(self) -> None:
        clock = self.log.clocks("02 12:00")["first_response", 1]
        assert (clock.state, clock.course.met_at, clock.elapsed) == ("met", at("02 09:00"), timedelta())

    def test_the_next_update_is_due_from_the_opening(self) -> None:
        assert self.log.rounds("periodic_update", "02 12:00") == [("running", at("02 09:00"), None)]

    def test_the_customers_first_message_waits_for_the_next_response(self) -> None:
        log = Log("02 09:00", answers=True).asks("02 11:00")
        assert log.rounds("next_response", "02 12:00") == [("running", at("02 11:00"), None)]


class TestReopened:
    """Solved on Friday the 6th, reopened on Monday the 9th."""

    @staticmethod
    def log() -> Log:
        return Log("06 09:00").answers("06 15:00", "solved").then("09 09:00", "open")

    def test_the_resolution_goes_on_with_the_solved_time_as_a_pause(self) -> None:
        found = self.log().clocks("09 09:00")
        clock = found["resolution", 1]

        assert ("resolution", 2) not in found
        assert (clock.state, clock.due_at) == ("running", at("10 03:00"))
        assert [(each.start, each.end, each.cause) for each in clock.course.interruptions] == [
            (at("06 15:00"), at("09 09:00"), "solved")
        ]

    def test_or_begins_anew(self) -> None:
        found = self.log().clocks("09 09:00", anew=True)

        assert (found["resolution", 1].state, found["resolution", 1].ended_at) == ("met", at("06 15:00"))
        assert (found["resolution", 2].state, found["resolution", 2].due_at) == ("running", at("10 09:00"))

    def test_solved_late_reopened_and_going_on_it_is_breached_still(self) -> None:
        log = Log("02 09:00").then("04 09:00", "solved").then("09 09:00", "open")
        clock = log.clocks("09 10:00")["resolution", 1]

        assert (clock.state, clock.breached_at, clock.ended_at) == ("breached", at("03 09:00"), None)

    def test_solved_late_and_begun_anew_the_second_round_is_in_time(self) -> None:
        log = Log("02 09:00").then("04 09:00", "solved").then("09 09:00", "open").then("09 10:00", "closed")
        found = log.clocks("09 10:00", anew=True)

        assert [found["resolution", number].state for number in (1, 2)] == ["breached", "met"]

    def test_solved_again_while_solved_nothing_begins(self) -> None:
        log = Log("06 09:00").then("06 15:00", "solved").then("07 09:00", "closed")
        assert [key for key in log.clocks("09 09:00", anew=True) if key[0] == "resolution"] == [("resolution", 1)]


@pytest.mark.parametrize("anew", [False, True])
class TestUndone:
    """Solved by accident at noon, undone five minutes later: an earlier state came back, nobody reopened anything."""

    @staticmethod
    def log(category: str = "open") -> Log:
        solved = answered().asks("02 11:00").then("02 12:00", "solved").then("02 12:01", "closed")
        # Undoing tells twice: that something came back, and which status did.
        return solved.then("02 12:05", category, restored=True).then("02 12:05", restored=True)

    def test_the_resolution_goes_on_with_the_gap_as_a_pause(self, anew: bool) -> None:
        found = self.log().clocks("02 12:05", anew=anew)
        clock = found["resolution", 1]

        assert ("resolution", 2) not in found
        assert (clock.state, clock.due_at) == ("running", at("03 09:05"))
        assert [(each.start, each.end, each.cause) for each in clock.course.interruptions] == [
            (at("02 12:00"), at("02 12:05"), "solved")
        ]

    def test_whoever_waited_waits_on_and_the_update_is_due_as_it_was(self, anew: bool) -> None:
        found = self.log().clocks("02 12:05", anew=anew)

        assert ("next_response", 2) not in found
        assert ("periodic_update", 3) not in found
        assert (found["next_response", 1].state, found["next_response", 1].due_at) == ("running", at("02 13:05"))
        assert (found["periodic_update", 2].state, found["periodic_update", 2].due_at) == ("running", at("02 13:35"))

    def test_closing_what_was_solved_is_undone_without_reopening(self, anew: bool) -> None:
        found = self.log("solved").clocks("02 12:05", anew=anew)
        assert [found[key].ended_at for key in (("resolution", 1), ("next_response", 1))] == [at("02 12:00")] * 2

    def test_reopened_by_somebody_later_it_is_as_the_setting_says(self, anew: bool) -> None:
        found = self.log().then("02 14:00", "solved").then("02 15:00", "open").clocks("02 15:00", anew=anew)

        assert (("resolution", 2) in found) is anew
        assert found["next_response", 1].ended_at == at("02 14:00")

    def test_reopened_by_accident_it_is_resolved_as_it_was(self, anew: bool) -> None:
        log = answered().then("02 12:00", "solved")
        before = log.clocks("02 14:06", anew=anew)
        log.then("02 14:00", "open").then("02 14:05", "solved", restored=True).then("02 14:05", restored=True)
        found = log.clocks("02 14:06", anew=anew)

        assert [key for key in found if key[0] == "resolution"] == [("resolution", 1)]
        assert found["resolution", 1] == before["resolution", 1]

    def test_reopened_by_accident_solving_it_before_can_still_be_undone(self, anew: bool) -> None:
        log = answered().then("02 12:00", "solved").then("02 12:02", "open").then("02 12:03", "solved", restored=True)
        clock = log.then("02 12:05", "open", restored=True).clocks("02 12:05", anew=anew)["resolution", 1]
        assert (clock.state, clock.due_at) == ("running", at("03 09:05"))

    def test_what_was_split_off_before_does_not_wait_again(self, anew: bool) -> None:
        log = answered().asks("02 11:00").then("02 11:30", unasked=True).then("02 12:00", "solved")
        found = log.then("02 12:05", "open", restored=True).clocks("02 12:05", anew=anew)
        assert found["next_response", 1].ended_at == at("02 11:30")

    @pytest.mark.parametrize("gone", [{"unasked": True}, {"source_id": UUID(int=7)}])
    def test_what_went_elsewhere_while_it_was_solved_does_not_wait_again(
        self, anew: bool, gone: dict[str, Any]
    ) -> None:
        log = answered().merged_in("02 11:30", "02 11:00").then("02 12:00", "solved").then("02 12:02", **gone)
        found = log.then("02 12:05", "open", restored=True).clocks("02 12:05", anew=anew)
        assert found["next_response", 1].ended_at == at("02 12:00")

    def test_what_was_answered_as_it_was_solved_stays_answered(self, anew: bool) -> None:
        log = answered().asks("02 11:00").answers("02 12:00", "solved").then("02 12:05", "open", restored=True)
        assert log.clocks("02 12:05", anew=anew)["next_response", 1].course.met_at == at("02 12:00")

    def test_replayed_doubled_and_shuffled_it_is_the_same(self, anew: bool) -> None:
        log = self.log()
        expected = log.clocks("02 20:00", anew=anew)
        for order in islice(permutations(log.facts), 0, None, 97):
            assert clocks_of([*order, *order], promised(*METRICS), {}, at("02 20:00"), anew=anew) == expected


def test_merged_while_breached_it_stays_breached_and_runs_on_when_taken_back() -> None:
    log = Log("02 09:00").then("02 11:00", "closed", merged=True)
    merged = log.clocks("03 11:00")["first_response", 1]
    back = log.then("03 11:00", "open", merged=False).answers("03 11:30").clocks("03 12:00")["first_response", 1]

    assert (merged.state, merged.breached_at, merged.elapsed) == ("breached", at("02 10:00"), timedelta(hours=2))
    assert (back.state, back.breached_at, back.elapsed) == ("breached", at("02 10:00"), timedelta(hours=2, minutes=30))


class TestHeardLate:
    """Mail that was written before what is known already: it counts when it was written."""

    def test_an_answer_written_in_time_withdraws_the_breach(self) -> None:
        log = Log("02 09:00").then("02 10:30", "pending")
        late = log.answers("02 09:45")
        assert late.clocks("02 12:00")["first_response", 1].course.met_at == at("02 09:45")

    def test_the_state_that_it_leads_to_begins_when_all_before_it_is_over(self) -> None:
        log = answered().then("02 12:00", "pending").asks("02 11:00", "open")
        clock = log.clocks("02 12:30")["next_response", 1]

        assert (clock.course.started_at, clock.course.interruptions, clock.due_at) == (
            at("02 11:00"),
            (),
            at("02 13:00"),
        )

    def test_an_answer_written_before_it_was_solved_meets_what_was_cancelled(self) -> None:
        log = answered().asks("02 11:00").then("02 12:00", "solved").answers("02 11:30")
        assert log.rounds("next_response", "02 14:00") == [("met", at("02 11:00"), at("02 11:30"))]

    def test_a_question_written_after_a_split_waits(self) -> None:
        log = answered().then("02 11:00", unasked=True).then("02 13:00", "pending").asks("02 12:00", "open")
        assert log.rounds("next_response", "02 13:00") == [("running", at("02 12:00"), None)]

    def test_an_answer_between_two_others_makes_the_updates_shorter(self) -> None:
        log = Log("02 09:00").answers("02 13:00", "open").answers("02 11:00")

        assert log.rounds("periodic_update", "02 13:00") == [
            ("met", at("02 09:00"), at("02 11:00")),
            ("met", at("02 11:00"), at("02 13:00")),
            ("running", at("02 13:00"), None),
        ]

    def test_nothing_was_said_before_the_opening(self) -> None:
        log = Log("02 09:00").then("02 10:00", "pending").answers("02 08:00")
        clock = log.clocks("02 12:00")["first_response", 1]
        assert (clock.course.started_at, clock.course.met_at) == (at("02 09:00"), at("02 09:00"))


def test_replayed_doubled_and_shuffled_the_same_log_gives_the_same_rounds() -> None:
    log = answered().asks("02 11:00").answers("02 10:30", "pending").then("02 14:00", "solved").asks("03 09:00", "open")
    expected = log.clocks("03 12:00")

    assert len(expected) == 8
    for order in permutations(log.facts):
        assert clocks_of([*order, *order], promised(*METRICS), {}, at("03 12:00")) == expected


def any_life(chance: Random) -> Log:
    """Said, answered, solved, reopened, undone, merged, taken out, split off and deleted, in any order."""
    log, now = Log("02 09:00", asks=chance.random() < 0.5), at("02 09:00")
    for _ in range(12):
        now += timedelta(minutes=chance.randrange(1, 90))
        source = UUID(int=chance.randrange(3))
        since = now - timedelta(minutes=chance.randrange(1, 300))
        category, more = chance.choice(
            [
                (None, {"asks": True}),
                (chance.choice(["open", "pending", "solved"]), {"answers": True}),
                (chance.choice(["open", "pending", "solved"]), {"restored": chance.random() < 0.5}),
                (None, {"source_id": source, "waits_since": since}),
                (None, {"source_id": source}),
                (None, {"unasked": True}),
                (None, {"deleted": not log.facts[-1].deleted, "restored": log.facts[-1].deleted}),
            ]
        )
        log.then(f"{now:%d %H:%M}", category, **more)
    return log


@pytest.mark.parametrize("seed", range(40))
@pytest.mark.parametrize("anew", [False, True])
def test_whatever_happens_rounds_follow_one_another_and_a_replay_gives_the_same(seed: int, anew: bool) -> None:
    chance = Random(seed)
    facts = any_life(chance).facts
    found = clocks_of(facts, promised(*METRICS), {}, at("06 09:00"), anew=anew)
    mixed = chance.sample(facts * 2, len(facts) * 2)

    assert clocks_of(mixed, promised(*METRICS), {}, at("06 09:00"), anew=anew) == found
    for metric in METRICS:
        clocks = [clock for key, clock in found.items() if key[0] == metric]
        assert [clock.course.round for clock in clocks] == list(range(1, len(clocks) + 1))
        assert all(clock.ended_at is not None for clock in clocks[:-1])
        assert all(clock.ended_at is None or clock.ended_at >= clock.course.started_at for clock in clocks)


class TestPromisedSinceAnEdit:
    """A policy promises updates since 12:00, when all until 11:00 had been taken in."""

    @staticmethod
    def clocks(log: Log, before: list[Key]) -> dict[Key, Clock]:
        terms = promised("first_response", "periodic_update")
        return clocks_of(log.facts, terms, {}, at("02 12:00"), before=before, until=at("02 11:00"))

    def test_what_had_ended_before_was_promised_nothing(self) -> None:
        log = Log("02 09:00").answers("02 10:00", "open").answers("02 11:00")
        assert list(self.clocks(log, [("first_response", 1)])) == [("first_response", 1), ("periodic_update", 3)]

    def test_what_was_a_clock_stays_one(self) -> None:
        log = Log("02 09:00").answers("02 10:00", "open")
        known: list[Key] = [("first_response", 1), ("periodic_update", 1), ("periodic_update", 2)]
        assert list(self.clocks(log, known)) == known

    def test_what_ended_since_is_one(self) -> None:
        log = Log("02 09:00").answers("02 11:30", "open")
        assert ("periodic_update", 1) in self.clocks(log, [("first_response", 1)])
