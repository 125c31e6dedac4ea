"""Plan × codebook: what a plan says of every indicator, the strongest first, and its silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from carbonpeak.plans.collection import read_collection
from carbonpeak.plans.coverage import STATES, coverage
from carbonpeak.records import Coverage, Target
from carbonpeak.targets.indicators import codebook
from validations import schemas

PLANS = Path(__file__).parents[2] / "plans"
ENTRY = "pv_capacity_added"


def target(name: str, measure: str, indicator_id: str | None = ENTRY, repeats: str | None = None) -> Target:
    value = None if measure in ("milestone", "assigned") else 5.0
    own = {"target_id": name, "measure": measure, "indicator_id": indicator_id, "value": value, "repeats": repeats}
    return Target(**{field: own.get(field) for field in Target._fields})


def row(*targets: Target) -> Coverage:
    return next(one for one in coverage("p", targets) if one.indicator_id == ENTRY)


@pytest.mark.parametrize(
    ("measure", "state"),
    [
        ("increment", "stated"),
        ("relative_change", "stated"),
        ("milestone", "stated_without_number"),
        ("assigned", "assigned_by_city"),
    ],
)
def test_one_target(measure: str, state: str) -> None:
    assert row(target("a", measure)) == ("p", ENTRY, state, "a", None)


def test_the_strongest_state_counts_and_its_first_target_shows_it() -> None:
    given = [
        target("a", "assigned"), target("b", "milestone"), target("c", "share", repeats="d"),
        target("d", "share"), target("e", "level"), target("f", "milestone"),
    ]  # fmt: skip
    assert row(*given) == ("p", ENTRY, "stated", "d", "e c b f a")
    assert row(*given[:2]) == ("p", ENTRY, "stated_without_number", "b", "a")


def test_a_plan_that_says_nothing_is_silent_about_the_whole_codebook() -> None:
    found = coverage("p", [target("a", "share", indicator_id=None)])
    assert [one.indicator_id for one in found] == sorted(codebook())
    assert {one[2:] for one in found} == {("silent", None, None)}


def test_the_states_are_those_of_the_schema_in_its_order() -> None:
    assert schemas.values("coverage", "state") == list(STATES)


def test_every_plan_of_the_collection_has_every_entry_and_every_target_its_place() -> None:
    tables = read_collection(PLANS, "shanghai").tables
    found = tables["coverage"]
    pairs = [(one.plan_id, one.indicator_id) for one in found]
    assert pairs == sorted(pairs) == [(plan.plan_id, entry) for plan in tables["plans"] for entry in sorted(codebook())]
    named = [one for row in found for one in [row.target_id, *(row.other_target_ids or "").split()] if one]
    assert sorted(named) == sorted(one.target_id for one in tables["targets"] if one.indicator_id)
    assert {one.state for one in found} == set(STATES)
