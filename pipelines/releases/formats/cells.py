"""The cells of a table as plain Python values: what every format but Parquet is written from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

import pandas as pd

Cell = str | int | float | bool | date | None
Schema = Mapping[str, Any]  # the Table Schema of one table, as plain data

_PLAIN: dict[str, Callable[[Any], Cell]] = {
    "string": str,
    "integer": int,
    "number": float,
    "boolean": bool,
    "date": lambda value: value if isinstance(value, date) else date.fromisoformat(value),
}


def kinds(schema: Schema) -> dict[str, str]:
    """The type of each column, in order."""
    return {item["name"]: item["type"] for item in schema["fields"]}


def rows(frame: pd.DataFrame, kinds: Mapping[str, str]) -> Iterator[tuple[Cell, ...]]:
    """The rows of the named columns, in their order; a null is None. `kinds` gives each column's type."""
    return zip(*(_column(frame[name], kind) for name, kind in kinds.items()), strict=True)


def shortest(value: float) -> int | float:
    """A number without idle zeros: a whole one as an integer, as long as a double holds all its digits."""
    return int(value) if value.is_integer() and abs(value) < 1e15 else value


def _column(column: pd.Series[Any], kind: str) -> list[Cell]:
    plain = _PLAIN[kind]
    empty = column.isna().tolist()
    return [None if null else plain(value) for value, null in zip(column.tolist(), empty, strict=True)]
