"""Frames and Arrow schemas: nullable types, real dates, no NaN, and values that do not fit left for the gate."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tiny_dataset import frames_of, records

from validations.tables import DTYPES, UnfitError, arrow_schema, convert, frame, table_names, types


@pytest.mark.parametrize("table", table_names())
def test_every_column_has_the_dtype_of_its_type(table: str) -> None:
    for made in (frame(table, []), frame(table, records().get(table, []))):
        assert {name: made[name].dtype for name in made} == {name: DTYPES[kind] for name, kind in types(table).items()}


def test_nulls_are_na_in_every_type() -> None:
    made = frame("targets", [[None] * len(types("targets")), [""] * len(types("targets"))])
    assert made.isna().all(axis=None)
    assert all(value is pd.NA for value in made.astype(object).to_numpy().ravel())


def test_an_empty_path_is_null() -> None:
    made = frame("unread", [("u", "p", "", "1个", "至少1个", "", 0, 2)])
    assert made["path"].isna().all() and made["reason"].isna().all()


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("integer", 3, 3),
        ("integer", "3", 3),
        ("integer", 3.0, 3),
        ("number", "2.2", 2.2),
        ("number", 2, 2.0),
        ("boolean", "false", False),
        ("boolean", True, True),
        ("date", "2022-12-30", date(2022, 12, 30)),
        ("date", datetime(2022, 12, 30), date(2022, 12, 30)),
        ("string", "0", "0"),
    ],
)
def test_a_value_that_fits_is_converted(kind: str, value: Any, expected: Any) -> None:
    converted = convert(kind, value)
    assert converted == expected and type(converted) is type(expected)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("integer", 3.5),
        ("integer", True),
        ("integer", "三"),
        ("integer", 2**63),
        ("number", float("nan")),
        ("number", float("inf")),
        ("number", "2,2"),
        ("boolean", 1),
        ("boolean", "no"),
        ("date", "2021-02-30"),
        ("date", datetime(2022, 12, 30, 8)),
        ("date", 20221230),
        ("string", 5),
    ],
)
def test_a_value_that_does_not_fit_is_refused(kind: str, value: Any) -> None:
    with pytest.raises(UnfitError):
        convert(kind, value)


def test_a_misfit_stays_as_it_is() -> None:
    made = frame("organization_names", [("o1", "区发改委", 3), ("o2", "各镇", "many")])
    assert made["occurrences"].dtype == object
    assert list(made["occurrences"]) == [3, "many"]


def test_a_record_of_the_wrong_length_is_refused() -> None:
    with pytest.raises(ValueError, match="organization_names: a record has 2 values, the table has 3 columns"):
        frame("organization_names", [("o1", "区发改委")])


def test_frames_survive_parquet(tmp_path: Path) -> None:
    for table, made in frames_of(records()).items():
        schema = arrow_schema(table)
        path = tmp_path / f"{table}.parquet"
        pq.write_table(pa.Table.from_pandas(made, schema=schema, preserve_index=False, safe=True), path)
        back = pq.read_table(path)
        assert back.schema.equals(schema)
        assert [tuple(row.values()) for row in back.to_pylist()] == [
            tuple(None if value is pd.NA else value for value in row)
            for row in made.astype(object).itertuples(index=False)
        ]


def test_a_missing_required_value_does_not_reach_parquet() -> None:
    with pytest.raises(ValueError, match="non-nullable"):
        pa.Table.from_pandas(frame("organization_names", [(None, "x", 1)]), schema=arrow_schema("organization_names"))
