"""The checksums of a release: SHA256SUMS over all its files, and what no longer agrees with it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

CHECKSUMS = "SHA256SUMS"


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal digits."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def write(folder: Path) -> None:
    """Write SHA256SUMS over all files below `folder`, in the form that `sha256sum --check` reads."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != CHECKSUMS)
    lines = [f"{sha256(path)}  {path.relative_to(folder).as_posix()}\n" for path in files]
    (folder / CHECKSUMS).write_text("".join(lines), encoding="utf-8", newline="\n")


def altered(folder: Path, checksums_sha256: str) -> list[str]:
    """The files of a release, by relative path, that are missing, are no longer what SHA256SUMS says, itself included, or
    are not of the release."""
    listed = folder / CHECKSUMS
    if not listed.is_file() or sha256(listed) != checksums_sha256:
        return [CHECKSUMS]
    return faulty(folder)


def faulty(folder: Path) -> list[str]:
    """The files of a folder that are missing, not what its SHA256SUMS says, or not named there; that one alone when it
    cannot be read. What systems leave beside files under a name with a dot in front is no file of the release."""
    listed = folder / CHECKSUMS
    try:
        digests = parse(listed.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return [CHECKSUMS]
    wrong = [
        name for name, digest in digests.items() if not (folder / name).is_file() or sha256(folder / name) != digest
    ]
    found = (path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*")) if path.is_file())
    return wrong + strangers(found, digests)


def strangers(found: Iterable[str], digests: Mapping[str, str]) -> list[str]:
    """Of the files that lie in a release, by relative path, those that SHA256SUMS does not name."""
    return [name for name in found if name not in digests and name != CHECKSUMS and not re.search(r"(?:^|/)\.", name)]


def parse(text: str) -> dict[str, str]:
    """The digest of each file that SHA256SUMS lists, by relative path. Raises ValueError for a path that leads elsewhere."""
    digests = {name: digest for digest, name in (line.split("  ", 1) for line in text.splitlines())}
    for name in digests:
        if name.startswith("/") or ".." in name.split("/"):
            raise ValueError(f"{CHECKSUMS} names a file outside of the release: {name}")
    return digests
