"""Export and erasure of a person across services: who may, what each part reports, tries again, and what is left."""

import io
import zipfile
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import orjson
import pytest
import pytest_asyncio

from escalated_chassis.errors import Unavailable
from escalated_identity.people import service as people
from escalated_identity.people.models import Person
from escalated_identity.privacy.holders import Part
from escalated_identity.privacy.rules import Finding
from escalated_identity.privacy.service import expire, next_expiry
from escalated_identity.privacy.worker import privacy_worker
from escalated_identity.web import make_app, make_authenticator


@dataclass
class FakeHolder:
    """Another service: it has a line of text on everybody, and may be away."""

    away: bool = False
    open_work: int = 0
    erased: list[tuple[str, str]] = field(default_factory=list)

    async def count(self, person_id: str, email: str) -> list[Finding]:
        return [Finding("open assignments", self.open_work, kept=self.open_work)]

    async def erase(self, person_id: str, email: str) -> list[Finding]:
        if self.away:
            raise Unavailable("It is away.")
        self.erased.append((person_id, email))
        return [Finding("mails", 3, erased=2, kept=1, why="a reason")]

    async def export(self, person_id: str, email: str) -> AsyncIterator[Part]:
        yield "lines.jsonl", b""
        if self.away:
            raise Unavailable("It is away.")
        yield "", orjson.dumps({"person": person_id, "email": email}) + b"\n"
        yield "files/a.bin", b""
        for _ in range(3):
            yield "", b"x" * 65_536


@dataclass
class Privacy:
    """The desk with its holders and a worker that is driven by hand."""

    desk: Any
    holders: dict[str, FakeHolder]
    worker: Any

    async def does(self, method: str, path: str, headers: dict[str, str], **more: Any) -> Any:
        return await self.desk.http.request(method, f"/api/v1{path}", headers=headers, **more)

    async def bare(self, url: str, method: str = "GET", **more: Any) -> Any:
        """Asked without credentials: a sign-in left its cookie behind."""
        self.desk.http.cookies.clear()
        return await self.desk.http.request(method, url, **more)

    async def shown(self, person: Person, request_id: str, headers: dict[str, str]) -> dict[str, Any]:
        answer = await self.does("GET", f"/people/{person.id}/privacy-requests/{request_id}", headers)
        assert answer.status_code == 200, answer.text
        data: dict[str, Any] = answer.json()["data"]
        return data


@pytest_asyncio.fixture(loop_scope="session")
async def privacy(desk: Any) -> AsyncIterator[Privacy]:
    holders = {name: FakeHolder() for name in ("tickets", "sla", "notifications")}
    context = replace(desk.context, holders=holders)
    before = desk.http._transport.app
    desk.http._transport.app = make_app(context, make_authenticator(context), list)
    yield Privacy(desk, holders, privacy_worker(desk.database, holders, desk.clock))
    desk.http._transport.app = before


async def everything(desk: Any) -> str:
    """Every row of every table of this service as text, but for what ages out by itself and the trail."""
    ageing = {"escalated_outbox", "escalated_inbox", "escalated_schema_version", "escalated_audit_entries"}
    tables = await desk.rows("select tablename from pg_tables where schemaname = 'public'")
    found = []
    for (table,) in tables:
        if table not in ageing:
            found += [str(row) for (row,) in await desk.rows(f"select row_to_json(t)::text from {table} as t")]
    return "\n".join(found)


def states_of(request: dict[str, Any]) -> dict[str, str]:
    return {each["service"]: each["state"] for each in request["services"]}


