"""`carbonpeak extract`: what is written, in what order, and what is said of it."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path

import own_plans
import pytest
from extracting import keys_hold, run, tables
from many_files import copies

from carbonpeak.extraction import batch, extract
from carbonpeak.extraction.writers import FORMATS
from carbonpeak.records import TABLES

PLANS = own_plans.PLANS
FILES = own_plans.files()


def test_registered_files_give_the_tables_of_their_collection(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said, _ = run(capsys, *FILES, "--out", tmp_path)
    assert code == 0 and said.startswith("5 of 5 files read")
    found = tables(tmp_path)
    assert keys_hold(found)
    expected = own_plans.read().tables
    for name, rows in expected.items():
        fields = TABLES[name]._fields
        assert {tuple(row.values()) for row in found[name]} == {_written(row) for row in rows}, name
        assert tuple(found[name][0] if found[name] else fields) == fields


def _written(row: Iterable[object]) -> tuple[str, ...]:
    def cell(value: object) -> str:
        if isinstance(value, bool):
            return str(value).lower()
        if isinstance(value, float) and value.is_integer():
            return str(int(value))
        return "" if value is None else str(value)

    return tuple(map(cell, row))


def test_plans_stand_in_the_order_of_the_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = [PLANS / "qingpu-2022.txt", PLANS / "changning-2022.txt"]
    run(capsys, *files, "--out", tmp_path)
    found = tables(tmp_path)
    assert [row["plan_id"] for row in found["plans"]] == ["310118-2022", "310105-2022"]
    assert list(dict.fromkeys(row["plan_id"] for row in found["targets"])) == ["310118-2022", "310105-2022"]


def test_the_formats_hold_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import pyarrow.parquet as pq

    for form in FORMATS:
        assert run(capsys, *FILES, "--format", form, "--out", tmp_path)[0] == 0
    for name, rows in tables(tmp_path).items():
        lines = [json.loads(line) for line in (tmp_path / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
        assert lines == pq.read_table(tmp_path / f"{name}.parquet").to_pylist()
        assert [tuple(row.values()) for row in rows] == [_written(line.values()) for line in lines]


def test_texts_that_say_they_are_the_same_plan_stay_two(tmp_path: Path) -> None:
    files = copies(tmp_path / "in", 12)
    extract.extract(files, tmp_path / "out")
    found = tables(tmp_path / "out")
    assert keys_hold(found)
    assert len({row["plan_id"] for row in found["plans"]}) == 12
    first = [row["plan_id"] for row in found["plans"]][:3]
    assert first == ["310105-2022", "310106-2022", "310118-2022"]
    assert found["plans"][5]["plan_id"] == "005-changning-2022"  # called after its file


def test_a_file_that_is_a_copy_of_another_is_told(tmp_path: Path) -> None:
    for name, words in (("one", "充电桩500个"), ("two", "充电桩500个"), ("three", "充电桩600个")):
        (tmp_path / f"{name}.txt").write_text(f"到2025年，建成{words}。\n", encoding="utf-8")
    told: list[str] = []
    summary = extract.extract(
        [tmp_path / f"{name}.txt" for name in ("one", "two", "three")], tmp_path / "out", warn=told.append
    )
    assert summary.targets == 3
    (only,) = told
    assert only.startswith(f"{tmp_path / 'two.txt'}: it holds the same bytes as {tmp_path / 'one.txt'}")


def test_many_copies_of_one_plan_are_told_once(tmp_path: Path) -> None:
    files = [tmp_path / f"{name}.txt" for name in "abcdef"]
    for number, file in enumerate(files):
        file.write_bytes(FILES[1].read_bytes() + b"\n" * number)
    told: list[str] = []
    assert extract.extract(files, tmp_path / "out", warn=told.append).plans == 6
    (only,) = told
    named = ", ".join(map(str, files[1:4]))
    assert only.startswith(f"5 files are by their texts 310106-2022, as {files[0]} is: {named} and 2 more; ")

    told.clear()
    extract.extract(files[:2], tmp_path / "out", warn=told.append)
    (only,) = told
    assert only.startswith(
        f"{files[1]}: by its text it is 310106-2022, as {files[0]} is; read as a plan of its own, b. "
    )


def test_a_renamed_plan_says_the_same(tmp_path: Path) -> None:
    reading = batch._reading(batch.Group(None, None, {}, [batch.File(FILES[0], "a", "ocr", True)]))
    other = batch.renamed(reading, "b")
    for name, rows in reading.tables.items():
        changed = {*batch._PREFIXED, *batch._HASHED, "org_id"}
        kept = [place for place, field in enumerate(TABLES[name]._fields) if field not in changed]
        assert [[row[i] for i in kept] for row in rows] == [[row[i] for i in kept] for row in other.tables[name]]
    text = str(other.tables) + str(other.bodies)
    assert reading.plan_id + "/" not in text and reading.plan_id + ":" not in text


def test_files_of_the_same_name_and_a_file_given_twice(tmp_path: Path) -> None:
    files = [tmp_path / "a" / "plan.txt", tmp_path / "b" / "plan.txt", tmp_path / "b" / "plan.md"]
    for file in files:
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(FILES[1].read_bytes())
    summary = extract.extract([*files, files[0], tmp_path / "b" / ".." / "a" / "plan.txt"], tmp_path / "out")
    found = tables(tmp_path / "out")
    assert (summary.files, summary.plans) == (3, 3) and keys_hold(found)
    assert [row["document_id"] for row in found["documents"]] == ["plan", "plan-2", "plan-3"]
    assert [row["plan_id"] for row in found["plans"]] == ["310106-2022", "plan-2", "plan-3"]


@pytest.mark.skipif(sys.platform != "linux", reason="file names are bytes")
@pytest.mark.parametrize("form", FORMATS)
def test_names_in_another_encoding_are_read(form: str, tmp_path: Path) -> None:
    file = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + "方案.txt".encode("gb18030")))
    file.write_bytes(FILES[1].read_bytes())
    assert extract.extract([file], tmp_path / "out", form).left_out == []
    if form == "csv":
        (row,) = tables(tmp_path / "out")["documents"]
        assert (row["document_id"], row["path"]) == ("方案", "方案.txt")


def test_a_registered_plan_keeps_its_id(tmp_path: Path) -> None:
    stranger = tmp_path / "stranger.txt"
    stranger.write_bytes(FILES[1].read_bytes())
    extract.extract([stranger, *FILES], tmp_path / "out")
    ids = [row["plan_id"] for row in tables(tmp_path / "out")["plans"]]
    assert ids[0] == "stranger" and "310106-2022" in ids


def test_corrections_beside_the_files_are_applied(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = own_plans.alone(tmp_path / "plans")
    line = "310106-2022,plans,,title,{},静安区碳达峰方案,typing error,editor,2025-03-31\n"
    header = (PLANS / "corrections.csv").read_text(encoding="utf-8").splitlines()[0]
    files = sorted(folder.glob("*.txt"))
    title = own_plans.read().tables["plans"][1].title
    (folder / "corrections.csv").write_text(f"{header}\n{line.format(title)}", encoding="utf-8")
    assert run(capsys, *files, "--out", tmp_path / "out")[0] == 0
    plans = {row["plan_id"]: row for row in tables(tmp_path / "out")["plans"]}
    assert plans["310106-2022"]["title"] == "静安区碳达峰方案"
    assert plans["310106-2022"]["corrected"] == "title" and not plans["310105-2022"]["corrected"]

    (folder / "corrections.csv").write_text(f"{header}\n{line.format('something else')}", encoding="utf-8")
    code, _, errors = run(capsys, *files, "--out", tmp_path / "out")
    assert code == 1 and "corrections.csv: line 2" in errors
    assert "310106-2022" not in {row["plan_id"] for row in tables(tmp_path / "out")["plans"]}


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--out", "x"], "name the files"),
        (["a.txt"], "name the folder to write to"),
        (["a.txt", "--out", "x", "--format", "xls"], "there are csv, parquet, jsonl"),
        (["a.txt", "--out", "x", "--jobs", "0"], "--jobs 0"),
        (["a.txt", "--out", "x", "--colour"], "--colour"),
        (["a.txt", "--out", __file__], "it is not a folder"),
    ],
)
def test_a_command_that_cannot_be_followed(arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, errors = run(capsys, *arguments)
    assert code == 2 and says in errors and "usage:" in errors


def test_help_names_every_option(capsys: pytest.CaptureFixture[str]) -> None:
    code, said, _ = run(capsys, "--help")
    assert code == 0 and all(option in said for option in ("--out", "--format", "--jobs"))
