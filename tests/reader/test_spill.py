"""Rows that are sorted although they do not fit into memory."""

from __future__ import annotations

from pathlib import Path

from carbonpeak.extraction.spill import Sorted
from carbonpeak.plans.collection import read_collection
from carbonpeak.plans.comparison import comparable, compared, comparison_key

PLANS = Path(__file__).parents[2] / "plans"


def test_comparison_is_the_same_whether_it_fits_into_memory_or_not() -> None:
    collection = read_collection(PLANS, "shanghai").tables
    plans = {plan.plan_id: plan for plan in collection["plans"]}
    small = Sorted(comparison_key, limit=7)
    for plan in reversed(plans.values()):
        for target in collection["targets"]:
            if target.plan_id == plan.plan_id:
                small.add(comparable(plan, target))
    assert len(small._runs) > 2
    assert list(compared(small)) == collection["comparison"]


def test_rows_with_the_same_key_keep_their_order() -> None:
    for limit in (3, 1000):
        rows = Sorted(lambda row: row[0], limit)
        for number in range(20):
            rows.add([(number % 3, number)])
        assert list(rows) == sorted(((n % 3, n) for n in range(20)), key=lambda row: row[0])