async def test_an_export_is_gathered_from_every_service_and_fetched_as_one_file(privacy: Privacy) -> None:
    desk = privacy.desk
    admin, person = await desk.as_new("admin"), await desk.person(name="Zoe Quux")
    await desk.signed_in(person)

    asked = await privacy.does("POST", f"/people/{person.id}/exports", admin, json={})
    assert (asked.status_code, asked.json()["data"]["state"]) == (201, "running")
    request_id = asked.json()["data"]["id"]
    await privacy.worker.run_until_idle()
    done = await privacy.shown(person, request_id, admin)
    fetched = await privacy.bare(done["download_url"])

    assert (done["state"], set(states_of(done).values())) == ("done", {"done"})
    assert done["expires_at"] == "2026-01-12T09:00:00Z"
    found = {each["service"]: {one["what"]: one["found"] for one in each["findings"]} for each in done["services"]}
    assert found["tickets"] == {"lines.jsonl": 1, "files": 1}
    assert (found["identity"]["person.jsonl"], found["identity"]["sessions.jsonl"]) == (1, 1)
    assert (fetched.status_code, fetched.headers["content-type"]) == (200, "application/zip")
    with zipfile.ZipFile(io.BytesIO(fetched.content)) as made:
        assert made.testzip() is None
        assert made.read("tickets/files/a.bin") == b"x" * 65_536 * 3
        assert orjson.loads(made.read("identity/person.jsonl"))["name"] == "Zoe Quux"
        assert orjson.loads(made.read("notifications/lines.jsonl")) == {
            "person": str(person.id),
            "email": person.email,
        }


async def test_one_exports_ones_own_data_and_nobody_elses(privacy: Privacy, problem: Any) -> None:
    desk = privacy.desk
    person, other = await desk.person(), await desk.as_new("customer")
    mine = await desk.signed_in(person)
    asked = await privacy.does("POST", "/me/exports", mine)
    await privacy.worker.run_until_idle()
    path = f"/people/{person.id}/privacy-requests/{asked.json()['data']['id']}"

    assert asked.status_code == 201
    assert (await privacy.does("GET", f"{path}/file", mine)).status_code == 200
    for target in (path, f"{path}/file", f"/people/{person.id}/privacy-requests"):
        assert problem(await privacy.does("GET", target, other)) == (404, "not_found")
    assert problem(await privacy.does("POST", f"/people/{person.id}/exports", mine)) == (403, "permission_missing")
    token = await desk.api_token(person, "tickets:read")
    assert problem(await privacy.does("POST", "/me/exports", token)) == (403, "session_needed")
    assert (await privacy.bare(f"/api/v1{path}/file")).status_code == 401


async def test_a_link_to_a_file_dies_after_ten_minutes_with_the_person_and_is_one_files(
    privacy: Privacy, problem: Any
) -> None:
    desk = privacy.desk
    person = await desk.person()
    mine = await desk.signed_in(person)
    urls = []
    for _ in range(2):
        asked = await privacy.does("POST", "/me/exports", mine)
        await privacy.worker.run_until_idle()
        urls.append((await privacy.shown(person, asked.json()["data"]["id"], mine))["download_url"])
    token = urls[0].partition("token=")[2]
    assert problem(await privacy.bare(urls[1].partition("token=")[0] + "token=" + token)) == (401, "unauthenticated")
    desk.clock.move(timedelta(minutes=10))
    try:
        assert problem(await privacy.bare(urls[0])) == (401, "unauthenticated")
    finally:
        desk.clock.move(timedelta(minutes=-10))
    assert (await privacy.bare(urls[0])).status_code == 200
    async with desk.database.transaction() as uow:
        await people.change_person(uow, desk.context, person.id, people.PersonChange(active=False))
    # What a person may do is remembered for half a minute.
    desk.clock.move(timedelta(seconds=31))
    assert (await privacy.bare(urls[0])).status_code == 401
    desk.clock.move(timedelta(seconds=-31))


