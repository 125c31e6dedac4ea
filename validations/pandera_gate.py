"""The first gate: each table by its schema, its rules across columns, its foreign keys and the texts it was read from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pandera.pandas as pa

from validations.compiler import column_checks, compile_schema, typed_frame
from validations.context import Context
from validations.links import rules_of
from validations.results import ERROR, SAMPLE_SIZE, CheckResult, FailingRow
from validations.rules import Rule
from validations.schemas import columns, primary_key, schema

__all__ = ["Context", "check"]

ENGINE = "pandera"
_SHOWN = 120  # characters of a value or a quote in a sample


def check(table: str, frame: pd.DataFrame, context: Context | None = None) -> list[CheckResult]:
    """All checks of one table, passed or not, in a stable order.

    Without a context only what the table itself tells is checked: no foreign keys, no texts. With one, a table or text
    that a check needs and does not get fails that check. A frame with wrong columns fails at once and is not looked into.
    """
    expected = columns(table)
    if list(frame.columns) != expected:
        return [_columns_result(table, list(frame.columns), expected)]
    frame = frame.reset_index(drop=True)
    rules = rules_of(table, linked=context is not None)
    failed, notes = _validate(table, frame, rules, context or Context())

    specs: list[tuple[str, str, str, tuple[str, ...]]] = [
        *((f"{item.column}.{item.name}", item.check, ERROR, (item.column,)) for item in column_checks(table)),
        ("primary_key", f"{', '.join(primary_key(table))} identifies a row", ERROR, tuple(primary_key(table))),
        *((item.name, item.check, item.severity, item.shows) for item in rules),
    ]
    results = [_columns_result(table, expected, expected)]
    for name, words, severity, shows in specs:
        rows = failed.get(name, [])
        results.append(
            CheckResult(
                check_id=f"{ENGINE}.{table}.{name}",
                table=table,
                engine=ENGINE,
                check=words,
                severity=severity,
                passed=name not in failed,
                failed_rows=len(rows),
                samples=tuple(failing_row(table, frame, row, shows) for row in rows[:SAMPLE_SIZE]),
                note=notes.get(name, ""),
            )
        )
    return results


def _validate(
    table: str, frame: pd.DataFrame, rules: list[Rule], context: Context
) -> tuple[dict[str, list[int]], dict[str, str]]:
    """The failing rows by the name of the check, and for checks that could not be evaluated the reason."""
    # Rules see a value that does not fit its type as null: the check of its type reports it already.
    typed = typed_frame(table, frame)
    checks = [pa.Check(_bound(item, typed, context), name=item.name, ignore_na=False) for item in rules]
    compiled = compile_schema(table, checks)
    failed: dict[str, list[int]] = {}
    notes: dict[str, str] = {}
    try:
        compiled.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as errors:
        for error in errors.schema_errors:
            column = error.column_name
            name = f"{column}.{error.check.name}" if column else error.check.name
            if error.reason_code is pa.errors.SchemaErrorReason.CHECK_ERROR:
                failed[name] = []
                notes[name] = f"could not be evaluated: {str(error.failure_cases).partition('Traceback')[0]}"
            else:
                failed[name] = sorted({int(index) for index in error.failure_cases["index"]})
    return failed, notes


def _bound(rule: Rule, typed: pd.DataFrame, context: Context) -> Callable[[pd.DataFrame], pd.Series[bool]]:
    return lambda _: rule.holds(typed, context).astype(bool)


def _columns_result(table: str, found: list[str], expected: list[str]) -> CheckResult:
    return CheckResult(
        check_id=f"{ENGINE}.{table}.columns",
        table=table,
        engine=ENGINE,
        check="the columns are those of the schema, in its order",
        severity=ERROR,
        passed=found == expected,
        note="" if found == expected else f"found {', '.join(map(str, found))}; expected {', '.join(expected)}",
    )


def failing_row(table: str, frame: pd.DataFrame, row: int, shows: tuple[str, ...]) -> FailingRow:
    """Row number `row` of a frame for a report: its key, its plan, the columns that tell what is wrong, its words."""
    record: dict[str, Any] = {name: frame[name].iat[row] for name in frame.columns}
    values = [_shown(record[name]) for name in shows]
    value = (
        values[0] if len(shows) == 1 else ", ".join(f"{name} {text}" for name, text in zip(shows, values, strict=True))
    )
    plan = record.get("plan_id", pd.NA)
    if plan is pd.NA and isinstance(record.get("task_id"), str):
        plan = record["task_id"].split("/")[0]
    words = record.get(schema(table)["evidence"], pd.NA)
    return FailingRow(
        key="#".join(_shown(record[name]) for name in primary_key(table)),
        plan_id=None if plan is pd.NA else str(plan),
        value=value if shows else None,
        quote=None if words is pd.NA else _shown(words),
    )


def _shown(value: Any) -> str:
    if value is pd.NA or value is None:
        return "null"
    text = str(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
