"""The four plans against the tables that people coded by hand: nothing missed, nothing added, every scored field right."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import own_plans
import pytest

GOLD = Path(__file__).parents[1] / "data" / "gold"
PLANS = Path(__file__).parents[2] / "plans"
SCORED = ("comparator", "measure", "baseline_year", "period_start", "period_end", "modality")
CODED = sorted(folder.name for folder in GOLD.iterdir() if folder.is_dir())


def squeeze(text: Any) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", str(text if text is not None else "")))


def value(text: Any) -> float | None:
    return float(text) if text not in (None, "") else None


def gold(plan: str, table: str) -> list[dict[str, str]]:
    with (GOLD / plan / f"{table}.csv").open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle))


@pytest.fixture(scope="module")
def tables() -> dict[str, list[Any]]:
    return own_plans.read().tables


def scored(row: dict[str, Any]) -> tuple[Any, ...]:
    """What of a target has to agree, besides the quote; None and an empty cell are the same."""
    fields = (squeeze(row[name]) for name in SCORED)
    return squeeze(row["path"]), value(row["value"]), value(row["value_max"]), squeeze(row["unit"]), *fields


@pytest.mark.parametrize("plan", CODED)
def test_every_target_and_no_other(tables: dict[str, list[Any]], plan: str) -> None:
    found = [row._asdict() for row in tables["targets"] if row.plan_id == plan]
    coded = gold(plan, "targets")
    assert Counter(map(scored, found)) == Counter(map(scored, coded))


@pytest.mark.parametrize("plan", CODED)
def test_quotes_meet(tables: dict[str, list[Any]], plan: str) -> None:
    found = [(scored(row._asdict()), squeeze(row.quote)) for row in tables["targets"] if row.plan_id == plan]
    for row in gold(plan, "targets"):
        quote = squeeze(row["quote"])
        same = [other for key, other in found if key == scored(row)]
        assert any(quote in other or other in quote or quote[-8:] in other or quote[:8] in other for other in same), (
            quote,
            same,
        )


@pytest.mark.parametrize("plan", CODED)
def test_indicator_ids(tables: dict[str, list[Any]], plan: str) -> None:
    """95 in a hundred rows carry the indicator that the coder gave them, or none where he gave none."""
    found = Counter(
        (*scored(row._asdict()), row.indicator_id or "") for row in tables["targets"] if row.plan_id == plan
    )
    coded = Counter((*scored(row), row["indicator_id"]) for row in gold(plan, "targets"))
    assert (found & coded).total() >= 0.95 * coded.total(), (coded - found, found - coded)


@pytest.mark.parametrize("plan", CODED)
def test_responsibilities(tables: dict[str, list[Any]], plan: str) -> None:
    found = {
        (squeeze(row.task_id.partition("/")[2]), row.position, squeeze(row.name_written), str(row.is_group).lower())
        for row in tables["responsibilities"]
        if row.task_id.startswith(f"{plan}/")
    }
    coded = {
        (squeeze(row["path"]), int(row["position"]), squeeze(row["name_written"]), row["is_group"].lower())
        for row in gold(plan, "responsibilities")
    }
    assert found == coded


@pytest.mark.parametrize("plan", CODED)
def test_tasks(tables: dict[str, list[Any]], plan: str) -> None:
    found = {
        (row.path, squeeze(row.title).strip("。"), squeeze(row.action_title), row.origin)
        for row in tables["tasks"]
        if row.plan_id == plan
    }
    coded = {
        (row["path"], squeeze(row["title"]).strip("。"), squeeze(row["action_title"]), row["origin"])
        for row in gold(plan, "tasks")
    }
    assert found == coded


def test_both_renditions_of_one_plan_give_the_same_rows() -> None:
    from test_properties import records

    assert (
        records((PLANS / "yangpu-2022.pdf.txt").read_text(encoding="utf-8"))["targets"]
        == records((PLANS / "yangpu-2022.web.txt").read_text(encoding="utf-8"))["targets"]
    )
