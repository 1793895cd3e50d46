"""What PostgreSQL and its driver say when something is away, as problems a caller can understand."""

from collections.abc import Iterator
from contextlib import contextmanager

import asyncpg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from escalated_chassis.errors import Invalid, Problem, Unavailable

DATABASE_AWAY = "database_unavailable"
RETRY_AFTER_SECONDS = 2

# Class 08 is the connection; 53 resources; 57P0x a server that stops, starts or restarts.
_AWAY = ("08", "53", "57P")
# Deadlock, serialization, lock_timeout, statement_timeout, idle_in_transaction_session_timeout.
_BUSY = frozenset({"40P01", "40001", "55P03", "57014", "25P03"})
_UNSTORABLE_CHARACTER = "22021"


@contextmanager
def understood() -> Iterator[None]:
    """Turns a lost or refused connection, a full pool and a lost lock race into `Unavailable`."""
    try:
        yield
    except DBAPIError as error:
        problem = _problem_of(error)
        if problem is None:
            raise
        raise problem from error
    except (PoolTimeout, TimeoutError) as error:
        raise away("no database connection was free in time") from error


def away(detail: str = "the database is not answering") -> Unavailable:
    return Unavailable(detail, code=DATABASE_AWAY, retry_after=RETRY_AFTER_SECONDS)


def is_database_away(error: BaseException) -> bool:
    """Whether everything that needs the database has to wait, as opposed to one statement that may be tried again."""
    return isinstance(error, Unavailable) and error.code == DATABASE_AWAY


def is_driver_away(error: BaseException) -> bool:
    """The same question about what asyncpg and the socket raise, for code that uses the driver itself."""
    if isinstance(error, asyncpg.PostgresError):
        return (error.sqlstate or "").startswith(_AWAY)
    return isinstance(error, OSError | asyncpg.InterfaceError | TimeoutError)


def _problem_of(error: DBAPIError) -> Problem | None:
    code = getattr(error.orig, "sqlstate", None) or ""
    if code in _BUSY:
        return Unavailable("the database was busy with the same rows", code="database_busy", retry_after=1)
    if error.connection_invalidated or code.startswith(_AWAY):
        return away()
    if code == _UNSTORABLE_CHARACTER:
        return Invalid("A text contains a character that cannot be stored.", code="invalid_character")
    return None
