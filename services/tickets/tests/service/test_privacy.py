"""A person's data in tickets: handed out whole, erased whole; and deleted tickets, gone with everything of them."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import orjson
import pytest
from escalated.tickets.v1 import tickets_pb2 as pb
from escalated.tickets.v1 import types_pb2
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from escalated_chassis.errors import Forbidden, Invalid, NotFound
from escalated_tickets.people import merging
from escalated_tickets.privacy import service as erasing
from escalated_tickets.privacy.purge import (
    count_deleted,
    next_purge,
    purge_deleted,
    tables_of_tickets,
)

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 64


async def told(desk: Any, mark: str = "") -> tuple[Any, Any, dict[str, Any]]:
    """A customer's ticket with a file, an answer, a note, a rating and a change of subject."""
    customer, agent = await desk.person(name=f"Zacharias{mark} Quux"), await desk.person("agent", name="Alex Agent")
    upload = await desk.ask("POST", "/uploads", customer, files={"file": ("shot.png", PNG, "image/png")})
    ticket = await desk.opened(
        customer,
        subject=f"My pancreas{mark} hurts",
        description=f"Flurbiprofen{mark}",
        attachments=[upload.json()["data"]["id"]],
    )
    path = f"/tickets/{ticket['id']}"
    await desk.does(agent, f"{path}/replies", {"body": "Take it easy"})
    await desk.does(agent, f"{path}/replies", {"body": "hypochondriac", "internal": True})
    await desk.ask("PATCH", path, agent, json={"subject": f"My pancreas{mark} still hurts"})
    await desk.does(customer, f"{path}/replies", {"body": f"Grommelblatt{mark}"})
    await desk.does(agent, f"{path}/resolve")
    await desk.does(customer, f"{path}/rate", {"score": 4, "comment": f"Doctor Wurzelbach{mark} was kind"})
    return customer, agent, ticket


async def erases(rpc: Any, person: Any, **more: Any) -> dict[str, tuple[int, int, int]]:
    request = pb.ErasePersonRequest(person_id=str(person.id), email=person.email, **more)
    answer = await rpc.as_service("identity").ErasePerson(request, timeout=10)
    return {each.what: (each.found, each.erased, each.kept) for each in answer.findings}


async def exported(rpc: Any, person: Any) -> dict[str, bytes]:
    request = pb.ExportPersonRequest(person_id=str(person.id), email=person.email)
    files: dict[str, bytes] = {}
    name = ""
    async for answer in rpc.as_service("identity").ExportPerson(request, timeout=10):
        if answer.part.WhichOneof("part") == "file":
            name = answer.part.file
            files[name] = b""
        else:
            files[name] += answer.part.chunk
    return files


async def merged(desk: Any, one: Any, other: Any) -> None:
    async with desk.database.transaction() as uow:
        await merging.merge_people(uow, one.id, other.id)
    for _ in range(2):
        async with desk.database.transaction() as uow:
            await merging.follow_merges(uow, desk.desk, 50)


async def everything(desk: Any) -> str:
    """Every row of every table of this service as text, but for what ages out by itself."""
    ageing = {"escalated_outbox", "escalated_inbox", "escalated_schema_version"}
    tables = await desk.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    found = []
    for (table,) in tables:
        if table not in ageing:
            found += [str(row) for (row,) in await desk.rows(f"SELECT row_to_json(t)::text FROM {table} AS t")]
    return "\n".join(found)


