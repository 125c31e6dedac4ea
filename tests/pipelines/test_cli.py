"""The command line: what each command says, its exit code, and that `extract` imports nothing heavy."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest
from conftest import DATE, PACKAGE, PLANS, World

from pipelines.cli import main
from pipelines.home import LOG, ROOT
from pipelines.releases import catalogue, publishing


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with plans; the instance and the releases go there, too."""
    shutil.copytree(PLANS, tmp_path / "plans")
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.delenv("CARBONPEAK_DEBUG", raising=False)
    return tmp_path


def run(place: Path, *options: str) -> int:
    return main(["run", "--plans", str(place / "plans"), "--published", str(place / "published"), *options])


def versions(place: Path) -> list[str]:
    return [entry.version for entry in catalogue.releases(place / "published" / PACKAGE)]


def test_run_says_what_was_read_checked_and_released(place: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(place, "--date", "2022-12-31") == 0
    out, err = capfd.readouterr()
    assert "2 plans in 2 documents" in out
    for words in ("targets", "checked by pandera", "checked by Great Expectations", "checked by Frictionless"):
        assert words in out
    assert "released 0.1.0" in out and str(place / "published" / PACKAGE / "0.1.0") in out
    assert "DEBUG" not in out + err and "Traceback" not in out + err
    assert "RUN_SUCCESS" in (place / "home" / LOG).read_text(encoding="utf-8")
    assert catalogue.latest(place / "published" / PACKAGE).released == "2022-12-31"

    assert run(place, "--collection", "trial") == 0
    assert "nothing changed since 0.1.0" in capfd.readouterr().out
    assert versions(place) == ["0.1.0"]


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" * 20, "春眠不觉晓。".encode()])
def test_a_bad_file_is_named_and_nothing_is_released(
    place: Path, capfd: pytest.CaptureFixture[str], content: bytes
) -> None:
    (place / "plans" / "xuhui.txt").write_bytes(content)
    assert run(place) == 1
    out, err = capfd.readouterr()
    assert err.count("xuhui.txt") == 1 and "Traceback" not in out + err
    assert "1 plan in 1 document, " in out
    assert "no release was made" in out
    assert versions(place) == []


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("plan_id: 310104-2022", "plan_id: 310101-2022", "310101-2022"),
        ('district_code: "310104"', 'district_code: "319999"', "319999"),
    ],
)
def test_a_mistake_in_the_registry_is_named(place: Path, capfd, old: str, new: str, words: str) -> None:
    registry = place / "plans" / "plans.yaml"
    text = registry.read_text(encoding="utf-8")
    assert old in text
    registry.write_text(text.replace(old, new), encoding="utf-8")
    assert run(place) == 1
    out, err = capfd.readouterr()
    assert words in err and "plans.yaml" in err and "Traceback" not in out + err
    assert versions(place) == []


def test_a_registered_file_that_is_missing(place: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (place / "plans" / "xuhui.txt").unlink()
    assert run(place) == 1
    assert "xuhui.txt" in capfd.readouterr().err
    assert versions(place) == []


def test_a_failed_check_shows_its_rows(place: Path, capfd: pytest.CaptureFixture[str], monkeypatch) -> None:
    from pipelines.resources import PlanStore

    read = PlanStore.read

    def misread(self, collection):
        found = read(self, collection)
        first, *others = found.tables["targets"]
        found.tables["targets"][:] = [first._replace(measure="wish"), *others]
        return found

    monkeypatch.setattr(PlanStore, "read", misread)
    assert run(place) == 1
    out, err = capfd.readouterr()
    assert "plan 310101-2022" in err and "wish" in err
    assert "no release was made" in out and "Traceback" not in out + err


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        (["--collection", "nowhere"], 2, "no collection nowhere; it has trial"),
        (["--date", "2022-13-01"], 2, "not a date"),
        (["--plans", "missing"], 1, "plans.yaml"),
        (["--nonsense"], 2, "--nonsense"),
    ],
)
def test_a_mistake_is_one_message(place: Path, capfd, options: list[str], code: int, words: str) -> None:
    assert run(place, *options) == code
    err = capfd.readouterr().err
    assert words in err and "Traceback" not in err
    assert not (place / "published").exists()


def test_an_error_of_ours_is_no_traceback_either(place: Path, capfd, monkeypatch) -> None:
    from pipelines import show

    monkeypatch.setattr(show, "run", lambda *arguments, **options: 1 / 0)
    assert run(place) == 1
    err = capfd.readouterr().err
    assert "division by zero" in err and LOG in err and "Traceback" not in err


def test_an_interrupted_run_releases_nothing(place: Path, capfd, monkeypatch) -> None:

    def interrupt(*arguments):
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(5)

    monkeypatch.setattr(publishing, "_gate", interrupt)
    assert run(place) == 130
    out, err = capfd.readouterr()
    assert "interrupted; run it again" in err and "Traceback" not in out + err
    assert versions(place) == []


