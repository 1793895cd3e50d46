"""What of notifications is changed while it runs: shown with its source, obeyed by the next mail, taken back."""

from typing import Any

import pytest

from escalated_notifications.parts import mail_identity

PATH = "/api/v1/settings/notifications"


@pytest.fixture
def admin(desk: Any) -> dict[str, str]:
    headers: dict[str, str] = desk.as_person(desk.neighbours.person("Root", "admin"))
    return headers


async def test_the_next_mail_obeys_what_was_stored(desk: Any, admin: dict[str, str]) -> None:
    context = desk.composition.parts.context
    shown = {each["name"]: each for each in (await desk.http.get(PATH, headers=admin)).json()["data"]}
    assert set(shown) == {"brand_footer", "mail_new_tickets", "rating_invitations"}

    changed = await desk.http.patch(
        PATH, json={"brand_footer": "Yours, the desk", "rating_invitations": False}, headers=admin
    )

    stored = {each["name"]: (each["value"], each["source"]) for each in changed.json()["data"]}
    assert (stored["brand_footer"], stored["rating_invitations"]) == (("Yours, the desk", "stored"), (False, "stored"))
    now = mail_identity(context.settings)
    assert (now.brand.footer, now.asks_for_ratings) == ("Yours, the desk", False)
    audits = await desk.rows("select body from escalated_outbox where type = 'audit.recorded'")
    assert "settings.updated" in audits[-1][0], audits[-1][0]

    await desk.http.patch(PATH, json={"brand_footer": None, "rating_invitations": None}, headers=admin)
    assert mail_identity(context.settings).asks_for_ratings is True


@pytest.mark.parametrize(
    ("body", "pointer"),
    [({"brand_footer": "x" * 501}, "/brand_footer"), ({"smtp_password": "x"}, "/smtp_password"), ({}, "")],
)
async def test_what_does_not_fit_is_refused(
    desk: Any, admin: dict[str, str], body: dict[str, Any], pointer: str
) -> None:
    answer = await desk.http.patch(PATH, json=body, headers=admin)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)
    assert await desk.rows("select name from escalated_settings") == []
