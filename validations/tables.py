"""The tables as pandas frames and Arrow schemas, both derived from the Table Schemas.

A value is converted when it fits its column's type. One that does not stays as it is, in a column of dtype `object`, so
that the gate can name the row; nothing is guessed and nothing is lost.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pandas as pd
import pyarrow as pa

from validations.schemas import MISSING_VALUES, columns, descriptor, table_names, types

__all__ = [
    "DTYPES",
    "UnfitError",
    "arrow_schema",
    "columns",
    "convert",
    "descriptor",
    "frame",
    "is_missing",
    "table_names",
    "types",
]

_ARROW: dict[str, pa.DataType] = {
    "string": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
}

# All of them nullable with pd.NA as the one missing value.
DTYPES: dict[str, Any] = {
    "string": pd.StringDtype("pyarrow", na_value=pd.NA),
    "integer": pd.Int64Dtype(),
    "number": pd.Float64Dtype(),
    "boolean": pd.BooleanDtype(),
    "date": pd.ArrowDtype(pa.date32()),
}

_TRUE = frozenset(("true", "True", "TRUE", "1"))
_FALSE = frozenset(("false", "False", "FALSE", "0"))
_INT64 = 2**63


class UnfitError(ValueError):
    """A value does not fit the type of its column."""


def _string(value: Any) -> str:
    if isinstance(value, str):
        return value
    raise UnfitError


def _integer(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        raise UnfitError
    if isinstance(value, float | Decimal) and (not math.isfinite(value) or value % 1):
        raise UnfitError
    try:
        number = int(value)
    except ValueError:
        raise UnfitError from None
    if not -_INT64 <= number < _INT64:
        raise UnfitError
    return number


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        raise UnfitError
    try:
        number = float(value)
    except (ValueError, OverflowError):
        raise UnfitError from None
    if not math.isfinite(number):
        raise UnfitError
    return number


def _boolean(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value in _TRUE | _FALSE:
        return value in _TRUE
    raise UnfitError


def _date(value: Any) -> date:
    if isinstance(value, datetime):
        if value.time() != datetime.min.time():
            raise UnfitError
        return value.date()
    if isinstance(value, date):
        return value
    if not isinstance(value, str):
        raise UnfitError
    try:
        return datetime.strptime(value, "%Y-%m-%d").date()
    except ValueError:
        raise UnfitError from None


_CONVERTERS: dict[str, Callable[[Any], Any]] = {
    "string": _string,
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
    "date": _date,
}


def is_missing(value: Any) -> bool:
    """Whether a value is null: None, pd.NA, pd.NaT, or a missing value of CSV. NaN is not: it is a number gone wrong."""
    return value is None or value is pd.NA or value is pd.NaT or (isinstance(value, str) and value in MISSING_VALUES)


def convert(kind: str, value: Any) -> Any:
    """A value, or the text of a CSV cell, as the Python value of a Table Schema type; null as pd.NA. Raises UnfitError."""
    return pd.NA if is_missing(value) else _CONVERTERS[kind](value)


def _column(kind: str, values: Sequence[Any]) -> pd.Series[Any]:
    """The values as a Series of the type's dtype, or of dtype `object` when one of them does not fit."""
    converted: list[Any] = []
    fits = True
    read = _CONVERTERS[kind]
    for value in values:
        if is_missing(value):
            converted.append(pd.NA)
            continue
        try:
            converted.append(read(value))
        except UnfitError:
            converted.append(value)
            fits = False
    return pd.Series(converted, dtype=DTYPES[kind] if fits else object)


def frame(table: str, records: Iterable[Sequence[Any]]) -> pd.DataFrame:
    """The records of a table as a DataFrame with nullable dtypes and a fresh index.

    Each record is one row in the published column order; its values are Python values or the cells of a CSV file.
    Raises ValueError when a record has another number of values than the table has columns.
    """
    rows = list(records)
    fields = types(table)
    for row in rows:
        if len(row) != len(fields):
            raise ValueError(
                f"{table}: a record has {len(row)} values, the table has {len(fields)} columns: {tuple(row)!r}"
            )
    parts: Iterable[Sequence[Any]] = zip(*rows, strict=True) if rows else [()] * len(fields)
    return pd.DataFrame({name: _column(kind, part) for (name, kind), part in zip(fields.items(), parts, strict=True)})


def arrow_schema(table: str) -> pa.Schema:
    """The Arrow schema of a table, for Parquet; required columns are not nullable."""
    fields = descriptor(table)["fields"]
    return pa.schema(
        [
            pa.field(
                item["name"], _ARROW[item["type"]], nullable=not item.get("constraints", {}).get("required", False)
            )
            for item in fields
        ]
    )
