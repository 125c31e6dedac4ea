"""The examples of README.md and docs/loading.md are run, each as a reader would copy it, and give the right answer."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import own_plans
import pytest

from assets.ports import Content
from pipelines.releases import building
from validations import tables

ROOT = Path(__file__).resolve().parents[1]
README, PAGE = ROOT / "README.md", ROOT / "docs" / "loading.md"
ANSWER = re.compile(r"\b294(?:\.0)?\b")  # MW, what Qingpu promises: no example may lose it


class Example(NamedTuple):
    """A block of code on a page, with the number of the line on which it stands."""

    page: Path
    line: int
    language: str
    code: str


def examples(page: Path) -> list[Example]:
    text = page.read_text(encoding="utf-8")
    found = re.finditer(r"^```([a-z]+)\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    return [Example(page, text.count("\n", 0, one.start()) + 1, one[1], one[2]) for one in found]


def complete(page: Path) -> list[Example]:
    """The examples of a page; those in Python behind the first one, which says where the release is."""
    opening, *others = examples(page)
    assert opening.language == "python"
    return [one._replace(code=f"{opening.code}\n{one.code}") if one.language == "python" else one for one in others]


def answer(example: Example, folder: Path, release: Path) -> str:
    """What an example prints when it is run in the folder that holds `published/`."""
    if example.language == "sql":
        with closing(sqlite3.connect(next(release.glob("*.sqlite")))) as connection:
            return "\n".join(str(row) for row in connection.execute(example.code))
    program = {"python": sys.executable, "sh": "sh", "r": "Rscript"}[example.language]
    if not shutil.which(program):
        pytest.skip(f"{program} is not here")
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=f".{example.language}") as script:
        script.write(example.code)
        script.flush()
        done = subprocess.run([program, script.name], cwd=folder, capture_output=True, text=True, check=False)
    if example.language == "r" and "there is no package called" in done.stderr:
        pytest.skip(done.stderr.strip())
    assert done.returncode == 0, f"{example.page.name}, line {example.line}:\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `published/` as a run would leave it, of the project's plans today, in all of today's formats."""
    entry, readings = own_plans.entry(), own_plans.read()
    content = Content.of(readings, {name: tables.frame(name, rows) for name, rows in readings.tables.items()})
    root = tmp_path_factory.mktemp("loading")
    package = root / "published" / entry.package
    package.mkdir(parents=True)
    building.build(package / "3.2.1", building.Edition(entry, content.frames, content.texts, [], "3.2.1", "2022-12-31"))
    (package / "versions.json").write_text(json.dumps({"latest": "3.2.1"}), encoding="utf-8")
    return root


@pytest.mark.parametrize("example", complete(PAGE), ids=lambda one: f"{one.line}-{one.language}")
def test_an_example_gives_the_answer(example: Example, folder: Path) -> None:
    (release,) = folder.glob("published/*/3.2.1")
    said = answer(example, folder, release)
    if example.language == "sh":
        assert set(re.findall(r": (\w+)$", said, re.MULTILINE)) == {"OK"}
    else:
        assert ANSWER.search(said), said


@pytest.mark.parametrize("example", complete(README), ids=lambda one: f"{one.line}-{one.language}")
def test_an_example_of_the_readme_holds_for_the_last_release(example: Example) -> None:
    package = ROOT / "published" / own_plans.entry().package
    said = answer(example, ROOT, package / json.loads((package / "versions.json").read_bytes())["latest"])
    assert said.strip()


def test_every_way_of_loading_has_an_example() -> None:
    text = PAGE.read_text(encoding="utf-8")
    languages = [one.language for one in examples(PAGE)]
    assert {"python", "r", "sql", "sh"} == set(languages) and languages.count("python") >= 10
    for library in ("pandas", "polars", "duckdb", "frictionless", "sqlite3", "openpyxl"):
        assert re.search(rf"^(?:import|from) {library}\b", text, re.MULTILINE), library
    assert {"python", "r"} <= {one.language for one in examples(README)}


def stale(text: str) -> list[str]:
    """Versions that a page names and that are no example made up for it; in tables of rows these are paths of sections."""
    lines = "\n".join(line for line in text.splitlines() if not line.startswith("|"))
    return [one for one in re.findall(r"(?<![\d.])\d+\.\d+\.\d+(?![\d.])", lines) if one != "1.2.3"]


@pytest.mark.parametrize("page", (README, PAGE), ids=lambda page: page.name)
def test_no_example_names_a_version_that_would_go_stale(page: Path) -> None:
    assert not stale(page.read_text(encoding="utf-8"))


def test_a_stale_version_is_seen() -> None:
    assert stale("published/plans/0.1.0/data, path 2.3.1.4, as in 1.2.3") == ["0.1.0"]


def published_paths() -> Iterator[tuple[str, str]]:
    for page in (README, *sorted((ROOT / "docs").glob("*.md"))):
        for path in re.findall(r"published/[\w-]+/\d+\.\d+\.\d+", page.read_text(encoding="utf-8")):
            yield page.name, path


def test_a_release_that_a_page_names_is_there() -> None:
    named = list(published_paths())
    assert named
    assert not [(page, path) for page, path in named if not (ROOT / path).is_dir()]
