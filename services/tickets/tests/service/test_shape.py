"""The tables are those that the models say, and the answers those that the document says."""

from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection

from escalated_chassis.database.migrations import VERSION_TABLE
from escalated_tickets.conversation.schemas import MessageList, Timeline
from escalated_tickets.search.routes import FoundTickets
from escalated_tickets.statuses.rules import SEEDED_BOOK
from escalated_tickets.statuses.schemas import StatusList
from escalated_tickets.subjects.schemas import SubjectList
from escalated_tickets.tables import metadata
from escalated_tickets.tickets.schemas import Counts, OneTicket, TicketList


async def test_migrations_make_what_the_models_say(desk: Any) -> None:
    def differences(connection: Connection) -> list[Any]:
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
        found = compare_metadata(context, metadata)
        # Comments on columns are for who reads the models; the database has none.
        return [each for each in found if not (isinstance(each, list) and each[0][0] == "modify_comment")]

    async with desk.database.engine.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_the_seeded_rows_are_the_seeded_rules(desk: Any) -> None:
    async with desk.database.reading() as reader:
        assert await desk.desk.statuses.book(reader) == SEEDED_BOOK


async def test_answers_are_what_the_document_says(desk: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    about = [{"type": "order", "subject_id": "1", "title": "Order 1", "link": "https://shop.example/1"}]
    ticket = await desk.opened(agent, requester={"email": customer.email}, subjects=about)
    await desk.does(agent, f"/tickets/{ticket['id']}/replies", {"body": "psst", "internal": True})
    await desk.does(agent, f"/tickets/{ticket['id']}/tags", {"tags": ["vip"]})
    shapes = {
        "/tickets?total=true": TicketList,
        f"/tickets/{ticket['id']}?include=messages,activity,clocks,links": OneTicket,
        f"/tickets/{ticket['id']}/messages": MessageList,
        f"/tickets/{ticket['id']}/timeline": Timeline,
        "/search?q=printer": FoundTickets,
        "/search?q=requester:me": FoundTickets,
        "/subjects?type=order&id=1": TicketList,
        f"/tickets/{ticket['id']}/subjects": SubjectList,
        "/statuses": StatusList,
    }
    for path, shape in shapes.items():
        for who in (customer, agent):
            answer = await desk.ask("GET", path, who)
            strict = shape.model_json_schema()
            assert answer.status_code == 200, answer.text
            shape.model_validate_json(answer.content)
            _no_more_than(answer.json(), strict, strict["$defs"])
    Counts.model_validate_json((await desk.ask("GET", "/tickets/counts", agent)).content)


def _no_more_than(value: Any, schema: dict[str, Any], definitions: dict[str, Any]) -> None:
    """No member is answered that the document does not name."""
    if "$ref" in schema:
        schema = definitions[schema["$ref"].rpartition("/")[2]]
    for option in schema.get("anyOf", ()):
        if value is not None and ("$ref" in option or "items" in option):
            _no_more_than(value, option, definitions)
    if isinstance(value, list) and "items" in schema:
        for each in value:
            _no_more_than(each, schema["items"], definitions)
    if isinstance(value, dict) and "properties" in schema:
        assert set(value) <= set(schema["properties"])
        for name, each in value.items():
            _no_more_than(each, schema["properties"][name], definitions)
