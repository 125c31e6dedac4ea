"""A release can be made again: `carbonpeak verify` says so, or where it differs and why; and nothing of the machine is in it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import DATE, PACKAGE, World, files_of, opened

from pipelines.cli import main
from pipelines.home import ROOT
from pipelines.releases import catalogue, provenance
from pipelines.releases.verifying import differences

OLD, NEW = "光伏装机容量2万千瓦", "光伏装机容量3万千瓦"
BUILDER = """
import sys; from pathlib import Path; sys.path[:0] = [sys.argv[2]]
from pipelines.cli import main
sys.exit(main(["run", "--plans", sys.argv[1] + "/plans", "--published", sys.argv[1] + "/published"]))
"""


def verify(world: World, version: str) -> int:
    return main(["verify", version, "--plans", str(world.plans), "--published", str(world.published)])


@pytest.fixture(scope="module")
def second_release(first_release: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a world in which the job has run again after one word of a plan changed; not to be changed."""
    root = tmp_path_factory.mktemp("second")
    shutil.copytree(first_release, root, dirs_exist_ok=True)
    with opened(root) as world:
        world.edit("xuhui.txt", OLD, NEW)
        assert world.run().success
        assert len(catalogue.releases(world.package)) == 2
    return root


@pytest.fixture
def twice(second_release: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """A world of its own like that."""
    shutil.copytree(second_release, tmp_path, dirs_exist_ok=True)
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path / "home"))
    return World(tmp_path)


def test_every_release_is_made_again_from_its_own_plans(twice: World, tmp_path: Path, capfd) -> None:
    before = files_of(twice.published)
    elsewhere = World(tmp_path / "another" / "folder")
    shutil.copytree(twice.plans, elsewhere.plans)
    shutil.copytree(twice.published, elsewhere.published)
    capfd.readouterr()
    for version in ("0.1.1", "latest"):
        assert verify(elsewhere, version) == 0
        out = capfd.readouterr().out
        assert "0.1.1: all " in out and "byte by byte" in out and "changed" not in out
    elsewhere.edit("xuhui.txt", NEW, OLD)
    assert verify(elsewhere, "0.1.0") == 0
    assert "0.1.0: all " in capfd.readouterr().out
    assert files_of(twice.published) == files_of(elsewhere.published) == before


def test_a_changed_plan_is_shown_and_told_as_the_reason(twice: World, capfd) -> None:
    capfd.readouterr()
    assert verify(twice, "0.1.0") == 1
    out = capfd.readouterr().out
    texts = (twice.package / "0.1.0" / "texts").iterdir()
    (text,) = (path for path in texts if OLD in path.read_text(encoding="utf-8"))
    offset = text.read_bytes().index(OLD.encode()) + OLD.encode().index("2万".encode())
    assert f"texts/{text.name}: byte {offset}: 0x32 in the release, 0x33 now" in out
    cell = r"\(row \d+, column value: “2” in the release, “3” now\)"
    assert re.search(rf"^data/comparison\.csv: byte \d+: 0x32 in the release, 0x33 now {cell}$", out, re.MULTILINE)
    assert "Since that release the inputs (plans, their entries, corrections) have changed; so" in out
    first, *others, _ = out.splitlines()
    many = sum(": byte " in line for line in others)
    assert first == f"0.1.0: not made again as it is. Files: {many} with other bytes now." and many == len(others)


def test_other_code_and_libraries_are_told(twice: World, capfd, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(provenance, "code", lambda: "other")
    monkeypatch.setattr(provenance, "environment", lambda: "other")
    capfd.readouterr()
    assert verify(twice, "latest") == 0
    said = "Since that release the code and the pinned libraries have changed; the bytes are the same."
    assert said in capfd.readouterr().out
    monkeypatch.undo()
    monkeypatch.setattr(provenance, "code", lambda: "other")
    assert verify(twice, "latest") == 0
    assert "Since that release the code has changed; the bytes are the same." in capfd.readouterr().out


def test_a_tampered_release_is_noticed(twice: World, capfd) -> None:
    table = twice.package / "0.1.1" / "data" / "plans.csv"
    data = table.read_bytes()
    at = data.index(b"310104", data.index(b"\r\n"))
    table.write_bytes(data[:at] + b"9" + data[at + 1 :])
    (twice.package / "0.1.1" / "more.txt").write_text("added", encoding="utf-8")
    capfd.readouterr()
    assert verify(twice, "0.1.1") == 1
    out = capfd.readouterr().out
    assert "data/plans.csv: is no longer what was released" in out
    assert f"data/plans.csv: byte {at}: 0x39 in the release, 0x33 now (row 2, column plan_id: “910104-" in out
    assert "more.txt: is in the release and is not made now" in out
    assert "there should be no difference" in out
    files = "2 no longer what was released, 1 with other bytes now, 1 not made any more"
    assert out.startswith(f"0.1.1: not made again as it is. Files: {files}.\n")


def test_a_version_that_is_not_there(released: World, capfd) -> None:
    assert verify(released, "9.9.9") == 2
    assert "lists no release 9.9.9; there are: 0.1.0" in capfd.readouterr().err


def test_where_files_differ(tmp_path: Path) -> None:
    for name, files in {
        "a": {"x.csv": "k,v\r\n1,2\r\n", "y.txt": "long", "z": "gone", "SHA256SUMS": "1"},
        "b": {"x.csv": "k,v\r\n1,2\r\n3,4\r\n", "y.txt": "lo", "SHA256SUMS": "2"},
    }.items():
        (tmp_path / name).mkdir()
        for file, text in files.items():
            (tmp_path / name / file).write_bytes(text.encode())
    assert list(map(str, differences(tmp_path / "a", tmp_path / "b"))) == [
        "x.csv: byte 10: the new file goes on there (row 2 is only made now)",
        "y.txt: byte 2: the release goes on there",
        "z: is in the release and is not made now",
    ]


def test_nothing_of_the_machine_is_in_a_release(first_release: Path, tmp_path: Path) -> None:
    expected = files_of(first_release / "published" / PACKAGE)
    for name, machine in {
        "one": {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "OMP_NUM_THREADS": "1", "cwd": "/"},
        "a longer path, with 汉字": {
            "PYTHONHASHSEED": "4242",
            "TZ": "Pacific/Pago_Pago",
            "LC_ALL": "C.UTF-8",
            "cwd": ".",
        },
    }.items():
        root = tmp_path / name
        shutil.copytree(first_release / "plans", root / "plans")
        cwd = root if machine["cwd"] == "." else Path(machine["cwd"])
        given = {key: value for key, value in machine.items() if key != "cwd"}
        environment = {**os.environ, **given, "DAGSTER_HOME": str(root / "home"), "CARBONPEAK_DATE": DATE}
        done = subprocess.run(
            [sys.executable, "-c", BUILDER, str(root), str(ROOT)], cwd=cwd, env=environment, capture_output=True
        )
        assert done.returncode == 0, done.stderr.decode()
        made = files_of(root / "published" / PACKAGE)
        assert sorted(made) == sorted(expected)
        assert [file for file in made if made[file] != expected[file]] == []
