"""Calls to addresses that somebody typed in: webhooks, attachments by URL, discovery documents.

Every hop is resolved here, its addresses are checked, and the connection goes to the very address that was checked,
so that a name that changes its answer between check and connect gains nothing (DNS rebinding). Proxies of the
environment are not used: they would resolve the name again.
"""

import asyncio
import ssl
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

import httpx2

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
Resolve = Callable[[str, int], Awaitable[Sequence[str]]]

REDIRECTS = frozenset({301, 302, 303, 307, 308})
_NAT64 = ip_network("64:ff9b::/96")
_SIX_TO_FOUR = ip_network("2002::/16")


class OutgoingError(Exception):
    """A call that could not be made or ended badly. `passing`: another try may succeed."""

    def __init__(self, detail: str, *, passing: bool, sent: bool = False) -> None:
        super().__init__(detail)
        self.passing = passing
        self.sent = sent


class Refused(OutgoingError):
    """An address that must not be called."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail, passing=False)


@dataclass(frozen=True)
class OutgoingResponse:
    """An answer; `content` is cut at the limit where `truncated`."""

    status: int
    headers: Mapping[str, str]
    content: bytes
    truncated: bool
    url: str


def is_public(address: Address) -> bool:
    """Whether an address belongs to the open internet, also when it hides an IPv4 address inside an IPv6 one."""
    inner = _embedded(address)
    if inner is not None:
        return is_public(inner)
    return address.is_global and not address.is_multicast


def _embedded(address: Address) -> IPv4Address | None:
    if isinstance(address, IPv4Address):
        return None
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFF_FFFF)
    if address in _SIX_TO_FOUR:
        return IPv4Address(int(address) >> 80 & 0xFFFF_FFFF)
    return None


def parse_networks(text: str) -> tuple[Network, ...]:
    """An allow-list from its setting: networks or addresses, divided by commas. ValueError names a bad one."""
    return tuple(ip_network(part.strip(), strict=False) for part in text.split(",") if part.strip())


async def resolve(host: str, port: int) -> Sequence[str]:
    """The addresses of a name, by the system's resolver."""
    answers = await asyncio.get_running_loop().getaddrinfo(host, port, type=1)
    return [str(answer[4][0]) for answer in answers]


class OutgoingHttp:
    """An HTTP client that calls only public addresses and those of `allowed`.

    `limit` is how many bytes of an answer are read, `timeout` the seconds a whole call may take, redirects included.
    """

    def __init__(
        self,
        *,
        allowed: Sequence[Network] = (),
        timeout: float = 10.0,
        limit: int = 1_048_576,
        redirects: int = 0,
        resolver: Resolve = resolve,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._allowed, self._resolver = tuple(allowed), resolver
        self._timeout, self._limit, self._redirects = timeout, limit, redirects
        # Connections are not kept: they are known by address, and two names may share one.
        self._transport = httpx2.AsyncHTTPTransport(
            verify=tls or True, trust_env=False, limits=httpx2.Limits(max_keepalive_connections=0)
        )

    async def close(self) -> None:
        await self._transport.aclose()

    async def check(self, url: str) -> None:
        """Raises `Refused` for what would not be called, `OutgoingError` where that cannot be known now."""
        try:
            async with asyncio.timeout(self._timeout):
                await self._address(_parsed(url))
        except TimeoutError as problem:
            raise OutgoingError(f"not resolved within {self._timeout:g} s", passing=True) from problem

    async def request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        content: bytes = b"",
    ) -> OutgoingResponse:
        """Makes a call. Raises `OutgoingError`; an answer of any status is no error."""
        try:
            async with asyncio.timeout(self._timeout):
                return await self._follow(method, url, dict(headers or {}), content)
        except TimeoutError as problem:
            raise OutgoingError(f"no answer within {self._timeout:g} s", passing=True, sent=True) from problem

    async def _follow(self, method: str, url: str, headers: dict[str, str], content: bytes) -> OutgoingResponse:
        for _ in range(self._redirects + 1):
            target = _parsed(url)
            response = await self._call(method, target, headers, content)
            location = response.headers.get("location")
            if response.status not in REDIRECTS or not location or not self._redirects:
                return response
            url = str(target.join(location))
            headers = _headers_for(headers, target, _parsed(url))
            if response.status not in (307, 308) and method != "HEAD":
                method, content = "GET", b""
        raise OutgoingError(f"more than {self._redirects} redirects", passing=False)

    async def _call(self, method: str, url: httpx2.URL, headers: dict[str, str], content: bytes) -> OutgoingResponse:
        address = await self._address(url)
        request = httpx2.Request(
            method,
            url.copy_with(host=str(address), userinfo=b""),
            headers={"user-agent": "Escalated", **headers, "host": url.netloc.decode(), "accept-encoding": "identity"},
            content=content,
            extensions={"sni_hostname": url.host, "timeout": httpx2.Timeout(self._timeout).as_dict()},
        )
        try:
            response = await self._transport.handle_async_request(request)
            try:
                body, truncated = await self._read(response)
            finally:
                await response.aclose()
        except (httpx2.ConnectError, httpx2.ConnectTimeout) as problem:
            raise OutgoingError(f"cannot connect: {problem}", passing=True) from problem
        except httpx2.HTTPError as problem:
            detail = f"{type(problem).__name__}: {problem}"
            raise OutgoingError(detail, passing=True, sent=True) from problem
        return OutgoingResponse(response.status_code, dict(response.headers), body, truncated, str(url))

    async def _read(self, response: httpx2.Response) -> tuple[bytes, bool]:
        """Reads raw bytes up to the limit: nothing is unpacked, so nothing can blow up."""
        body = bytearray()
        async for chunk in response.aiter_raw():
            body += chunk
            if len(body) > self._limit:
                return bytes(body[: self._limit]), True
        return bytes(body), False

    async def _address(self, url: httpx2.URL) -> Address:
        if url.scheme not in ("http", "https"):
            raise Refused(f"only http and https are called, not {url.scheme!r}")
        if not url.host:
            raise Refused("an address without a host")
        port = url.port or (443 if url.scheme == "https" else 80)
        addresses = [ip_address(text.split("%")[0]) for text in await self._resolved(url.host, port)]
        refused = [address for address in addresses if not self._may_call(address)]
        if refused:
            # One private answer among public ones is no accident: refuse the name, not the address.
            raise Refused(f"{url.host} is at {refused[0]}, which is not a public address")
        return addresses[0]

    async def _resolved(self, host: str, port: int) -> Sequence[str]:
        try:
            found = await self._resolver(host, port)
        except OSError as problem:
            raise OutgoingError(f"cannot resolve {host}: {problem}", passing=True) from problem
        if not found:
            raise OutgoingError(f"{host} has no address", passing=True)
        return found

    def _may_call(self, address: Address) -> bool:
        plain = _embedded(address) or address
        return is_public(address) or any(plain in network for network in self._allowed)


def _parsed(url: str) -> httpx2.URL:
    try:
        return httpx2.URL(url)
    except (httpx2.InvalidURL, ValueError) as problem:
        raise Refused(f"not an address: {problem}") from problem


def _headers_for(headers: dict[str, str], old: httpx2.URL, new: httpx2.URL) -> dict[str, str]:
    """Credentials stay with the origin they were meant for."""
    if (old.scheme, old.host, old.port) == (new.scheme, new.host, new.port):
        return headers
    return {name: value for name, value in headers.items() if name.lower() not in ("authorization", "cookie")}
