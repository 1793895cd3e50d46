"""Shapes of what is shared."""

from typing import Self
from uuid import UUID

from pydantic import model_validator

from escalated_chassis.http.schemas import Schema
from escalated_tickets.sharing.rules import Shared


class SharedIn(Schema):
    """`department_id` goes with `shared: department`, and only with it."""

    shared: Shared = "own"
    department_id: UUID | None = None

    @model_validator(mode="after")
    def _department_where_it_belongs(self) -> Self:
        if (self.shared == "department") != (self.department_id is not None):
            raise ValueError("department_id goes with shared: department")
        return self


class SharedEdit(Schema):
    """Both are given together."""

    shared: Shared | None = None
    department_id: UUID | None = None

    @model_validator(mode="after")
    def _department_where_it_belongs(self) -> Self:
        if (self.shared == "department") != (self.department_id is not None):
            raise ValueError("department_id goes with shared: department")
        return self
