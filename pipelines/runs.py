"""One run of the job for one collection, from the command line: executed here, and told as a report afterwards."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import dagster as dg

from pipelines import history, lock
from pipelines.definitions import build_definitions
from pipelines.events import run_logger
from pipelines.home import LOG
from pipelines.jobs import JOB_NAME
from pipelines.resources import PlanStore

# The gate behind each asset check.
GATES = {"schema": "pandera", "dataset": "Great Expectations", "package": "Frictionless, standards"}

INTERRUPTED = "DagsterExecutionInterruptedError"

Progress = Callable[[str, int, int], None]  # name of the step, steps done, steps in all


@dataclass
class Report:
    """What a run came to. `left_out`, `warnings`, `failed_checks` and `failures` are lines for a person."""

    collection: str
    success: bool
    interrupted: bool = False
    plans: int = 0
    documents: int = 0
    characters: int = 0
    rows: dict[str, int] = field(default_factory=dict)
    checks: dict[str, tuple[int, int]] = field(default_factory=dict)  # by gate: results, failing results
    left_out: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    failed_checks: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    released: bool = False
    version: str | None = None
    path: str | None = None
    changes: list[str] = field(default_factory=list)


def run(
    collection: str,
    plans: PlanStore,
    published: str,
    home: Path,
    *,
    date: str | None = None,
    stable: bool = False,
    withdrawn: Sequence[str] = (),
    docs_folder: Path | None = None,
    wait: float = 60.0,
    progress: Progress = lambda step, done, total: None,
) -> Report:
    """Run the release job for a collection on the instance in `home`.

    Raises PlanError when the registry cannot be read and lock.Busy when another run of the collection does not end within
    `wait` seconds; what goes wrong within the run is in the report.
    """
    counter = _Counter(progress)
    definitions = build_definitions(
        plans,
        published,
        date=date,
        stable=stable,
        withdrawn=withdrawn,
        docs_folder=str(docs_folder) if docs_folder else None,
        loggers={"console": run_logger(home / LOG, counter)},
    )
    job = definitions.resolve_job_def(JOB_NAME)
    counter.total = len(job.graph.node_defs)
    with (
        lock.held(home / "locks" / f"{collection}.lock", f"running {collection}", wait),
        history.held_open(),
        dg.DagsterInstance.from_config(str(home)) as instance,
    ):
        result = job.execute_in_process(
            instance=instance,
            partition_key=collection,
            run_config={"loggers": {"console": {}}},
            raise_on_error=False,
        )
    return _report(collection, result)


class _Counter:
    """Counts steps as their events come in."""

    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        self.total = 0
        self.done = 0

    def __call__(self, event: dg.DagsterEvent) -> None:
        kind = event.event_type_value
        if kind in ("STEP_SUCCESS", "STEP_FAILURE", "STEP_SKIPPED"):
            self.done += 1
        if kind.startswith("STEP_") and event.step_key:
            self.progress(event.step_key, self.done, self.total)


def _report(collection: str, result: dg.ExecuteInProcessResult) -> Report:
    report = Report(collection, result.success)
    for event in result.get_asset_materialization_events():
        key = event.materialization.asset_key.to_user_string()
        values = _plain(event.materialization.metadata)
        if "dagster/row_count" in values:
            report.rows[key] = values["dagster/row_count"]
        else:
            _take(report, values)
    for check in result.get_asset_check_evaluations():
        if check.check_name in GATES:
            gate = GATES[check.check_name]
            values = _plain(check.metadata)
            total, failed = report.checks.get(gate, (0, 0))
            report.checks[gate] = (total + values["checks"], failed + values["failed"])
            report.warnings += values["warnings"]
        if not check.passed and check.description:
            report.failed_checks.append(check.description)
    failed = [event for event in result.get_step_failure_events() if not _is_check(event)]
    report.failures = [_why(event) for event in failed]
    report.interrupted = any(_origin(event)[0] == INTERRUPTED for event in failed)
    return report


def _plain(metadata: Mapping[str, dg.MetadataValue]) -> dict[str, Any]:
    return {name: value.value for name, value in metadata.items()}


def _take(report: Report, values: dict[str, Any]) -> None:
    """Copy those metadata values that the report has a field for."""
    for name, value in values.items():
        if name in Report.__dataclass_fields__:
            setattr(report, name, value)


def _is_check(event: dg.DagsterEvent) -> bool:
    error = event.step_failure_data.error
    return error is not None and error.cls_name == "DagsterAssetCheckFailedError"


def _origin(event: dg.DagsterEvent) -> tuple[str | None, str]:
    """Class and message of the error that a failed step began with."""
    error = event.step_failure_data.error
    while error is not None and error.cause is not None:
        error = error.cause
    return (error.cls_name, error.message.strip()) if error is not None else (None, "unknown error")


def _why(event: dg.DagsterEvent) -> str:
    data = event.step_failure_data
    if data.user_failure_data and data.user_failure_data.description:
        return data.user_failure_data.description
    kind, message = _origin(event)
    if kind == INTERRUPTED:
        return f"{event.step_key}: interrupted; run it again"
    from carbonpeak import datafaults

    wrong = datafaults.error()
    return str(wrong) if wrong else f"{event.step_key}: unexpected error, a mistake of the program: {message}"
