"""The one MetaData of this service's database: tables of the nouns and those of the chassis."""

from sqlalchemy import MetaData

from escalated_chassis.database.tables import chassis_tables
from escalated_chassis.stored_settings import stored_settings_table

metadata = MetaData()
chassis = chassis_tables(metadata)
stored_settings = stored_settings_table(metadata)
