"""How users open a release: each function reads one table of it by one tool and gives its rows as plain values.

Where a format knows no dates, booleans or decimal numbers of its own, the function says how they stand in it, and fails on
anything else.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pandas as pd
import polars as pl

Kinds = dict[str, str]  # the type of each column by the schema, in order
Rows = list[tuple[Any, ...]]

PANDAS = {"string": "string", "integer": "Int64", "number": "Float64", "boolean": "boolean", "date": "string"}
POLARS = {"string": pl.String, "integer": pl.Int64, "number": pl.Float64, "boolean": pl.Boolean, "date": pl.Date}
DUCKDB = {"string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE"}


def file(folder: Path, ending: str) -> Path:
    """The one file for all tables with this ending."""
    (path,) = folder.glob(f"*.{ending}")
    return path


def _of(kind: type, *others: type) -> Callable[[Any], Any]:
    """A value as it is; fails when it has another type than these."""

    def same(value: Any) -> Any:
        assert type(value) in (kind, *others), f"{value!r} is no {kind.__name__}"
        return kind(value) if others else value

    return same


TYPED = {"string": _of(str), "integer": _of(int), "number": _of(float), "boolean": _of(bool), "date": _of(date)}
# What JSON has: one kind of number, and text for a date.
JSON = {**TYPED, "number": _of(float, int), "date": date.fromisoformat}
# What SQLite has: 0 and 1 for a boolean, and text for a date.
SQLITE = {**TYPED, "boolean": lambda value: {0: False, 1: True}[_of(int)(value)], "date": date.fromisoformat}


def _midnight(value: Any) -> date:
    assert type(value) is datetime and value.time() == datetime.min.time()
    return value.date()


# What a spreadsheet has: one kind of number, and days with a time.
SHEET = {**TYPED, "number": _of(float, int), "date": _midnight}


def _read(rows: Iterable[Iterable[Any]], kinds: Kinds, how: dict[str, Callable[[Any], Any]]) -> Rows:
    readers = [how[kind] for kind in kinds.values()]
    return [
        tuple(None if value is None else read(value) for read, value in zip(readers, row, strict=True)) for row in rows
    ]


def _pandas(frame: pd.DataFrame, kinds: Kinds, how: dict[str, Callable[[Any], Any]]) -> Rows:
    assert list(frame.columns) == list(kinds)
    columns = [[None if pd.isna(value) else value for value in frame[name].tolist()] for name in kinds]
    return _read(zip(*columns, strict=True), kinds, how)


def _polars(frame: pl.DataFrame, kinds: Kinds) -> Rows:
    assert frame.columns == list(kinds)
    return _read(frame.rows(), kinds, TYPED)


def _duckdb(source: str, path: Path, kinds: Kinds) -> Rows:
    with closing(duckdb.connect()) as connection:
        found = connection.execute(f"SELECT * FROM {source}", [str(path)])
        assert [item[0] for item in found.description] == list(kinds)
        return _read(found.fetchall(), kinds, TYPED)


def _types(kinds: Kinds) -> str:
    return "{" + ", ".join(f"'{name}': '{DUCKDB[kind]}'" for name, kind in kinds.items()) + "}"


def csv_pandas(folder: Path, table: str, kinds: Kinds) -> Rows:
    types = {name: PANDAS[kind] for name, kind in kinds.items()}
    frame = pd.read_csv(folder / "data" / f"{table}.csv", dtype=types, keep_default_na=False, na_values=[""])
    return _pandas(frame, kinds, JSON)


def csv_polars(folder: Path, table: str, kinds: Kinds) -> Rows:
    schema = {name: POLARS[kind] for name, kind in kinds.items()}
    return _polars(pl.read_csv(folder / "data" / f"{table}.csv", schema=schema), kinds)


def csv_duckdb(folder: Path, table: str, kinds: Kinds) -> Rows:
    return _duckdb(f"read_csv(?, header = true, columns = {_types(kinds)})", folder / "data" / f"{table}.csv", kinds)


def parquet_pandas(folder: Path, table: str, kinds: Kinds) -> Rows:
    path = folder / "data" / f"{table}.parquet"
    return _pandas(pd.read_parquet(path, dtype_backend="pyarrow"), kinds, TYPED)


def parquet_polars(folder: Path, table: str, kinds: Kinds) -> Rows:
    return _polars(pl.read_parquet(folder / "data" / f"{table}.parquet"), kinds)


def parquet_duckdb(folder: Path, table: str, kinds: Kinds) -> Rows:
    return _duckdb("read_parquet(?)", folder / "data" / f"{table}.parquet", kinds)


def jsonl_json(folder: Path, table: str, kinds: Kinds) -> Rows:
    with (folder / "data" / f"{table}.jsonl").open(encoding="utf-8", newline="\n") as handle:
        records = [json.loads(line) for line in handle]
    assert all(list(record) == list(kinds) for record in records)
    return _read((record.values() for record in records), kinds, JSON)


def jsonl_pandas(folder: Path, table: str, kinds: Kinds) -> Rows:
    types = {name: PANDAS[kind] for name, kind in kinds.items()}
    path = folder / "data" / f"{table}.jsonl"
    frame = pd.read_json(path, lines=True, dtype=types, precise_float=True)
    return _pandas(frame.reindex(columns=list(kinds)) if frame.empty else frame, kinds, JSON)


def jsonl_polars(folder: Path, table: str, kinds: Kinds) -> Rows:
    schema = {name: POLARS[kind] for name, kind in kinds.items()}
    return _polars(pl.read_ndjson(folder / "data" / f"{table}.jsonl", schema=schema), kinds)


def jsonl_duckdb(folder: Path, table: str, kinds: Kinds) -> Rows:
    source = f"read_json(?, format = 'newline_delimited', columns = {_types(kinds)})"
    return _duckdb(source, folder / "data" / f"{table}.jsonl", kinds)


def sqlite_sqlite3(folder: Path, table: str, kinds: Kinds) -> Rows:
    with closing(sqlite3.connect(f"{file(folder, 'sqlite').as_uri()}?mode=ro", uri=True)) as connection:
        found = connection.execute(f'SELECT * FROM "{table}" ORDER BY rowid')
        assert [item[0] for item in found.description] == list(kinds)
        return _read(found, kinds, SQLITE)


@cache
def _workbook(path: Path) -> dict[str, Rows]:
    book = openpyxl.load_workbook(path)
    return {sheet.title: [tuple(cell.value for cell in row) for row in sheet.iter_rows()] for sheet in book}


def xlsx_openpyxl(folder: Path, table: str, kinds: Kinds) -> Rows:
    _, names, *rows = _workbook(file(folder, "xlsx"))[table]
    assert names == tuple(kinds)
    return _read(rows, kinds, SHEET)


@cache
def _sheets(path: Path) -> dict[str, pd.DataFrame]:
    return pd.read_excel(path, sheet_name=None, header=1, keep_default_na=False, na_values=[""], dtype=object)


def xlsx_pandas(folder: Path, table: str, kinds: Kinds) -> Rows:
    return _pandas(_sheets(file(folder, "xlsx"))[table], kinds, SHEET)


DOORS = {
    name: door
    for name, door in globals().items()
    if name.partition("_")[0] in ("csv", "parquet", "jsonl", "sqlite", "xlsx")
}