def test_a_plan_goes_only_when_somebody_says_so(place: Path, first_release: Path, capfd) -> None:
    shutil.copytree(first_release / "published", place / "published")
    registry = place / "plans" / "plans.yaml"
    text = registry.read_text(encoding="utf-8")
    before, _, entry = text.rpartition("      - plan_id: ")
    plan = entry[:11]
    assert run(place, "--withdraw", plan) == 2
    assert "take its entry out there first" in capfd.readouterr().err
    registry.write_text(before, encoding="utf-8")
    assert run(place, "--withdraw", "310199-2022") == 2
    assert f"has no such plan; it has 310101-2022, {plan}." in capfd.readouterr().err
    assert run(place) == 1
    err = capfd.readouterr().err
    assert f"--withdraw {plan}" in err and "rows_kept" not in err and versions(place) == ["0.1.0"]
    assert run(place, "--withdraw", plan) == 0
    assert versions(place) == ["0.1.0", "0.2.0"]
    assert run(place) == 0  # from then on it is not missed


@pytest.mark.parametrize("spoil", [lambda path: path.unlink(), lambda path: path.write_bytes(b"no table")])
def test_a_last_release_that_cannot_be_read_is_named(released: World, capfd, spoil) -> None:
    for path in (released.package / "0.1.0" / "data").glob("plans.*"):
        spoil(path)
    places = ["--plans", str(released.plans), "--published", str(released.published)]
    assert main(["run", *places, "--withdraw", "310199-2022"]) == 1
    err = capfd.readouterr().err
    assert "0.1.0: cannot be read" in err and "Restore the release" in err and "mistake of the program" not in err


def test_check_tells_a_valid_release_from_an_altered_one(released: World, capfd) -> None:
    folder = released.package / "0.1.0"
    assert main(["check", str(folder)]) == 0
    assert "valid" in capfd.readouterr().out
    table = folder / "data" / "targets.csv"
    table.write_bytes(table.read_bytes().replace(b"2025", b"soon", 1))
    assert main(["check", str(folder)]) == 1
    assert "targets" in capfd.readouterr().err
    assert main(["check", str(released.root)]) == 2
    assert "no datapackage.json" in capfd.readouterr().err


def test_check_compares_every_file_with_the_checksums(released: World, capfd) -> None:
    folder = released.package / "0.1.0"
    (folder / "README.md").write_text("edited", encoding="utf-8")  # the descriptor does not speak of it
    assert main(["check", str(folder)]) == 1
    assert "README.md: missing, or not what SHA256SUMS says" in capfd.readouterr().err
    (folder / "SHA256SUMS").unlink()
    assert main(["check", str(folder)]) == 1
    assert "SHA256SUMS: missing" in capfd.readouterr().err


def test_the_version_is_that_of_the_code_and_of_the_newest_release(released: World, capfd, monkeypatch) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    monkeypatch.setenv("CARBONPEAK_PUBLISHED", str(released.published))
    assert main(["--version"]) == 0
    newest = f"{PACKAGE} 0.1.0, released {DATE}, the newest in {released.package}"
    assert capfd.readouterr().out == f"carbonpeak {project['version']}\n{newest}\n"
    monkeypatch.setenv("CARBONPEAK_PUBLISHED", str(released.root / "nothing"))
    assert main(["--version"]) == 0
    assert capfd.readouterr().out == f"carbonpeak {project['version']}\n"
    (released.package / catalogue.FILE_NAME).write_text("[", encoding="utf-8")
    monkeypatch.setenv("CARBONPEAK_PUBLISHED", str(released.published))
    assert main(["--version"]) == 0
    assert "is not a list of releases" in capfd.readouterr().out


def test_dev_looks_at_its_port_first(capfd, monkeypatch) -> None:
    monkeypatch.setattr(os, "execv", lambda *arguments: pytest.fail("Dagster was started"))
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        for port, words in (
            (0, "there is no such port; name one from 1 to 65535"),
            (99999, "there is no such port; name one from 1 to 65535"),
            (taken, "nothing can listen there (Address already in use); name another port"),
        ):
            assert main(["dev", "--port", str(port)]) == 1
            out, err = capfd.readouterr()
            assert (out, err) == ("", f"--port {port}: {words}.\n")


def test_dev_starts_dagster_on_a_free_port(place: Path, monkeypatch) -> None:
    started: list[list[str]] = []
    monkeypatch.chdir(place)  # and back again
    monkeypatch.setattr(os, "execv", lambda program, arguments: started.append(arguments))
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        free = other.getsockname()[1]
    assert main(["dev", "--port", str(free)]) == 0
    assert started[0][-2:] == ["--port", str(free)]


def test_help_lists_every_command(capfd) -> None:
    assert main(["--help"]) == 0
    out = capfd.readouterr().out
    for command in ("extract", "run", "check", "dev"):
        assert command in out


def test_extract_imports_nothing_heavy(tmp_path: Path) -> None:
    heavy = ["typer", "rich", "dagster", "pandas", "pyarrow", "great_expectations"]
    script = (
        "import sys; from pipelines.cli import main\n"
        f"code = main(['extract', {str(PLANS / 'huangpu.txt')!r}, '--out', {str(tmp_path / 'out')!r}])\n"
        f"assert code == 0, code; found = [name for name in {heavy} if name in sys.modules]; assert not found, found"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out" / "targets.csv").is_file()
