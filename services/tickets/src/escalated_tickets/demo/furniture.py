"""How the demo desk is furnished: a status, fields, macros, canned responses, a view, and who is assigned what.

An administrator's own macros, responses, views or skills are never added to: such a thing is put up only where there
is none of its kind.
"""

from typing import Any, Final
from uuid import UUID

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_tickets.assignment.configuring import AgentSettings, set_agent, set_department, set_tag_skills
from escalated_tickets.assignment.queries import all_skills
from escalated_tickets.assignment.rules import Strategy
from escalated_tickets.canned_responses.queries import list_responses
from escalated_tickets.canned_responses.schemas import NewCannedResponse
from escalated_tickets.canned_responses.service import create_response
from escalated_tickets.custom_fields.queries import read_fields
from escalated_tickets.custom_fields.schemas import NewField, Option
from escalated_tickets.custom_fields.service import define, new_definition
from escalated_tickets.demo.people import department_id, person_id
from escalated_tickets.desk import Desk
from escalated_tickets.macros.queries import list_macros
from escalated_tickets.macros.schemas import NewMacro
from escalated_tickets.macros.service import create_macro
from escalated_tickets.statuses.queries import read_book
from escalated_tickets.statuses.rules import Status
from escalated_tickets.statuses.service import create_status
from escalated_tickets.tickets.visibility import NOBODY, Viewer
from escalated_tickets.views.queries import list_views
from escalated_tickets.views.schemas import NewView
from escalated_tickets.views.service import create_view

ON_HOLD: Final = Status("on_hold", "On hold", "on_hold", "#64748b", 45, default_of_category=True)
_AFTER_HOLD: Final = ["in_progress", "waiting_on_customer", "waiting_on_agent", "resolved", "closed"]
_BEFORE_HOLD: Final = ["open", "in_progress", "waiting_on_customer", "waiting_on_agent", "escalated", "reopened"]

FIELDS: Final = (
    NewField(
        key="product",
        label="Product",
        type="select",
        options=[
            Option(value="web", label="Web desk"),
            Option(value="mobile", label="Mobile app"),
            Option(value="api", label="API"),
            Option(value="billing", label="Invoices and payments"),
        ],
        position=10,
        visible_to_customers=True,
        editable_by_customers=True,
    ),
    NewField(
        key="affected_users",
        label="People affected",
        type="number",
        position=20,
        ticket_types=["problem", "incident"],
    ),
)


def macros(deployment: UUID) -> tuple[NewMacro, ...]:
    """In one transaction each, all or nothing. The tags are those of demo tickets."""
    return (
        NewMacro(
            name="Ask for a screenshot",
            description="Asks, and waits for the customer.",
            shared="all",
            actions=[
                {
                    "type": "reply",
                    "body": "Hello {{ requester.first_name }},\n\ncould you send us a screenshot of what you see, and "
                    "tell us the time at which it happened?\n\nRegards, {{ agent.first_name }}",
                }
            ],
        ),
        NewMacro(
            name="Hand to the platform team",
            description="Urgent, escalated, with a note of who did it.",
            shared="all",
            actions=[
                {"type": "set_priority", "priority": "urgent"},
                {
                    "type": "add_note",
                    "body": "{{ agent.name }} has handed {{ ticket.reference }} to the platform team.",
                },
                {"type": "escalate", "reason": "The platform team has to look at it."},
            ],
        ),
        NewMacro(
            name="Mine, tomorrow morning",
            description="Takes the ticket and lets it sleep until nine.",
            shared="all",
            actions=[{"type": "assign", "assignee_id": "me"}, {"type": "snooze", "preset": "tomorrow_9"}],
        ),
        NewMacro(
            name="Invoice corrected",
            description="Tells the customer and resolves.",
            shared="department",
            department_id=department_id(deployment, "billing"),
            actions=[
                {"type": "add_tag", "tag": "invoice"},
                {
                    "type": "reply",
                    "body": "Hello {{ requester.first_name }},\n\nthe corrected invoice is on its way to "
                    "{{ requester.email }}.",
                },
                {"type": "set_status", "status": "resolved"},
            ],
        ),
    )


