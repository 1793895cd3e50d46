"""The live stream's twin and presence as they cross HTTP."""

from typing import Any, Literal

from escalated_chassis.http.page_posts import PagePost
from escalated_chassis.http.schemas import Schema


class ChangeAnswer(Schema):
    id: str
    type: str
    data: dict[str, Any]


class ChangesMeta(Schema):
    """`reset`: it is not known what was missed, look anew."""

    next: str
    reset: bool


class ManyChanges(Schema):
    data: list[ChangeAnswer]
    meta: ChangesMeta


class PresenceBody(Schema):
    state: Literal["viewing", "writing"]


class PresencePost(PagePost):
    """What the product's pages send: nothing, or which of the two it is."""

    state: Literal["viewing", "writing"] = "viewing"


class PresentPerson(Schema):
    id: str
    name: str
    state: Literal["viewing", "writing"]


class PresenceAnswer(Schema):
    people: list[PresentPerson]


class OnePresence(Schema):
    data: PresenceAnswer
