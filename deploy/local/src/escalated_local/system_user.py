"""Whom PostgreSQL runs as: oneself, or a system user where oneself is root (PostgreSQL refuses root)."""

from __future__ import annotations

import os
import pwd
import shutil
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path

USER_NAME = "escalated-postgres"


@dataclass(frozen=True)
class ServerUser:
    """The account a server process runs under."""

    name: str
    uid: int
    gid: int

    @property
    def is_self(self) -> bool:
        return self.uid == os.geteuid()

    def own(self, path: Path) -> None:
        if not self.is_self:
            os.chown(path, self.uid, self.gid)

    def popen_options(self) -> dict[str, object]:
        """What `subprocess` needs to change to this user; nothing when it is oneself."""
        if self.is_self:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def server_user() -> ServerUser:
    """Oneself, or as root the system user, created on the first call."""
    entry = _system_entry() if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
    return ServerUser(entry.pw_name, entry.pw_uid, entry.pw_gid)


def can_reach(path: Path, user: ServerUser) -> bool:
    """Whether the user may walk down to `path`: the right to search every existing directory above it."""
    if user.is_self:
        return True
    return all(_can_search(parent, user) for parent in path.absolute().parents if parent.exists())


def own_directory(path: Path, mode: int = 0o755) -> Path:
    """Makes a directory in a place others can write to (/var/tmp); refuses one that somebody else put there.

    Raises:
        PermissionError: the path is a link or belongs to another user.
    """
    path.mkdir(mode=mode, parents=True, exist_ok=True)
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        raise PermissionError(f"{path} is not a directory of ours; remove it and start again")
    path.chmod(mode)
    return path


def _can_search(directory: Path, user: ServerUser) -> bool:
    found = directory.stat()
    if found.st_uid == user.uid:
        return bool(found.st_mode & stat.S_IXUSR)
    if found.st_gid == user.gid:
        return bool(found.st_mode & stat.S_IXGRP)
    return bool(found.st_mode & stat.S_IXOTH)


def _system_entry() -> pwd.struct_passwd:
    entry = _lookup()
    if entry is not None:
        return entry
    attempt = subprocess.run(_create_command(), capture_output=True, check=False, text=True, timeout=30)
    entry = _lookup()  # another process may have been quicker: what counts is that it exists now
    if entry is None:
        raise RuntimeError(f"cannot create the system user {USER_NAME}: {attempt.stderr.strip()}")
    return entry


def _create_command() -> list[str]:
    if shutil.which("useradd"):
        return ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", USER_NAME]
    return ["adduser", "-S", "-D", "-H", USER_NAME]


def _lookup() -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(USER_NAME)
    except KeyError:
        return None
