"""Remembers for which code and which cluster migrations and seeds ran, so that a second `make up` skips them."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

_SOURCES = (".py", ".sql", ".json", ".toml", ".html", ".txt")


@dataclass(frozen=True)
class Prepared:
    """The notes in one file; `cluster` names the one they are about."""

    path: Path
    cluster: str

    def is_done(self, step: str, fingerprint: str) -> bool:
        return self._notes().get(step) == fingerprint

    def note(self, step: str, fingerprint: str) -> None:
        notes = {**self._notes(), step: fingerprint}
        draft = self.path.with_name(self.path.name + ".new")
        draft.write_text(json.dumps({"cluster": self.cluster, "notes": notes}, indent=1))
        draft.replace(self.path)

    def forget(self) -> None:
        self.path.unlink(missing_ok=True)

    def _notes(self) -> dict[str, str]:
        try:
            content = json.loads(self.path.read_text())
        except (OSError, ValueError):
            return {}
        notes: dict[str, str] = content["notes"] if content.get("cluster") == self.cluster else {}
        return notes


def fingerprint_of(*directories: Path) -> str:
    """Changes with every file of code below: its path, size and time."""
    digest = hashlib.sha256()
    for directory in directories:
        for path in sorted(directory.rglob("*")):
            if path.suffix in _SOURCES:
                found = path.stat()
                digest.update(f"{path}\0{found.st_size}\0{found.st_mtime_ns}\n".encode())
    return digest.hexdigest()
