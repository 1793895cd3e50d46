"""Reply addresses: `reply+{reference}.{token}@domain`, good for one person, one ticket, some weeks.

The token is `expiry` (four base32 characters: days since 1970) and `mac` (100 bits of HMAC-SHA256 over ticket,
recipient, purpose and expiry). Base32 in lower case, because servers on the way may change the case, and short,
because a local part ends at 64 characters. The recipient is not written in it: whoever answers must be them.
"""

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from escalated_chassis.ids import normalise_email

_ADDRESS = re.compile(r"^reply\+(?P<reference>[a-z0-9-]{1,32})\.(?P<expiry>[a-z2-7]{4})(?P<mac>[a-z2-7]{20})$")
_SIDE = re.compile(r"^side\+(?P<side>[a-z2-7]{26})\.(?P<expiry>[a-z2-7]{4})(?P<mac>[a-z2-7]{20})$")
_SIDE_PURPOSE = "side conversation"
_DAY = timedelta(days=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class ReplyAddress:
    """A reply address as it came in: a claim, until `ReplyTokens.accepts` it."""

    reference: str
    expiry: str
    mac: str


@dataclass(frozen=True)
class SideAddress:
    """A reply address of a side conversation: a claim, until `ReplyTokens.accepts_side` it."""

    side_conversation_id: str
    expiry: str
    mac: str


class ReplyTokens:
    """Signs and checks reply addresses with a key derived from the deployment's secret."""

    def __init__(self, secret: str, domain: str, *, days: int = 90) -> None:
        self._key = hashlib.sha256(b"escalated reply address\x00" + secret.encode()).digest()
        self._domain, self._days = domain, days

    def address(self, *, ticket_id: str, reference: str, recipient: str, now: datetime, purpose: str = "reply") -> str:
        """The address under which `recipient` may answer on this ticket."""
        expiry = _packed((now - _EPOCH) // _DAY + self._days)
        mac = self._mac(ticket_id, recipient, purpose, expiry)
        return f"reply+{reference.lower()}.{expiry}{mac}@{self._domain}"

    def accepts(
        self, claim: ReplyAddress, *, ticket_id: str, sender: str, now: datetime, purpose: str = "reply"
    ) -> bool:
        """Whether it was given to this very sender for this very ticket, and is still good."""
        genuine = hmac.compare_digest(self._mac(ticket_id, sender, purpose, claim.expiry), claim.mac)
        return genuine and (now - _EPOCH) // _DAY <= _unpacked(claim.expiry)

    def parse(self, address: str) -> ReplyAddress | None:
        """The claim of an address of this desk; None for any other address."""
        local, _, domain = address.strip().lower().rpartition("@")
        found = _ADDRESS.match(local) if domain == self._domain.lower() else None
        return ReplyAddress(found["reference"].upper(), found["expiry"], found["mac"]) if found else None

    def side_address(self, *, side_conversation_id: str, recipient: str, now: datetime) -> str:
        """The address under which `recipient` may answer in this side conversation: `side+{id}.{token}@domain`."""
        expiry = _packed((now - _EPOCH) // _DAY + self._days)
        mac = self._mac(side_conversation_id, recipient, _SIDE_PURPOSE, expiry)
        packed = base64.b32encode(UUID(side_conversation_id).bytes).decode().lower().rstrip("=")
        return f"side+{packed}.{expiry}{mac}@{self._domain}"

    def parse_side(self, address: str) -> SideAddress | None:
        """The claim of an address of a side conversation; None for any other address."""
        local, _, domain = address.strip().lower().rpartition("@")
        found = _SIDE.match(local) if domain == self._domain.lower() else None
        if found is None:
            return None
        packed = base64.b32decode(f"{found['side'].upper()}======")
        return SideAddress(str(UUID(bytes=packed)), found["expiry"], found["mac"])

    def accepts_side(self, claim: SideAddress, *, sender: str, now: datetime) -> bool:
        """Whether it was given to this very sender, and is still good."""
        genuine = hmac.compare_digest(
            self._mac(claim.side_conversation_id, sender, _SIDE_PURPOSE, claim.expiry), claim.mac
        )
        return genuine and (now - _EPOCH) // _DAY <= _unpacked(claim.expiry)

    def _mac(self, ticket_id: str, recipient: str, purpose: str, expiry: str) -> str:
        claim = "\x00".join((ticket_id, normalise_email(recipient), purpose, expiry))
        digest = hmac.new(self._key, claim.encode(), hashlib.sha256).digest()
        return base64.b32encode(digest).decode().lower()[:20]


def _packed(days: int) -> str:
    """20 bits as four characters: enough until the year 4840."""
    return base64.b32encode((days << 4).to_bytes(3, "big")).decode().lower()[:4]


def _unpacked(expiry: str) -> int:
    return int.from_bytes(base64.b32decode(f"{expiry.upper()}A==="), "big") >> 4
