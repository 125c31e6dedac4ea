"""What is said of a line in a table of `carbonpeak/data/` that cannot be used, and by which commands."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from carbonpeak import datafaults
from carbonpeak.datafiles import FOLDER
from carbonpeak.tables import cells

ROOT = Path(__file__).parents[2]


def test_nothing_is_wrong_with_the_tables() -> None:
    assert [str(fault) for fault in datafaults.faults()] == []


def test_every_table_is_looked_at() -> None:
    assert sorted(datafaults._HEADERS) == sorted(path.stem for path in Path(FOLDER).glob("*.csv"))


@pytest.mark.parametrize(
    ("table", "line", "says"),
    [
        ("units", "石,,1,count,", "unit_si is empty"),
        ("units", "石,石,one,count,", "factor is one, not a number"),
        ("units", "石,石,-1,count,", "factor is -1, not a number"),
        ("units", "公顷,m2,1000,area,", "公顷 stands in line "),
        ("roles", "label,,,", "words is empty"),
        ("units", "石;石;1;count;", "it has 1 cells, not 5"),
        ("units", "石,石,1,count,a, b", "it has 6 cells, not 5"),
        ("phrases", "own,甲(乙,", "甲(乙 is no pattern"),
        ("phrases", "own,甲||乙,", "nothing stands beside a | in 甲||乙"),
        ("tails", "page,甲|,", "nothing stands beside a | in 甲|"),
        ("topics", "energy,title,", "words is empty"),
        ("units", '石,"石,1,count,', "it is not CSV"),
    ],
)
def test_a_line_that_cannot_be_used_is_named(tmp_path: Path, table: str, line: str, says: str) -> None:
    folder = shutil.copytree(FOLDER, tmp_path / "data")
    path = folder / f"{table}.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*lines, line, ""]), encoding="utf-8")
    (fault,) = datafaults.faults(str(folder))
    assert str(fault).startswith(f"{path}: line {len(lines) + 1}: {says}")


def test_a_file_that_a_spreadsheet_spoilt_is_named(tmp_path: Path) -> None:
    folder = shutil.copytree(FOLDER, tmp_path / "data")
    path = folder / "units.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text, encoding="utf-8-sig")
    assert datafaults.error(str(folder)) is None
    path.write_text(text, encoding="gb18030")
    assert "units.csv: it is not UTF-8" in str(datafaults.error(str(folder)))
    path.write_text(text.split("\n", 1)[1], encoding="utf-8")
    assert "units.csv: line 1: it does not name the columns" in str(datafaults.error(str(folder)))
    path.unlink()
    assert "units.csv: it cannot be opened" in str(datafaults.error(str(folder)))


@pytest.mark.parametrize(
    ("table", "line"),
    [
        ("units", "石,石,one,count,"),
        ("verbs", "add,甲(乙,"),
        ("topics", "energy"),
    ],  # at once; with a sentence; with a task
)
def test_a_command_names_the_line_and_nothing_else(tmp_path: Path, table: str, line: str) -> None:
    for name in ("carbonpeak", "pipelines"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    with (tmp_path / "carbonpeak" / "data" / f"{table}.csv").open("a", encoding="utf-8") as handle:
        handle.write(f"{line}\n")
    command = [
        sys.executable,
        "-m",
        "pipelines.cli",
        "extract",
        str(ROOT / "plans" / "qingpu-2022.txt"),
        "--out",
        "out",
    ]
    done = subprocess.run(
        command, cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(tmp_path)}, capture_output=True, text=True
    )
    assert done.returncode == 1 and not (tmp_path / "out").exists()
    assert len(done.stderr.splitlines()) == 1 and f"{table}.csv: line " in done.stderr, done.stderr


def test_every_heading_of_a_column_is_a_pattern_of_its_own() -> None:
    """They are looked for one by one where nothing parts the headings of a table, so that no group may hold a |."""
    for heading in cells.headings().split("|"):
        re.compile(heading)
