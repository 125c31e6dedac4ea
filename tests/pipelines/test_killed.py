"""All or nothing: publishing is killed at every step, and afterwards the releases are those before it or those after it."""

from __future__ import annotations

from pathlib import Path

import pytest
from killing import Trial, killed_everywhere
from sftp_server import SftpServer

pytestmark = pytest.mark.kills


@pytest.fixture(autouse=True)
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What this machine keeps of the releases of other places lies in the test's folder."""
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path / "home"))


def test_the_first_release(tmp_path: Path) -> None:
    assert killed_everywhere(Trial(tmp_path, before=False, edit=False)) > 75


def test_the_second_release(tmp_path: Path) -> None:
    assert killed_everywhere(Trial(tmp_path, before=True, edit=True, most=45)) > 35


def test_between_two_changes(tmp_path: Path) -> None:
    assert killed_everywhere(Trial(tmp_path, before=False, edit=False, lines=True)) > 50


def test_a_run_with_nothing_to_release(tmp_path: Path) -> None:
    assert killed_everywhere(Trial(tmp_path, before=True, edit=False)) > 5


def test_while_the_files_are_made(tmp_path: Path) -> None:
    assert killed_everywhere(Trial(tmp_path, before=True, edit=True, ready_made=False, most=6)) > 3


@pytest.mark.parametrize("before", [False, True], ids=["first", "second"])
def test_on_the_way_to_a_server(server: SftpServer, tmp_path: Path, before: bool) -> None:
    trial = Trial(tmp_path, before=before, edit=before, address=server.address, most=18)
    assert killed_everywhere(trial) > 15
