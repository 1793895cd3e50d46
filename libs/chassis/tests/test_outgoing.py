"""Safe outgoing HTTP, against real sockets: what is refused never reaches a server."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from ipaddress import ip_address, ip_network

import pytest

from escalated_chassis.outgoing import OutgoingError, OutgoingHttp, Refused, is_public, parse_networks

LOOPBACK = (ip_network("127.0.0.0/8"),)


@dataclass
class RawServer:
    """Answers every request with the same bytes and remembers what it was asked."""

    answer: bytes
    port: int = 0
    requests: list[bytes] = field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.requests.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(self.answer)
        await writer.drain()
        writer.close()


@asynccontextmanager
async def serving(answer: bytes) -> AsyncIterator[RawServer]:
    server = RawServer(answer)
    listener = await asyncio.start_server(server.serve, "127.0.0.1", 0)
    server.port = listener.sockets[0].getsockname()[1]
    async with listener:
        yield server


def answer(status: str, body: bytes = b"", *headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


def resolving(names: dict[str, list[str]], asked: list[str] | None = None) -> object:
    async def resolver(host: str, port: int) -> Sequence[str]:
        if asked is not None:
            asked.append(host)
        return names.get(host, [host])

    return resolver


@pytest.mark.parametrize(
    "text",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "255.255.255.255", "192.0.2.1", "::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:127.0.0.1",
        "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:db8::1",
    ],
)  # fmt: skip
def test_what_is_not_the_open_internet_is_not_public(text: str) -> None:
    assert not is_public(ip_address(text))


@pytest.mark.parametrize("text", ["1.1.1.1", "93.184.216.34", "2606:4700::1111", "64:ff9b::101:101"])
def test_public_addresses_are_public(text: str) -> None:
    assert is_public(ip_address(text))


async def test_a_private_address_is_refused_and_not_called() -> None:
    async with serving(answer("200 OK")) as server:
        client = OutgoingHttp()
        with pytest.raises(Refused, match="not a public address"):
            await client.request("GET", f"http://127.0.0.1:{server.port}/")
        assert server.requests == []


@pytest.mark.parametrize(
    "host", ["localhost", "127.1", "2130706433", "0x7f000001", "[::1]", "[::ffff:127.0.0.1]", "127.0.0.1.", "0"]
)
async def test_no_spelling_of_this_machine_gets_through(host: str) -> None:
    async with serving(answer("200 OK")) as server:
        client = OutgoingHttp()
        with pytest.raises(OutgoingError):
            await client.request("GET", f"http://{host}:{server.port}/")
        assert server.requests == []


async def test_a_name_with_one_private_answer_is_refused() -> None:
    client = OutgoingHttp(resolver=resolving({"mixed.example": ["1.1.1.1", "10.0.0.7"]}))
    with pytest.raises(Refused, match=r"10\.0\.0\.7"):
        await client.request("GET", "http://mixed.example/")


async def test_the_checked_address_is_the_one_that_is_called() -> None:
    """given a name that is resolved once, when called, then the pinned address is used and the Host header kept"""
    asked: list[str] = []
    async with serving(answer("200 OK", b"hello")) as server:
        client = OutgoingHttp(allowed=LOOPBACK, resolver=resolving({"hook.example": ["127.0.0.1"]}, asked))
        response = await client.request("POST", f"http://hook.example:{server.port}/in?x=1", content=b"{}")
        assert (response.status, response.content, response.truncated) == (200, b"hello", False)
        assert asked == ["hook.example"]
        head = server.requests[0].decode()
        assert head.startswith("POST /in?x=1 HTTP/1.1\r\n")
        assert f"\r\nhost: hook.example:{server.port}\r\n" in head.lower()


@pytest.mark.parametrize("url", ["ftp://1.1.1.1/", "file:///etc/passwd", "gopher://1.1.1.1/", "//1.1.1.1/", "http://"])
async def test_only_http_and_https(url: str) -> None:
    with pytest.raises(Refused):
        await OutgoingHttp().request("GET", url)


async def test_a_redirect_into_a_private_range_is_refused() -> None:
    async with serving(answer("200 OK")) as inner:
        location = f"Location: http://127.0.0.2:{inner.port}/secret"
        async with serving(answer("302 Found", b"", location)) as outer:
            client = OutgoingHttp(allowed=[ip_network("127.0.0.1/32")], redirects=3)
            with pytest.raises(Refused, match=r"127\.0\.0\.2"):
                await client.request("GET", f"http://127.0.0.1:{outer.port}/")
        assert inner.requests == []


async def test_redirects_are_followed_within_their_bound_and_lose_credentials() -> None:
    async with serving(answer("200 OK", b"there")) as last:
        location = f"Location: http://127.0.0.1:{last.port}/there"
        async with serving(answer("302 Found", b"", location)) as first:
            client = OutgoingHttp(allowed=LOOPBACK, redirects=1)
            url = f"http://127.0.0.1:{first.port}/"
            response = await client.request("POST", url, headers={"Authorization": "secret"}, content=b"x")
        assert response.content == b"there"
        assert last.requests[0].startswith(b"GET /there")
        assert b"secret" not in last.requests[0]


async def test_without_redirects_the_answer_is_handed_back() -> None:
    async with serving(answer("302 Found", b"", "Location: http://127.0.0.1:1/")) as server:
        response = await OutgoingHttp(allowed=LOOPBACK).request("GET", f"http://127.0.0.1:{server.port}/")
        assert response.status == 302


async def test_a_long_answer_is_cut_and_a_packed_one_stays_packed() -> None:
    async with serving(answer("200 OK", b"x" * 5000, "Content-Encoding: gzip")) as server:
        client = OutgoingHttp(allowed=LOOPBACK, limit=1000)
        response = await client.request("GET", f"http://127.0.0.1:{server.port}/")
        assert (len(response.content), response.truncated) == (1000, True)


async def test_a_silent_server_costs_the_time_limit_and_may_have_been_reached() -> None:
    async with serving(b"") as server:
        release = asyncio.Event()

        async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await release.wait()
            writer.close()

        listener = await asyncio.start_server(silent, "127.0.0.1", 0)
        port = listener.sockets[0].getsockname()[1]
        client = OutgoingHttp(allowed=LOOPBACK, timeout=0.2)
        with pytest.raises(OutgoingError) as caught:
            await client.request("GET", f"http://127.0.0.1:{port}/")
        release.set()
        listener.close()
        assert (caught.value.passing, caught.value.sent) == (True, True)
        assert server.requests == []


async def test_a_closed_port_is_worth_another_try() -> None:
    async with serving(b"") as server:
        port = server.port
    with pytest.raises(OutgoingError) as caught:
        await OutgoingHttp(allowed=LOOPBACK).request("GET", f"http://127.0.0.1:{port}/")
    assert (caught.value.passing, caught.value.sent) == (True, False)


def test_an_allow_list_is_read_from_its_setting() -> None:
    assert parse_networks("10.0.0.0/8, 192.168.1.5") == (ip_network("10.0.0.0/8"), ip_network("192.168.1.5/32"))
    with pytest.raises(ValueError, match="nonsense"):
        parse_networks("nonsense")
