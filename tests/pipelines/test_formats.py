"""Many doors, one content: each format, opened with the tools that users have, gives every cell of every table."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest
from conftest import COLLECTION, DATE, PLANS
from doors import DOORS, Rows

from carbonpeak.plans.registry import load
from pipelines.releases import building, describe
from pipelines.releases.checksums import sha256
from pipelines.releases.formats import cells, listing, tabular
from pipelines.releases.metadata import citation
from pipelines.resources import PlanStore
from validations import tables

OURS = Path(__file__).parents[2] / "plans"
SCHEMAS = building.schemas()
# Words and numbers that one or the other tool might take for something else.
WORDS = ["=1+1", "+1", "-1", "@SUM(A1)", "NA", "null", "None", "true", "007", "1e5", "2025-01-01", 'a "b", c', "'d'"]
WORDS += ["甲\n乙", " 前后 ", "𠮷", "<r>x</r>", "<b>&amp;", "http://localhost", "#N/A", "a\tb", "\u2028", "百分之㈠"]
NUMBERS = [0.1 + 0.2, 1 / 3, 1e300, 1e-7, -2.5, 0.0, 1e15, 123456789012345.0, 2.2 * 10]


@dataclass
class Made:
    """A release's folder and the tables that it was made from."""

    folder: Path
    frames: dict[str, pd.DataFrame]

    def rows(self, table: str) -> Rows:
        return list(cells.rows(self.frames[table], cells.kinds(SCHEMAS[table])))


def make(folder: Path, plans: Path, collection: str, awkward: bool = False) -> Made:
    """Build a release of the plans without its checks; `awkward` fills a table with what tools stumble over."""
    found = PlanStore(folder=str(plans)).read(collection)
    frames = {name: tables.frame(name, rows) for name, rows in found.tables.items()}
    if awkward:
        frames["targets"] = _awkward(frames["targets"])
    edition = building.Edition(load(plans).collections[collection], frames, found.texts, [], "0.1.0", DATE)
    return Made(folder, building.build(folder, edition))


def _awkward(targets: pd.DataFrame) -> pd.DataFrame:
    rows = [dict(targets.iloc[0]) for _ in WORDS]
    for number, (row, words) in enumerate(zip(rows, WORDS, strict=True)):
        row |= {"target_id": f"t{number}", "scope": words, "quote": words, "value": NUMBERS[number % len(NUMBERS)]}
        row |= {"char_end": 2**53 - number, "indicator": None if number % 2 else words}
    found = [list(row) for row in targets.itertuples(index=False)]
    return tables.frame("targets", [*found, *([row[name] for name in targets.columns] for row in rows)])


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return make(tmp_path_factory.mktemp("ours") / "made", OURS, "shanghai")


@pytest.fixture(scope="module")
def awkward(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return make(tmp_path_factory.mktemp("awkward") / "made", PLANS, COLLECTION, awkward=True)


@pytest.mark.parametrize("door", DOORS.values(), ids=DOORS)
@pytest.mark.parametrize("which", ["ours", "awkward"])
def test_every_door_shows_every_cell(which: str, door: Callable[..., Rows], request: pytest.FixtureRequest) -> None:
    made: Made = request.getfixturevalue(which)
    for table, schema in SCHEMAS.items():
        found, meant = door(made.folder, table, cells.kinds(schema)), made.rows(table)
        assert len(found) == len(meant), table
        for number, (one, other) in enumerate(zip(found, meant, strict=True)):
            assert one == other, f"{table}, row {number}"
            assert [type(value) for value in one] == [type(value) for value in other], f"{table}, row {number}"


def test_what_is_compared_has_all_kinds_of_cells(ours: Made, awkward: Made) -> None:
    kinds = {type(value) for made in (ours, awkward) for table in SCHEMAS for row in made.rows(table) for value in row}
    assert {kind.__name__ for kind in kinds} == {"str", "int", "float", "bool", "date", "NoneType"}


def test_every_format_has_its_doors() -> None:
    assert {name.partition("_")[0] for name in DOORS} == {item.name for item in listing.formats()}


def test_a_changed_cell_would_be_seen(tmp_path: Path) -> None:
    made = make(tmp_path / "made", PLANS, COLLECTION)
    path = made.folder / "data" / "targets.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"value": 13.5', b'"value": 13.4', 1))
    kinds = cells.kinds(SCHEMAS["targets"])
    assert DOORS["jsonl_json"](made.folder, "targets", kinds) != made.rows("targets")
    assert DOORS["csv_pandas"](made.folder, "targets", kinds) == made.rows("targets")


def test_json_lines_are_plain(tmp_path: Path) -> None:
    kinds = {"a": "string", "b": "number", "c": "boolean", "d": "date", "e": "integer"}
    schema = {"fields": [{"name": name, "type": kind} for name, kind in kinds.items()]}
    columns = {"a": ["碳达峰\n", None], "b": [10.0, 2.5], "c": [True, None], "d": ["2022-12-31", None], "e": [3, None]}
    frame = pd.DataFrame({name: pd.Series(columns[name], dtype=tables.DTYPES[kind]) for name, kind in kinds.items()})
    tabular.write_jsonl(tmp_path / "t.jsonl", frame, schema)
    assert (tmp_path / "t.jsonl").read_bytes().decode("utf-8") == (
        '{"a": "碳达峰\\n", "b": 10, "c": true, "d": "2022-12-31", "e": 3}\n'
        '{"a": null, "b": 2.5, "c": null, "d": null, "e": null}\n'
    )


def test_the_descriptor_names_every_file_with_its_hash(ours: Made) -> None:
    package = json.loads((ours.folder / "datapackage.json").read_text(encoding="utf-8"))
    named = [*package["composites"]]
    for resource in package["resources"]:
        named += [resource, *resource.get("alternatives", ())]
    for item in named:
        path = ours.folder / item["path"]
        assert (item["bytes"], item["hash"]) == (path.stat().st_size, f"sha256:{sha256(path)}")
    files = {path.relative_to(ours.folder).as_posix() for path in ours.folder.rglob("*") if path.is_file()}
    about = {describe.DESCRIPTOR, describe.README, *describe.DOCUMENTS, citation.DOCUMENT}
    assert files - {item["path"] for item in named} == {*about, "SHA256SUMS"}
    assert {(item["format"], item["mediatype"]) for item in named if item["format"] != "txt"} == {
        (item.name, item.mediatype) for item in listing.formats()
    }


def test_the_readme_links_every_file_and_says_how_to_open_it(ours: Made) -> None:
    readme = (ours.folder / "README.md").read_text(encoding="utf-8")
    for item in listing.formats():
        assert item.opens["en"] in readme and item.opens["zh"] in readme
        for name in SCHEMAS if item.of_a_table else ["shanghai-carbon-peak-plans"]:
            assert f"]({item.file(name)})" in readme
