"""Public holidays of countries and their parts, from the `holidays` library; what is chosen is stored as dates."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final

import holidays
from holidays.registry import COUNTRIES

from escalated_chassis.errors import NotFound, invalid

MOST_YEARS: Final = 10
YEARS: Final = range(1970, 2100)


@dataclass(frozen=True, slots=True)
class HolidaySet:
    """A country whose holidays are known. `subdivisions` are codes; `names` tell some of them in its own language."""

    country: str
    name: str
    subdivisions: tuple[str, ...]
    names: dict[str, str]
    languages: tuple[str, ...]


@cache
def holiday_sets() -> tuple[HolidaySet, ...]:
    """Every country by its name. The first call takes about 0.1 s."""
    codes = holidays.list_supported_countries(include_aliases=False)
    languages = holidays.list_localized_countries(include_aliases=False)
    named = {entry[1]: _words(entry[0]) for entry in COUNTRIES.values()}
    found = [
        HolidaySet(code, named.get(code, code), tuple(parts), _names(code), tuple(languages.get(code, ())))
        for code, parts in codes.items()
    ]
    return tuple(sorted(found, key=lambda each: each.name))


def holidays_of(country: str, subdivision: str | None, years: Sequence[int], language: str | None) -> dict[date, str]:
    """The dates in order with their names. Raises NotFound for the country, Invalid for anything else unknown."""
    found = next((each for each in holiday_sets() if each.country == country.upper()), None)
    if found is None:
        raise NotFound("There are no holidays of such a country; GET /holiday-sets lists them.")
    if subdivision is not None and subdivision not in found.subdivisions:
        raise invalid("subdivision", "unknown", f"{found.name} has {', '.join(found.subdivisions) or 'no parts'}.")
    if language is not None and language not in found.languages:
        known = ", ".join(found.languages) or "one language only: leave it out"
        raise invalid("language", "unknown", f"The names of {found.name} are known in {known}.")
    dates = holidays.country_holidays(found.country, subdiv=subdivision, years=years, language=language)
    return dict(sorted(dates.items()))


def read_years(text: str | None, this_year: int) -> list[int]:
    """`2026,2027` as numbers; this year and the next without. Raises Invalid."""
    if text is None:
        return [this_year, this_year + 1]
    words = [word.strip() for word in text.split(",")]
    if not all(re.fullmatch(r"[0-9]{4}", word) and int(word) in YEARS for word in words):
        raise invalid("years", "bad_year", f"Years from {YEARS.start} to {YEARS.stop - 1}, separated by commas.")
    if len(words) > MOST_YEARS:
        raise invalid("years", "too_many", f"At most {MOST_YEARS} years at once.")
    return sorted({int(word) for word in words})


def _words(name: str) -> str:
    """`UnitedStates` as it is written."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)


def _names(code: str) -> dict[str, str]:
    aliases: dict[str, Any] = getattr(holidays, code).subdivisions_aliases
    return {code: name for name, code in reversed(aliases.items())}
