"""Calls between services: who may, by when, and how they fail."""

import asyncio

import grpc
import pytest
from escalated.identity.v1 import identity_pb2, identity_pb2_grpc
from grpc_health.v1 import health_pb2, health_pb2_grpc

from escalated_chassis import errors
from escalated_chassis.access import signing
from escalated_chassis.access.service_tokens import ServiceSigner
from escalated_chassis.clock import ManualClock
from escalated_chassis.errors import FieldError, Problem, Unavailable
from escalated_chassis.rpc.client import RpcClient
from escalated_chassis.rpc.server import RpcServer
from escalated_chassis.testing.deployment import Deployment

from .conftest import NAME, Directory, IdentitySettings, TicketsSettings, settings_of

REQUEST = identity_pb2.FindPersonRequest(email="a@example.com")


def person_finder(client: RpcClient) -> "identity_pb2_grpc.DirectoryAsyncStub":
    return client.stub(identity_pb2_grpc.DirectoryStub)


async def test_a_call_arrives_with_the_name_of_its_caller(client: RpcClient) -> None:
    answer = await person_finder(client).FindPerson(REQUEST)

    assert (answer.person.email, answer.person.name) == ("a@example.com", "tickets")


PROBLEMS = [
    errors.Malformed("what?"),
    errors.Unauthenticated("who?", code="token_outdated"),
    errors.Forbidden("no", extra={"permission": "tickets:read"}),
    errors.NotFound("nobody"),
    errors.Conflict("busy", code="merging"),
    errors.PreconditionFailed("changed"),
    errors.TooLarge("big"),
    errors.UnsupportedMedia("odd"),
    errors.Invalid("bad", errors=[FieldError("/name", "required", "Missing: größer")]),
    errors.TooMany("slow down", retry_after=7),
]


@pytest.mark.parametrize("raised", PROBLEMS, ids=lambda each: each.kind)
async def test_a_problem_is_raised_again_at_the_caller(
    client: RpcClient, directory: Directory, raised: Problem
) -> None:
    directory.failure = raised

    with pytest.raises(type(raised)) as caught:
        await person_finder(client).FindPerson(REQUEST)

    seen = caught.value
    assert type(seen) is type(raised)
    assert (seen.detail, seen.code, seen.errors) == (raised.detail, raised.code, raised.errors)
    assert (seen.extra, seen.retry_after) == (raised.extra, raised.retry_after)
    assert directory.calls == 1


async def test_what_nobody_expected_tells_nothing(client: RpcClient, directory: Directory) -> None:
    directory.failure = RuntimeError("the password is hunter2")

    with pytest.raises(Problem) as caught:
        await person_finder(client).FindPerson(REQUEST)

    assert type(caught.value) is Problem
    assert "hunter2" not in caught.value.detail


async def test_a_long_problem_loses_its_fields_and_still_arrives(client: RpcClient, directory: Directory) -> None:
    directory.failure = errors.Invalid("bad", errors=[FieldError(f"/{n}", "x", "y" * 100) for n in range(200)])

    with pytest.raises(errors.Invalid) as caught:
        await person_finder(client).FindPerson(REQUEST)

    assert (caught.value.detail, caught.value.errors) == ("bad", ())


async def test_a_read_is_asked_once_more_where_the_callee_was_away(client: RpcClient, directory: Directory) -> None:
    directory.failure, directory.failures = Unavailable("restarting"), 1

    answer = await person_finder(client).FindPerson(REQUEST)

    assert answer.person.email == "a@example.com"
    assert directory.calls == 2


async def test_a_callee_that_stays_away_is_unavailable(deployment: Deployment) -> None:
    client = RpcClient("127.0.0.1:1", "identity", settings_of(deployment, TicketsSettings))

    with pytest.raises(Unavailable) as caught:
        await person_finder(client).FindPerson(REQUEST)

    assert (caught.value.code, caught.value.detail) == ("identity_unavailable", "identity is not available.")
    assert client.trouble() is None
    await client.stop()


async def test_a_callee_that_takes_too_long_is_unavailable(client: RpcClient, directory: Directory) -> None:
    directory.hold = asyncio.Event()

    with pytest.raises(Unavailable) as caught:
        await person_finder(client).FindPerson(REQUEST, timeout=0.2)

    assert caught.value.detail == "identity did not answer in time."


