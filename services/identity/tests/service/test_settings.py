"""What of identity is changed while it runs: shown with its source, stored, obeyed at once, audited, taken back."""

from typing import Any

PATH = "/api/v1/settings/identity"


async def test_sign_up_is_closed_and_opened_while_everything_runs(desk: Any, problem: Any) -> None:
    admin = await desk.as_new("admin")
    new = {"email": "sara@example.com", "password": "correct horse battery", "name": "Sara"}
    shown = {each["name"]: each for each in (await desk.http.get(PATH, headers=admin)).json()["data"]}
    assert set(shown) == {"session_days", "sign_up_open", "throttle_account", "throttle_address", "throttle_sign_up"}
    assert (shown["sign_up_open"]["value"], shown["sign_up_open"]["default"]) == (True, True)

    closed = await desk.http.patch(PATH, json={"sign_up_open": False}, headers=admin)
    refused = await desk.http.post("/api/v1/auth/signup", json=new)

    stored = {each["name"]: each for each in closed.json()["data"]}["sign_up_open"]
    assert (closed.status_code, stored["value"], stored["source"]) == (200, False, "stored")
    assert problem(refused)[0] == 403
    assert await desk.rows("SELECT 1 FROM escalated_people WHERE email = :email", email=new["email"]) == []

    opened = await desk.http.patch(PATH, json={"sign_up_open": None}, headers=admin)
    taken = await desk.http.post("/api/v1/auth/signup", json=new)

    assert (opened.status_code, taken.is_success) == (200, True)
    audits = [each["changes"] for each in await desk.published("audit.recorded", "identity")]
    assert [(each[0]["field"], each[0]["before"], each[0]["after"]) for each in audits] == [
        ("sign_up_open", "True", "False"),
        ("sign_up_open", "False", "True"),
    ]


async def test_a_value_that_does_not_fit_changes_nothing(desk: Any) -> None:
    admin = await desk.as_new("admin")
    for body, pointer in (
        ({"session_days": 0}, "/session_days"),
        ({"secret": "hunter2"}, "/secret"),
        ({"sso_issuers": []}, "/sso_issuers"),
        ({"sign_up_open": False, "session_days": "many"}, "/session_days"),
    ):
        answer = await desk.http.patch(PATH, json=body, headers=admin)
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)
    assert await desk.rows("SELECT name FROM escalated_settings") == []
    assert desk.context.settings.sign_up_open is True
