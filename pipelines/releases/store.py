"""Where the releases of a package live: a folder, or any address that fsspec knows, with the same promises.

A release exists once the list of releases names it. So its files are brought first and the list is replaced last, whole;
before both, a claim says what is about to come, so that the next run knows what a killed one left. A release that is
listed is never written to.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import socket
from abc import ABC, abstractmethod
from pathlib import Path

from pipelines.releases import catalogue, checksums, feed
from pipelines.releases.catalogue import Entry

CLAIM = ".releasing"
STAGING = ".staging"
_VERSION = re.compile(r"\d+\.\d+\.\d+")


class StoreError(Exception):
    """The releases cannot be read or written; the message says where, why and what to do."""


class Store(ABC):
    """All releases of one package. Names are paths below the package's folder, with `/` between their parts.

    `where` is the place in words for a person; `building` a folder on this machine in which the next release may be built,
    `lock` a file beside it.
    """

    where: str
    building: Path
    lock: Path

    @abstractmethod
    def read(self, name: str) -> bytes | None:
        """A file's bytes, None when there is no such file."""

    @abstractmethod
    def write(self, name: str, data: bytes) -> None:
        """Write a file so that a reader finds the old bytes or the new ones, never less."""

    @abstractmethod
    def exists(self, name: str) -> bool:
        """Whether there is such a file or folder."""

    @abstractmethod
    def remove(self, name: str) -> None:
        """Remove a file, or a folder with all that is in it; nothing happens when there is none."""

    @abstractmethod
    def bring(self, version: str) -> None:
        """Make what lies in `building` the folder `version`, proven to have arrived whole."""

    @abstractmethod
    def folder(self, entry: Entry) -> Path:
        """A folder on this machine with the files of a release; not to be written to."""

    @abstractmethod
    def altered(self, entry: Entry) -> list[str]:
        """The files of a release that are missing or are not what was released."""

    def releases(self) -> list[Entry]:
        """All releases, oldest first. Raises CatalogueError when the list cannot be read."""
        return catalogue.parse(self.read(catalogue.FILE_NAME), f"{self.where}/{catalogue.FILE_NAME}")

    def clean(self) -> None:
        """Remove what a killed run left: what it was building, and what it had brought that is in no list."""
        shutil.rmtree(self.building, ignore_errors=True)
        self.remove(aside(catalogue.FILE_NAME))
        self.remove(aside(CLAIM))
        self.remove(aside(feed.FILE_NAME))
        claim = self._claim()
        if claim is not None:
            version = claim.get("version", "")
            if _VERSION.fullmatch(version) and version not in {entry.path for entry in self.releases()}:
                self.remove(version)
            self.remove(CLAIM)  # last, so that a run that is killed here is followed by one that goes on

    def add(self, package: str, entry: Entry, since: list[Entry]) -> None:
        """Make the release that lies in `building` exist; `since` is the list of releases that it was compared with.

        Raises StoreError when something of that name is there or the list is no longer `since`.
        """
        if self.exists(entry.path):
            raise StoreError(
                f"{self.where}/{entry.path} is there already, but {catalogue.FILE_NAME} does not list it. "
                f"Restore the list, or move the folder away."
            )
        claim = {"version": entry.path, "pid": os.getpid(), "host": socket.gethostname(), "token": secrets.token_hex(8)}
        self.write(CLAIM, json.dumps(claim).encode())
        self.bring(entry.path)
        other = self._claim()
        if other != claim or self.releases() != since:
            by = f"process {other.get('pid')} on {other.get('host')}" if other and other != claim else "another run"
            raise StoreError(
                f"{self.where}: {by} released or is releasing at the same time. Run again when it is done."
            )
        self.write(catalogue.FILE_NAME, catalogue.text(package, [*since, entry]).encode())
        self.remove(CLAIM)

    def tell(self, package: str) -> None:
        """Make the feed say what the list of releases says.

        It comes after the list, though the list is what is replaced last of a release: a feed that was first would name a
        release that a killed run never made. One that is behind is no lie, and the next run, whatever it does, mends it.
        """
        entries = self.releases()
        told = feed.atom(package, entries) if entries else None
        if told is not None and self.read(feed.FILE_NAME) != told:
            self.write(feed.FILE_NAME, told)

    def _claim(self) -> dict[str, str] | None:
        data = self.read(CLAIM)
        if data is None:
            return None
        try:
            claim = json.loads(data)
        except ValueError:
            claim = None
        return claim if isinstance(claim, dict) else {}


class Folder(Store):
    """Releases in a folder of this machine: a release appears by one renaming, on a disk that has taken in every byte."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.where = str(path)
        self.building = path.parent / STAGING / path.name
        self.lock = self.building.with_suffix(".lock")

    def read(self, name: str) -> bytes | None:
        path = self.path / name
        return path.read_bytes() if path.exists() else None

    def write(self, name: str, data: bytes) -> None:
        self.path.mkdir(parents=True, exist_ok=True)
        path = self.path / aside(name)
        with path.open("wb") as handle:
            handle.write(data)
            handle.flush()
            os.fsync(handle.fileno())
        os.replace(path, self.path / name)
        _settle(self.path)

    def exists(self, name: str) -> bool:
        return (self.path / name).exists()

    def remove(self, name: str) -> None:
        path = self.path / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)

    def bring(self, version: str) -> None:
        # A power cut must not leave a list that names a release whose bytes were still on their way to the disk.
        for path in [*self.building.rglob("*"), self.building]:
            _settle(path)
        os.rename(self.building, self.path / version)
        _settle(self.path)
        _settle(self.path.parent)

    def folder(self, entry: Entry) -> Path:
        return self.path / entry.path

    def altered(self, entry: Entry) -> list[str]:
        return checksums.altered(self.folder(entry), entry.checksums_sha256)


def without_password(url: str) -> str:
    """The URL as a message may repeat it."""
    return re.sub(r"(?<=://)([^/@:]*):[^/@]*@", r"\1:…@", url)


def aside(name: str) -> str:
    """Where the bytes of a file are put until they are whole."""
    return f".{name.removeprefix('.')}.new"


def _settle(path: Path) -> None:
    """Wait until a file's bytes, or a folder's names, are on the disk."""
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
