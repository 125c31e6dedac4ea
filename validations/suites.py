"""Loads `suites/*.yaml`: what is expected of each table as part of the dataset, written by somebody who knows the plans."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from validations.results import ERROR, WARNING
from validations.schemas import SchemaError, columns

FOLDER = Path(__file__).parent / "suites"


@dataclass(frozen=True)
class Expected:
    """One expectation: what must hold in words, how grave it is, and the expectation class with its arguments."""

    table: str
    name: str
    check: str
    severity: str
    expectation: str
    arguments: dict[str, Any]
    where: tuple[str, Any] | None = None  # only the rows in which a column has this value

    @property
    def shows(self) -> tuple[str, ...]:
        """The columns that tell a reader what is wrong."""
        return tuple(str(self.arguments[key]) for key in ("column", "column_A", "column_B") if key in self.arguments)


@dataclass(frozen=True)
class Suite:
    """The expectations of a table, and how its row count may differ from the last release's (as shares of it, or None)."""

    table: str
    expectations: tuple[Expected, ...]
    least_share: float | None
    most_share: float | None
    watched: tuple[str, ...] = ()  # columns whose fill rate may not sink
    least_fill: float = 1.0  # the share of its last fill rate that such a column has to keep

    def counts(self, previous: int) -> list[Expected]:
        """The expectations that follow from the last release's row count."""
        expected = []
        for share, bound, severity in ((self.least_share, "min_value", ERROR), (self.most_share, "max_value", WARNING)):
            if share is None:
                continue
            least = bound == "min_value"
            rows = math.ceil(previous * share) if least else math.floor(previous * share)
            words = (
                f"at {'least' if least else 'most'} {share:.0%} of the rows of the last release ({rows} of {previous})"
            )
            name = "rows_kept" if least else "rows_not_many_more"
            expected.append(
                Expected(self.table, name, words, severity, "ExpectTableRowCountToBeBetween", {bound: rows})
            )
        return expected

    def fills(self, previous: Mapping[str, float]) -> list[Expected]:
        """The expectations that follow from the last release's fill rates, by `table.column`."""
        expected = []
        for column in self.watched:
            last = previous.get(f"{self.table}.{column}")
            if last:
                least = math.floor(last * self.least_fill * 100) / 100
                words = f"{column} is filled in at least {least:.0%} of the rows (in the last release {last:.0%})"
                arguments = {"column": column, "mostly": least}
                name = f"{column}_fill_kept"
                expected.append(Expected(self.table, name, words, ERROR, "ExpectColumnValuesToNotBeNull", arguments))
        return expected


@cache
def load() -> dict[str, Suite]:
    """All suites by table. Raises SchemaError, naming the file, where one is not understood."""
    return {suite.table: suite for suite in (_suite(path) for path in sorted(FOLDER.glob("*.yaml")))}


def _suite(path: Path) -> Suite:
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    table = path.stem
    columns(table)  # a suite without a table is a mistake
    unknown = set(document) - {"rows", "fill", "expectations"}
    if unknown:
        raise SchemaError(
            f"{path}: {', '.join(sorted(unknown))} is not understood; a suite has rows, fill and expectations."
        )
    rows = document.get("rows", {})
    expectations = []
    for item in document.get("expectations", []):
        if item.get("severity") not in (ERROR, WARNING):
            raise SchemaError(f"{path}: the severity of {item.get('id')} has to be {ERROR} or {WARNING}.")
        where = next(iter(item.get("where", {}).items()), None)
        expectations.append(
            Expected(table, item["id"], item["check"], item["severity"], item["expect"], dict(item["with"]), where)
        )
    fill = document.get("fill", {"columns": [], "least_share": 1.0})
    strange = set(fill["columns"]) - set(columns(table))
    if strange:
        raise SchemaError(f"{path}: {', '.join(sorted(strange))} is no column of {table}.")
    counts = (rows.get("least_share"), rows.get("most_share"))
    return Suite(table, tuple(expectations), *counts, tuple(fill["columns"]), fill["least_share"])
