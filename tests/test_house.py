"""The rules of the house: who may import whom, what a tracked file may hold, and that nothing is installed in vain."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from functools import cache
from graphlib import CycleError, TopologicalSorter
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
# What each part may import of ours besides itself.
MAY_IMPORT = {
    "carbonpeak": set(),
    "validations": set(),
    "assets": {"carbonpeak", "validations"},
    "pipelines": {"carbonpeak", "validations", "assets"},
}
# The rooms of the reader, from the ground up: each imports only rooms before it, and the modules that stand in none.
ROOMS = ("text", "bodies", "tables", "structure", "duties", "targets", "plans", "extraction")
LONGEST = 300  # lines of a file of code
# Whose addresses a file may name: the standards and licences that the project speaks of.
HOSTS = {
    "creativecommons.org",
    "data.europa.eu",
    "datacite.org",
    "datapackage.org",
    "doi.org",
    "jsonlines.org",
    "mlcommons.org",
    "publications.europa.eu",
    "purl.org",
    "schema.org",
    "schemas.openxmlformats.org",
    "spdx.org",
    "w3id.org",
    "www.apache.org",
    "www.iana.org",
    "www.w3.org",
    "xmlns.com",
    "yaml.org",
    "data.example",  # nobody's: made up for examples
}
HOST = re.compile(r"(?<![\w.@-])(?:[a-z0-9-]+\.)+(?:org|com|net|io|dev|cn)(?![\w.-])")
MACHINE_PATH = re.compile(rf"(?<![\w.~])/(?:{'|'.join(('work', 'root', 'home', 'tmp', 'Users', 'opt'))})/[\w.-]")
# Tools that are run and not imported; the README loads a release with DuckDB.
RUN = {"dagster-webserver", "duckdb", "hatchling", "mypy", "pandas-stubs", "pytest-xdist", "ruff", "types-pyyaml"}
THEIRS = ("plans/", "published/", "LICENSE")  # texts that are not our words


@cache
def tracked() -> list[Path]:
    """The files under version control, or, in an unpacked archive, all that are no product of a tool."""
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listing.returncode == 0:
        paths = [ROOT / name for name in listing.stdout.split("\0") if name]
    else:
        paths = [path for part in (*MAY_IMPORT, "tests", "docs", "benchmarks") for path in (ROOT / part).rglob("*")]
        paths += ROOT.glob("*.*")
    return [path for path in paths if path.is_file() and "__pycache__" not in path.parts]


def code(*folders: str) -> list[Path]:
    return [path for path in tracked() if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in folders]


def imported(path: Path) -> set[str]:
    """The top names of everything a file imports, at its head or later."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module)
    return {name.partition(".")[0] for name in names}


def shown(paths: list[Path]) -> list[str]:
    return [path.relative_to(ROOT).as_posix() for path in paths]


def modules(part: str) -> dict[str, set[str]]:
    """The modules of a part, and which of them each imports, at its head or later."""
    names = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path for path in code(part)
    }
    graph: dict[str, set[str]] = {}
    for name, path in names.items():
        found = set()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                whole = {f"{node.module}.{alias.name}" for alias in node.names}
                found |= (whole & names.keys()) or {node.module}
        graph[name] = found & names.keys() - {name}
    return graph