async def test_files_are_thrown_away_after_seven_days_and_the_report_stays(privacy: Privacy, problem: Any) -> None:
    desk = privacy.desk
    admin, person = await desk.person("admin"), await desk.person()
    asked = await privacy.does("POST", f"/people/{person.id}/exports", await desk.signed_in(admin))
    request_id = asked.json()["data"]["id"]
    await privacy.worker.run_until_idle()
    desk.clock.move(timedelta(days=7))
    try:
        async with desk.database.transaction() as uow:
            assert await next_expiry(uow.connection) <= uow.now
            while await expire(uow, 100):
                pass
        headers = await desk.signed_in(admin)
        shown = await privacy.shown(person, request_id, headers)
        gone = await privacy.does("GET", f"/people/{person.id}/privacy-requests/{request_id}/file", headers)
    finally:
        desk.clock.move(timedelta(days=-7))
    assert (shown["state"], shown["download_url"]) == ("expired", None)
    assert problem(gone) == (404, "no_file")
    assert await desk.rows("select 1 from escalated_privacy_pieces where request_id = :id", id=UUID(request_id)) == []


async def test_erasing_leaves_a_tombstone_here_and_is_passed_on_to_every_service(
    privacy: Privacy, problem: Any
) -> None:
    desk = privacy.desk
    admin, person = await desk.as_new("admin"), await desk.person(name="Zacharias Wurzelbach", locale="de")
    await desk.signed_in(person)
    body = {"confirm": person.email.upper()}

    asked = await privacy.does("POST", f"/people/{person.id}/erasure", admin, json=body)
    at_once = asked.json()["data"]
    await privacy.worker.run_until_idle()
    done = await privacy.shown(person, at_once["id"], admin)

    assert asked.status_code == 201, asked.text
    assert states_of(at_once) == {
        "identity": "done", "tickets": "waiting", "sla": "waiting", "notifications": "waiting",
    }  # fmt: skip
    assert (done["state"], set(states_of(done).values())) == ("done", {"done"})
    for holder in privacy.holders.values():
        assert holder.erased == [(str(person.id), person.email)]
    reports = {each["service"]: each["findings"] for each in done["services"]}
    assert reports["notifications"] == [{"what": "mails", "found": 3, "erased": 2, "kept": 1, "why": "a reason"}]
    assert {each["what"]: each["erased"] for each in reports["identity"]} == {
        "person": 1, "passwords": 1, "sessions": 0, "entries of the audit trail": 0,
    }  # fmt: skip
    assert any("Backups" in note for note in done["notes"])
    rest = await everything(desk)
    assert [word for word in ("Zacharias", "Wurzelbach", person.email) if word in rest] == []
    assert (await desk.person_of(str(person.id))).access_version == person.access_version + 1
    assert await desk.rows(
        "select 1 from escalated_sessions where person_id = :id and ended_at is null", id=person.id
    ) == []  # fmt: skip
    assert (await desk.log_in(person.email)).status_code == 401
    assert await desk.published("person.erased", person.id) != []
    (audited,) = await desk.rows(
        "select object_id, object_name, changes from escalated_audit_entries where action = 'person.erased'"
        " and object_id = :id",
        id=str(person.id),
    )
    assert tuple(audited) == (str(person.id), "", [])
    again = await privacy.does("POST", f"/people/{person.id}/erasure", admin, json=body)
    assert problem(again) == (409, "already_erased")


async def test_erasing_takes_the_exports_that_were_gathered_before_with_it(privacy: Privacy, problem: Any) -> None:
    desk = privacy.desk
    admin, person = await desk.as_new("admin"), await desk.person(name="Zoe Xylo")
    gathered = (await privacy.does("POST", f"/people/{person.id}/exports", admin, json={})).json()["data"]["id"]
    await privacy.worker.run_until_idle()
    under_way = (await privacy.does("POST", f"/people/{person.id}/exports", admin, json={})).json()["data"]["id"]
    link = (await privacy.shown(person, gathered, admin))["download_url"]

    path = f"/people/{person.id}/privacy-requests"
    erased = await privacy.does("POST", f"/people/{person.id}/erasure", admin, json={"confirm": person.email})
    await privacy.worker.run_until_idle()
    retried = await privacy.does("POST", f"{path}/{under_way}/retry", admin, json={})

    assert erased.status_code == 201, erased.text
    for request_id in (gathered, under_way):
        assert (await privacy.shown(person, request_id, admin))["state"] == "expired"
        assert problem(await privacy.does("GET", f"{path}/{request_id}/file", admin)) == (404, "no_file")
        kept = await desk.rows("select 1 from escalated_privacy_pieces where request_id = :id", id=UUID(request_id))
        assert kept == []
    assert problem(retried) == (409, "request_over")
    assert (await privacy.bare(link)).status_code in (401, 404)
    assert "Xylo" not in await everything(desk)


