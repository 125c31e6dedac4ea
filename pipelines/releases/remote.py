"""Releases at an address that fsspec knows: SFTP, S3, Google Cloud Storage, Azure and others.

Such places know no step that brings a whole folder, so a release is there when the list names it: its files go up one by
one, are read back and compared, and only then the list is replaced.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

import fsspec

from pipelines import home
from pipelines.releases import checksums
from pipelines.releases.catalogue import Entry
from pipelines.releases.store import Store, StoreError, aside, without_password

DESCRIPTOR = "datapackage.json"
TIMEOUT = 30  # seconds until a server that does not answer counts as gone


class Remote(Store):
    """Releases behind a URL. What is fetched is kept on this machine, under the name of its checksum."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.where = without_password(url)
        here = home.folder() / "stores" / hashlib.sha256(url.encode()).hexdigest()[:16]
        self.building = here / "building"
        self.lock = here / "store.lock"
        self.copies = here / "copies"

    @cached_property
    def _opened(self) -> tuple[Any, str]:
        with self._asking("connect"):
            protocol = self.url.partition("://")[0]
            options = _ssh_options() if protocol in ("sftp", "ssh") else {}
            # A connection of its own: one that is kept from an earlier run may have died since.
            fs, root = fsspec.core.url_to_fs(self.url, skip_instance_cache=True, **options)
            if protocol in ("sftp", "ssh"):
                fs.ftp.get_channel().settimeout(TIMEOUT)
            return fs, root.rstrip("/")

    def read(self, name: str) -> bytes | None:
        fs, root = self._opened
        with self._asking(f"read {name}"):
            fs.invalidate_cache()
            try:
                return bytes(fs.cat_file(f"{root}/{name}"))
            except FileNotFoundError:
                return None

    def write(self, name: str, data: bytes) -> None:
        fs, root = self._opened
        with self._asking(f"write {name}"):
            fs.makedirs(root, exist_ok=True)
            path = f"{root}/{aside(name)}"
            fs.pipe_file(path, data)
            if fs.cat_file(path) != data:
                raise OSError("it does not read back as it was written")
            fs.mv(path, f"{root}/{name}")

    def exists(self, name: str) -> bool:
        fs, root = self._opened
        with self._asking(f"look for {name}"):
            fs.invalidate_cache()
            return bool(fs.exists(f"{root}/{name}"))

    def remove(self, name: str) -> None:
        fs, root = self._opened
        with self._asking(f"remove {name}"):
            fs.invalidate_cache()
            if fs.exists(f"{root}/{name}"):
                fs.rm(f"{root}/{name}", recursive=True)

    def bring(self, version: str) -> None:
        fs, root = self._opened
        files = sorted(path for path in self.building.rglob("*") if path.is_file())
        for folder in sorted({path.parent for path in files}):
            with self._asking(f"make the folder {version}"):
                fs.makedirs(_joined(root, version, folder.relative_to(self.building)), exist_ok=True)
        for path in files:
            name = path.relative_to(self.building)
            with self._asking(f"write {version}/{name.as_posix()}"):
                fs.put_file(str(path), _joined(root, version, name))
        self._fetched(version, checksums.sha256(self.building / checksums.CHECKSUMS))
        shutil.rmtree(self.building)

    def clean(self) -> None:
        super().clean()
        releases = self.releases()
        for copy in self.copies.iterdir() if self.copies.exists() else ():
            if not releases or copy.name != releases[-1].checksums_sha256:
                shutil.rmtree(copy)

    def folder(self, entry: Entry) -> Path:
        return self._fetched(entry.path, entry.checksums_sha256)

    def altered(self, entry: Entry) -> list[str]:
        """As far as it shows without fetching all of it: SHA256SUMS, every file's being there, the sizes that are stated."""
        sums = self.read(f"{entry.path}/{checksums.CHECKSUMS}") or b""
        if hashlib.sha256(sums).hexdigest() != entry.checksums_sha256:
            return [checksums.CHECKSUMS]
        with self._asking(f"read {entry.path}/{checksums.CHECKSUMS}"):
            listed = checksums.parse(sums.decode())
        package = self.read(f"{entry.path}/{DESCRIPTOR}") or b""
        if hashlib.sha256(package).hexdigest() != listed[DESCRIPTOR]:
            return [DESCRIPTOR]
        stated = {item["path"]: item["bytes"] for item in json.loads(package)["resources"]}
        fs, root = self._opened
        with self._asking(f"list {entry.path}"):
            start = len(fs._strip_protocol(f"{root}/{entry.path}")) + 1
            found = fs.find(f"{root}/{entry.path}", detail=True)
            sizes = {fs._strip_protocol(path)[start:]: about["size"] for path, about in found.items()}
        wrong = [name for name in listed if name not in sizes or sizes[name] != stated.get(name, sizes[name])]
        return wrong + checksums.strangers(sorted(sizes), listed)

    def _fetched(self, version: str, checksums_sha256: str) -> Path:
        """A copy of a release, compared with its checksums; fetched when there is none yet."""
        copy = self.copies / checksums_sha256
        if copy.exists() and not checksums.altered(copy, checksums_sha256):
            return copy
        shutil.rmtree(copy, ignore_errors=True)
        self.copies.mkdir(parents=True, exist_ok=True)
        fs, root = self._opened
        with tempfile.TemporaryDirectory(dir=self.copies) as folder:
            fetched = Path(folder) / version
            fetched.mkdir()
            sums = self.read(f"{version}/{checksums.CHECKSUMS}") or b""
            (fetched / checksums.CHECKSUMS).write_bytes(sums)
            wrong = checksums.altered(fetched, checksums_sha256)
            if checksums.CHECKSUMS not in wrong:
                for name in wrong:
                    (fetched / name).parent.mkdir(parents=True, exist_ok=True)
                    with self._asking(f"read {version}/{name}"):
                        fs.get_file(_joined(root, version, name), str(fetched / name))
                wrong = checksums.altered(fetched, checksums_sha256)
            if wrong:
                raise StoreError(
                    f"{self.where}/{version}/{wrong[0]} is not what its checksum says. Restore it, or run again."
                )
            fetched.rename(copy)
        return copy

    @contextmanager
    def _asking(self, what: str) -> Iterator[None]:
        """Turn whatever the place answers into one message. Every kind of place has errors of its own, of no common kind."""
        try:
            yield
        except StoreError:
            raise
        except Exception as error:
            reason = " ".join(str(error).split()) or type(error).__name__
            raise StoreError(f"{self.where}: cannot {what}: {reason}. {_remedy(error)}") from error


