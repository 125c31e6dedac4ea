"""CSV written column by column is what the csv module reads and writes."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

from carbonpeak.extraction.csvtext import csv_text
from carbonpeak.records import Responsibility, Section, Target

AWKWARD = ['a "quoted" word', "a,b", "two\nlines", "\r", "", "产能（万千瓦）", "'"]


def target(value: float | None, scope: str | None) -> Target:
    return Target(
        "id", "plan", "1", None, None, None, "名", scope, "share", None, "ge", value, None, "%", value, None, "%",
        None, None, "none", "到2025年", None, 2025, "plain", None, None, "引文", 0, 9,
    )  # fmt: skip


def cell(value: Any) -> Any:
    if isinstance(value, bool):
        return str(value).lower()
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 1e15 else value


def by_module(rows: Sequence[Sequence[Any]]) -> str:
    written = io.StringIO(newline="")
    csv.writer(written).writerows([cell(value) for value in row] for row in rows)
    return written.getvalue()


def test_awkward_cells_read_back() -> None:
    rows = [Section(word, "plan", "1", None, 1, None, word, "task", word * 2, 0, 1) for word in AWKWARD]
    read = list(csv.reader(io.StringIO(csv_text("sections", rows), newline="")))
    assert [(row[0], row[6], row[8]) for row in read] == [(word, word, word * 2) for word in AWKWARD]


def test_the_bytes_are_those_of_the_csv_module() -> None:
    values = (None, 0.0, 13.5, 1600.0, 1e15, 1e-7, -2.0)
    targets = [target(value, scope) for value in values for scope in (None, "a,b", '"')]
    bodies = [Responsibility("task", 1, name, "lead", None, group, 0, 5) for name in AWKWARD for group in (True, False)]
    assert csv_text("targets", targets) == by_module(targets)
    assert csv_text("responsibilities", bodies) == by_module(bodies)


def test_a_table_without_rows_is_no_text() -> None:
    assert csv_text("targets", []) == ""
