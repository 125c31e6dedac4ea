"""The compiled pandera checks and Frictionless give the same verdict on the same rows."""

from __future__ import annotations

import math
from datetime import date, datetime
from typing import Any

import pytest
from frictionless import Resource, Schema
from hypothesis import given, settings
from hypothesis import strategies as st

from validations import compiler, schemas
from validations.tables import DTYPES, UnfitError, convert

SCHEMA: dict[str, Any] = {
    "primaryKey": ["key"],
    "fields": [
        {"name": "key", "type": "string", "constraints": {"required": True, "unique": True}},
        {"name": "text", "type": "string", "constraints": {"pattern": "ab|cd"}},
        {"name": "word", "type": "string", "constraints": {"enum": ["le", "ge"]}},
        {"name": "count", "type": "integer", "constraints": {"minimum": 1, "maximum": 9}},
        {"name": "year", "type": "integer", "constraints": {"required": True, "minimum": 1949, "maximum": 2100}},
        {"name": "value", "type": "number", "constraints": {"minimum": 0}},
        {"name": "flag", "type": "boolean"},
        {"name": "must", "type": "boolean", "constraints": {"required": True}},
        {"name": "day", "type": "date", "constraints": {"minimum": "2020-01-01"}},
    ],
}
GOOD = {
    "key": "k",
    "text": "ab",
    "word": "le",
    "count": 1,
    "year": 2025,
    "value": 0.5,
    "flag": None,
    "must": True,
    "day": "2022-12-30",
}

CASES: list[tuple[str, Any]] = [
    *(("text", value) for value in ("ab", "cd", "abx", "xcd", "abcd", "a", "", None, 5, "AB", " ab", "甲")),
    *(("word", value) for value in ("le", "ge", "lt", "", None, "LE", "le ", 1)),
    *(("count", value) for value in (1, 9, 0, 10, -1, 1.0, 1.5, "1", "x", "", None, True, "1.0", "٣", " 2 ")),
    *(("year", value) for value in (2025, 1949, 2100, 1948, 2101, None, "", "2025", "25", "二〇二五")),
    *(("value", value) for value in (0, 0.0, -0.1, 1e9, "1e3", "1,000", "50%", "", None, "x", True, " 2.5 ")),
    *(("flag", value) for value in (True, False, None, "", "true", "false", "TRUE", "1", "0", "yes", "maybe", 1, 0, 2)),
    *(("must", value) for value in (True, False, None, "", "False", "no")),
    *(
        ("day", value)
        for value in ("2022-12-30", "2021-02-30", "2021-02-29", "2024-02-29", "2021-13-01", "20221230", "2022/12/30")
    ),
    *(
        ("day", value)
        for value in ("2022-1-3", "", None, "x", date(2022, 1, 3), date(2019, 12, 31), datetime(2022, 1, 3, 4), 2022)
    ),
    ("key", None),
    ("key", ""),
]


@pytest.fixture(autouse=True, scope="module")
def sample_schema() -> Any:
    """Puts the schema above among the tables under the name `sample`."""
    fields = [
        {"values": {}, "title": {"zh": "甲", "en": "a"}, "description": {"zh": "甲", "en": "a"}, **field}
        for field in SCHEMA["fields"]
    ]
    text = {"zh": "甲", "en": "a"}
    schemas.load()["sample"] = {**SCHEMA, "name": "sample", "title": text, "description": text, "fields": fields}
    yield
    del schemas.load()["sample"]
    compiler.column_checks.cache_clear()


def by_pandera(rows: list[dict[str, Any]]) -> list[bool]:
    """Row by row, whether the compiled checks let it pass."""
    import pandas as pd

    from validations.tables import frame

    made: pd.DataFrame = frame("sample", [list(row.values()) for row in rows])
    holds = compiler.key_is_unique("sample")(made)
    for item in compiler.column_checks("sample"):
        holds &= item.holds(made[item.column])
    return [bool(value) for value in holds]


def by_frictionless(rows: list[dict[str, Any]]) -> list[bool]:
    """The same by Frictionless, on the rendered descriptor."""
    data = [list(GOOD), *(list(row.values()) for row in rows)]
    report = Resource(data=data, schema=Schema.from_descriptor(schemas.descriptor("sample"))).validate()
    bad = {error.row_number for task in report.tasks for error in task.errors if hasattr(error, "row_number")}
    assert report.valid == (not bad)
    return [number + 2 not in bad for number in range(len(rows))]


@pytest.mark.parametrize(("column", "value"), CASES)
def test_one_value(column: str, value: Any) -> None:
    rows = [{**GOOD, column: value}]
    assert by_pandera(rows) == by_frictionless(rows)


def test_both_verdicts_occur() -> None:
    verdicts = {(column, by_pandera([{**GOOD, column: value}])[0]) for column, value in CASES}
    assert verdicts >= {(column, verdict) for column in GOOD if column != "key" for verdict in (True, False)}


def test_doubled_keys() -> None:
    rows = [GOOD, {**GOOD, "key": "l"}, GOOD, GOOD]
    assert by_pandera(rows) == by_frictionless(rows) == [True, True, False, False]


@settings(max_examples=60)
@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "key": st.sampled_from(["a", "b", "c", "d", None]),
                "text": st.sampled_from(["ab", "cd", "abcd", "", None]) | st.text("abcd", max_size=3),
                "word": st.sampled_from(["le", "ge", "x", None]),
                "count": st.integers(-2, 12) | st.none() | st.floats(0, 3, width=16),
                "year": st.integers(1940, 2110) | st.none() | st.text("0123456789", max_size=4),
                "value": st.floats(-1, 1e6, allow_nan=False) | st.none(),
                "flag": st.booleans() | st.none() | st.sampled_from(["true", "0", "nein"]),
                "must": st.booleans() | st.none(),
                "day": st.dates(date(2019, 1, 1), date(2026, 1, 1)).map(str)
                | st.sampled_from(["2021-02-30", "", None]),
            }
        ),
        min_size=1,
        max_size=6,
    )
)
def test_any_rows(rows: list[dict[str, Any]]) -> None:
    assert by_pandera(rows) == by_frictionless(rows)


@pytest.mark.parametrize("value", [math.nan, math.inf, "nan", "inf"])
def test_not_a_number_fails_though_frictionless_lets_it_pass(value: Any) -> None:
    """On purpose: what is not a number would reach Parquet as a value and CSV as a word."""
    with pytest.raises(UnfitError):
        convert("number", value)
    assert by_pandera([{**GOOD, "value": value}]) == [False]


def test_whatever_converts_has_the_dtype() -> None:
    import pandas as pd

    for kind, dtype in DTYPES.items():
        value = {"string": "x", "integer": 1, "number": 1.5, "boolean": False, "date": date(2022, 1, 1)}[kind]
        assert pd.Series([convert(kind, value), pd.NA], dtype=dtype)[0] == value


def test_a_line_feed_at_the_end_fails_though_frictionless_lets_it_pass() -> None:
    """On purpose: `$` matches before a last line feed; an identifier with one would find no partner."""
    rows = [{**GOOD, "text": "ab\n"}]
    assert by_pandera(rows) == [False] and by_frictionless(rows) == [True]
