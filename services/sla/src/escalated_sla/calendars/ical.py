"""Holidays as iCalendar (RFC 5545), in and out: all-day events, one holiday for each of their dates.

`icalendar` reads and writes, `dateutil` follows what comes back yearly. Here stands what a holiday asks of both: whole
days, a bound on everything, and which event is wrong. Written is one event for each date, so that reading it again
gives the same dates.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from dateutil.rrule import rrule, rruleset, rrulestr
from icalendar import Calendar, ComponentFactory, Event
from icalendar.parser import Contentline, Parameters
from icalendar.parser.ical.component import ComponentIcalParser
from icalendar.prop import TypesFactory, vRecur

LARGEST: Final = 1_000_000
"""Bytes of a file."""
MOST_HOLIDAYS: Final = 4_000
MOST_EVENTS: Final = 4_000
MOST_SERIES: Final = 500
LONGEST_EVENT: Final = 366
LONGEST_NAME: Final = 200
LONGEST_RULE: Final = 150
AHEAD: Final = 10
"""Years for which what comes back yearly is written out."""

_ONCE: Final = ("STATUS", "SUMMARY", "RRULE")
_KEPT: Final = frozenset({*_ONCE, "DTSTART", "DTEND", "DURATION", "EXDATE", "RDATE", "RECURRENCE-ID", "UID"})
_PARTS: Final = ("FREQ", "INTERVAL", "COUNT", "UNTIL", "BYMONTH", "BYMONTHDAY", "BYDAY", "WKST")


class BadFile(ValueError):
    """A file that cannot be read. `event` is the number, from 1, of the event that is wrong; None: it is the file."""

    def __init__(self, message: str, event: int | None = None) -> None:
        super().__init__(message[:300])
        self.event = event


class _Parser(ComponentIcalParser):
    """The library's, without what holidays have no use for: it would keep the zones of a file for all later ones."""

    datetime_names = ()

    def handle_begin_component(self, vals: str) -> None:
        super().handle_begin_component(vals.strip())

    def handle_end_component(self, vals: str) -> None:
        if self.component is not None and self.component.name != vals.strip().upper():
            raise ValueError(f"END:{vals[:40]} ends BEGIN:{self.component.name}")
        super().handle_end_component(vals)

    def handle_property(self, name: str, params: Parameters, vals: str, line: Contentline) -> None:
        if self.component is None or (isinstance(self.component, Event) and name in _KEPT):
            super().handle_property(name, params, vals, line)


def read_holidays(content: bytes, today: date) -> dict[date, str]:
    """The dates of all events with their names (empty where an event has none), in order.

    What comes back yearly is written out from last year through ten years ahead. Takes seconds for the worst of files:
    not for the event loop. Raises BadFile.
    """
    found: dict[date, str] = {}
    series = 0
    for number, event in enumerate(_events(content), start=1):
        summary = event.get("SUMMARY")
        name = " ".join(summary.split())[:LONGEST_NAME] if isinstance(summary, str) else ""
        series += "RRULE" in event
        try:
            if series > MOST_SERIES:
                raise ValueError(f"at most {MOST_SERIES} events that come back")
            for told, day in enumerate(_dates(event, today)):
                if told >= MOST_HOLIDAYS or len(found) > MOST_HOLIDAYS:
                    raise ValueError(f"a calendar has at most {MOST_HOLIDAYS} holidays")
                found.setdefault(day, name)
        except (ValueError, OverflowError) as error:
            label = name or str(event.get("UID", "no name"))
            raise BadFile(f"Event {number} ({label[:60]}): {error}", number) from error
    return dict(sorted(found.items()))


def write_holidays(holidays: Mapping[date, str], *, calendar: str, now: datetime) -> bytes:
    """A file with one all-day event for each date."""
    file = Calendar()
    file.add("VERSION", "2.0")
    file.add("PRODID", "-//Escalated//SLA//EN")
    file.add("X-WR-CALNAME", " ".join(calendar.split()))
    for day, name in sorted(holidays.items()):
        uid = str(uuid5(NAMESPACE_URL, f"holiday:{calendar}:{day.isoformat()}"))
        end = day + timedelta(days=1)
        event = Event.new(start=day, end=end, summary=name or None, uid=uid, stamp=now.astimezone(UTC))
        event.add("TRANSP", "TRANSPARENT")
        file.add_component(event)
    content: bytes = file.to_ical()
    return content


