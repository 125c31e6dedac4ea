"""How a table becomes a file of its own: CSV after RFC 4180, JSON Lines and Parquet, the same bytes for the same rows."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.releases.formats import cells
from validations import tables


def write_csv(path: Path, frame: pd.DataFrame, schema: cells.Schema) -> None:
    """Write a table as UTF-8 CSV with CRLF line ends; a null is an empty cell, a number carries no idle zeros."""
    kinds = cells.kinds(schema)
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\r\n")
        writer.writerow(kinds)
        writer.writerows(written_rows(frame, kinds))


def written_rows(frame: pd.DataFrame, kinds: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    """The cells of the named columns, in their order, as they are written in CSV; `kinds` gives each column's type."""
    writers = [_WRITERS[kind] for kind in kinds.values()]
    for row in cells.rows(frame, kinds):
        yield tuple("" if value is None else write(value) for write, value in zip(writers, row, strict=True))


def write_jsonl(path: Path, frame: pd.DataFrame, schema: cells.Schema) -> None:
    """Write a table as UTF-8 JSON Lines: an object a row, its keys in the order of the columns, a null where nothing is."""
    kinds = cells.kinds(schema)
    with path.open("w", encoding="utf-8", newline="") as handle:
        for row in cells.rows(frame, kinds):
            record = {name: _json_value(value) for name, value in zip(kinds, row, strict=True)}
            handle.write(json.dumps(record, ensure_ascii=False, allow_nan=False) + "\n")


def write_parquet(path: Path, frame: pd.DataFrame, arrow_schema: pa.Schema) -> None:
    """Write a table as Parquet in the types of its schema; raises ValueError when it does not read back the same."""
    table = pa.Table.from_pandas(frame, schema=arrow_schema, preserve_index=False)
    # pandas would note its own version in the file; the bytes must not depend on it.
    table = table.replace_schema_metadata(None)
    pq.write_table(table, path, compression="zstd", version="2.6", data_page_version="1.0", write_statistics=True)
    if not pq.read_table(path).equals(table):
        raise ValueError(f"{path}: what was written does not read back the same")


def released_tables(release: Path) -> dict[str, pd.DataFrame]:
    """The tables of a release's folder by name, with the columns of today's schemas; those that it did not know are not in it.

    Raises OSError or ValueError where the descriptor, or a table that it names, is not there or cannot be read.
    """
    package = json.loads((release / "datapackage.json").read_text(encoding="utf-8"))
    named = {item["name"] for item in package["resources"] if "schema" in item}
    return {
        name: pq.read_table(release / "data" / f"{name}.parquet").to_pandas().reindex(columns=tables.columns(name))
        for name in tables.table_names()
        if name in named
    }


_WRITERS: dict[str, Callable[[Any], str]] = {
    "string": str,
    "integer": str,
    "number": lambda value: repr(cells.shortest(value)),
    "boolean": lambda value: "true" if value else "false",
    "date": date.isoformat,
}


def _json_value(value: cells.Cell) -> str | int | float | bool | None:
    if isinstance(value, float):
        return cells.shortest(value)
    return value.isoformat() if isinstance(value, date) else value