async def test_a_service_that_is_away_is_asked_again_and_the_rest_is_done(privacy: Privacy) -> None:
    desk = privacy.desk
    admin, person = await desk.person("admin"), await desk.person()
    privacy.holders["notifications"].away = True
    asked = await privacy.does(
        "POST", f"/people/{person.id}/erasure", await desk.signed_in(admin), json={"confirm": person.email}
    )
    request_id = asked.json()["data"]["id"]
    await privacy.worker.run_until_idle()
    waiting = await privacy.shown(person, request_id, await desk.signed_in(admin))
    (kept,) = await desk.rows("select email from escalated_privacy_requests where id = :id", id=UUID(request_id))
    privacy.holders["notifications"].away = False
    desk.clock.move(timedelta(minutes=1))
    await privacy.worker.run_until_idle()
    done = await privacy.shown(person, request_id, await desk.signed_in(admin))
    desk.clock.move(timedelta(minutes=-1))
    (forgotten,) = await desk.rows("select email from escalated_privacy_requests where id = :id", id=UUID(request_id))

    assert (waiting["state"], states_of(waiting)["notifications"]) == ("running", "waiting")
    assert (done["state"], states_of(done)["notifications"]) == ("done", "done")
    # The address is kept while a service still needs it, and no longer.
    assert (kept, forgotten) == ((person.email,), ("",))


async def test_a_part_that_failed_for_a_day_is_shown_and_tried_again_by_hand(privacy: Privacy, problem: Any) -> None:
    desk = privacy.desk
    admin, person = await desk.person("admin"), await desk.person()
    path = f"/people/{person.id}/privacy-requests"
    privacy.holders["sla"].away = True
    asked = await privacy.does(
        "POST", f"/people/{person.id}/erasure", await desk.signed_in(admin), json={"confirm": person.email}
    )
    request_id = asked.json()["data"]["id"]
    for _ in range(12):
        await privacy.worker.run_until_idle()
        desk.clock.move(timedelta(hours=10))
    failed = await privacy.shown(person, request_id, await desk.signed_in(admin))
    privacy.holders["sla"].away = False
    retried = await privacy.does("POST", f"{path}/{request_id}/retry", await desk.signed_in(admin))
    await privacy.worker.run_until_idle()
    done = await privacy.shown(person, request_id, await desk.signed_in(admin))
    nothing = await privacy.does("POST", f"{path}/{request_id}/retry", await desk.signed_in(admin))
    desk.clock.move(timedelta(hours=-120))

    assert (failed["state"], states_of(failed)["sla"]) == ("failed", "failed")
    assert retried.status_code == 200
    assert done["state"] == "done"
    assert problem(nothing) == (409, "nothing_failed")


