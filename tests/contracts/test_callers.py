"""The table of who may call which gRPC method: complete, drawn from what is really called, and kept by every server."""

import ast
import re
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import grpc
import pytest
import pytest_asyncio
from escalated.identity.v1 import identity_pb2
from escalated.notifications.v1 import notifications_pb2
from escalated.sla.v1 import sla_pb2
from escalated.tickets.v1 import tickets_pb2
from google.protobuf import message_factory

from escalated_chassis.access.service_tokens import ServiceSigner
from escalated_chassis.clock import SystemClock
from escalated_chassis.rpc.server import RpcServer
from escalated_chassis.settings import ServiceSettings
from escalated_chassis.testing.deployment import Deployment
from escalated_contracts.callers import CALLERS
from tests.contracts.services import NOWHERE, SERVICES, built

CHECKOUT = Path(__file__).parents[2]
MODULES = {"identity": identity_pb2, "tickets": tickets_pb2, "sla": sla_pb2, "notifications": notifications_pb2}
METHODS = {
    f"/{service.full_name}/{method.name}": method
    for module in MODULES.values()
    for service in module.DESCRIPTOR.services_by_name.values()
    for method in service.methods
}


def owner_of(method: str) -> str:
    return method.split(".")[1]


def test_the_table_has_a_row_for_every_method_and_no_other() -> None:
    assert sorted(CALLERS) == sorted(METHODS)


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_is_listed_for_what_it_calls_and_for_nothing_else(service: str) -> None:
    listed = {method for method, callers in CALLERS.items() if service in callers}
    assert listed == called_by(service)


def test_the_page_is_fresh() -> None:
    from importlib.util import module_from_spec, spec_from_file_location

    spec = spec_from_file_location("document_grpc", CHECKOUT / "scripts" / "document_grpc.py")
    assert spec is not None and spec.loader is not None
    script = module_from_spec(spec)
    spec.loader.exec_module(script)
    assert (CHECKOUT / "docs" / "grpc.md").read_text() == script.document()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def servers(deployment: Deployment) -> AsyncIterator[dict[str, int]]:
    """The gRPC server of every service as its composition root makes it, without the database behind it."""
    started: dict[str, RpcServer] = {}
    for name in SERVICES:
        (started[name],) = (part for part in built(name, deployment).parts if isinstance(part, RpcServer))
        await started[name].start()
    yield {name: server.port for name, server in started.items()}
    for server in started.values():
        await server.stop()


@pytest.mark.parametrize("method", sorted(CALLERS))
async def test_who_is_not_listed_is_refused(method: str, servers: dict[str, int], deployment: Deployment) -> None:
    # when every service of the deployment calls the method, the owner and one without a key of its own too
    async with grpc.aio.insecure_channel(f"127.0.0.1:{servers[owner_of(method)]}") as channel:
        answers = {caller: await answer_to(caller, method, channel, deployment) for caller in (*SERVICES, "plugins")}
    # then those who are not in the table are turned away at the door
    refused = {caller for caller, code in answers.items() if code == grpc.StatusCode.PERMISSION_DENIED}
    assert refused == {*SERVICES, "plugins"} - set(CALLERS[method])


async def answer_to(caller: str, method: str, channel: Any, deployment: Deployment) -> grpc.StatusCode:
    """How an empty request is answered: what lies behind the door is no matter here."""

    class CallerSettings(ServiceSettings):
        service = caller

    settings = deployment.settings(CallerSettings, database_url=NOWHERE)
    token = ServiceSigner(settings, clock=SystemClock()).token_for(owner_of(method))
    call = callable_of(method, channel)
    try:
        await call((("authorization", f"Bearer {token}"),))
    except grpc.aio.AioRpcError as error:
        return error.code()
    return grpc.StatusCode.OK


def callable_of(method: str, channel: Any) -> Callable[[Any], Any]:
    described = METHODS[method]
    request = message_factory.GetMessageClass(described.input_type)()
    answer = message_factory.GetMessageClass(described.output_type)
    codec = {"request_serializer": type(request).SerializeToString, "response_deserializer": answer.FromString}
    if described.client_streaming:
        return lambda metadata: channel.stream_unary(method, **codec)(iter([request]), timeout=5, metadata=metadata)
    if described.server_streaming:

        async def drain(metadata: Any) -> None:
            async for _ in channel.unary_stream(method, **codec)(request, timeout=5, metadata=metadata):
                pass

        return drain
    return lambda metadata: channel.unary_unary(method, **codec)(request, timeout=5, metadata=metadata)


def called_by(service: str) -> set[str]:
    """The methods whose requests are made in a service's own code, or in the chassis' directory where it uses that."""
    sources = list((CHECKOUT / "services" / service / "src").rglob("*.py"))
    texts = [path.read_text() for path in sources]
    if any(imports(text, "RpcDirectory") for text in texts):
        texts.append((CHECKOUT / "libs/chassis/src/escalated_chassis/access/directory.py").read_text())
    found = {pair for text in texts for pair in re.findall(r"\b(\w+)_pb2\.(\w+)Request\b", text)}
    return {
        method
        for method in METHODS
        if owner_of(method) != service and (owner_of(method), METHODS[method].name) in found
    }


def imports(text: str, name: str) -> bool:
    return any(
        alias.name == name
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    )
