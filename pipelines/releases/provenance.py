"""What a release was made from, as three hashes: when it cannot be made again, they say which of the three is another."""

from __future__ import annotations

import hashlib
from pathlib import Path

from pipelines.home import ROOT
from pipelines.releases.checksums import sha256

PARTS = ("carbonpeak", "validations", "assets", "pipelines")
LOCK = "requirements.lock"


def code(root: Path = ROOT) -> str:
    """A hash over all that reads, checks and releases: every file of the project's packages with its path."""
    files = sorted(path for part in PARTS for path in (root / part).rglob("*") if _counts(path.relative_to(root)))
    lines = [f"{sha256(path)}  {path.relative_to(root).as_posix()}\n" for path in files if path.is_file()]
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def environment(root: Path = ROOT) -> str | None:
    """A hash over the pinned versions of all libraries; None where the project was unpacked without them."""
    path = root / LOCK
    return sha256(path) if path.is_file() else None


def _counts(path: Path) -> bool:
    return not any(part == "__pycache__" or part.startswith(".") for part in path.parts)
