"""Alembic's entry: the chassis runs it on this service's tables."""

from escalated_chassis.database.migrations import run_env
from escalated_sla.models import metadata

run_env(metadata)
