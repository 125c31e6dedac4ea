"""How a table becomes a file: CSV after RFC 4180 and Parquet, the same bytes for the same rows."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq


def write_csv(path: Path, frame: pd.DataFrame, schema: Mapping[str, Any]) -> None:
    """Write a table as UTF-8 CSV with CRLF line ends; a null is an empty cell, a number carries no idle zeros."""
    kinds = {item["name"]: item["type"] for item in schema["fields"]}
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\r\n")
        writer.writerow(kinds)
        writer.writerows(written_rows(frame, kinds))


def written_rows(frame: pd.DataFrame, kinds: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    """The cells of the named columns, in their order, as they are written in CSV; `kinds` gives each column's type."""
    return zip(*(_written(frame[name], kind) for name, kind in kinds.items()), strict=True)


def write_parquet(path: Path, frame: pd.DataFrame, arrow_schema: pa.Schema) -> None:
    """Write a table as Parquet in the types of its schema; raises ValueError when it does not read back the same."""
    table = pa.Table.from_pandas(frame, schema=arrow_schema, preserve_index=False)
    # pandas would note its own version in the file; the bytes must not depend on it.
    table = table.replace_schema_metadata(None)
    pq.write_table(table, path, compression="zstd", version="2.6", data_page_version="1.0", write_statistics=True)
    if not pq.read_table(path).equals(table):
        raise ValueError(f"{path}: what was written does not read back the same")


def read_tables(folder: Path) -> dict[str, pd.DataFrame]:
    """Every Parquet file of a folder, by table name."""
    return {path.stem: pq.read_table(path).to_pandas() for path in sorted(folder.glob("*.parquet"))}


def _number(value: Any) -> str:
    number = float(value)
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)


_WRITERS: dict[str, Callable[[Any], str]] = {
    "number": _number,
    "integer": lambda value: str(int(value)),
    "boolean": lambda value: "true" if value else "false",
    "date": lambda value: value if isinstance(value, str) else value.strftime("%Y-%m-%d"),
}


def _written(column: pd.Series[Any], kind: str) -> list[str]:
    write = _WRITERS.get(kind, str)
    empty = column.isna().tolist()
    return ["" if null else write(value) for value, null in zip(column.tolist(), empty, strict=True)]
