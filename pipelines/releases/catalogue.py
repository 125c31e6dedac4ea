"""The list of a package's releases, `versions.json`. A release exists once it is in this list."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

FILE_NAME = "versions.json"


class CatalogueError(Exception):
    """The list of releases cannot be read; the message says which file and what to do."""


@dataclass(frozen=True)
class Entry:
    """One release: where it is, when and why it was made, its rows a table, and the hash of its SHA256SUMS.

    What earlier lists did not say yet is None, and is left out where it is written again.
    """

    version: str
    released: str  # ISO 8601 date
    path: str  # relative to the folder of versions.json
    level: str  # initial, major, minor, patch or declared
    changes: list[str]
    rows: dict[str, int]
    checksums_sha256: str
    previous: str | None = None  # the version that it is compared with
    croissant: str | None = None  # the weight of its changes by Croissant 1.1
    counts: dict[str, dict[str, int]] | None = None  # of its changes, by table and kind
    causes: dict[str, int] | None = None  # of its changes
    changes_zh: list[str] | None = None  # the changes in Chinese
    inputs: str | None = None  # SHA-256 over the registry entry, the plan files and the corrections
    code: str | None = None  # SHA-256 over what read, checked and released them
    environment: str | None = None  # SHA-256 of requirements.lock


def parse(data: bytes | None, where: str) -> list[Entry]:
    """The releases that a list names, oldest first; none when there is no list. Raises CatalogueError when it is no list."""
    if data is None:
        return []
    try:
        return [Entry(**item) for item in json.loads(data)["versions"]]
    except (ValueError, KeyError, TypeError) as error:
        raise CatalogueError(
            f"{where}: is not a list of releases ({error}). Restore it from version control; nothing was released."
        ) from error


def releases(package_dir: Path) -> list[Entry]:
    """All releases of a package in a folder, oldest first; empty when there is none yet."""
    path = package_dir / FILE_NAME
    return parse(path.read_bytes() if path.exists() else None, str(path))


def latest(package_dir: Path) -> Entry | None:
    """The last release, or None."""
    entries = releases(package_dir)
    return entries[-1] if entries else None


def text(package: str, entries: list[Entry]) -> str:
    """The list of these releases as it is written; there is at least one."""
    versions = [{name: value for name, value in asdict(one).items() if value is not None} for one in entries]
    document = {"package": package, "latest": entries[-1].version, "versions": versions}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
