"""Decisions on plain data: no database, no clock but the one that is given."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from escalated_chassis.errors import Conflict, Forbidden, Invalid
from escalated_chassis.metering import seconds_until
from escalated_contracts.permissions import BUILT_IN_ROLES
from escalated_identity.api_tokens import rules as api_tokens
from escalated_identity.departments import rules as departments
from escalated_identity.keys import rules as keys
from escalated_identity.keys.rules import SigningKey
from escalated_identity.people import rules as people
from escalated_identity.roles import rules as roles
from escalated_identity.sessions.rules import Presented, Verdict, judge_refresh

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
LATER, EARLIER = NOW + timedelta(days=1), NOW - timedelta(seconds=1)
A_ROLE = UUID(int=1)


@pytest.mark.parametrize(
    ("token", "verdict"),
    [
        (None, Verdict.REFUSE),
        (Presented(None, LATER, None, True), Verdict.ROTATE),
        (Presented(EARLIER, LATER, None, True), Verdict.END_FAMILY),
        (Presented(EARLIER, EARLIER, None, False), Verdict.END_FAMILY),
        (Presented(EARLIER, LATER, EARLIER, True), Verdict.REFUSE),
        (Presented(None, LATER, EARLIER, True), Verdict.REFUSE),
        (Presented(None, NOW, None, True), Verdict.REFUSE),
        (Presented(None, LATER, None, False), Verdict.REFUSE),
    ],
)
def test_what_becomes_of_a_refresh_token(token: Presented | None, verdict: Verdict) -> None:
    assert judge_refresh(token, NOW) is verdict


@pytest.mark.parametrize(("after", "seconds"), [(900, 900), (0.2, 1), (1.2, 2), (0, 1), (-5, 1)])
def test_retry_after_is_whole_seconds_and_never_too_few(after: float, seconds: int) -> None:
    assert seconds_until(NOW + timedelta(seconds=after), NOW) == seconds


@pytest.mark.parametrize("address", ["a@b.example", " First.Last+tag@Sub.Example.com ", "ü@bücher.example"])
def test_addresses(address: str) -> None:
    assert people.check_address(address) == address.strip()


@pytest.mark.parametrize(
    "address",
    ["", "a", "a@b", "@b.example", "a@@b.example", "a b@c.example", "a@b..example", "a@b.example\n.x", "<a@b.example>"],
)
def test_no_addresses(address: str) -> None:
    with pytest.raises(Invalid):
        people.check_address(address)


@pytest.mark.parametrize("address", ["a" * 65 + "@b.example", "a@" + "b" * 250 + ".example"])
def test_addresses_that_are_too_long(address: str) -> None:
    with pytest.raises(Invalid):
        people.check_address(address)


@pytest.mark.parametrize(
    ("password", "code"), [("123456789", "too_short"), ("x" * 201, "too_long"), ("Somebody@B.example", "too_easy")]
)
def test_passwords_that_are_refused(password: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        people.check_password(password, email="somebody@b.example")
    assert [error.code for error in refused.value.errors] == [code]


def test_roles_are_chosen_by_slug() -> None:
    custom = {"seer": A_ROLE}
    assert people.choose_roles([], custom) == people.Roles("customer")
    assert people.choose_roles(["agent", "seer", "seer"], custom) == people.Roles("agent", (A_ROLE,))


@pytest.mark.parametrize("slugs", [["admin", "agent"], ["no_such"], ["seer"], ["customer", "seer"]])
def test_roles_that_do_not_go_together(slugs: list[str]) -> None:
    with pytest.raises(Invalid):
        people.choose_roles(slugs, {"seer": A_ROLE})


def test_permissions_are_those_of_all_roles_that_are_there() -> None:
    custom = {str(A_ROLE): frozenset({"audit:read"})}
    held = people.permissions_of(("light_agent", str(A_ROLE), "gone"), custom)
    assert held == BUILT_IN_ROLES["light_agent"] | {"audit:read"}
    assert people.permissions_of(people.role_ids("guest", ()), custom) == frozenset()


def test_nobody_grants_what_she_does_not_hold() -> None:
    people.check_may_grant({"a:b", "c:d"}, {"a:b"})
    with pytest.raises(Forbidden):
        people.check_may_grant({"a:b"}, {"a:b", "c:d"})


def test_the_last_administrator() -> None:
    assert people.is_last_admin("admin", stays=False, other_admins=0)
    assert not people.is_last_admin("admin", stays=False, other_admins=1)
    assert not people.is_last_admin("admin", stays=True, other_admins=0)
    assert not people.is_last_admin("agent", stays=False, other_admins=0)


def test_staff_owns_its_address() -> None:
    assert people.may_be("agent", owns_address=True)
    assert people.may_be("customer", owns_address=False)
    assert not people.may_be("light_agent", owns_address=False)


def test_role_slugs() -> None:
    assert roles.check_slug("first_line2") == "first_line2"
    for slug in ("", "X", "2nd", "with-dash", "a" * 60):
        with pytest.raises(Invalid):
            roles.check_slug(slug)
    for slug in ("admin", "guest"):
        with pytest.raises(Conflict):
            roles.check_slug(slug)


@pytest.mark.parametrize(
    ("name", "slug"), [("Support", "support"), ("Büro & Kasse", "buro-kasse"), ("客服", "department")]
)
def test_department_slugs(name: str, slug: str) -> None:
    assert departments.slug_of(name) == slug
    assert departments.check_slug(slug) == slug


def test_api_tokens_differ_and_are_long() -> None:
    made = {api_tokens.new_token() for _ in range(100)}
    assert len(made) == 100
    assert {len(token) for token in made} == {44}


def test_scopes_are_known_held_and_some() -> None:
    assert api_tokens.check_scopes(["tickets:read", "tickets:read"], {"tickets:read"}) == ("tickets:read",)
    with pytest.raises(Invalid):
        api_tokens.check_scopes([], {"tickets:read"})
    with pytest.raises(Invalid):
        api_tokens.check_scopes(["tickets:fly"], {"tickets:fly"})
    with pytest.raises(Forbidden):
        api_tokens.check_scopes(["tickets:reply"], {"tickets:read"})


def test_a_sealed_key_opens_only_with_its_secret_its_name_and_untouched() -> None:
    # given
    private = keys.new_key()
    sealed = keys.seal(private, keys.sealing_key("one secret"))
    # then
    assert keys.unseal(sealed, private["kid"], keys.sealing_key("one secret")) == private
    touched = sealed[:-1] + bytes([sealed[-1] ^ 1])
    for attempt in (
        (sealed, private["kid"], "other"),
        (sealed, "other", "one secret"),
        (touched, private["kid"], "one secret"),
    ):
        with pytest.raises(keys.CannotUnsealError):
            keys.unseal(attempt[0], attempt[1], keys.sealing_key(attempt[2]))


def test_which_key_signs_and_which_are_published() -> None:
    def key(kid: str, made: datetime, retired: datetime | None = None) -> SigningKey:
        return SigningKey(kid, {"kid": kid}, b"", made, retired)

    old = key("old", NOW - timedelta(days=9), NOW - timedelta(hours=1))
    recent = key("recent", NOW - timedelta(days=8), NOW - timedelta(minutes=59))
    first, second = key("first", NOW - timedelta(days=2)), key("second", NOW - timedelta(days=1))
    assert keys.current([old, second, first]) == second
    assert keys.current([old]) is None
    assert keys.published([old, recent, first], NOW) == [{"kid": "recent"}, {"kid": "first"}]
