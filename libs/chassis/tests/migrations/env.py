"""The migrations of a service that has the chassis' tables and one of its own."""

from sqlalchemy import MetaData

from escalated_chassis.database.migrations import run_env
from escalated_chassis.database.tables import chassis_tables

metadata = MetaData()
chassis_tables(metadata)
run_env(metadata)
