"""The operators' groups of identity: `escalated users`, `escalated tokens`, `escalated keys`."""

import secrets
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Any
from uuid import UUID

import typer
from rich.console import Console
from rich.table import Table

from escalated_chassis.acting import Acting
from escalated_chassis.clock import SystemClock
from escalated_chassis.command import fail, load_settings, run_async
from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.errors import NotFound
from escalated_identity.api_tokens import queries as token_queries
from escalated_identity.api_tokens import service as token_service
from escalated_identity.context import Context
from escalated_identity.keys import queries as key_queries
from escalated_identity.keys import service as key_service
from escalated_identity.parts import Silence, make_context, open_database
from escalated_identity.people import queries, rules, service
from escalated_identity.people.models import Person
from escalated_identity.roles import queries as role_queries
from escalated_identity.sessions.service import set_password as set_password_of
from escalated_identity.settings import IdentitySettings

users = typer.Typer(name="users", help="People who sign in.", no_args_is_help=True)
tokens = typer.Typer(name="tokens", help="API tokens.", no_args_is_help=True)
keys = typer.Typer(name="keys", help="Keys that sign access tokens.", no_args_is_help=True)

Email = Annotated[str, typer.Argument(help="E-mail address")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Try it, say what came out, and change nothing.")]
FromStdin = Annotated[bool, typer.Option("--password-stdin", help="Read the password's line from standard input.")]
_MOST_LISTED = 1_000


class _UndoneError(Exception):
    """Rolls a dry run back."""


@dataclass(frozen=True)
class Desk:
    """The parts, opened for one command."""

    context: Context
    dry_run: bool

    @asynccontextmanager
    async def changing(self) -> AsyncIterator[UnitOfWork]:
        """A transaction by the operator; a dry run goes all the way and is rolled back at its end."""
        try:
            async with self.context.database.transaction(Acting(kind="system", id="cli", name="escalated")) as uow:
                yield uow
                if self.dry_run:
                    raise _UndoneError
        except _UndoneError:
            typer.echo("dry run: nothing was changed")

    async def person(self, email: str) -> Person:
        """The account of an address. Raises `NotFound`."""
        async with self.context.database.reading() as connection:
            found = await queries.find_owner(connection, email)
        if found is None:
            raise NotFound(f"Nobody here has the address {email}.")
        return found


def _run(work: Callable[[Desk], Coroutine[Any, Any, None]], *, dry_run: bool = False) -> None:
    settings = load_settings(IdentitySettings)

    async def opened() -> None:
        database = open_database(settings, SystemClock())
        context = make_context(settings, database, announcer=Silence())
        try:
            await work(Desk(context, dry_run))
        finally:
            context.passwords.close()
            await database.close()

    run_async(opened())


@users.command("create")
def create_user(
    email: Email,
    name: Annotated[str, typer.Option(help="How others see her")] = "",
    admin: Annotated[bool, typer.Option("--admin", help="May do everything.")] = False,
    agent: Annotated[bool, typer.Option("--agent", help="Answers tickets.")] = False,
    password_stdin: FromStdin = False,
    dry_run: DryRun = False,
) -> None:
    """Add somebody who can sign in; without --password-stdin a password is made and printed once."""
    if admin and agent:
        raise fail("--admin and --agent exclude each other")
    kind = "admin" if admin else "agent" if agent else "customer"
    password = _password(password_stdin)

    async def work(desk: Desk) -> None:
        address = rules.check_address(email)
        rules.check_password(password, email=address)
        password_hash = await desk.context.passwords.hash(password)
        new = service.NewPerson(address, name or address.split("@")[0], rules.Roles(kind), password_hash=password_hash)
        async with desk.changing() as uow:
            person = await service.create_person(uow, desk.context, new)
        typer.echo(f"{person.id}  {person.email}  {person.kind}")
        _tell_password(password, told=password_stdin, dry_run=dry_run)

    _run(work, dry_run=dry_run)


@users.command("list")
def list_users(
    words: Annotated[str, typer.Argument(help="Only names and addresses with this in them")] = "",
    staff: Annotated[bool, typer.Option("--staff", help="Only those who work at the desk.")] = False,
) -> None:
    """List people by name, at most a thousand."""

    async def work(desk: Desk) -> None:
        async with desk.context.database.reading() as connection:
            found = await queries.page_by_name(
                connection, words=words or None, staff=True if staff else None, after=None, limit=_MOST_LISTED
            )
        table = Table("id", "name", "address", "kind", "active")
        for person, _ in found:
            table.add_row(str(person.id), person.name, person.email, person.kind, "yes" if person.active else "no")
        Console(width=None if sys.stdout.isatty() else 160).print(table)

    _run(work)


@users.command("deactivate")
def deactivate_user(email: Email, dry_run: DryRun = False) -> None:
    """Take somebody's access; her sessions end, what she wrote stays."""

    async def work(desk: Desk) -> None:
        person = await desk.person(email)
        async with desk.changing() as uow:
            await service.change_person(uow, desk.context, person.id, service.PersonChange(active=False))
        typer.echo(f"{person.email} is deactivated")

    _run(work, dry_run=dry_run)


@users.command("set-password")
def set_password(email: Email, password_stdin: FromStdin = False, dry_run: DryRun = False) -> None:
    """Set somebody's password and end her sessions; without --password-stdin one is made and printed once."""
    password = _password(password_stdin)

    async def work(desk: Desk) -> None:
        person = await desk.person(email)
        rules.check_password(password, email=person.email)
        password_hash = await desk.context.passwords.hash(password)
        async with desk.changing() as uow:
            await set_password_of(uow, desk.context, person, password_hash)
        typer.echo(f"{person.email} has a new password")
        _tell_password(password, told=password_stdin, dry_run=dry_run)

    _run(work, dry_run=dry_run)


@tokens.command("create")
def create_token(
    email: Email,
    scope: Annotated[list[str], typer.Option(help="A permission such as tickets:read; may be given again")],
    name: Annotated[str, typer.Option(help="What it is for")] = "made by an operator",
    days: Annotated[int, typer.Option(min=0, help="Expires after so many days; 0: never")] = 0,
    dry_run: DryRun = False,
) -> None:
    """Make an API token for somebody and print it once."""

    async def work(desk: Desk) -> None:
        person = await desk.person(email)
        async with desk.changing() as uow:
            custom = await role_queries.permissions_by_id(uow.connection)
            own = rules.permissions_of(rules.role_ids(person.kind, person.custom_roles), custom)
            expires_at = uow.now + timedelta(days=days) if days else None
            token, secret = await token_service.create_token(
                uow, person_id=person.id, own=own, name=name, scopes=scope, expires_at=expires_at
            )
        typer.echo(f"{token.id}  {person.email}  {','.join(token.scopes)}")
        if not dry_run:
            typer.echo(secret)

    _run(work, dry_run=dry_run)


@tokens.command("list")
def list_tokens(email: Email) -> None:
    """List somebody's tokens."""

    async def work(desk: Desk) -> None:
        person = await desk.person(email)
        async with desk.context.database.reading() as connection:
            found = await token_queries.of_person(connection, person.id)
        table = Table("id", "name", "scopes", "expires", "last used")
        for token in found:
            table.add_row(
                str(token.id), token.name, " ".join(token.scopes), _time(token.expires_at), _time(token.last_used_at)
            )
        Console(width=None if sys.stdout.isatty() else 200).print(table)

    _run(work)


@tokens.command("revoke")
def revoke_token(
    token_id: Annotated[UUID, typer.Argument(help="Its id, as `tokens list` shows it")], dry_run: DryRun = False
) -> None:
    """Revoke a token; it stops working within 30 seconds."""

    async def work(desk: Desk) -> None:
        async with desk.changing() as uow:
            await token_service.revoke_token(uow, token_id, owner=None)
        typer.echo(f"{token_id} is revoked")

    _run(work, dry_run=dry_run)


@keys.command("list")
def list_keys() -> None:
    """List signing keys."""

    async def work(desk: Desk) -> None:
        async with desk.context.database.reading() as connection:
            found = await key_queries.all_keys(connection)
        table = Table("kid", "made", "retired")
        for key in sorted(found, key=lambda key: key.created_at):
            table.add_row(key.kid, _time(key.created_at), _time(key.retired_at))
        Console(width=None if sys.stdout.isatty() else 160).print(table)

    _run(work)


@keys.command("rotate")
def rotate_keys(dry_run: DryRun = False) -> None:
    """Sign with a new key from now on; tokens of the old one stay valid until they expire."""

    async def work(desk: Desk) -> None:
        async with desk.changing() as uow:
            kid = await key_service.rotate(uow, desk.context.keys.sealing_key)
        typer.echo(kid)

    _run(work, dry_run=dry_run)


def _password(from_stdin: bool) -> str:
    return sys.stdin.readline().rstrip("\n") if from_stdin else secrets.token_urlsafe(15)


def _tell_password(password: str, *, told: bool, dry_run: bool) -> None:
    if not told and not dry_run:
        typer.echo(f"password: {password}")


def _time(moment: Any) -> str:
    return moment.isoformat(timespec="seconds") if moment else "-"
