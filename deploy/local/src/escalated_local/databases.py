"""One database for each service, and for each a role that can connect to it and to no other."""

from __future__ import annotations

from collections.abc import Mapping

from escalated_local.postgres import SUPERUSER, EmbeddedPostgres


def database_name(service: str) -> str:
    """The database and the role of a service are called alike."""
    return f"escalated_{service}"


def ensure_databases(postgres: EmbeddedPostgres, passwords: Mapping[str, str]) -> None:
    """Makes what is missing of roles and databases, and sets the passwords. Safe to repeat."""
    postgres.execute(database_script(passwords))


def database_script(passwords: Mapping[str, str]) -> str:
    """What `ensure_databases` runs, for psql as superuser."""
    parts = [f"REVOKE CONNECT ON DATABASE {name} FROM PUBLIC;" for name in (SUPERUSER, "template1")]
    parts += [_statements(service, password) for service, password in passwords.items()]
    return "\n".join(parts)


def _statements(service: str, password: str) -> str:
    name, quoted = database_name(service), password.replace("'", "''")
    # The names are ours, the password is quoted.
    return f"""
SELECT 'CREATE ROLE {name} LOGIN' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{name}') \\gexec
ALTER ROLE {name} PASSWORD '{quoted}';
SELECT 'CREATE DATABASE {name} OWNER {name}' WHERE NOT EXISTS
  (SELECT FROM pg_database WHERE datname = '{name}') \\gexec
REVOKE ALL ON DATABASE {name} FROM PUBLIC;
"""  # noqa: S608
