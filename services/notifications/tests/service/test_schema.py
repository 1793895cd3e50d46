"""The migrations make the tables that the code declares; what ended long ago is thrown away."""

from datetime import timedelta
from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine

from escalated_chassis.clock import ManualClock
from escalated_chassis.database.engine import Database
from escalated_chassis.deliveries import NewDelivery, intake
from escalated_notifications.deliveries.models import DELIVERIES
from escalated_notifications.housekeeping import purge
from escalated_notifications.mail_in.service import keep
from escalated_notifications.models import metadata


async def test_migrations_and_models_agree(database_url: str) -> None:
    def differences(connection: Connection) -> list[Any]:
        def ours(_object: Any, name: str | None, kind: str, _reflected: bool, _other: Any) -> bool:
            return not (kind == "table" and name == "escalated_schema_version")

        options = {"compare_type": True, "include_object": ours}
        return list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata))

    engine = create_async_engine(database_url)
    async with engine.connect() as connection:
        assert await connection.run_sync(differences) == []
    await engine.dispose()


async def test_what_ended_long_ago_is_forgotten_and_nothing_else(
    fresh_database_url: str, manual_clock: ManualClock
) -> None:
    database = Database(fresh_database_url, service="notifications", clock=manual_clock)
    states = ("sent", "suppressed", "uncertain", "failed", "queued")
    async with database.transaction() as uow:
        more = {"channel": "email", "recipient": "a@b.c"}
        rows = [NewDelivery("t", "k", state, uow.now, {}, state=state, more=more) for state in states]
        await intake(uow, DELIVERIES, rows)
        await keep(uow, b"Subject: x\r\n\r\nhi", envelope_from="a@b.c", recipients=[])
        await uow.execute(text("update escalated_inbound_mails set state = 'sent'"))
    assert await purge(database, timedelta(days=90)) == 0
    manual_clock.move(timedelta(days=91))
    assert await purge(database, timedelta(days=90)) == 4
    async with database.reading() as connection:
        left = await connection.execute(text("select state from escalated_deliveries order by state"))
        assert [row.state for row in left] == ["failed", "queued"]
        assert (await connection.execute(text("select count(*) from escalated_inbound_raw"))).scalar() == 0
    await database.close()