def circle(graph: dict[str, set[str]]) -> list[str]:
    """The modules of a circle of imports, the first one twice; empty where there is none."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


@pytest.mark.parametrize("part", MAY_IMPORT)
def test_no_module_imports_in_a_circle(part: str) -> None:
    graph = modules(part)
    assert len(graph) > 5
    assert circle(graph) == []


def test_a_circle_of_imports_is_found() -> None:
    assert set(circle({"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": {"a"}})) == {"b", "c"}


@pytest.mark.parametrize("part", MAY_IMPORT)
def test_a_part_imports_only_what_it_may(part: str) -> None:
    files = code(part)
    assert files
    forbidden = MAY_IMPORT.keys() - MAY_IMPORT[part] - {part}
    assert not {path.name: names for path in files if (names := imported(path) & forbidden)}


def test_a_room_of_the_reader_imports_only_rooms_below_it() -> None:
    assert {path.parent.name for path in (ROOT / "carbonpeak").glob("*/__init__.py")} == set(ROOMS)

    def height(module: str) -> int:
        room = module.split(".")[1:2]
        return ROOMS.index(room[0]) if room and room[0] in ROOMS else -1

    graph = modules("carbonpeak")
    assert max(map(height, graph)) == len(ROOMS) - 1
    assert not [f"{name} imports {other}" for name in graph for other in graph[name] if height(other) > height(name)]


def test_a_forbidden_import_is_seen_wherever_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_text("def f():\n    from pipelines.home import ROOT\n    import assets.tables\n", encoding="utf-8")
    assert imported(path) == {"pipelines", "assets"}


def test_no_file_of_code_is_longer_than_300_lines() -> None:
    files = [*code(*MAY_IMPORT, "tests", "benchmarks"), ROOT / "Makefile", ROOT / ".ci" / "run"]
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in files}
    assert not [f"{path.relative_to(ROOT)}: {length}" for path, length in lengths.items() if length > LONGEST]


def test_every_file_of_code_says_what_belongs_in_it() -> None:
    files = [path for path in code(*MAY_IMPORT, "tests", "benchmarks") if path.stat().st_size]
    assert not shown([path for path in files if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))])


def addresses(text: str) -> set[str]:
    """Hosts that a text names and must not, and paths of somebody's machine."""
    hosts = {host for host in re.findall(r"https?://([A-Za-z0-9.-]+)", text) if host not in HOSTS}
    hosts = {host for host in hosts if not host.startswith(("localhost", "127.0.0.1"))}
    return hosts | (set(HOST.findall(text)) - HOSTS) | set(MACHINE_PATH.findall(text))


def test_no_tracked_file_names_a_registry_or_a_path_of_a_machine() -> None:
    found = {}
    for path in tracked():
        name = path.relative_to(ROOT).as_posix()
        if name.startswith(THEIRS):
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a document made for the tests
        if wrong := addresses(text):
            found[name] = wrong
    assert not found


def test_addresses_are_seen() -> None:
    registry = "packages.example"
    assert addresses(f"from https://{registry}/all and see https://datapackage.org") == {registry}
    assert addresses(f"fetched from {registry}.org, as datapackage.org says") == {f"{registry}.org"}
    assert addresses("written to " + "/".join(("", "home", "me", "plans"))) != set()
    assert addresses("written to out/tables and http://localhost:3000") == set()


def test_every_dependency_is_used_and_every_import_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    runtime, dev = (
        {normal(re.split(r"[\[<>=~! ]", line)[0]) for line in lines}
        for lines in (project["dependencies"], project["optional-dependencies"]["dev"])
    )
    distributions = {name: {normal(one) for one in found} for name, found in packages_distributions().items()}
    here = {path.stem for path in code("tests")} | MAY_IMPORT.keys()

    def needed(*folders: str) -> set[str]:
        names = set().union(*(imported(path) for path in code(*folders))) - here
        return {one for name in names for one in distributions.get(name, set())}

    assert needed(*MAY_IMPORT) <= runtime
    assert needed("tests", "benchmarks") <= runtime | dev
    assert not (runtime - needed(*MAY_IMPORT) - RUN)
    assert not (dev - needed("tests", "benchmarks") - RUN)


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_the_lock_pins_every_package_by_hash_and_names_no_index() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    entries = [entry for entry in re.split(r"\n(?=\S)", lock) if entry.strip()]
    assert len(entries) > 50
    assert not [entry for entry in entries if "==" not in entry or "--hash=sha256:" not in entry]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pinned = {normal(re.split(r"[\[= ]", entry)[0]) for entry in entries}
    asked = {normal(re.split(r"[\[<>=~! ]", line)[0]) for line in project["dependencies"]}
    assert asked <= pinned
