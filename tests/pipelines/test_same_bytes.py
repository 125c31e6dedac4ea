"""The same content gives the same bytes on another day and machine: whatever the clock, the names, the folders and the locale."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import PLANS, files_of

ROOT = Path(__file__).resolve().parents[2]
LATER = 1_937_000_000  # a moment of 2031
# Builds a release of the plans in a process whose clock, as far as Python shows it, stands at the given moment.
SCRIPT = """
import datetime, sys, time
import lxml.etree, pandas, pyarrow.parquet  # compiled, they need the real class
moment, plans, folder = float(sys.argv[1]), sys.argv[2], sys.argv[3]
if moment:
    real = datetime.datetime
    class Shifted(real):
        @classmethod
        def now(cls, tz=None):
            return real.fromtimestamp(moment, tz)
        @classmethod
        def utcnow(cls):
            return real.fromtimestamp(moment, datetime.UTC).replace(tzinfo=None)
        @classmethod
        def today(cls):
            return real.fromtimestamp(moment)
    datetime.datetime = Shifted
    for name in ("gmtime", "localtime"):
        shown = getattr(time, name)
        setattr(time, name, lambda seconds=None, shown=shown: shown(moment if seconds is None else seconds))
    time.time, time.time_ns = lambda: moment, lambda: int(moment * 1e9)
import getpass
from pathlib import Path
from carbonpeak.plans.registry import load
from pipelines.releases import building
from pipelines.resources import PlanStore
from validations import tables
found = PlanStore(folder=plans).read("trial")
frames = {name: tables.frame(name, rows) for name, rows in found.tables.items()}
entry = load(Path(plans)).collections["trial"]
building.build(Path(folder), building.Edition(entry, frames, found.texts, [], "0.1.0", "2022-12-31"))
print(datetime.datetime.now().year, time.gmtime().tm_year, getpass.getuser())
"""
MARKS = ("somebody-else", "a-folder-of-its-own", "another-working-directory", "2031-05-", "20310")


def build(folder: Path, moment: int, cwd: Path, **variables: str) -> tuple[dict[str, bytes], str]:
    """The files of a release built elsewhere, and what that process says of its clock and its user."""
    cwd.mkdir(exist_ok=True)
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **variables}
    command = [sys.executable, "-c", SCRIPT, str(moment), str(PLANS), str(folder)]
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return files_of(folder), done.stdout


@pytest.fixture(scope="module")
def builds(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, bytes]]:
    root = tmp_path_factory.mktemp("bytes")
    here, _ = build(root / "one", 0, root, PYTHONHASHSEED="1", TZ="UTC", LC_ALL="C")
    there, said = build(
        root / "a-folder-of-its-own" / "deeper",
        LATER,
        root / "another-working-directory",
        PYTHONHASHSEED="4242",
        TZ="Pacific/Kiritimati",
        LC_ALL="C.UTF-8",
        LOGNAME="somebody-else",
        USER="somebody-else",
        HOME=str(root / "another-working-directory"),
    )
    assert said.split() == ["2031", "2031", "somebody-else"]
    return [here, there]


def test_all_formats_are_among_the_files(builds: list[dict[str, bytes]]) -> None:
    endings = {name.rpartition(".")[2] for name in builds[0]}
    assert endings >= {"csv", "parquet", "jsonl", "sqlite", "xlsx", "json", "md"}


def test_every_file_has_the_same_bytes(builds: list[dict[str, bytes]]) -> None:
    here, there = builds
    assert list(here) == list(there)
    assert [name for name in here if here[name] != there[name]] == []


def test_no_file_holds_a_path_a_user_or_the_clock(builds: list[dict[str, bytes]]) -> None:
    for name, data in builds[1].items():
        assert [mark for mark in MARKS if mark.encode() in data] == [], name
        assert str(PLANS).encode() not in data, name
    assert b"2022-12-31T00:00:00Z" in next(data for name, data in builds[1].items() if name.endswith(".xlsx"))
