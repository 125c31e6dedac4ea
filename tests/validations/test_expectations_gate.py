"""The second gate passes the tiny dataset, and its expectations fail where they should; nothing is sent anywhere."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from tiny_dataset import changed, frames_of, records

from validations import suites
from validations.expectations import run
from validations.previous import Previous, fill_rates, previous
from validations.results import CheckResult, failures
from validations.schemas import SchemaError

PLAN = "900001-2022"


def by_id(results: list[CheckResult]) -> dict[str, CheckResult]:
    return {result.check_id.removeprefix("great_expectations."): result for result in results}


def without(table: str, *keep: int) -> dict[str, list[tuple[Any, ...]]]:
    made = records()
    made[table] = [made[table][row] for row in keep]
    return made


def test_the_tiny_dataset_passes() -> None:
    results = run(frames_of(records()))
    assert not failures(results)
    assert len({result.check_id for result in results}) == len(results) >= 40
    assert not [result.note for result in results if "could not be evaluated" in result.note]


def test_a_task_without_a_body_stops_the_release_unless_the_gap_is_recorded() -> None:
    made = without("responsibilities", 0, 1)
    result = by_id(run(frames_of(made)))["tasks.body_or_gap"]
    assert result.stops_release and result.failed_rows == 1
    assert result.samples[0].key == "900002-2022/1.1" and result.samples[0].quote == "发展光伏"
    made["discrepancies"].append(("d2", "900002-2022", "missing_value", "1.1", "责任单位", None))
    assert by_id(run(frames_of(made)))["tasks.body_or_gap"].passed


def combined(*parts: tuple[str, int, dict[str, Any]]) -> dict[str, list[tuple[Any, ...]]]:
    """The records with several rows changed."""
    made = records()
    for table, row, values in parts:
        made[table][row] = changed(table, row, **values)[table][row]
    return made


@cache
def found(case: str) -> dict[str, CheckResult]:
    """The results on a dataset with faults; one run for many expectations, because a run takes half a second."""
    made = {"values": implausible, "lost": with_a_lost_plan, "empty": lambda: without("plans")}[case]()
    return by_id(run(frames_of(made)))


def implausible() -> dict[str, list[tuple[Any, ...]]]:
    return combined(
        ("targets", 0, {"value": -2.2, "period_end": 2090, "period_start": 1990, "baseline_year": 1978}),
        ("targets", 1, {"measure": "relative_change", "value": 500.0}),
        ("plans", 0, {"issued_on": "2012-12-30", "printed_on": "2012-12-01", "issuer": None}),
        ("responsibilities", 0, {"name_written": "区发改委。区商务委", "org_id": None}),
        ("indicators", 0, {"name_en": "光伏"}),
        ("documents", 1, {"sha256": records()["documents"][0][3]}),
        ("sections", 1, {"level": 8}),
        *(("coverage", row, {"state": "silent"}) for row in (0, 1)),
    )


def with_a_lost_plan() -> dict[str, list[tuple[Any, ...]]]:
    made = records()
    for table, rows in {"targets": 2, "tasks": 1, "documents": 1, "sections": 2, "responsibilities": 2}.items():
        made[table] = made[table][:rows]
    made["coverage"] = made["coverage"][:1] * 2
    return made


@pytest.mark.parametrize(
    ("case", "name", "rows"),
    [
        ("lost", "plans.has_target", 1),
        ("lost", "plans.has_task", 1),
        ("lost", "plans.has_document", 1),
        ("lost", "plans.has_section", 1),
        ("lost", "plans.has_body", 1),
        ("lost", "plans.whole_codebook", 1),
        ("lost", "coverage.pair_once", 2),
        ("empty", "plans.some_plans", 0),
        ("values", "targets.value_not_negative", 1),
        ("values", "targets.sensible_period_start", 1),
        ("values", "targets.sensible_period_end", 1),
        ("values", "targets.sensible_baseline_year", 1),
        ("values", "targets.sensible_change", 1),
        ("values", "plans.issued_since_2020", 1),
        ("values", "plans.printed_after_issued", 1),
        ("values", "plans.issuer_filled", 1),
        ("values", "responsibilities.name_is_no_sentence", 1),
        ("values", "responsibilities.org_filled", 1),
        ("values", "indicators.english_is_english", 1),
        ("values", "documents.distinct_texts", 2),
        ("values", "coverage.something_found", 2),
        ("values", "sections.level_depth", 1),
    ],
)
def test_an_expectation_fails_where_it_should(case: str, name: str, rows: int) -> None:
    result = found(case)[name]
    assert not result.passed and "could not be evaluated" not in result.note
    assert result.failed_rows == len(result.samples) == rows


def test_counts_are_compared_with_the_last_release() -> None:
    frames = frames_of(records())
    results = by_id(run(frames, Previous(counts={"targets": 5, "tasks": 2, "unread": 9, "sections": 2})))
    lost = results["targets.rows_kept"]
    assert lost.stops_release and lost.note == "found 4" and "5 of 5" in lost.check
    assert results["tasks.rows_kept"].passed and results["tasks.rows_not_many_more"].passed
    more = results["sections.rows_not_many_more"]
    assert not more.passed and not more.stops_release
    assert "unread.rows_kept" not in results and "plans.rows_kept" not in results


def test_fill_rates_are_compared_with_the_last_release() -> None:
    frames = frames_of(records())
    rates = fill_rates(frames)
    assert rates["targets.indicator_id"] == 0.5 and rates["targets.indicator"] == 1.0
    kept = by_id(run(frames, Previous(fill=rates)))
    assert kept["targets.indicator_id_fill_kept"].passed
    lost = by_id(run(frames, Previous(fill={**rates, "targets.indicator_id": 0.6})))["targets.indicator_id_fill_kept"]
    assert lost.stops_release and lost.failed_rows == 2
    assert lost.check == "indicator_id is filled in at least 54% of the rows (in the last release 60%)"


def without_a_plan() -> dict[str, pd.DataFrame]:
    """The tables of the tiny dataset after its second plan was taken out."""
    made = records()
    for table, rows in made.items():
        made[table] = [row for row in rows if not any(str(cell).startswith("900002-2022") for cell in row)]
    made["comparison"] = []
    return frames_of(made)


def test_a_plan_that_is_gone_is_one_finding_and_its_rows_are_no_others() -> None:
    now = without_a_plan()
    results = run(now, previous(frames_of(records()), now))
    (only,) = failures(results)
    assert only.check_id == "great_expectations.plans.plans_kept"
    assert "900002-2022" in only.note and "carbonpeak run --withdraw 900002-2022" in only.note
    assert by_id(results)["targets.rows_kept"].passed


def test_a_plan_that_is_withdrawn_may_be_gone_but_nothing_else_with_it() -> None:
    now = without_a_plan()
    assert not failures(run(now, previous(frames_of(records()), now, withdrawn=["900002-2022"])))
    now["targets"] = now["targets"].head(1)
    lost = failures(run(now, previous(frames_of(records()), now, withdrawn=["900002-2022"])))
    assert "great_expectations.targets.rows_kept" in {result.check_id for result in lost}


def test_there_is_nothing_to_compare_with_before_the_first_release() -> None:
    assert previous(None, frames_of(records())) == Previous()


def test_a_table_that_is_not_given_fails() -> None:
    frames = frames_of(records())
    del frames["comparison"]
    (result,) = run(frames)
    assert result.check_id == "great_expectations.comparison.given" and result.stops_release


def test_data_docs_are_written_where_the_caller_says(tmp_path: Path) -> None:
    run(frames_of(changed("targets", 0, value=-2.2)), docs_dir=tmp_path / "docs")
    assert (tmp_path / "docs" / "index.html").is_file()
    pages = list((tmp_path / "docs" / "validations").rglob("*.html"))
    assert len(pages) == len(suites.load())
    assert any("no value is negative" in page.read_text(encoding="utf-8") for page in pages)


def test_the_library_is_imported_late_and_its_statistics_are_off() -> None:
    script = (
        "import os, sys\n"
        "from validations import expectations\n"
        "assert 'great_expectations' not in sys.modules\n"
        "context = expectations._context(None)\n"
        "assert os.environ['GX_ANALYTICS_ENABLED'] == 'False'\n"
        "assert context.config.analytics_enabled is False\n"
        "assert not [name for name in sys.modules if name.startswith('posthog')]\n"
    )
    # Also where the shell asks for the contrary.
    environment = {**os.environ, "GX_ANALYTICS_ENABLED": "True"}
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_every_table_of_the_dataset_has_a_suite() -> None:
    assert set(suites.load()) == set(records())


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("targets.yaml", "expect: []\n", "expect is not understood"),
        ("targets.yaml", "expectations: [{id: a, check: b, severity: fatal, expect: X, with: {}}]\n", "severity of a"),
        ("targets.yaml", "fill: {columns: [x], least_share: 1}\n", "x is no column of targets"),
        ("nope.yaml", "rows: {}\n", "no table 'nope'"),
    ],
)
def test_a_wrong_suite_is_named(
    name: str, text: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(suites, "FOLDER", tmp_path)
    with pytest.raises(SchemaError, match=message):
        suites.load.__wrapped__()
