"""The second gate passes the tiny dataset, and its expectations fail where they should; nothing is sent anywhere."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tiny_dataset import changed, frames_of, records

from validations import suites
from validations.expectations import run
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
    results = run(frames_of(records()), None)
    assert not failures(results)
    assert len({result.check_id for result in results}) == len(results) >= 40
    assert not [result.note for result in results if "could not be evaluated" in result.note]


def test_a_task_without_a_body_stops_the_release_unless_the_gap_is_recorded() -> None:
    made = without("responsibilities", 0, 1)
    result = by_id(run(frames_of(made), None))["tasks.body_or_gap"]
    assert result.stops_release and result.failed_rows == 1
    assert result.samples[0].key == "900002-2022/1.1" and result.samples[0].quote == "发展光伏"
    made["discrepancies"].append(("d2", "900002-2022", "missing_value", "1.1", "责任单位", None))
    assert by_id(run(frames_of(made), None))["tasks.body_or_gap"].passed


@pytest.mark.parametrize(
    ("made", "name"),
    [
        (without("targets", 2, 3), "plans.has_target"),
        (without("tasks", 0), "plans.has_task"),
        (without("documents", 1), "plans.has_document"),
        (without("sections", 0, 1), "plans.has_section"),
        (without("plans"), "plans.some_plans"),
        (changed("targets", 0, value=-2.2), "targets.value_not_negative"),
        (changed("targets", 0, period_end=2090), "targets.sensible_period_end"),
        (changed("targets", 0, measure="relative_change", value=500.0), "targets.sensible_change"),
        (changed("plans", 0, issued_on="2012-12-30"), "plans.issued_since_2020"),
        (changed("plans", 0, printed_on="2022-12-01"), "plans.printed_after_issued"),
        (changed("responsibilities", 0, name_written="区发改委。区商务委"), "responsibilities.name_is_no_sentence"),
        (changed("responsibilities", 0, org_id=None), "responsibilities.org_filled"),
        (changed("indicators", 0, name_en="光伏"), "indicators.english_is_english"),
    ],
)
def test_an_expectation_fails_where_it_should(made: dict[str, list[tuple[Any, ...]]], name: str) -> None:
    result = by_id(run(frames_of(made), None))[name]
    assert not result.passed and "could not be evaluated" not in result.note
    assert result.failed_rows == len(result.samples) or name == "plans.some_plans"


def test_counts_are_compared_with_the_last_release() -> None:
    frames = frames_of(records())
    results = by_id(run(frames, {"targets": 5, "tasks": 2, "unread": 9, "sections": 2}))
    lost = results["targets.rows_kept"]
    assert lost.stops_release and lost.note == "found 4" and "5 of 5" in lost.check
    assert results["tasks.rows_kept"].passed and results["tasks.rows_not_many_more"].passed
    more = results["sections.rows_not_many_more"]
    assert not more.passed and not more.stops_release
    assert "unread.rows_kept" not in results and "plans.rows_kept" not in results


def test_a_table_that_is_not_given_fails() -> None:
    frames = frames_of(records())
    del frames["comparison"]
    (result,) = run(frames, None)
    assert result.check_id == "great_expectations.comparison.given" and result.stops_release


def test_data_docs_are_written_where_the_caller_says(tmp_path: Path) -> None:
    run(frames_of(changed("targets", 0, value=-2.2)), None, tmp_path / "docs")
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
