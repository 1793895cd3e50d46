"""The one MetaData of this service's database: tables of the nouns and those of the chassis."""

from escalated_chassis.database.tables import chassis_tables
from sqlalchemy import MetaData

metadata = MetaData()
chassis = chassis_tables(metadata)
