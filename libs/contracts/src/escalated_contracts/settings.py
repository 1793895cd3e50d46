"""The names of all settings of the suite, from `settings.json`, which scripts/document_settings.py writes.

One environment and one file serve every service, so a service must know the names of the others' settings too: what
nobody knows is a mistake in typing, and stops the start.
"""

import json
from collections.abc import Iterable
from importlib.resources import files
from typing import Any, Final

NESTED: Final = "__"

_UNION: Final[dict[str, list[dict[str, Any]]]] = json.loads(
    files("escalated_contracts").joinpath("settings.json").read_text()
)
NAMES: Final = frozenset(each["name"] for kind in ("settings", "launcher") for each in _UNION[kind])
"""As variables of the environment: `ESCALATED_PUBLIC_URL`, `ESCALATED_SLA__ENABLED`."""


def unknown(names: Iterable[str], more: Iterable[str] = ()) -> list[str]:
    """Those of `names` that nobody knows, sorted; `more` are known beside the union.

    The whole of a group is known as well (`ESCALATED_SLA`, as JSON).
    """
    known = NAMES.union(more)
    groups = {name.partition(NESTED)[0] for name in known if NESTED in name}
    return sorted(name for name in names if name not in known and name not in groups)
