"""What the command line shows: progress while a run goes on, and afterwards what was read, checked and released."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from pipelines.home import LOG
from pipelines.resources import PlanStore
from pipelines.runs import Report
from pipelines.runs import run as run_job
from validations.schemas import QUALITY

console = Console(highlight=False)
errors = Console(stderr=True, highlight=False, soft_wrap=True)
SHOWN_WARNINGS = 5


def run(collection: str, plans: PlanStore, published: str, home: Path, **options: Any) -> Report:
    """Run the job for a collection with a progress bar, then print its report."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=errors, transient=True) as bar:
        task = bar.add_task(f"{collection}: starting", total=None)

        def advance(step: str, done: int, total: int) -> None:
            bar.update(task, description=f"{collection}: {step.replace('_', ' ')}", completed=done, total=total)

        result = run_job(collection, plans, published, home, progress=advance, **options)
    console.print(_summary(result))
    for line in result.changes:
        console.print(f"  {line}", markup=False)
    _warnings(result.warnings, home / LOG)
    _failures(result)
    console.print(_verdict(result), style="green" if result.success else "red", markup=False, soft_wrap=True)
    return result


def check(folder: Path) -> int:
    """Run the package's gate on a folder, compare its files with SHA256SUMS, and print what is wrong; returns the exit code."""
    from pipelines.releases import checksums
    from validations import package_gate
    from validations.results import failures

    results = package_gate.check(folder)
    wrong = [result.describe() for result in failures(results)]
    wrong += [f"{name}: missing, or not what {checksums.CHECKSUMS} says" for name in checksums.faulty(folder)]
    for line in wrong:
        errors.print(line, style="red", markup=False)
    if wrong:
        errors.print(f"{folder}: {len(wrong)} of its checks failed.", style="red", markup=False)
        return 1
    console.print(
        f"{folder}: valid, {len(results)} checks passed, every file as {checksums.CHECKSUMS} says.",
        style="green",
        markup=False,
    )
    return 0


def _summary(report: Report) -> Table:
    table = Table(title=f"carbonpeak: {report.collection}", title_justify="left", show_header=False)
    table.add_column(style="bold")
    table.add_column(overflow="fold")
    table.add_row(
        "read",
        f"{_many(report.plans, 'plan')} in {_many(report.documents, 'document')}, {report.characters:,} characters",
    )
    for name in report.left_out:
        table.add_row("left out", name)
    for name, rows in report.rows.items():
        if name == QUALITY:
            continue  # told below, gate by gate
        table.add_row(f"  {name}", _many(rows, "row"))
    for gate, (total, failed) in report.checks.items():
        table.add_row(f"checked by {gate}", f"{total:,} checks, {f'{failed} failed' if failed else 'all hold'}")
    table.add_row("warnings", str(len(report.warnings)))
    if report.version:
        state = "released" if report.released else "nothing changed since"
        table.add_row("release", f"{state} {report.version}")
        table.add_row("where", str(report.path))
    return table


def _many(count: int, thing: str) -> str:
    return f"{count:,} {thing}{'' if count == 1 else 's'}"


def _warnings(warnings: list[str], log: Path) -> None:
    for line in warnings[:SHOWN_WARNINGS]:
        errors.print(f"warning: {line}", style="yellow", markup=False)
    if len(warnings) > SHOWN_WARNINGS:
        errors.print(f"… and {len(warnings) - SHOWN_WARNINGS} more warnings, in {log}", style="yellow", markup=False)


def _failures(report: Report) -> None:
    named = "\n".join(report.failures)
    left_out = [line for line in report.left_out if line not in named]
    for line in (*left_out, *report.failed_checks, *report.failures):
        errors.print(line, style="red", markup=False)


def _verdict(report: Report) -> str:
    if not report.success:
        return f"{report.collection}: no release was made; the last one stays as it was."
    if report.released:
        return f"{report.collection}: released {report.version} in {report.path}"
    return f"{report.collection}: nothing changed since {report.version} in {report.path}; nothing was written."
