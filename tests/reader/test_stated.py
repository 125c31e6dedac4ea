"""What a person states of a plan: days of the calendar and columns that can be stated."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbonpeak.plans.stated import is_date, wrong


@given(st.dates())
def test_every_day_is_one(day: date) -> None:
    assert is_date(day.isoformat())


@given(st.integers(1, 9999), st.integers(0, 13), st.integers(0, 32))
def test_nothing_else_is_one(year: int, month: int, day: int) -> None:
    first = date(year, month, 1) if 1 <= month <= 12 else None
    real = first is not None and day >= 1 and (first + timedelta(day - 1)).month == month if year < 9999 else None
    if real is not None:
        assert is_date(f"{year:04d}-{month:02d}-{day:02d}") == real


@pytest.mark.parametrize("written", ["", "2022-1-1", "20220101", "2022/01/01", "2022年1月1日", "2022-01-01T00:00"])
def test_days_are_written_in_one_way(written: str) -> None:
    assert not is_date(written)
    assert "not a day" in str(wrong("issued_on", written))


def test_what_can_be_stated() -> None:
    assert wrong("issuer", "甲市人民政府") is None
    assert "cannot be stated" in str(wrong("district_zh", "甲市"))
