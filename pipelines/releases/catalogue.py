"""The list of a package's releases, `versions.json`. A release exists once it is in this list."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

FILE_NAME = "versions.json"


class CatalogueError(Exception):
    """The list of releases cannot be read; the message says which file and what to do."""


@dataclass(frozen=True)
class Entry:
    """One release: where it is, when and why it was made, its rows a table, and the hash of its SHA256SUMS."""

    version: str
    released: str  # ISO 8601 date
    path: str  # relative to the folder of versions.json
    level: str  # initial, major, minor or patch
    changes: list[str]
    rows: dict[str, int]
    checksums_sha256: str


def releases(package_dir: Path) -> list[Entry]:
    """All releases of the package, oldest first; empty when there is none yet."""
    path = package_dir / FILE_NAME
    if not path.exists():
        return []
    try:
        return [Entry(**item) for item in json.loads(path.read_text(encoding="utf-8"))["versions"]]
    except (ValueError, KeyError, TypeError) as error:
        raise CatalogueError(
            f"{path}: is not a list of releases ({error}). Restore it from version control; nothing was released."
        ) from error


def latest(package_dir: Path) -> Entry | None:
    """The last release, or None."""
    entries = releases(package_dir)
    return entries[-1] if entries else None


def add(package_dir: Path, package: str, entry: Entry) -> None:
    """Make a release exist: append it and replace the list in one step, so that readers see the old or the new list."""
    entries = [*releases(package_dir), entry]
    document = {
        "package": package,
        "latest": entry.version,
        "versions": [asdict(item) for item in entries],
    }
    replace_text(package_dir / FILE_NAME, json.dumps(document, ensure_ascii=False, indent=2) + "\n")


def replace_text(path: Path, text: str) -> None:
    """Write a file so that it is there whole or not at all, also after a power cut."""
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    with aside.open("w", encoding="utf-8", newline="\n") as handle:
        handle.write(text)
        handle.flush()
        os.fsync(handle.fileno())
    os.replace(aside, path)
