"""District beside district: which target a row shows, and why a value does not compare with the others."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

import own_plans
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carbonpeak.plans.comparison import comparison, comparison_key
from carbonpeak.records import Comparison, Plan, Target

PLANS = Path(__file__).parents[2] / "plans"
DISTRICTS = ("甲区", "乙区", "丙区", "丁区")
OF_TWO_DISTRICTS = (("310101", "甲区"), ("310101", "甲区"), ("310104", "乙区"))
USUAL = {
    "indicator_id": "pv_capacity_added", "indicator": "新增光伏装机容量", "measure": "increment", "comparator": "eq", "value": 2.0,
    "unit": "万千瓦", "value_si": 20.0, "unit_si": "MW", "period_end": 2025, "baseline_kind": "none", "modality": "plain",
}  # fmt: skip
BARE = {"comparator": None, "value": None, "unit": None, "value_si": None, "unit_si": None}


def target(plan: int, number: int = 1, **values: object) -> Target:
    own = {"target_id": f"{plan}t{number}", "plan_id": str(plan), **USUAL, **values}
    return Target(**{name: own.get(name) for name in Target._fields})


def rows(*targets: Target) -> list[Comparison]:
    plans = [Plan(str(n), None, name, *[None] * 8) for n, name in enumerate(DISTRICTS)]
    return comparison(plans, targets)


def reasons(*forms: dict[str, object]) -> list[str | None]:
    """The reasons of one row a plan, from one target a plan."""
    return [row.not_comparable for row in rows(*(target(n, **form) for n, form in enumerate(forms)))]


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({}, None),
        ({"value": 9.0, "comparator": "ge", "modality": "strive"}, None),
        ({"scope": "新城"}, "other_scope"),
        ({"baseline_year": 2020}, "other_base"),
        ({"period_start": 2021}, "other_period"),
        ({"unit": "平方米", "unit_si": "m2"}, "other_unit"),
        ({"unit": "堆", "unit_si": None}, "other_unit"),
        ({"unit": "千瓦", "value_si": 0.002}, None),
        ({"measure": "level"}, "other_measure"),
        ({"measure": "milestone", **BARE}, "other_measure"),
        ({"measure": "assigned", **BARE, "baseline_year": 2020}, "other_measure"),
        ({"measure": "share", "unit": "%", "unit_si": "%", "scope": "新城"}, "other_scope other_unit other_measure"),
    ],
)
def test_a_row_says_in_what_it_differs_from_most(values: dict[str, object], reason: str | None) -> None:
    assert reasons({}, {}, values) == [None, None, reason]
    assert reasons(values, {}, {}) == [reason, None, None]


def test_the_direction_counts_for_a_change_alone() -> None:
    for measure, reason in (("relative_change", "other_measure"), ("share", None)):
        change = {"measure": measure, "unit": "%", "unit_si": "%", "direction": "decrease"}
        assert reasons(change, change, {**change, "direction": "increase"}) == [None, None, reason]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("公共机构、工业厂房", "公共机构、 工业厂房"),
        ("公共机构，工业厂房", "公共機構,工業廠房"),
        (None, "全区"),
        (None, "本区"),
        (None, "全域"),
    ],
)
def test_like_scopes(one: str | None, other: str) -> None:
    assert reasons({"scope": one}, {"scope": other}) == [None, None]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("城镇建筑", "城镇新建建筑"),
        (None, "全市"),  # the city is no district's own territory
        (None, "全区公共机构"),
        (None, "青浦新城"),
    ],
)
def test_other_scopes(one: str | None, other: str) -> None:
    assert reasons({"scope": one}, {"scope": other}) == [None, "other_scope"]


def test_the_whole_territory_of_a_plan_without_a_district_is_not_known() -> None:
    plans = [Plan(str(n), None, None, *[None] * 8) for n in range(2)]
    found = comparison(plans, [target(0), target(1, scope="全区")])
    assert [row.not_comparable for row in found] == [None, "other_scope"]


def test_the_same_words_parted_differently_are_the_same_scope() -> None:
    apart = {"scope": "新建居住建筑", "indicator": "执行标准的比例"}
    assert reasons(apart, {"scope": "全区", "indicator": "新建居住建筑执行标准的比例"}) == [None, None]
    assert reasons(apart, {"scope": None, "indicator": "新建居住建筑执行其他标准的比例"}) == [None, "other_scope"]


def test_of_several_targets_of_a_plan_the_one_of_like_scope_is_shown() -> None:
    found = rows(
        target(0, 1, scope="新城"), target(0, 2), target(0, 3, scope="园区"), target(1), target(2, 1), target(2, 2)
    )
    assert [row.target_id for row in found] == ["0t2", "1t1", "2t1"]
    assert [row.other_target_ids for row in found] == ["0t1 0t3", None, "2t2"]
    assert [row.not_comparable for row in found] == [None, None, None]


def test_the_usual_form_is_that_of_most_plans_and_not_of_most_targets() -> None:
    city = {"scope": "新城"}
    found = rows(*(target(0, n, **city) for n in range(4)), target(1), target(2))
    assert [row.not_comparable for row in found] == ["other_scope", None, None]


def test_where_all_forms_differ_the_one_with_the_most_usual_parts_is_the_usual_one() -> None:
    one = {"scope": "新城", "period_start": 2021, "measure": "level"}
    assert reasons(one, {"period_start": 2021}, {"baseline_year": 2020}) == [
        "other_scope other_measure",
        None,
        "other_base other_period",
    ]


def test_a_target_that_repeats_another_or_has_no_indicator_is_left_out() -> None:
    assert len(rows(target(0), target(1), target(2, repeats="2t9"), target(3, indicator_id=None))) == 2
    assert rows(target(0, 1), target(0, 2)) == []


def test_a_deadline_that_no_other_plan_has_compares_with_none() -> None:
    found = rows(target(0), target(1), target(2, 1, period_end=2030), target(2, 2, scope="新城", period_end=None))
    assert [(row.target_id, row.not_comparable) for row in found] == [
        ("2t2", "other_scope other_period"),
        ("0t1", None),
        ("1t1", None),
        ("2t1", "other_period"),
    ]
    assert reasons({"period_end": 2025}, {"period_end": 2030}) == ["other_period", "other_period"]
    assert rows(target(0, 1), target(0, 2, period_end=2030)) == []


def test_plans_of_one_district_are_not_beside_each_other() -> None:
    plans = [Plan(str(n), code, name, *[None] * 8) for n, (code, name) in enumerate(OF_TWO_DISTRICTS)]
    assert comparison(plans, [target(0), target(1)]) == []
    found = comparison(
        plans, [target(0), target(1), target(2), target(0, 2, period_end=2030), target(1, 2, period_end=2030)]
    )
    assert [(row.plan_id, row.period_end, row.not_comparable) for row in found] == [
        ("0", 2025, None),
        ("1", 2025, None),
        ("2", 2025, None),
        ("0", 2030, "other_period"),
        ("1", 2030, "other_period"),
    ]


FORMS = st.fixed_dictionaries(
    {
        "scope": st.sampled_from([None, "全区", "新城", "公共机构"]),
        "indicator": st.sampled_from(["光伏", "新城光伏"]),
        "period_start": st.sampled_from([None, 2021]),
        "period_end": st.sampled_from([2025, 2025, 2030]),
        "baseline_year": st.sampled_from([None, 2020]),
        "measure": st.sampled_from(["increment", "level", "milestone"]),
    }
)


@settings(max_examples=200)
@given(st.lists(st.tuples(st.integers(0, 3), FORMS), min_size=2, max_size=9))
def test_rows_without_a_reason_are_alike_and_every_shared_deadline_has_one(
    drawn: list[tuple[int, dict[str, object]]],
) -> None:
    targets = [
        target(plan, number, **{**form, **(BARE if form["measure"] == "milestone" else {})})
        for number, (plan, form) in enumerate(sorted(drawn, key=lambda one: one[0]))
    ]
    found = rows(*targets)
    assert bool(found) == (len({one.plan_id for one in targets}) > 1)
    assert len(found) == (len({(one.plan_id, one.period_end) for one in targets}) if found else 0)
    for _, same in groupby(found, lambda row: row.period_end):
        group = list(same)
        free = [row for row in group if row.not_comparable is None]
        assert bool(free) == (len(group) > 1)
        assert free or "other_period" in (group[0].not_comparable or "").split()
        assert len({(row.measure, row.period_start, row.value and row.baseline_year) for row in free}) <= 1
    named = [one for row in found for one in [row.target_id, *(row.other_target_ids or "").split()]]
    assert sorted(named) == sorted(one.target_id for one in targets if found)


def test_the_four_districts() -> None:
    found = own_plans.read().tables["comparison"]
    groups = {key: list(group) for key, group in groupby(found, lambda row: comparison_key(row)[:2])}

    def said(indicator: str, year: int) -> dict[str | None, str | None]:
        return {row.district_zh: row.not_comparable for row in groups[indicator, year]}

    assert set(said("pv_capacity_added", 2025).values()) == {None}
    assert said("energy_intensity_reduction", 2025)["静安区"] == "other_measure"
    assert said("ultra_low_energy_area", 2025)["青浦区"] == "other_scope"
    assert set(said("ultra_low_energy_share_new_residential", 2030).values()) == {None}
    assert set(said("vertical_greening_added", 2025).values()) == {None}  # 公顷 and 万平方米
    assert said("parks_added", 2025) == {"静安区": "other_period"}
