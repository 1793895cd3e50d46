"""The tables of this service: one metadata that all models join."""

from sqlalchemy import MetaData

from escalated_chassis.database.tables import chassis_tables

metadata = MetaData()
chassis = chassis_tables(metadata)