def _joined(*parts: str | Path) -> str:
    return "/".join(part.as_posix() if isinstance(part, Path) else part for part in parts)


def _remedy(error: Exception) -> str:
    kind = f"{type(error).__name__} {error}"
    if isinstance(error, ImportError | ValueError):
        return "The kinds of address and what each needs are in docs/running.md, Where releases live."
    if isinstance(error, PermissionError) or re.search(
        r"\bauth(?:enti|ori)|credential|hostkey|permission|forbidden", kind.lower()
    ):
        return "See to the credentials and rights; how they are given is in docs/running.md, Where releases live."
    return "See whether the address is right and can be reached, then run again."


def _ssh_options() -> dict[str, Any]:
    """By itself fsspec would trust whoever answers under the server's name; here a server has to be known."""
    import paramiko

    class Known(paramiko.MissingHostKeyPolicy):
        def missing_host_key(self, client: paramiko.SSHClient, hostname: str, key: paramiko.PKey) -> None:
            listed = Path("~/.ssh/known_hosts").expanduser()
            known = paramiko.HostKeys(str(listed) if listed.is_file() else None)
            if not known.check(hostname, key):
                raise paramiko.AuthenticationException(
                    f"the {key.get_name()} key of {hostname} is not in {listed}; connect once with ssh to accept it"
                )

    given = fsspec.config.conf.get("sftp", {})
    options = {"host_key_policy": Known(), "timeout": TIMEOUT, "banner_timeout": TIMEOUT, "auth_timeout": TIMEOUT}
    return {name: value for name, value in options.items() if name not in given}
