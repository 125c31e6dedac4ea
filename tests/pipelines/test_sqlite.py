"""The SQLite file: keys, rules and types are kept by SQLite itself, words are found, and the file explains itself."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from conftest import COLLECTION, DATE, PLANS

from carbonpeak.plans.registry import load
from pipelines.releases import building
from pipelines.releases.formats import sqlite
from pipelines.releases.metadata import datapackage
from pipelines.resources import PlanStore
from validations import schemas, tables

SCHEMAS = building.schemas()
HEAD = datapackage.head(load(PLANS).collections[COLLECTION], version="0.1.0", released=DATE)


@pytest.fixture(scope="module")
def frames() -> dict[str, pd.DataFrame]:
    found = PlanStore(folder=str(PLANS)).read(COLLECTION)
    empty = {name: tables.frame(name, []) for name in SCHEMAS}
    return {**empty, **{name: tables.frame(name, rows) for name, rows in found.tables.items()}}


@pytest.fixture(scope="module")
def made(frames: dict[str, pd.DataFrame], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sqlite") / "trial-plans.sqlite"
    sqlite.write(path, HEAD, SCHEMAS, frames)
    return path


@pytest.fixture
def opened(made: Path) -> Iterator[sqlite3.Connection]:
    """The file as a reader opens it: read-only, by the SQLite of this Python."""
    with closing(sqlite3.connect(f"{made.as_uri()}?mode=ro", uri=True)) as connection:
        yield connection


@pytest.fixture
def copy(made: Path, tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """A copy that may be written to, with foreign keys switched on."""
    shutil.copy(made, tmp_path / "copy.sqlite")
    with closing(sqlite3.connect(tmp_path / "copy.sqlite")) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        yield connection


def test_the_file_is_sound_and_cannot_be_changed_by_reading(made: Path, opened: sqlite3.Connection) -> None:
    before = made.read_bytes()
    assert opened.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert opened.execute("PRAGMA foreign_key_check").fetchall() == []
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        opened.execute("DELETE FROM targets")
    assert made.read_bytes() == before
    assert sorted(path.name for path in made.parent.iterdir()) == [made.name]


@pytest.mark.parametrize("table", SCHEMAS)
def test_keys_are_those_of_the_schema(opened: sqlite3.Connection, table: str) -> None:
    found = opened.execute(f'PRAGMA table_info("{table}")').fetchall()
    assert [row[1] for row in found] == schemas.columns(table)
    assert [row[1] for row in sorted(found, key=lambda row: row[5]) if row[5]] == schemas.primary_key(table)
    required = {item["name"] for item in SCHEMAS[table]["fields"] if item.get("constraints", {}).get("required")}
    assert {row[1] for row in found if row[3]} == required
    links = {(row[3], row[2], row[4]) for row in opened.execute(f'PRAGMA foreign_key_list("{table}")')}
    assert links == {(own[0], other, theirs[0]) for own, other, theirs in schemas.foreign_keys(table)}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("UPDATE targets SET plan_id = 'nowhere'", "FOREIGN KEY"),
        ("UPDATE targets SET repeats = 'nowhere'", "FOREIGN KEY"),
        ("DELETE FROM plans", "FOREIGN KEY"),
        ("UPDATE targets SET target_id = 'same'", "UNIQUE"),
        ("UPDATE targets SET quote = NULL", "NOT NULL"),
        ("UPDATE targets SET measure = 'guess'", "CHECK"),
        ("UPDATE targets SET period_end = 1900", "CHECK"),
        ("UPDATE targets SET period_end = 2101", "CHECK"),
        ("UPDATE documents SET is_canonical = 2", "CHECK"),
        ("UPDATE plans SET issued_on = '2022-02-30'", "CHECK"),
        ("UPDATE plans SET issued_on = '2022'", "CHECK"),
        ("UPDATE targets SET value = 'much'", "cannot store TEXT"),
        ("UPDATE targets SET char_start = 1.5", "cannot store REAL"),
    ],
)
def test_a_wrong_value_is_refused(copy: sqlite3.Connection, change: str, words: str) -> None:
    assert copy.execute("SELECT count(*) FROM targets").fetchone()[0] > 1
    with pytest.raises(sqlite3.IntegrityError, match=words):
        copy.execute(change)


def test_a_row_that_breaks_a_rule_makes_no_file(frames: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    for column, value, words in (("plan_id", "nowhere", "refers to a row of plans"), ("measure", "guess", "CHECK")):
        targets = frames["targets"].assign(**{column: value})
        with pytest.raises(ValueError, match=words):
            sqlite.write(tmp_path / "bad.sqlite", HEAD, SCHEMAS, {**frames, "targets": targets})
        assert not (tmp_path / "bad.sqlite").exists()


SEARCHED = [name for name in SCHEMAS if schemas.searched(name)]


@pytest.mark.parametrize("table", SEARCHED)
@pytest.mark.parametrize("term", ["光伏装机容量", "充电桩", "可再生能源"])
def test_full_text_search_finds_what_is_there(opened: sqlite3.Connection, table: str, term: str) -> None:
    index = f"{table}_fts"
    match = f'SELECT rowid FROM "{index}" WHERE "{index}" MATCH ? ORDER BY rowid'
    columns = " OR ".join(f'"{column}" LIKE ?' for column in schemas.searched(table))
    meant = opened.execute(
        f'SELECT rowid FROM "{table}" WHERE {columns} ORDER BY rowid', [f"%{term}%"] * len(schemas.searched(table))
    )
    assert opened.execute(match, [f'"{term}"']).fetchall() == meant.fetchall() != []
    assert opened.execute(match, ['"煤制油工程"']).fetchall() == []


def test_terms_of_two_characters_are_found_by_search(opened: sqlite3.Connection) -> None:
    # The index knows no terms of less than three characters: this is why there is a view.
    assert opened.execute("SELECT * FROM targets_fts WHERE targets_fts MATCH '\"光伏\"'").fetchall() == []
    found = opened.execute('SELECT "table", key, "column", words FROM search WHERE words LIKE \'%光伏%\'').fetchall()
    assert {row[0] for row in found} == set(SEARCHED)
    for table, key, column, words in found:
        keyed = schemas.primary_key(table)[0]
        (cell,) = opened.execute(f'SELECT "{column}" FROM "{table}" WHERE "{keyed}" = ?', [key]).fetchone()
        assert cell == words and "光伏" in words


def test_commitments_show_who_promised_what_and_who_is_responsible(opened: sqlite3.Connection) -> None:
    opened.row_factory = sqlite3.Row
    rows = {row["target_id"]: row for row in opened.execute("SELECT * FROM commitments")}
    meant = {row[0] for row in opened.execute("SELECT target_id FROM targets WHERE repeats IS NULL")}
    assert rows.keys() == meant
    (row,) = (row for row in rows.values() if row["quote"] == "“十四五”期间，新增光伏装机容量1.2万千瓦")
    assert (row["district_zh"], row["value"], row["unit"], row["period_end"]) == ("黄浦区", 1.2, "万千瓦", 2025)
    assert (row["task"], row["indicator_zh"]) == ("大力发展可再生能源", "新增光伏装机容量")
    assert row["listed_bodies"] == "区发展改革委、区建设管理委、各街道"
    assert (row["lead_bodies"], row["supporting_bodies"]) == (None, None)


def test_the_file_explains_itself(opened: sqlite3.Connection, frames: dict[str, pd.DataFrame]) -> None:
    about = dict(opened.execute("SELECT property, value FROM _package").fetchall())
    assert (about["name"], about["version"], about["title_zh"]) == ("trial-plans", "0.1.0", HEAD["title_zh"])
    rows = dict(opened.execute("SELECT \"table\", rows FROM _tables WHERE kind = 'table'").fetchall())
    assert rows == {name: len(frames[name]) for name in SCHEMAS}
    described = opened.execute('SELECT "table", "column", title_zh, description_en FROM _columns ORDER BY rowid')
    assert described.fetchall() == [
        (name, item["name"], item["title_zh"], item["description_en"])
        for name in SCHEMAS
        for item in SCHEMAS[name]["fields"]
    ]
    labels: dict[Any, Any] = dict(
        opened.execute(
            "SELECT DISTINCT measure, label FROM targets JOIN _values ON _values.value = measure"
            " WHERE \"table\" = 'targets' AND \"column\" = 'measure'"
        ).fetchall()
    )
    assert labels["increment"].startswith("期内新增")
    listed = {row[0] for row in opened.execute('SELECT "table" FROM _tables')}
    there = {row[0] for row in opened.execute("SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')")}
    parts = {f"{name}_fts_{part}" for name in SEARCHED for part in ("data", "idx", "docsize", "config")}
    assert there - listed - parts == {"_package", "_tables", "_columns", "_values"}
    assert listed <= there
