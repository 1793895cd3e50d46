"""Changes of configuration in any service reach the audit trail; settings of each are shown with their source."""

from typing import Any
from uuid import uuid4

import httpx2

from tests.suite import ADMIN, AGENT, Suite, wait_for


async def answered(answer: httpx2.Response) -> Any:
    assert answer.status_code in (200, 201, 204), answer.text
    return answer.json()["data"] if answer.content else None


async def test_whoever_changes_a_service_stands_in_the_trail_with_before_and_after(suite: Suite) -> None:
    word = uuid4().hex[:8]
    async with suite.signed_in(ADMIN) as admin, suite.signed_in(AGENT) as agent:
        me = await answered(await admin.get("/api/v1/auth/me"))
        department = await answered(await admin.post("/api/v1/departments", json={"name": f"Old {word}"}))
        await answered(await admin.patch(f"/api/v1/departments/{department['id']}", json={"name": f"New {word}"}))
        tag = await answered(await admin.post("/api/v1/tags", json={"name": word}))
        await answered(await admin.patch(f"/api/v1/tags/{tag['id']}", json={"color": "#123456"}))
        hours = {"name": word, "timezone": "Europe/Berlin", "hours": {"mon": [["08:00", "18:00"]]}}
        calendar = await answered(await admin.post("/api/v1/calendars", json=hours))
        hook = await answered(
            await admin.post("/api/v1/webhooks", json={"url": f"https://{word}.example.com/", "events": ["ticket.*"]})
        )
        await answered(await admin.patch("/api/v1/settings/notifications", json={"brand_footer": word}))
        await answered(await admin.patch("/api/v1/settings/notifications", json={"brand_footer": None}))

        async def entries(**filters: str) -> list[dict[str, Any]]:
            return list(await answered(await admin.get("/api/v1/audit", params=filters)))

        async def all_have_come() -> bool:
            objects = (department["id"], tag["id"], calendar["id"], hook["id"])
            return all([await entries(object_id=each) for each in objects]) and bool(
                await entries(service="notifications", action="settings.updated")
            )

        await wait_for(all_have_come)
        renamed = (await entries(object_id=department["id"], action="department.updated"))[0]
        assert (renamed["actor"]["id"], renamed["service"]) == (me["id"], "identity")
        assert (renamed["before"]["name"], renamed["after"]["name"]) == (f"Old {word}", f"New {word}")
        (made,) = await entries(object_id=hook["id"])
        assert "whsec_" not in str(made)
        assert (await agent.get("/api/v1/audit")).status_code == 403
        assert (await admin.delete("/api/v1/audit")).status_code == 405
        await admin.delete(f"/api/v1/webhooks/{hook['id']}")
        await admin.delete(f"/api/v1/calendars/{calendar['id']}")


async def test_each_service_shows_its_settings_with_value_default_and_source(suite: Suite) -> None:
    async with suite.signed_in(ADMIN) as admin, suite.signed_in(AGENT) as agent:
        for service, name in (
            ("identity", "sign_up_open"),
            ("tickets", "max_attachments"),
            ("sla", "sla__enabled"),
            ("notifications", "rating_invitations"),
        ):
            path = f"/api/v1/settings/{service}"
            shown = {each["name"]: each for each in await answered(await admin.get(path))}
            assert {"value", "default", "source"} <= shown[name].keys()
            refused = await admin.patch(path, json={"no_such_setting": 1})
            assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/no_such_setting")
            assert (await agent.get(path)).status_code == 403