async def test_an_export_holds_what_a_customer_sees_and_never_a_note(desk: Any, rpc: Any) -> None:
    customer, _, ticket = await told(desk, "x")

    files = await exported(rpc, customer)

    rows = {name: [orjson.loads(line) for line in content.splitlines()] for name, content in files.items()
            if name.endswith(".jsonl")}  # fmt: skip
    assert [each["email"] for each in rows["person.jsonl"]] == [customer.email]
    assert [each["subject"] for each in rows["tickets.jsonl"]] == ["My pancreasx still hurts"]
    assert [each["body_text"] for each in rows["messages.jsonl"]] == ["Flurbiprofenx", "Take it easy", "Grommelblattx"]
    assert [(each["score"], each["comment"]) for each in rows["ratings.jsonl"]] == [(4, "Doctor Wurzelbachx was kind")]
    (name,) = [each for each in files if each.startswith(f"attachments/{ticket['id']}/")]
    assert (name[-9:], files[name]) == ("-shot.png", PNG)
    assert b"hypochondriac" not in b"".join(files.values())
    # and a file that the store has lost is told, and keeps nothing else back
    await desk.desk.files.remove(UUID(name.rpartition("/")[2].removesuffix("-shot.png")))
    again = await exported(rpc, customer)
    assert b"no longer in the store" in again.pop(f"{name}.lost.txt")
    assert again == {each: content for each, content in files.items() if each != name}


async def test_an_export_of_many_rows_is_paged(desk: Any, rpc: Any) -> None:
    customer = await desk.person()
    for _ in range(3):
        await desk.opened(customer)
    ticket = await desk.opened(customer)
    async with desk.database.transaction() as uow:
        await uow.connection.exec_driver_sql(
            "INSERT INTO escalated_messages SELECT gen_random_uuid(), ticket_id, kind, author_id, author_name,"
            " author_email, author_kind, body_html, body_text, channel, automatic, false, pinned, created_at"
            f" FROM escalated_messages, generate_series(1, 450) WHERE ticket_id = '{UUID(ticket['id'])}'"
        )
    files = await exported(rpc, customer)
    assert len(files["messages.jsonl"].splitlines()) == 454


async def test_erasing_leaves_no_word_of_the_person_and_the_staffs_own(desk: Any, rpc: Any) -> None:
    customer, agent, ticket = await told(desk, "77")
    bystander = await desk.opened(await desk.person(name="Berta Bystander"), subject="Mine stays")
    (file,) = await desk.rows("SELECT id FROM escalated_attachments WHERE ticket_id = :id", id=UUID(ticket["id"]))
    before = await everything(desk)
    words = [
        "Zacharias77",
        customer.email,
        "pancreas77",
        "Flurbiprofen77",
        "flurbiprofen77",
        "Grommelblatt77",
        "Wurzelbach77",
    ]
    assert [word for word in words if word in before] == words

    found = await erases(rpc, customer)

    after = await everything(desk)
    assert [word for word in words if word in after] == []
    assert found == {
        "tickets": (1, 1, 0),
        "messages": (2, 2, 0),
        "attachments": (1, 1, 0),
        "ratings": (1, 0, 1),
        "activity": (4, 0, 4),
        "person": (1, 1, 0),
    }
    shown = await desk.shown(agent, ticket, "messages,activity")
    assert (shown["subject"], shown["requester"]["name"], shown["snippet"]) == ("[erased]",) * 3
    assert [(each["body_text"], each["author"]["name"]) for each in shown["messages"]] == [
        ("[erased]", "[erased]"),
        ("Take it easy", "Alex Agent"),
        ("hypochondriac", "Alex Agent"),
        ("[erased]", "[erased]"),
    ]
    assert {each["actor"]["name"] for each in shown["activity"]} == {"[erased]", "Alex Agent"}
    assert [each["score"] for each in (await desk.ask("GET", f"/tickets/{ticket['id']}/ratings", agent)).json()["data"]
            ] == [4]  # fmt: skip
    with pytest.raises(NotFound):
        await desk.desk.files.read(file.id)
    assert (await desk.shown(agent, bystander))["subject"] == "Mine stays"
    for word, number in (("pancreas77", 0), (f"easy {ticket['reference']}", 1)):
        found_by = await desk.ask("GET", "/search", agent, params={"q": word})
        assert len(found_by.json()["data"]) == number


async def test_erasing_again_finds_the_tombstones_and_changes_nothing(desk: Any, rpc: Any) -> None:
    customer, _, _ = await told(desk)
    await erases(rpc, customer)
    once = await everything(desk)
    await erases(rpc, customer)
    assert await everything(desk) == once