async def test_refusals_erase_nothing(privacy: Privacy, problem: Any) -> None:
    desk = privacy.desk
    admin, person, agent = await desk.as_new("admin"), await desk.person(), await desk.person("agent")
    privacy.holders["tickets"].open_work = 2
    path = f"/people/{person.id}/erasure"
    right = {"confirm": person.email}
    before = await everything(desk)

    mismatch = await privacy.does("POST", path, admin, json={"confirm": "somebody@example.com"})
    assert (mismatch.status_code, mismatch.json()["errors"][0]["pointer"]) == (422, "/confirm")
    work = await privacy.does("POST", f"/people/{agent.id}/erasure", admin, json={"confirm": agent.email})
    assert (problem(work), work.json()["open_assignments"]) == ((409, "open_assignments"), 2)
    for kind in ("agent", "customer"):
        refused = await privacy.does("POST", path, await desk.as_new(kind), json=right)
        assert problem(refused) == (403, "permission_missing")
    assert (await privacy.bare(f"/api/v1{path}", "POST", json=right)).status_code == 401
    nobody = await privacy.does("POST", f"/people/{UUID(int=7)}/erasure", admin, json=right)
    assert problem(nobody) == (404, "not_found")
    rest = await everything(desk)
    assert [word for word in (person.email, agent.email) if word not in rest] == []
    assert before.count("erased-") == rest.count("erased-")

    confirmed = {"confirm": agent.email, "open_assignments": True}
    assert (await privacy.does("POST", f"/people/{agent.id}/erasure", admin, json=confirmed)).status_code == 201


async def test_the_last_administrator_stays(privacy: Privacy, problem: Any) -> None:
    desk = privacy.desk
    admin = await desk.person("admin")
    async with desk.database.transaction() as uow:
        await uow.connection.exec_driver_sql(f"update escalated_people set active = id = '{admin.id}'")
    body = {"confirm": admin.email}
    refused = await privacy.does("POST", f"/people/{admin.id}/erasure", await desk.signed_in(admin), json=body)
    assert problem(refused) == (409, "last_admin")
    assert (await desk.person_of(str(admin.id))).email == admin.email
    async with desk.database.transaction() as uow:
        await uow.connection.exec_driver_sql("update escalated_people set active = erased_at is null")


async def test_an_account_that_only_claims_an_address_takes_nothing_of_the_addresss_owner(privacy: Privacy) -> None:
    desk = privacy.desk
    admin, owner = await desk.as_new("admin"), await desk.guest("owned@example.com")
    new = people.NewPerson(owner.email, "Claimant", people.rules.Roles("customer"), verified=False)
    async with desk.database.transaction() as uow:
        claim = await people.create_claim(uow, UUID(int=99), new)
    asked = await privacy.does("POST", f"/people/{claim.id}/erasure", admin, json={"confirm": claim.email})
    await privacy.worker.run_until_idle()
    assert asked.status_code == 201, asked.text
    erased = [each for each in privacy.holders["notifications"].erased if each[0] == str(claim.id)]
    assert erased == [(str(claim.id), "")]
    assert (await desk.person_of(str(owner.id))).email == "owned@example.com"


async def test_who_was_erased_and_comes_again_is_somebody_new(privacy: Privacy) -> None:
    desk = privacy.desk
    admin, guest = await desk.as_new("admin"), await desk.guest("returns@example.com", "Old Name")
    body = {"confirm": guest.email}
    assert (await privacy.does("POST", f"/people/{guest.id}/erasure", admin, json=body)).status_code == 201
    again = await desk.guest("returns@example.com", "New Name")
    assert (again.id, again.name, again.active, again.erased_at) == (guest.id, "New Name", True, None)
    assert again.version == guest.version + 2

    person = await desk.person(email="account@example.com")
    body = {"confirm": person.email}
    assert (await privacy.does("POST", f"/people/{person.id}/erasure", admin, json=body)).status_code == 201
    anew = await desk.person(email="account@example.com", name="Fresh")
    assert (anew.id, anew.name, anew.kind) == (person.id, "Fresh", "customer")
    await desk.signed_in(anew)


async def test_two_erasures_at_once_are_one(privacy: Privacy) -> None:
    import asyncio

    desk = privacy.desk
    admin, person = await desk.as_new("admin"), await desk.person()
    body = {"confirm": person.email}
    answers = await asyncio.gather(
        *(privacy.does("POST", f"/people/{person.id}/erasure", admin, json=body) for _ in range(3))
    )
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]


@pytest.fixture(autouse=True)
def _open_doors(privacy: Privacy) -> None:
    """Every test begins with services that answer."""
    for holder in privacy.holders.values():
        holder.away, holder.open_work = False, 0
