"""Log files of the suite's processes, bounded in size.

A process writes its file itself (so it outlives the supervisor); a file grown too large is copied away and cut. The
few lines written between copy and cut are lost: logs are for reading, the truth is in the database.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import IO

MAX_BYTES = 16 * 1024 * 1024
KEPT = 2


def open_log(path: Path) -> IO[bytes]:
    """Opened for appending, so that a cut file is continued at its new end."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.open("ab")


def rotate(directory: Path, max_bytes: int = MAX_BYTES, kept: int = KEPT) -> list[Path]:
    """Cuts every log over `max_bytes`, keeping `kept` older parts (.1 is the youngest); returns those cut."""
    large = [path for path in sorted(directory.glob("*.log")) if path.stat().st_size > max_bytes]
    for path in large:
        for number in range(kept, 1, -1):
            older = path.with_name(f"{path.name}.{number - 1}")
            if older.exists():
                older.replace(path.with_name(f"{path.name}.{number}"))
        shutil.copyfile(path, path.with_name(f"{path.name}.1"))
        with path.open("r+b") as log:
            log.truncate(0)
    return large


def last_lines(path: Path, count: int = 15, window: int = 16_384) -> list[str]:
    """The end of a log, at most `window` bytes of it."""
    try:
        with path.open("rb") as log:
            log.seek(max(0, path.stat().st_size - window))
            return log.read().decode(errors="replace").splitlines()[-count:]
    except OSError:
        return []