RESPONSES: Final = (
    NewCannedResponse(
        name="Greeting",
        category="First answer",
        shared="all",
        body="Hello {{ requester.first_name }},\n\nthank you for writing. I am looking into *{{ ticket.subject }}* "
        "and will come back to you today.\n\nRegards, {{ agent.first_name }}",
    ),
    NewCannedResponse(
        name="More details, please",
        category="First answer",
        shared="all",
        body="Hello {{ requester.first_name }},\n\nwhich browser do you use, and since when do you see this?",
    ),
    NewCannedResponse(
        name="We know of it",
        category="First answer",
        shared="all",
        body="Hello {{ requester.first_name }},\n\nwe know of this and are at it. {{ ticket.reference }} hears of it "
        "as soon as it is mended.",
    ),
    NewCannedResponse(
        name="Refund on its way",
        category="Billing",
        shared="all",
        body="Hello {{ requester.name }},\n\nyour payment has been returned; that takes three to five days.",
    ),
    NewCannedResponse(
        name="Address of the invoice",
        category="Billing",
        shared="all",
        body="Hello {{ requester.name }},\n\nplease send us the new address for {{ ticket.reference }}, with your VAT "
        "number.",
    ),
)

VIEW: Final = NewView(
    name="Urgent or VIP",
    sharing="all",
    conditions={
        "all": [
            {"field": "status_category", "operator": "not_in", "value": ["solved", "closed"]},
            {
                "any": [
                    {"field": "priority", "operator": "in", "value": ["urgent", "critical"]},
                    {"field": "tags", "operator": "contains_any", "value": ["vip"]},
                ]
            },
        ]
    },
    columns=["reference", "subject", "requester", "status", "priority", "custom.product", "assignee", "updated_at"],
    sort="-priority",
    position=100,
)

STRATEGIES: Final = {"support": Strategy.LEAST_OPEN, "billing": Strategy.ROUND_ROBIN}
AGENTS: Final = {
    "alex": AgentSettings(available=True, capacity=40, skills={"Sign-in": 5, "German": 3}),
    "sam": AgentSettings(available=True, capacity=25, skills={"Invoices": 5, "Sign-in": 2, "German": 5}),
}
# Which tags ask for a skill, wherever a department goes by skill.
TAG_SKILLS: Final = (("Invoices", ("invoice", "vat", "payment")), ("Sign-in", ("login",)))


async def before_tickets(uow: UnitOfWork, desk: Desk) -> None:
    """What tickets are told with: the status and the fields."""
    if ON_HOLD.slug not in (await read_book(uow.connection)).statuses:
        await create_status(uow, desk, ON_HOLD, _AFTER_HOLD, _BEFORE_HOLD)
    known = (await read_fields(uow.connection)).definitions
    for field in FIELDS:
        if field.key not in known:
            await define(uow, desk, new_definition(field.model_dump()))


async def after_tickets(uow: UnitOfWork, desk: Desk, admin: Viewer) -> None:
    """What agents work with. Departments assign by themselves from now on; tickets that are there stay as they are."""
    if not await list_macros(uow.connection, admin):
        for macro in macros(desk.deployment):
            await create_macro(uow, desk, admin, macro.model_dump())
    if not await _responses(uow, admin):
        for response in RESPONSES:
            await create_response(uow, desk, admin, response.model_dump())
    if all(view.is_built_in for view in await list_views(uow.connection, admin)):
        await create_view(uow, desk, admin, VIEW.model_dump())
    if not await all_skills(uow.connection):
        await _assignment(uow, desk)


async def _responses(uow: UnitOfWork, admin: Viewer) -> list[Any]:
    first = (-(2**31), "", NOBODY)
    return await list_responses(uow.connection, admin, words=None, category=None, after=first, limit=1)


async def _assignment(uow: UnitOfWork, desk: Desk) -> None:
    for slug, strategy in STRATEGIES.items():
        await set_department(uow, department_id(desk.deployment, slug), strategy, ())
    for name, settings in AGENTS.items():
        await set_agent(uow, person_id(desk.deployment, name), settings)
    await set_tag_skills(uow, TAG_SKILLS)