async def test_a_method_is_called_only_by_those_who_may(client: RpcClient, directory: Directory) -> None:
    with pytest.raises(errors.Forbidden) as caught:
        await person_finder(client).ListRoles(identity_pb2.ListRolesRequest())

    assert caught.value.code == "caller_not_allowed"
    assert directory.calls == 0


async def bare_call(server: RpcServer, token: str | None, seconds: float | None = 2) -> grpc.aio.AioRpcError:
    """A call without our client; answers how it failed."""
    async with grpc.aio.insecure_channel(f"127.0.0.1:{server.port}") as channel:
        stub = identity_pb2_grpc.DirectoryStub(channel)
        metadata = (("authorization", f"Bearer {token}"),) if token is not None else ()
        with pytest.raises(grpc.aio.AioRpcError) as caught:
            await stub.FindPerson(REQUEST, timeout=seconds, metadata=metadata)
    return caught.value


async def test_unsigned_and_forged_calls_reach_no_method(
    server: RpcServer, directory: Directory, deployment: Deployment, stale_clock: ManualClock, manual_clock: ManualClock
) -> None:
    tickets = settings_of(deployment, TicketsSettings)
    kid = deployment.service_keys["tickets"]["kid"]
    stranger = signing.import_key(signing.generate_jwk(kid))
    sla_key = signing.import_key(deployment.service_keys["sla"])
    claims = {"iss": "tickets", "aud": "identity", "exp": 4_102_444_800}
    tokens = {
        "none": None,
        "nonsense": "a.b.c",
        "for another callee": ServiceSigner(tickets, clock=server_clock()).token_for("sla"),
        "expired": ServiceSigner(tickets, clock=stale_clock).token_for("identity"),
        "by a stranger": signing.sign(claims, stranger),
        "in another's name": signing.sign(claims, sla_key),
        "a user's": signing.sign(claims | {"aud": "escalated"}, signing.import_key(deployment.signing_key)),
    }

    codes = {how: (await bare_call(server, token)).code() for how, token in tokens.items()}

    assert codes == dict.fromkeys(tokens, grpc.StatusCode.UNAUTHENTICATED)
    assert directory.calls == 0


def server_clock() -> ManualClock:
    from escalated_chassis.clock import SystemClock

    return ManualClock(SystemClock().now())


async def test_a_call_without_a_deadline_is_refused(
    server: RpcServer, directory: Directory, deployment: Deployment
) -> None:
    token = ServiceSigner(settings_of(deployment, TicketsSettings), clock=server_clock()).token_for("identity")

    error = await bare_call(server, token, seconds=None)

    assert (error.code(), error.details()) == (grpc.StatusCode.FAILED_PRECONDITION, "A call needs a deadline.")
    assert directory.calls == 0


async def test_a_service_token_is_used_for_half_a_minute(deployment: Deployment, manual_clock: ManualClock) -> None:
    from datetime import timedelta

    signer = ServiceSigner(settings_of(deployment, TicketsSettings), clock=manual_clock)
    first = signer.token_for("identity")
    manual_clock.move(timedelta(seconds=29))
    assert signer.token_for("identity") == first
    assert signer.token_for("sla") != first

    manual_clock.move(timedelta(seconds=1))

    assert signer.token_for("identity") != first


async def test_health_is_open_to_probes(server: RpcServer) -> None:
    async with grpc.aio.insecure_channel(f"127.0.0.1:{server.port}") as channel:
        stub = health_pb2_grpc.HealthStub(channel)
        answer = await stub.Check(health_pb2.HealthCheckRequest(service=NAME), timeout=2)

    assert answer.status == health_pb2.HealthCheckResponse.SERVING


async def test_a_stop_finishes_the_call_in_hand(deployment: Deployment, directory: Directory) -> None:
    # Given a call in hand
    server = RpcServer(
        settings_of(deployment, IdentitySettings, stop_grace_seconds=5),
        lambda each: identity_pb2_grpc.add_DirectoryServicer_to_server(directory, each),
        [NAME],
    )
    await server.start()
    client = RpcClient(f"127.0.0.1:{server.port}", "identity", settings_of(deployment, TicketsSettings))
    directory.hold = asyncio.Event()
    call = asyncio.ensure_future(person_finder(client).FindPerson(REQUEST))
    await asyncio.wait_for(directory.entered.wait(), 2)

    # When the server stops
    stopping = asyncio.ensure_future(server.stop())
    await asyncio.sleep(0)
    directory.hold.set()

    # Then the call is answered
    assert (await call).person.name == "tickets"
    await asyncio.wait_for(stopping, 4)
    await client.stop()
