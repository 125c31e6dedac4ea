"""`carbonpeak extract`: what becomes of bad files, of an interruption, and of a folder that cannot be written to."""

from __future__ import annotations

from pathlib import Path

import own_plans
import pytest
from extracting import keys_hold, run, tables

from carbonpeak.extraction import batch
from carbonpeak.extraction.writers import FORMATS, Output
from carbonpeak.records import TABLES

FILES = own_plans.files()


def test_bad_files_are_named_and_the_others_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    empty, binary = tmp_path / "empty.txt", tmp_path / "picture.txt"
    empty.write_bytes(b"")
    binary.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(99))
    code, said, errors = run(capsys, empty, FILES[0], binary, tmp_path / "nowhere.txt", "--out", tmp_path / "out")
    assert code == 1 and said.startswith("1 of 4 files read")
    for name in ("empty.txt", "picture.txt", "nowhere.txt"):
        assert f"left out: {tmp_path / name}: " in errors
    assert keys_hold(tables(tmp_path / "out"))


def test_a_mistake_of_the_reader_costs_one_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    good = batch.read_plan

    def read_plan(copies, *others):
        if copies[0].path == "odd.txt":
            raise ZeroDivisionError("no such number")
        return good(copies, *others)

    monkeypatch.setattr(batch, "read_plan", read_plan)
    odd = tmp_path / "odd.txt"
    odd.write_bytes(FILES[0].read_bytes())
    code, said, errors = run(capsys, odd, FILES[0], "--out", tmp_path / "out")
    assert code == 1 and said.startswith("1 of 2 files read")
    assert f"left out: {odd}: the reader failed on it (ZeroDivisionError: no such number)" in errors


def test_nothing_is_written_where_nothing_is_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, errors = run(capsys, tmp_path / "nowhere.txt", "--out", tmp_path / "out")
    assert code == 1 and "nothing was written" in errors and not (tmp_path / "out").exists()


def test_an_interruption_leaves_the_earlier_tables(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run(capsys, FILES[0], "--out", tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    add = Output.add

    def interrupted(self: Output, table: str, piece: object) -> None:
        add(self, table, piece)
        raise KeyboardInterrupt

    monkeypatch.setattr(Output, "add", interrupted)
    assert run(capsys, *FILES, "--out", tmp_path)[0] == 130
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_folder_in_the_place_of_a_table_is_told_before_any_is_replaced(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, FILES[0], "--out", tmp_path)
    (tmp_path / "unread.csv").unlink()
    (tmp_path / "unread.csv").mkdir()
    before = {path: path.read_bytes() for path in tmp_path.glob("*.csv") if path.is_file()}
    code, _, errors = run(capsys, FILES[1], "--out", tmp_path)
    assert code == 1 and f"{tmp_path / 'unread.csv'}: " in errors and "--out" in errors
    assert {path: path.read_bytes() for path in before} == before
    assert len(list(tmp_path.iterdir())) == len(TABLES)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("form", FORMATS)
def test_a_full_disk_leaves_nothing(form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in TABLES:
        (tmp_path / f".{name}.{form}.part").symlink_to("/dev/full")
    code, _, errors = run(capsys, FILES[0], "--format", form, "--out", tmp_path)
    assert code == 1 and errors.startswith(f"{tmp_path}: the tables cannot be written there (")
    assert "No space left on device" in errors
    assert not list(tmp_path.iterdir())
