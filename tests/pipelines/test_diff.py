"""The command `carbonpeak diff`: its sides, what it shows a person and hands a machine, and its one-line errors."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

import pytest
from conftest import PACKAGE, World, files_of

from pipelines.cli import main
from validations import schemas
from validations.tables import columns


@pytest.fixture
def place(first_release: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """Plans and their first release; no instance is needed."""
    monkeypatch.setenv("COLUMNS", "200")
    for part in ("plans", "published"):
        shutil.copytree(first_release / part, tmp_path / part)
    return World(tmp_path)


@pytest.fixture
def revised(place: World) -> World:
    """The same after a plan was revised."""
    place.edit("xuhui.txt", "光伏装机容量2万千瓦", "光伏发电装机容量3万千瓦")
    return place


def diff(world: World, *arguments: str | Path) -> int:
    return main(["diff", "--plans", str(world.plans), "--published", str(world.published), *map(str, arguments)])


def told(capfd: pytest.CaptureFixture[str]) -> str:
    return capfd.readouterr().out


def test_nothing_changed(place: World, capfd) -> None:
    before = files_of(place.root)
    assert diff(place) == 0
    assert "Nothing changed from 0.1.0 to working; no release would follow." in told(capfd)
    assert files_of(place.root) == before


def test_a_person_sees_how_much_what_and_which_version(revised: World, capfd) -> None:
    assert diff(revised) == 0
    out = told(capfd)
    for words in ("0.1.0 → working", "source_revised", "targets", "removed", "After 0.1.0 the version 0.2.0"):
        assert words in out
    assert "光伏发电装机容量3万千瓦" in out


def test_each_side_of_a_change_is_shown_where_they_differ(revised: World, capfd, monkeypatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")  # keys and words are not broken on a narrow screen
    assert diff(revised, "--all") == 0
    lines = told(capfd).splitlines()
    for kind, sign in (("removed targets ", "-"), ("added targets ", "+")):
        row = next(number for number, line in enumerate(lines) if line.startswith(kind))
        assert lines[row].endswith("source_revised")
        assert lines[row + 1].startswith(f"  {sign} ") and "pv_capacity_added" in lines[row + 1]
    text = next(number for number, line in enumerate(lines) if line.startswith("corrected sections.text "))
    assert [line[:4] for line in lines[text + 1 : text + 3]] == ["  - ", "  + "]
    assert "2万千瓦" in lines[text + 1] and "3万千瓦" in lines[text + 2]


def test_the_rows_are_limited_unless_all_are_asked_for(revised: World, capfd, monkeypatch) -> None:
    from pipelines import cli_diff

    monkeypatch.setattr(cli_diff, "_SHOWN", 2)
    assert diff(revised) == 0
    few = told(capfd)
    assert "--all shows them" in few
    assert diff(revised, "--all") == 0
    every = told(capfd)
    assert "--all shows them" not in every
    assert len(every.splitlines()) > len(few.splitlines()) + 5


def test_a_machine_gets_the_table_changes(revised: World, capfd, tmp_path: Path) -> None:
    assert diff(revised, "latest", "working", "--format", "csv") == 0
    rows = list(csv.reader(io.StringIO(told(capfd))))
    assert rows[0] == columns(schemas.CHANGES) and len(rows) > 5
    assert {row[1] for row in rows[1:]} == {"0.1.0"} and {row[2] for row in rows[1:]} == {"working"}
    assert diff(revised, "--format", "json", "--out", tmp_path / "diff.json") == 0
    document = json.loads((tmp_path / "diff.json").read_text(encoding="utf-8"))
    assert (document["level"], document["croissant"], document["next_version"]) == ("major", "major", "0.2.0")
    assert (
        len(document["changes"]) == len(rows) - 1 == sum(sum(kinds.values()) for kinds in document["counts"].values())
    )
    assert sum(document["causes"].values()) == len(document["changes"])
    assert [list(one) for one in document["changes"]] == [rows[0]] * len(document["changes"])


def test_what_is_shown_beforehand_is_what_is_released(revised: World, capfd) -> None:
    assert diff(revised, "--format", "csv") == 0
    foretold = list(csv.reader(io.StringIO(told(capfd))))
    outcome = revised.publish(revised.content())
    with (outcome.path / "data" / "changes.csv").open(encoding="utf-8", newline="") as handle:
        released = list(csv.reader(handle))
    assert [row[3:] for row in foretold] == [row[3:] for row in released]
    assert diff(revised, "0.1.0", "0.2.0", "--format", "csv") == 0
    assert list(csv.reader(io.StringIO(told(capfd)))) == released
    assert diff(revised) == 0 and "Nothing changed from 0.2.0" in told(capfd)


def test_folders_need_no_collection(place: World, capfd, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(place.package / "0.1.0", other)
    path = other / "data" / "tasks.csv"
    path.write_bytes(path.read_bytes().replace("推广新能源汽车".encode(), "推广新能源车".encode()))
    shutil.rmtree(place.plans)
    assert diff(place, place.package / "0.1.0", other) == 0
    out = told(capfd)
    assert "推广新能源车" in out and "reader_changed" in out and "0.1.1 would follow" in out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["0.9.0"], "0.9.0: no release of trial-plans, nor the folder of one. There are 0.1.0;"),
        (["latest", "elsewhere"], "elsewhere: no release"),
        (["--collection", "nowhere"], "no collection nowhere; it has trial"),
        (["--out", "x.txt"], "--format csv"),
        (["--format", "json", "--out", "missing/x.json"], "name another file"),
    ],
)
def test_a_mistake_is_one_message(place: World, capfd, arguments: list[str], words: str) -> None:
    assert diff(place, *arguments) == 2
    out, err = capfd.readouterr()
    assert words in err and len(err.splitlines()) == 1 and not out


def test_several_collections_are_not_guessed_between(place: World, capfd) -> None:
    registry = place.plans / "plans.yaml"
    text = registry.read_text(encoding="utf-8")
    second = (
        text[text.index("  trial:") :]
        .replace("trial", "second")
        .replace("310101", "310107")
        .replace("310104", "310109")
    )
    second = second.replace("huangpu", "a").replace("xuhui", "b")
    for name in ("a.txt", "b.txt"):
        (place.plans / name).write_text("到2025年，新增光伏装机容量2万千瓦。", encoding="utf-8")
    registry.write_text(text + second, encoding="utf-8")
    assert diff(place) == 2
    assert "has the collections trial, second; name one with --collection." in capfd.readouterr().err
    assert diff(place, "--collection", "second") == 2
    assert "holds no release of second-plans yet" in capfd.readouterr().err
    assert diff(place, "--collection", "trial") == 0


def test_plans_that_cannot_be_read_are_named(place: World, capfd) -> None:
    (place.plans / "xuhui.txt").write_bytes(b"")
    assert diff(place) == 2
    assert "xuhui.txt" in capfd.readouterr().err


@pytest.mark.parametrize("name", ["versions.json", "0.1.0/datapackage.json"])
def test_a_broken_release_is_named(place: World, capfd, name: str) -> None:
    (place.package / name).write_text("{", encoding="utf-8")
    assert diff(place) == 2
    err = capfd.readouterr().err
    assert PACKAGE in err and "Traceback" not in err
