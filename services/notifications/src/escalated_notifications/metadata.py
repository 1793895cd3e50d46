"""The tables of this service: one metadata that all models join."""

from sqlalchemy import MetaData

from escalated_chassis.database.tables import chassis_tables
from escalated_chassis.stored_settings import stored_settings_table

metadata = MetaData()
chassis = chassis_tables(metadata)
stored_settings = stored_settings_table(metadata)
