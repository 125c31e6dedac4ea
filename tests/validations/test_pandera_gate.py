"""The first gate passes the tiny dataset, and each of its rules fails where it should, naming row, plan and words."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from tiny_dataset import TEXTS, changed, context_of, frames_of, records, squeeze

from validations.context import Context
from validations.links import LINKS, _halves, rules_of
from validations.pandera_gate import check
from validations.results import CheckResult, failures
from validations.rules import RULES
from validations.schemas import CHANGES, QUALITY
from validations.tables import columns, table_names

PLAN = "900001-2022"

# table, row, what is changed in it, the check that then fails
FAULTS: list[tuple[str, int, dict[str, Any], str]] = [
    ("plans", 0, {"issued_on": "2021-02-30"}, "issued_on.type"),
    ("plans", 0, {"district_code": "31010"}, "district_code.pattern"),
    ("plans", 0, {"plan_id": "900002-2022"}, "primary_key"),
    ("plans", 0, {"plan_id": "900002-2022"}, "plan_id.unique"),
    ("documents", 0, {"is_canonical": None}, "is_canonical.required"),
    ("documents", 0, {"bytes": 0}, "bytes.minimum"),
    ("documents", 0, {"is_canonical": False}, "one_canonical_document"),
    ("documents", 0, {"characters": 7}, "text_has_its_length"),
    ("documents", 0, {"plan_id": "900009-2022"}, "plan_id.foreign_key"),
    ("sections", 1, {"path": "1.2"}, "section_id_is_plan_and_path"),
    ("sections", 1, {"parent_path": "3"}, "parent_path_exists"),
    ("sections", 1, {"char_start": 79, "char_end": 78}, "offsets_in_order"),
    ("sections", 1, {"char_end": 999}, "offsets_in_text"),
    ("sections", 1, {"level": 10}, "level.maximum"),
    ("sections", 1, {"kind": "chapter"}, "kind.enum"),
    ("tasks", 0, {"path": None}, "task_id_is_plan_and_path"),
    ("tasks", 0, {"parent_task_id": f"{PLAN}/8"}, "parent_task_id.foreign_key"),
    ("responsibilities", 1, {"position": 3}, "positions_count_from_one"),
    ("responsibilities", 1, {"position": 1}, "primary_key"),
    ("responsibilities", 0, {"org_id": "o9"}, "org_id.foreign_key"),
    ("responsibilities", 0, {"task_id": "x/1"}, "task_id.foreign_key"),
    ("responsibilities", 0, {"name_written": "区发展委"}, "name_at_offsets"),
    ("responsibilities", 0, {"is_group": True}, "group_is_a_group"),
    ("organization_names", 0, {"occurrences": 5}, "occurrences_agree"),
    ("targets", 0, {"comparator": "range"}, "range_has_both_ends"),
    ("targets", 0, {"value_max": 3.0}, "range_has_both_ends"),
    ("targets", 2, {"value_max": 0.5}, "range_has_both_ends"),
    ("targets", 1, {"value": 101.0}, "share_within_bounds"),
    ("targets", 1, {"value_si": -1.0}, "share_within_bounds"),
    ("targets", 0, {"measure": "relative_change"}, "relative_change_has_direction"),
    ("targets", 0, {"comparator": None}, "comparator_goes_with_value"),
    ("targets", 3, {"comparator": "eq"}, "comparator_goes_with_value"),
    ("targets", 3, {"value": 1.0, "comparator": "eq"}, "value_goes_with_measure"),
    ("targets", 0, {"measure": "assigned"}, "value_goes_with_measure"),
    ("targets", 0, {"value": None}, "value_goes_with_measure"),
    ("targets", 0, {"unit_si": None}, "converted_value_has_unit"),
    ("targets", 0, {"period_start": 2026}, "period_in_order"),
    ("targets", 0, {"baseline_year": 2020}, "baseline_has_kind"),
    ("targets", 0, {"task_id": "900002-2022/1.1"}, "target_is_of_its_plan"),
    ("targets", 0, {"repeats": f"{PLAN}/t1"}, "repeats_another_target"),
    ("targets", 0, {"repeats": f"{PLAN}/t7"}, "repeats.foreign_key"),
    ("targets", 0, {"value_si": None}, "value_is_converted"),
    ("targets", 0, {"char_start": 26}, "quote_at_offsets"),
    ("targets", 0, {"quote": "新增光伏装机容量3万千瓦"}, "quote_at_offsets"),
    ("targets", 0, {"char_end": 999}, "offsets_in_text"),
    ("targets", 0, {"indicator_id": "no_such"}, "indicator_id.foreign_key"),
    ("targets", 0, {"period_end": 2025.5}, "period_end.type"),
    ("targets", 0, {"corrected": "value unti"}, "corrected_names_columns"),
    ("unread", 0, {"number": "3万千瓦"}, "number_at_offsets"),
    ("comparison", 0, {"indicator_id": "other"}, "indicator_in_two_plans"),
    ("comparison", 0, {"value": 3.0}, "comparison_agrees_with_target"),
    ("comparison", 0, {"other_target_ids": "900001-2022/t2 nope"}, "other_targets_exist"),
    ("comparison", 0, {"not_comparable": "other_scope other_scope"}, "not_comparable.pattern"),
    ("comparison", 0, {"period_start": 2021}, "comparable_rows_agree"),
    ("comparison", 0, {"unit_si": "m2"}, "comparable_rows_agree"),
    ("coverage", 0, {"state": "unheard"}, "state.enum"),
    ("coverage", 0, {"state": "silent"}, "silence_has_no_target"),
    ("coverage", 0, {"target_id": None}, "silence_has_no_target"),
    ("coverage", 0, {"state": "silent", "target_id": None}, "coverage_names_all_targets"),
    ("coverage", 0, {"other_target_ids": f"{PLAN}/t2"}, "coverage_names_all_targets"),
    ("coverage", 0, {"state": "assigned_by_city"}, "state_is_what_a_target_shows"),
]


def run(made: dict[str, list[tuple[Any, ...]]], table: str) -> list[CheckResult]:
    frames = frames_of(made)
    return check(table, frames[table], context_of(frames))


def test_the_tiny_dataset_passes() -> None:
    made = records()
    assert set(made) == set(table_names()) - {QUALITY, CHANGES}
    for table in made:
        results = run(made, table)
        assert [result.describe() for result in results if not result.passed] == []
        assert len({result.check_id for result in results}) == len(results)


@pytest.mark.parametrize(("table", "row", "values", "name"), FAULTS)
def test_a_fault_fails_its_check_and_names_the_row(table: str, row: int, values: dict[str, Any], name: str) -> None:
    results = {result.check_id: result for result in run(changed(table, row, **values), table)}
    result = results[f"pandera.{table}.{name}"]
    assert not result.passed and result.failed_rows >= 1 and result.samples
    assert not result.note
    assert result.samples[0].plan_id or table == "organization_names"


def test_every_rule_has_a_fault() -> None:
    tried = {(table, name) for table, _, _, name in FAULTS}
    # A rule of several tables is one function: a fault in one of them will do.
    names = {name for _, name in tried}
    assert {rule.name for rule in [*RULES, *LINKS]} <= names


def test_a_failing_row_is_shown_with_plan_value_and_quote() -> None:
    (result,) = failures(run(changed("targets", 0, period_start=2026), "targets"))
    (sample,) = result.samples
    assert (sample.key, sample.plan_id) == (f"{PLAN}/t1", PLAN)
    assert sample.value == "period_start 2026, period_end 2025"
    assert sample.quote == "到2025年，新增光伏装机容量2.2万千瓦"
    assert f"plan {PLAN}: {PLAN}/t1" in result.describe() and "新增光伏装机容量" in result.describe()


def test_the_total_is_true_and_the_sample_bounded() -> None:
    made = records()
    made["organization_names"] += [("o1", f"区{n}", 0) for n in range(40)]
    result = next(r for r in run(made, "organization_names") if r.check_id.endswith("occurrences.minimum"))
    assert result.failed_rows == 40 and len(result.samples) == 5
    assert "… and 35 more" in result.describe()


def test_page_furniture_is_what_the_caller_says() -> None:
    frames = frames_of(records())
    plain = check("targets", frames["targets"], Context(frames=frames, texts=TEXTS))
    assert [result.check_id for result in failures(plain)] == ["pandera.targets.quote_at_offsets"]
    assert not failures(check("targets", frames["targets"], Context(frames=frames, texts=TEXTS, squeeze=squeeze)))


def test_rows_without_a_deadline_are_compared_like_all_others() -> None:
    made = records()
    place = columns("comparison").index("period_end")
    made["comparison"] = [(*row[:place], None, *row[place + 1 :]) for row in made["comparison"]]
    rule = {result.check_id: result for result in run(made, "comparison")}["pandera.comparison.comparable_rows_agree"]
    assert len(made["comparison"]) > 1 and rule.passed


def test_offsets_are_tried_in_the_canonical_document() -> None:
    made = records()
    other = list(made["documents"][0])
    other[0], other[8] = "copy.txt", False
    made["documents"].insert(0, tuple(other))
    frames = frames_of(made)
    context = Context(frames=frames, texts={**TEXTS, "copy.txt": "?"}, squeeze=squeeze)
    assert not failures(check("targets", frames["targets"], context))


def test_wrong_columns_fail_at_once() -> None:
    frame = frames_of(records())["indicators"]
    for wrong in (frame.drop(columns="topic"), frame.assign(extra=1), frame[frame.columns[::-1]]):
        (result,) = check("indicators", wrong)
        assert result.check_id == "pandera.indicators.columns" and result.stops_release and "expected" in result.note


def test_a_column_of_another_dtype_fails_even_when_its_values_would_fit() -> None:
    frame = frames_of(records())["organization_names"].astype({"occurrences": "float64"})
    (result,) = failures(check("organization_names", frame))
    assert result.check_id == "pandera.organization_names.occurrences.type" and result.failed_rows == 3


def test_what_was_not_given_fails_and_does_not_pass_unseen() -> None:
    frames = frames_of(records())
    results = {result.check_id: result for result in check("targets", frames["targets"], Context())}
    for name in ("plan_id.foreign_key", "indicator_id.foreign_key", "quote_at_offsets"):
        result = results[f"pandera.targets.{name}"]
        assert result.stops_release and "was not given" in result.note
    texts = {"b.txt": TEXTS["b.txt"]}
    results = {r.check_id: r for r in check("targets", frames["targets"], Context(frames=frames, texts=texts))}
    assert "document a.txt was not given" in results["pandera.targets.quote_at_offsets"].note


def test_without_a_context_only_the_table_itself_is_checked() -> None:
    frame = frames_of(records())["targets"]
    ids = {result.check_id for result in check("targets", frame)}
    names = {rule.name for rule in rules_of("targets", linked=True)} - {
        rule.name for rule in rules_of("targets", linked=False)
    }
    assert "quote_at_offsets" in names and not ids & {f"pandera.targets.{name}" for name in names}
    assert "pandera.targets.range_has_both_ends" in ids


def test_an_empty_table_passes() -> None:
    made = records()
    made["unread"] = []
    assert not [result for result in run(made, "unread") if not result.passed]


def test_a_fragment_without_headings_passes() -> None:
    made = changed("tasks", 0, path=None, task_id=f"{PLAN}/")
    for name in ("responsibilities", "targets"):
        column = 0 if name == "responsibilities" else 3
        made[name] = [
            tuple(f"{PLAN}/" if n == column and v == f"{PLAN}/1.1" else v for n, v in enumerate(row))
            for row in made[name]
        ]
    for table in ("tasks", "responsibilities", "targets"):
        assert not [result.describe() for result in run(made, table) if not result.passed]


def test_the_index_of_a_frame_does_not_matter() -> None:
    frames = frames_of(changed("targets", 3, modality="maybe"))
    frame = pd.concat([frames["targets"]]).set_index(pd.Index([7, 7, 7, 7]))
    result = next(r for r in check("targets", frame) if r.check_id.endswith("modality.enum"))
    assert result.failed_rows == 1 and result.samples[0].key == "900002-2022/t2"


def test_a_name_broken_over_a_page_of_a_table_is_its_first_and_last_cell() -> None:
    assert _halves("区机\n\n\t\t引导公共建筑\t管局") == "区机\n\n管局"
    assert _halves("区机管局") == "区机管局"