async def test_counting_alone_erases_nothing(desk: Any, rpc: Any) -> None:
    _, agent, ticket = await told(desk)
    await desk.does(agent, f"/tickets/{ticket['id']}/reopen")
    await desk.does(agent, f"/tickets/{ticket['id']}/assign", {"assignee_id": str(agent.id)})
    before = await everything(desk)
    found = await erases(rpc, agent, only_count=True)
    assert (found["open assignments"], found["messages as staff"]) == ((1, 1, 0), (2, 0, 2))
    assert await everything(desk) == before


async def test_staff_lose_their_name_and_the_desk_keeps_their_words(desk: Any, rpc: Any) -> None:
    _, agent, ticket = await told(desk)
    reader = await desk.person("admin")
    await desk.does(agent, f"/tickets/{ticket['id']}/assign", {"assignee_id": str(agent.id)})
    await erases(rpc, agent)
    shown = await desk.shown(reader, ticket, "messages")
    assert shown["assignee"] == {"id": str(agent.id), "name": "[erased]"}
    assert ("Take it easy", "[erased]") in [(each["body_text"], each["author"]["name"]) for each in shown["messages"]]


async def test_open_tickets_of_staff_are_nobodys_again_and_told_so(
    desk: Any, rpc: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    customer, agent, reader = (
        await desk.person(),
        await desk.person("agent", name="Al Gone"),
        await desk.person("admin"),
    )
    tickets = [await desk.opened(customer) for _ in range(4)]
    for each in tickets[:3]:
        await desk.does(agent, f"/tickets/{each['id']}/assign", {"assignee_id": str(agent.id)})
        await desk.does(agent, f"/tickets/{each['id']}/follow")
    await desk.does(agent, f"/tickets/{tickets[2]['id']}/resolve")
    await desk.does(agent, f"/tickets/{tickets[3]['id']}/follow")
    told_before = [await desk.event_types(each) for each in tickets]
    monkeypatch.setattr(erasing, "BATCH", 1)

    found = await erases(rpc, agent)

    shown = [await desk.shown(reader, each, "activity") for each in tickets]
    told_since = [(await desk.event_types(each))[len(old) :] for each, old in zip(tickets, told_before, strict=True)]
    assert found["open assignments"] == (2, 2, 0)
    assert [each["assignee"] for each in shown] == [None, None, {"id": str(agent.id), "name": "[erased]"}, None]
    assert told_since == [["ticket.unassigned", "ticket.followed"]] * 2 + [["ticket.followed"]] * 2
    assert [(each["kind"], each["before"]) for each in shown[0]["activity"][-2:]] == [
        ("ticket.unassigned", {"assignee": {"id": str(agent.id), "name": "[erased]"}}),
        ("ticket.followed", {"follower_id": str(agent.id)}),
    ]
    assert await desk.rows("SELECT 1 FROM escalated_tickets WHERE :id = ANY(follower_ids)", id=agent.id) == []
    once = await everything(desk)
    await erases(rpc, agent)
    assert await everything(desk) == once


async def test_no_name_of_an_erased_agent_is_left_in_what_happened(
    desk: Any, rpc: Any, problem: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    department = await desk.department("Turns")
    agent, admin = await desk.person("agent", department, name="Quentin Vanish"), await desk.person("admin")
    await desk.ask("PUT", f"/assignment/departments/{department}", admin, json={"strategy": "round_robin"})
    await desk.ask("PUT", f"/assignment/agents/{agent.id}", admin, json={"capacity": 50})
    tickets = [await desk.opened(await desk.person(), department_id=str(department)) for _ in range(3)]
    assert "it is Quentin Vanish's turn" in str((await desk.shown(admin, tickets[0], "activity"))["activity"])
    await desk.does(admin, f"/tickets/{tickets[0]['id']}/unassign")
    await desk.does(admin, f"/tickets/{tickets[0]['id']}/undo")
    await desk.does(admin, f"/tickets/{tickets[1]['id']}/unassign")
    await desk.does(admin, f"/tickets/{tickets[2]['id']}/resolve")
    monkeypatch.setattr(erasing, "BATCH", 1)

    await erases(rpc, agent)

    assert "Quentin Vanish" not in await everything(desk)
    told = (await desk.shown(admin, tickets[2], "activity"))["activity"]
    (assigned,) = [each["after"] for each in told if each["kind"] == "ticket.assigned"]
    assert assigned["assignee"] == {"id": str(agent.id), "name": "[erased]"}
    assert assigned["reason"] == "round robin: it is [erased]'s turn"
    # and no undo brings it back
    assert problem(await desk.ask("POST", f"/tickets/{tickets[1]['id']}/undo", admin, json={}))[0] == 409
    assert "Quentin Vanish" not in await everything(desk)


async def test_what_a_third_party_sent_along_goes_with_them(desk: Any, rpc: Any) -> None:
    customer, agent, vendor = await desk.person(), await desk.person("agent"), await desk.person("guest")
    ticket = await desk.opened(customer)
    ours = (await desk.ask("POST", "/uploads", agent, files={"file": ("ask.txt", b"ours", "text/plain")})).json()
    side = await desk.does(
        agent,
        f"/tickets/{ticket['id']}/side-conversations",
        {
            **{"subject": "Spare part", "channel": "email", "body": "Have you two?"},
            **{"recipients": [{"email": vendor.email}], "attachments": [ours["data"]["id"]]},
        },
    )
    mail = rpc.as_service("notifications")

    async def parts() -> Any:
        yield pb.UploadRequest(header=pb.UploadHeader(filename="passport.txt"))
        yield pb.UploadRequest(chunk=b"theirs")

    theirs = (await mail.Upload(parts())).attachment.id
    answer = {"key": str(uuid4()), "body": "Here", "format": "text", "upload_ids": [theirs]}
    author = types_pb2.PersonRef(email=vendor.email)
    await mail.AddSideMessage(pb.AddSideMessageRequest(side_conversation_id=side["id"], author=author, **answer))

    found = await erases(rpc, vendor)

    assert (found["attachments"], found["lines of side conversations"]) == ((1, 1, 0), (1, 1, 0))
    path = f"/tickets/{ticket['id']}/side-conversations/{side['id']}"
    lines = (await desk.ask("GET", path, agent)).json()["data"]["messages"]
    assert [[file["filename"] for file in line["attachments"]] for line in lines] == [["ask.txt"], []]
    with pytest.raises(NotFound):
        await desk.desk.files.read(UUID(theirs))


async def test_who_was_merged_into_the_person_is_handed_out_and_erased_with_them(desk: Any, rpc: Any) -> None:
    one, other = await desk.person(name="Wanda Once"), await desk.person(name="Wanda Now")
    agent = await desk.person("agent")
    ticket = await desk.opened(one)
    await desk.does(agent, f"/tickets/{ticket['id']}/resolve")
    await desk.does(one, f"/tickets/{ticket['id']}/rate", {"score": 4, "comment": "Grobian"})
    await merged(desk, one, other)

    files = await exported(rpc, other)
    found = await erases(rpc, other)

    assert b"Grobian" in files["ratings.jsonl"]
    assert [orjson.loads(line)["id"] for line in files["person.jsonl"].splitlines()] == [str(other.id), str(one.id)]
    assert (found["ratings"], found["person"]) == ((1, 0, 1), (2, 2, 0))
    rest = await everything(desk)
    assert [word for word in ("Wanda Once", "Wanda Now", "Grobian") if word in rest] == []


async def test_activity_is_written_once(desk: Any) -> None:
    ticket = await desk.opened(await desk.person())
    before = await everything(desk)
    for change in ("kind = 'x'", "actor_name = 'Mallory'", "after = NULL", "created_at = now()"):
        with pytest.raises(DBAPIError, match="activity is written once"):
            async with desk.database.engine.begin() as connection:
                await connection.execute(
                    text(f"UPDATE escalated_activities SET {change} WHERE ticket_id = :id"), {"id": UUID(ticket["id"])}
                )
    assert await everything(desk) == before


async def test_who_was_erased_and_writes_again_is_somebody_new(desk: Any, rpc: Any) -> None:
    body = {"name": "Gil", "email": "again@example.com", "subject": "first", "description": "first"}
    assert (await desk.ask("POST", "/guest/tickets", None, json=body)).status_code == 201
    ((person,),) = await desk.rows("SELECT id FROM escalated_people WHERE email = 'again@example.com'")
    request = pb.ErasePersonRequest(person_id=str(person), email="again@example.com")
    await rpc.as_service("identity").ErasePerson(request, timeout=10)

    answer = await desk.ask("POST", "/guest/tickets", None, json=body | {"subject": "second", "name": "Gilda"})

    rows = await desk.rows(
        "SELECT subject, requester_name, requester_email FROM escalated_tickets WHERE requester_id = :id ORDER BY id",
        id=person,
    )
    assert answer.status_code == 201
    assert [tuple(row) for row in rows] == [
        ("[erased]", "[erased]", f"erased-{person}@invalid"),
        ("second", "Gilda", "again@example.com"),
    ]
    seen = await desk.rows(
        "SELECT body FROM escalated_outbox WHERE subject = :s", s=f"escalated.tickets.person.seen.{person}"
    )
    assert len(seen) == 2


async def test_only_identity_asks_for_it(rpc: Any, desk: Any) -> None:
    for service in ("notifications", "sla"):
        with pytest.raises(Forbidden):
            await rpc.as_service(service).ErasePerson(pb.ErasePersonRequest(person_id=str(UUID(int=1))))
    with pytest.raises(Invalid):
        await rpc.as_service("identity").ErasePerson(pb.ErasePersonRequest(person_id="nobody"))


async def test_a_ticket_deleted_long_ago_is_gone_with_everything_of_it(desk: Any) -> None:
    customer, _, ticket = await told(desk)
    kept = await desk.opened(customer)
    admin = await desk.person("admin")
    (file,) = await desk.rows("SELECT id FROM escalated_attachments WHERE ticket_id = :id", id=UUID(ticket["id"]))
    for each in (ticket, kept):
        assert (await desk.ask("DELETE", f"/tickets/{each['id']}", admin)).status_code == 204
    desk.clock.move(timedelta(days=1))
    try:
        async with desk.database.transaction() as uow:
            await uow.connection.exec_driver_sql(
                f"UPDATE escalated_tickets SET deleted_at = now() WHERE id = '{UUID(kept['id'])}'"
            )
        desk.clock.move(timedelta(days=28, hours=23))
        async with desk.database.transaction() as uow:
            assert await purge_deleted(uow, desk.desk.files, 10) == 0
            due = await next_purge(uow.connection)
            assert due is not None
            assert due - uow.now == timedelta(hours=1)
        desk.clock.move(timedelta(hours=1))
        async with desk.database.transaction() as uow:
            assert await count_deleted(uow, timedelta(days=30)) == 1
            assert await purge_deleted(uow, desk.desk.files, 10) == 1
    finally:
        desk.clock.move(timedelta(days=-30))

    rest = await everything(desk)
    assert ticket["id"] not in rest
    assert kept["id"] in rest
    assert ticket["id"] in str(await desk.rows("SELECT subject FROM escalated_outbox WHERE type = 'ticket.purged'"))
    with pytest.raises(NotFound):
        await desk.desk.files.read(file.id)


def test_no_table_with_rows_of_tickets_is_left_out() -> None:
    names = {table.name for table in tables_of_tickets()}
    assert {"escalated_messages", "escalated_activities", "escalated_staff_documents", "escalated_public_documents",
            "escalated_ratings", "escalated_ticket_links", "escalated_drafts",
            "escalated_side_messages"} <= names  # fmt: skip