def _events(content: bytes) -> list[Event]:
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError as error:  # the library would put question marks in its place
        line = content.count(b"\n", 0, error.start) + 1
        raise BadFile(f"Line {line} is not in UTF-8") from error
    parser = _Parser(content, ComponentFactory(), TypesFactory())
    try:
        calendars = parser.parse()
    except ValueError as error:
        raise BadFile(str(error)) from error
    if parser.component is not None:
        raise BadFile(f"BEGIN:{parser.component.name} has no end")
    if not calendars or any(each.name != "VCALENDAR" for each in calendars):
        raise BadFile("An iCalendar file begins with BEGIN:VCALENDAR")
    events = [event for each in calendars for event in each.walk() if isinstance(event, Event)]
    if not 1 <= len(events) <= MOST_EVENTS:
        raise BadFile(f"There are {len(events)} events in the file; it has from 1 to {MOST_EVENTS}")
    return events


def _dates(event: Event, today: date) -> Iterator[date]:
    if str(event.get("STATUS", "")).strip().upper() == "CANCELLED":
        return
    for name, message in event.errors:
        raise ValueError(f"{name}: {message}" if name else message)
    for name in _ONCE:
        if isinstance(event.get(name), list):
            raise ValueError(f"an event has one {name}")
    if "RECURRENCE-ID" in event:
        raise ValueError("one of a series that was moved is not understood; write it as EXDATE and an event")
    first = _day("DTSTART", event.start)
    days = (_day("DTEND", event.end) - first).days if "DTEND" in event or "DURATION" in event else 1
    if not 1 <= days <= LONGEST_EVENT:
        raise ValueError(f"a holiday lasts from 1 to {LONGEST_EVENT} days")
    for start in _starts(event, first, today):
        yield from (start + timedelta(days=number) for number in range(days))


def _starts(event: Event, first: date, today: date) -> Iterator[date]:
    dates, since, last = rruleset(), date.min, date.max
    if "RRULE" in event:
        dates.rrule(_rule(event.get("RRULE"), first))
        since, last = date(today.year - 1, 1, 1), date(today.year + AHEAD, 12, 31)
    for day in (first, *(_day("RDATE", start if end is None else None) for start, end in event.rdates)):
        dates.rdate(datetime.combine(day, time()))
    for day in event.exdates:
        dates.exdate(datetime.combine(_day("EXDATE", day), time()))
    for number, start in enumerate(dates):
        if start.date() > last:
            return
        if number >= MOST_HOLIDAYS:
            raise ValueError(f"a series has at most {MOST_HOLIDAYS} dates")
        if start.date() >= since:
            yield start.date()


def _rule(rule: object, first: date) -> rrule:
    """dateutil looks for a date that never comes until the year 9999: part of a second, so a file may ask it once."""
    if not isinstance(rule, vRecur) or rule.get("FREQ") != ["YEARLY"]:
        raise ValueError("a holiday comes back yearly: RRULE:FREQ=YEARLY")
    text = rule.to_ical().decode().replace("Z", "")  # type: ignore[no-untyped-call]  # the Z of UNTIL: days are local
    refusals = {
        f"of {', '.join(_PARTS)} only; else write the dates themselves": not rule.keys() <= set(_PARTS),
        f"at most {LONGEST_RULE} letters": len(text) > LONGEST_RULE,
        "COUNT and UNTIL exclude each other": {"COUNT", "UNTIL"} <= rule.keys(),
        "INTERVAL is a number from 1 to 100": not 1 <= rule.get("INTERVAL", [1])[0] <= 100,
        "BYMONTHDAY is never 0": 0 in rule.get("BYMONTHDAY", ()),
    }
    for message in (message for message, wrong in refusals.items() if wrong):
        raise ValueError(f"RRULE: {message}")
    found = rrulestr(text, dtstart=datetime.combine(first, time()))
    if not isinstance(found, rrule) or next(iter(found), None) is None:
        raise ValueError("RRULE: no date ever comes of it")
    return found


def _day(name: str, value: object) -> date:
    if isinstance(value, datetime) and value.time() == time() and value.tzinfo is None:
        value = value.date()
    if isinstance(value, datetime) or not isinstance(value, date):
        raise ValueError(f"{name}: a holiday is a whole local day, such as VALUE=DATE:20261225")
    if not 1900 <= value.year < 2200:
        raise ValueError(f"{name}: dates are between 1900 and 2199")
    return value
