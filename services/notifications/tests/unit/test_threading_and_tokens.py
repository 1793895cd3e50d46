"""Message-IDs and reply addresses: made, read back, and not to be forged."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalated_notifications.mail_out import threading
from escalated_notifications.mail_out.reply_tokens import ReplyTokens

TICKET = "01920000-0000-7000-8000-000000000001"
REPLY = "01920000-0000-7000-8000-000000000002"
NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
DOMAIN = "desk.example.com"


def test_message_ids_are_as_the_design_says() -> None:
    assert threading.root_id(TICKET, DOMAIN) == f"<ticket-{TICKET}@{DOMAIN}>"
    assert threading.reply_id(TICKET, REPLY, DOMAIN) == f"<ticket-{TICKET}-reply-{REPLY}@{DOMAIN}>"
    assert threading.event_id(TICKET, REPLY, DOMAIN) == f"<ticket-{TICKET}-{REPLY}@{DOMAIN}>"


@pytest.mark.parametrize(
    ("message_id", "kind", "part"),
    [
        (threading.root_id(TICKET, DOMAIN), "root", ""),
        (threading.reply_id(TICKET, REPLY, DOMAIN), "reply", REPLY),
        (threading.event_id(TICKET, REPLY, DOMAIN.upper()), "event", REPLY),
    ],
)
def test_our_message_ids_are_recognised(message_id: str, kind: str, part: str) -> None:
    ours = threading.parse_ours(message_id, DOMAIN)
    assert ours is not None
    assert (ours.ticket_id, ours.kind, ours.part_id) == (TICKET, kind, part)


@pytest.mark.parametrize(
    "message_id",
    ["", "<>", "<x@y>", f"<ticket-{TICKET}@evil.example>", f"<ticket-1@{DOMAIN}>", f"<xticket-{TICKET}@{DOMAIN}>"],
)
def test_foreign_message_ids_are_not(message_id: str) -> None:
    assert threading.parse_ours(message_id, DOMAIN) is None


@given(st.text(max_size=300))
def test_no_header_breaks_the_reader(header: str) -> None:
    for message_id in threading.ids_in(header):
        threading.parse_ours(message_id, DOMAIN)
    ReplyTokens("secret", DOMAIN).parse(header)


TOKENS = ReplyTokens("a secret", DOMAIN, days=90)
ADDRESS = TOKENS.address(ticket_id=TICKET, reference="ESC-00042", recipient="Ann@Example.com", now=NOW)


def accepted(address: str = ADDRESS, *, ticket: str = TICKET, sender: str = "ann@example.com", days: int = 0) -> bool:
    claim = TOKENS.parse(address)
    return claim is not None and TOKENS.accepts(claim, ticket_id=ticket, sender=sender, now=NOW + timedelta(days=days))


def test_an_address_is_short_enough_and_survives_a_change_of_case() -> None:
    assert len(ADDRESS.partition("@")[0]) <= 64
    assert accepted()
    assert accepted(ADDRESS.upper())


def test_it_is_good_for_its_ticket_its_recipient_and_its_time_only() -> None:
    assert not accepted(ticket=REPLY)
    assert not accepted(sender="eve@example.com")
    assert accepted(days=90)
    assert not accepted(days=91)


def test_it_cannot_be_made_without_the_secret_nor_prolonged() -> None:
    other = ReplyTokens("another secret", DOMAIN)
    forged = other.address(ticket_id=TICKET, reference="ESC-00042", recipient="ann@example.com", now=NOW)
    assert not accepted(forged)
    head, _, token = ADDRESS.partition(".")
    later = TOKENS.address(ticket_id=TICKET, reference="ESC-00042", recipient="x", now=NOW + timedelta(days=400))
    prolonged = f"{head}.{later.partition('.')[2][:4]}{token[4:]}"
    assert not accepted(prolonged)


def test_every_changed_letter_of_the_token_spoils_it() -> None:
    start = ADDRESS.index(".") + 1
    for index in range(start, ADDRESS.index("@")):
        changed = "b" if ADDRESS[index] == "a" else "a"
        assert not accepted(ADDRESS[:index] + changed + ADDRESS[index + 1 :])


SIDE = "01920000-0000-7000-8000-000000000003"
SIDE_ADDRESS = TOKENS.side_address(side_conversation_id=SIDE, recipient="Vera@Vendor.example", now=NOW)


def accepted_beside(address: str = SIDE_ADDRESS, *, sender: str = "vera@vendor.example", days: int = 0) -> str:
    claim = TOKENS.parse_side(address)
    good = claim is not None and TOKENS.accepts_side(claim, sender=sender, now=NOW + timedelta(days=days))
    return claim.side_conversation_id if claim is not None and good else ""


def test_an_address_of_a_side_conversation_is_good_for_it_its_recipient_and_its_time_only() -> None:
    assert len(SIDE_ADDRESS.partition("@")[0]) <= 64
    assert accepted_beside() == accepted_beside(SIDE_ADDRESS.upper(), days=90) == SIDE
    assert accepted_beside(days=91) == accepted_beside(sender="eve@evil.example") == ""
    other = TOKENS.side_address(side_conversation_id=REPLY, recipient="vera@vendor.example", now=NOW)
    assert accepted_beside(f"{SIDE_ADDRESS.partition('.')[0]}.{other.partition('.')[2]}") == ""


def test_every_changed_letter_of_it_spoils_it() -> None:
    for index in range(len("side+"), SIDE_ADDRESS.index("@")):
        if SIDE_ADDRESS[index] != ".":
            changed = "b" if SIDE_ADDRESS[index] == "a" else "a"
            assert accepted_beside(SIDE_ADDRESS[:index] + changed + SIDE_ADDRESS[index + 1 :]) != SIDE


def test_a_ticket_and_a_side_conversation_of_one_id_have_nothing_in_common() -> None:
    assert TOKENS.parse(SIDE_ADDRESS) is None
    assert TOKENS.parse_side(ADDRESS) is None
    beside = TOKENS.side_address(side_conversation_id=TICKET, recipient="ann@example.com", now=NOW)
    token = beside.partition(".")[2]
    assert not accepted(f"reply+esc-00042.{token}")


def test_ids_of_a_side_conversation_lead_to_no_ticket() -> None:
    for message_id in (threading.side_root_id(SIDE, DOMAIN), threading.side_line_id(SIDE, REPLY, DOMAIN)):
        assert threading.is_ours(message_id, DOMAIN)
        assert threading.parse_ours(message_id, DOMAIN) is None
    assert not threading.is_ours(f"<side-{SIDE}@evil.example>", DOMAIN)
    assert threading.is_ours(threading.root_id(TICKET, DOMAIN), DOMAIN)


@given(st.text(max_size=120))
def test_no_address_breaks_the_reader_of_side_conversations(address: str) -> None:
    TOKENS.parse_side(f"{address}@{DOMAIN}")
