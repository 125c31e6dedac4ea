"""One writer at a time: a lock on a folder that names its holder to whoever waits in vain."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout


class Busy(Exception):
    """Somebody else holds the lock; the message says who and what to do."""


@contextmanager
def held(path: Path, purpose: str, wait: float) -> Iterator[None]:
    """Hold the lock file `path` for the block, waiting up to `wait` seconds for another holder.

    Raises Busy when the other does not finish in time. A holder that was killed holds nothing: the operating system
    frees the lock.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    holder = path.with_suffix(".holder")
    try:
        with FileLock(path, timeout=wait):
            holder.write_text(
                json.dumps({"pid": os.getpid(), "host": socket.gethostname(), "purpose": purpose}), encoding="utf-8"
            )
            try:
                yield
            finally:
                holder.unlink(missing_ok=True)
    except Timeout:
        raise Busy(f"{path}: held by {_holder(holder)}. Waited {wait:g} s; try again when that run is done.") from None


def _holder(path: Path) -> str:
    try:
        who = json.loads(path.read_text(encoding="utf-8"))
        return f"process {who['pid']} on {who['host']} ({who['purpose']})"
    except (OSError, ValueError, KeyError):
        return "another process"
