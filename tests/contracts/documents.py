"""What each service says of itself: `python -m escalated_<service> openapi`, asked once for all tests of a process."""

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from tests.contracts.services import SERVICES


def _document_of(service: str) -> dict[str, Any]:
    done = subprocess.run([sys.executable, "-m", f"escalated_{service}", "openapi"], capture_output=True, check=True)
    document: dict[str, Any] = json.loads(done.stdout)
    return document


with ThreadPoolExecutor() as _asking:
    DOCUMENTS = dict(zip(SERVICES, _asking.map(_document_of, SERVICES), strict=True))
