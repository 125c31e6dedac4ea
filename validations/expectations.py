"""The second gate: the set of tables as a dataset, by Great Expectations: coverage, counts, fill rates, sensible ranges.

What is expected stands in `suites/*.yaml`. One validation a table, because each costs its own overhead.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from validations.figures import NEEDED, with_figures
from validations.pandera_gate import failing_row
from validations.previous import Previous
from validations.results import ERROR, SAMPLE_SIZE, CheckResult
from validations.suites import Expected, Suite, load

if TYPE_CHECKING:
    from great_expectations import ExpectationSuite, ValidationDefinition
    from great_expectations.core import ExpectationSuiteValidationResult
    from great_expectations.data_context.data_context.abstract_data_context import AbstractDataContext

ENGINE = "great_expectations"
NOTHING = Previous()
_SEVERITIES = {"error": "critical", "warning": "warning"}


def run(
    frames: Mapping[str, pd.DataFrame], last: Previous = NOTHING, docs_dir: Path | None = None
) -> list[CheckResult]:
    """Checks the tables together, in a stable order of results; `last` is what they are compared with.

    With `docs_dir`, Data Docs for the engineer are written there (index.html). A table with a suite that is not given fails.
    """
    suites = load()
    missing = [table for table in suites if table not in frames]
    if missing or any(table not in frames for table in NEEDED):
        return [_not_given(table) for table in sorted({*missing, *(name for name in NEEDED if name not in frames)})]
    context = _context(docs_dir)
    source = context.data_sources.add_pandas("tables")
    # Each asset that is added has the whole context written anew: one takes all tables where nobody looks at it.
    one = (
        source.add_dataframe_asset("table").add_batch_definition_whole_dataframe("whole") if docs_dir is None else None
    )
    results: list[CheckResult] = []
    for table, suite in suites.items():
        frame = with_figures(table, frames)
        expected = _expected(suite, last)
        wanted = _suite(table, expected)
        if one is not None:
            found = one.get_batch({"dataframe": frame}).validate(wanted, result_format="SUMMARY")
        else:
            found = _kept(context, source, wanted).run(batch_parameters={"dataframe": frame}, result_format="SUMMARY")
        outcomes = _outcomes(found)
        results += [_result(item, outcomes[item.name], frame) for item in expected]
    if docs_dir is not None:
        context.build_data_docs()
    return results


def _expected(suite: Suite, last: Previous) -> list[Expected]:
    count = last.counts.get(suite.table)
    kept = [_plans_kept(last.plans)] if suite.table == "plans" and last.plans else []
    return [*suite.expectations, *kept, *(suite.counts(count) if count else []), *suite.fills(last.fill)]


def _plans_kept(plans: Sequence[str]) -> Expected:
    return Expected(
        "plans",
        "plans_kept",
        "every plan of the last release is still there, or was withdrawn by a person",
        ERROR,
        "ExpectColumnDistinctValuesToContainSet",
        {"column": "plan_id", "value_set": list(plans)},
    )


def _context(docs_dir: Path | None) -> AbstractDataContext:
    """A context that lives as long as the run and sends nothing anywhere."""
    # Read when the library is imported; our own choice, whatever the shell says.
    os.environ["GX_ANALYTICS_ENABLED"] = "False"
    import great_expectations as gx  # takes seconds, so nobody pays for it who does not need it

    context = gx.get_context(mode="ephemeral")
    context.enable_analytics(False)
    context.variables.progress_bars = {"globally": False}  # type: ignore[assignment]
    for site in list(context.get_site_names()):
        context.delete_data_docs_site(site)
    if docs_dir is not None:
        docs_dir.mkdir(parents=True, exist_ok=True)
        store = {"class_name": "TupleFilesystemStoreBackend", "base_directory": str(docs_dir.resolve())}
        index = {"class_name": "DefaultSiteIndexBuilder"}
        context.add_data_docs_site(
            "docs", {"class_name": "SiteBuilder", "site_index_builder": index, "store_backend": store}
        )
    return context


def _suite(table: str, expected: Sequence[Expected]) -> ExpectationSuite:
    from great_expectations import ExpectationSuite, expectations
    from great_expectations.expectations.row_conditions import Column

    suite = ExpectationSuite(name=table)
    for item in expected:
        kind = getattr(expectations, item.expectation)
        notes = {"description": item.check, "severity": _SEVERITIES[item.severity], "meta": {"name": item.name}}
        condition = {"row_condition": Column(item.where[0]) == item.where[1]} if item.where else {}
        suite.add_expectation(kind(**item.arguments, **condition, **notes))
    return suite


def _kept(context: AbstractDataContext, source: Any, suite: ExpectationSuite) -> ValidationDefinition:
    """A validation that the context keeps for Data Docs, which costs as much again as looking."""
    from great_expectations import ValidationDefinition

    batch = source.add_dataframe_asset(suite.name).add_batch_definition_whole_dataframe("whole")
    definition = ValidationDefinition(name=suite.name, data=batch, suite=context.suites.add(suite))
    return context.validation_definitions.add(definition)


def _outcomes(found: ExpectationSuiteValidationResult) -> dict[str, dict[str, Any]]:
    """The outcome of each expectation by its name, as plain data."""
    outcomes: dict[str, dict[str, Any]] = {}
    for outcome in found.results:
        configuration = outcome.expectation_config
        name = configuration.meta["name"] if configuration is not None and configuration.meta else ""
        outcomes[name] = {"success": outcome.success, "result": outcome.result, "error": outcome.exception_info}
    return outcomes


def _result(item: Expected, outcome: dict[str, Any], frame: pd.DataFrame) -> CheckResult:
    found = outcome["result"] or {}
    passed = bool(outcome["success"])
    rows = [] if passed else sorted(int(row) for row in found.get("partial_unexpected_index_list") or [])
    return CheckResult(
        check_id=f"{ENGINE}.{item.table}.{item.name}",
        table=item.table,
        engine=ENGINE,
        check=item.check,
        severity=item.severity,
        passed=passed,
        failed_rows=0 if passed else int(found.get("unexpected_count") or 0),
        samples=tuple(failing_row(item.table, frame, row, item.shows) for row in rows[:SAMPLE_SIZE]),
        note="" if passed else _note(found, outcome["error"]),
    )


def _note(found: Mapping[str, Any], error: Mapping[str, Any]) -> str:
    if missing := found.get("partial_missing_list"):
        options = " ".join(f"--withdraw {plan}" for plan in missing)
        return (
            f"not there: {', '.join(missing)}; register it again, or take it out on purpose: carbonpeak run {options}"
        )
    if "observed_value" in found:
        return f"found {found['observed_value']}"
    if "unexpected_percent_total" in found or "unexpected_percent" in found:
        return f"{found.get('unexpected_percent_total', found['unexpected_percent']):.0f} % of the rows"
    messages = [str(part["exception_message"]) for part in error.values() if isinstance(part, dict)] or [str(error)]
    return f"could not be evaluated: {messages[0]}"


def _not_given(table: str) -> CheckResult:
    return CheckResult(
        check_id=f"{ENGINE}.{table}.given",
        table=table,
        engine=ENGINE,
        check="the table is part of the dataset",
        severity=ERROR,
        passed=False,
        note="it was not given to the check",
    )
