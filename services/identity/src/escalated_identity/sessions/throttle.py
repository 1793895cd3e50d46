"""The counters of failed sign-ins, of sign-ups and of mailed links."""

from escalated_chassis.metering import Meter, Meters
from escalated_identity.sessions.models import attempts

__all__ = ["Meter", "count", "forget", "give_back"]

_meters = Meters(attempts)
count, forget, give_back = _meters.count, _meters.forget, _meters.give_back
