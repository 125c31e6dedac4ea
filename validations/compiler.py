"""Table Schema → pandera: one named check for each constraint of each column, with the verdicts that Frictionless gives.

Our own, because the import that pandera offers turns null booleans into False, fails nullable integers, takes impossible
dates for dates and anchors `a|b` wrongly. Rules across columns are not here but in `rules.py` and `links.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import pandas as pd
import pandera.pandas as pa

from validations.schemas import SchemaError, constraints_of, primary_key, schema, types
from validations.tables import DTYPES, UnfitError, convert, is_missing

Holds = Callable[["pd.Series[Any]"], "pd.Series[bool]"]

_NOUNS = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "date": "a date",
}


@dataclass(frozen=True)
class ColumnCheck:
    """One constraint of one column: its name, what must hold in words, and the function that tells it row by row."""

    column: str
    name: str
    check: str
    holds: Holds


def _fits(kind: str, value: Any) -> bool:
    try:
        convert(kind, value)
    except UnfitError:
        return False
    return True


def _typed(kind: str, series: pd.Series[Any]) -> pd.Series[Any]:
    """The series with its proper dtype; values that do not fit are null, for the check `type` reports them."""
    if series.dtype == DTYPES[kind]:
        return series
    values = [convert(kind, value) if _fits(kind, value) else pd.NA for value in series]
    return pd.Series(values, index=series.index, dtype=DTYPES[kind])


def typed_frame(table: str, frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with the proper dtypes throughout; values that do not fit are null."""
    return pd.DataFrame({name: _typed(kind, frame[name]) for name, kind in types(table).items()})


def _type(kind: str) -> Holds:
    def holds(series: pd.Series[Any]) -> pd.Series[bool]:
        if series.dtype == DTYPES[kind]:
            return pd.Series(True, index=series.index)
        fits = pd.Series([_fits(kind, value) for value in series], index=series.index, dtype=bool)
        # All values would fit, but the column was not made with the dtype of its type: that is a fault of every row.
        return fits if not fits.all() else ~fits

    return holds


def _required(series: pd.Series[Any]) -> pd.Series[bool]:
    return pd.Series([not is_missing(value) for value in series], index=series.index, dtype=bool)


def _unique(kind: str) -> Holds:
    def holds(series: pd.Series[Any]) -> pd.Series[bool]:
        typed = _typed(kind, series)
        return (typed.isna() | ~typed.duplicated()).astype(bool)

    return holds


def _each(kind: str, test: Callable[[Any], bool]) -> Holds:
    """A test of every value that is not null and fits the type."""

    def holds(series: pd.Series[Any]) -> pd.Series[bool]:
        values = _typed(kind, series)
        return pd.Series(
            [value is pd.NA or test(value) for value in values.astype(object)], index=series.index, dtype=bool
        )

    return holds


def _constraint(kind: str, name: str, limit: Any) -> tuple[str, Holds] | None:
    """The words and the function of one constraint; None where it asks for nothing."""
    if name == "required":
        return ("is present", _required) if limit else None
    if name == "unique":
        return ("occurs once", _unique(kind)) if limit else None
    if name == "pattern" and kind == "string":
        pattern = re.compile(limit)
        return f"has the form {limit}", _each(kind, lambda value: pattern.fullmatch(value) is not None)
    if name == "enum":
        allowed = frozenset(convert(kind, value) for value in limit)
        return f"is one of {', '.join(map(str, limit))}", _each(kind, lambda value: value in allowed)
    if name in ("minimum", "maximum") and kind in ("integer", "number", "date"):
        bound = convert(kind, limit)
        if name == "minimum":
            return f"is at least {limit}", _each(kind, lambda value: value >= bound)
        return f"is at most {limit}", _each(kind, lambda value: value <= bound)
    raise SchemaError(f"the constraint {name} is not known for the type {kind}; add it to validations/compiler.py")


@cache
def column_checks(table: str) -> tuple[ColumnCheck, ...]:
    """The checks of all columns of a table, in the order of its schema. Raises SchemaError for an unknown constraint."""
    checks = []
    for field in schema(table)["fields"]:
        column, kind = field["name"], field["type"]
        checks.append(ColumnCheck(column, "type", f"{column} is {_NOUNS[kind]}", _type(kind)))
        for name, limit in constraints_of(field).items():
            found = _constraint(kind, name, limit)
            if found:
                checks.append(ColumnCheck(column, name, f"{column} {found[0]}", found[1]))
    return tuple(checks)


def key_is_unique(table: str) -> Callable[[pd.DataFrame], pd.Series[bool]]:
    """The primary key as a check of the whole frame: no two rows share it, and it is not null altogether."""
    keys = primary_key(table)

    def holds(frame: pd.DataFrame) -> pd.Series[bool]:
        return ~(frame[keys].duplicated() | frame[keys].isna().all(axis=1))

    return holds


def compile_schema(table: str, rules: list[pa.Check]) -> pa.DataFrameSchema:
    """The pandera schema of a table: its column checks, its primary key and the given checks of the whole frame."""
    by_column: dict[str, list[pa.Check]] = {field["name"]: [] for field in schema(table)["fields"]}
    for item in column_checks(table):
        by_column[item.column].append(pa.Check(item.holds, name=item.name, ignore_na=False))
    return pa.DataFrameSchema(
        # `nullable` and `dtype` are left open: the checks `required` and `type` say the same, row by row.
        {name: pa.Column(None, checks=checks, nullable=True) for name, checks in by_column.items()},
        checks=[pa.Check(key_is_unique(table), name="primary_key", ignore_na=False), *rules],
        strict=True,
        ordered=True,
    )
