"""A real SFTP server for the tests: Debian's openssh-server on a free port of this machine, with keys made for it."""

from __future__ import annotations

import getpass
import json
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

SSHD = shutil.which("sshd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
HOST = "127.0.0.1"


class SftpServer:
    """The server and what a client needs for it. `address` is the URL of a folder that it serves."""

    def __init__(self, root: Path, served: Path) -> None:
        self.root = root
        self.port = _free_port()
        self.address = f"sftp://{getpass.getuser()}@{HOST}:{self.port}{served}"
        self.key = root / "user_key"
        (root / ".ssh").mkdir(parents=True)
        for name in ("host_key", "user_key"):
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(root / name)], check=True)
        kind, key, *_ = (root / "host_key.pub").read_text().split()
        self.known_hosts = root / ".ssh" / "known_hosts"
        self.known_hosts.write_text(f"[{HOST}]:{self.port} {kind} {key}\n")
        self.configuration = root / "sshd_config"
        self.configuration.write_text(
            f"Port {self.port}\nListenAddress {HOST}\nHostKey {root / 'host_key'}\nPidFile none\n"
            f"AuthorizedKeysFile {root / 'user_key.pub'}\nAuthenticationMethods publickey\n"
            # The folder belongs to a test, and a password or the machine's own rules are no matter of it.
            "StrictModes no\nUsePAM no\nPermitRootLogin prohibit-password\nSubsystem sftp internal-sftp\n"
        )
        self.options = {"key_filename": str(self.key), "look_for_keys": False, "allow_agent": False}
        self.process: subprocess.Popen[bytes] | None = None
        self.start()

    def start(self) -> None:
        """Start listening; returns when the server answers."""
        if os.geteuid() == 0:
            Path("/run/sshd").mkdir(exist_ok=True)  # where root's server drops its privileges
        log = (self.root / "log").open("ab")
        self.process = subprocess.Popen([str(SSHD), "-D", "-e", "-f", str(self.configuration)], stderr=log)
        for _ in range(200):
            try:
                socket.create_connection((HOST, self.port), 1).close()
                return
            except OSError:
                time.sleep(0.05)
        raise AssertionError((self.root / "log").read_text())

    def kill(self) -> None:
        """Kill the server with the processes that it has started for its clients."""
        if self.process is not None:
            for one in [*_offspring(self.process.pid), self.process.pid]:
                try:
                    os.kill(one, signal.SIGKILL)
                except ProcessLookupError:
                    continue
            self.process.wait()
            self.process = None

    def greet(self, patch: pytest.MonkeyPatch) -> None:
        """Let this process and those that it starts know the server and its key."""
        import fsspec

        patch.setenv("HOME", str(self.root))
        patch.setenv("FSSPEC_SFTP", json.dumps(self.options))
        patch.setitem(fsspec.config.conf, "sftp", dict(self.options))


@contextmanager
def started(root: Path, served: Path) -> Iterator[SftpServer]:
    """A server that serves a folder; the test is skipped where there is none to start, except in continuous integration."""
    if SSHD is None and not os.environ.get("CI"):
        pytest.skip("no sshd on this machine: install openssh-server")
    served.mkdir(parents=True, exist_ok=True)
    server = SftpServer(root, served)
    try:
        yield server
    finally:
        server.kill()


def _offspring(parent: int) -> list[int]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            number, rest = stat.read_text().split(" ", 1)
        except OSError:
            continue
        if int(rest.rpartition(")")[2].split()[1]) == parent:
            found += [*_offspring(int(number)), int(number)]
    return found


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
