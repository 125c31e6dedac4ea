"""The commands of `carbonpeak` and their options. A mistake of the user is one line and an exit code, never a traceback."""

from __future__ import annotations

import datetime
import gc
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from pipelines import home
from pipelines.cli_add import add
from pipelines.cli_diff import diff
from pipelines.home import ROOT
from pipelines.misuse import Misuse

app = typer.Typer(
    name="carbonpeak",
    help="Carbon-peaking implementation plans (碳达峰实施方案) as open, validated, versioned data.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
errors = Console(stderr=True, highlight=False, soft_wrap=True)
INTERRUPTED = 130  # the exit code that typer gives to Ctrl-C
DATE_VARIABLE = "CARBONPEAK_DATE"


def execute(arguments: Sequence[str]) -> int:
    """Run one command of the application; returns its exit code."""
    try:
        app(list(arguments))
    except SystemExit as done:
        if done.code == INTERRUPTED:
            errors.print("Stopped.", style="red")
        return done.code if isinstance(done.code, int) else 1
    except Misuse as error:
        errors.print(str(error), style="red", markup=False)
        return 2
    except Exception as error:
        if os.environ.get("CARBONPEAK_DEBUG"):
            raise
        errors.print(_plainly(error), style="red", markup=False)
        return 1
    return 0


def _plainly(error: Exception) -> str:
    from carbonpeak.errors import CarbonpeakError
    from pipelines.lock import Busy

    if isinstance(error, CarbonpeakError | Busy):
        return str(error)
    return (
        f"Unexpected error, a mistake of the program: {type(error).__name__}: {error}\n"
        f"Set CARBONPEAK_DEBUG=1 to see where; the log is {home.folder() / home.LOG}."
    )


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []})
def extract(context: typer.Context) -> None:
    """Read any plan text and write its tables: extract FILE… --out DIR."""
    from carbonpeak.extract import main

    raise typer.Exit(main(context.args))


@app.command()
def run(
    collection: Annotated[
        str | None, typer.Option(help="The collection to read; all that plans.yaml names when left out.")
    ] = None,
    plans: Annotated[Path, typer.Option(help="The folder with the plan texts and plans.yaml.")] = ROOT / "plans",
    published: Annotated[
        str,
        typer.Option(envvar=home.PUBLISHED_VARIABLE, help="Where releases go: a folder, or a URL such as sftp://…."),
    ] = str(ROOT / "published"),
    date: Annotated[
        str | None,
        typer.Option(envvar=DATE_VARIABLE, help="The date of the release, YYYY-MM-DD; today when left out."),
    ] = None,
    withdraw: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PLAN_ID", help="A plan of the last release that is taken out on purpose; may be repeated."
        ),
    ] = None,
    data_docs: Annotated[
        bool, typer.Option("--data-docs", help="Also write Great Expectations' pages, to .dagster/data-docs/.")
    ] = False,
) -> None:
    """Read the plans, check every table and release the data package if anything is new."""
    # The libraries make half a million objects that stay; looking through them again and again costs a second.
    gc.set_threshold(100_000, 20, 100)
    from pipelines import show
    from pipelines.resources import PlanStore

    if date is not None:
        _must_be_date(date)
    store = PlanStore(folder=str(plans.resolve()))
    known = store.collections()
    if collection is not None and collection not in known:
        raise Misuse(
            f"{plans / 'plans.yaml'} has no collection {collection}; it has {', '.join(known)}.",
        )
    registered = [plan for plan in withdraw or () if plan in store.plan_ids()]
    if registered:
        raise Misuse(
            f"--withdraw {registered[0]}: still stands in {plans / 'plans.yaml'}; take its entry out there first."
        )
    folder = home.prepare()
    logging.basicConfig(filename=folder / home.LOG, encoding="utf-8", level=logging.WARNING)
    docs = folder / "data-docs" if data_docs else None
    reports = [
        show.run(name, store, _place(published), folder, date=date, withdrawn=withdraw or (), docs_folder=docs)
        for name in ([collection] if collection else known)
    ]
    if any(report.interrupted for report in reports):
        raise typer.Exit(INTERRUPTED)
    if not all(report.success and not report.left_out for report in reports):
        raise typer.Exit(1)


app.command()(add)
app.command()(diff)


@app.command()
def check(folder: Annotated[Path, typer.Argument(help="A release: a folder with a datapackage.json.")]) -> None:
    """Check a written release: that it is a valid Data Package, with its hashes, types and keys."""
    from pipelines import show

    if not (folder / "datapackage.json").is_file():
        raise Misuse(f"{folder} holds no datapackage.json; name the folder of a release.")
    raise typer.Exit(show.check(folder))


@app.command()
def dev(port: Annotated[int, typer.Option(help="Where Dagster's own web page listens.")] = 3000) -> None:
    """Open Dagster's own web page on the asset graph, the runs, the schedule and the sensor."""
    home.prepare()
    os.chdir(ROOT)
    workspace = str(ROOT / "workspace.yaml")
    quiet = "ignore:Function `dev_command`"  # it recommends another tool of its makers
    dagster = [sys.executable, "-W", quiet, "-m", "dagster", "dev", "--workspace", workspace, "--port", str(port)]
    os.execv(sys.executable, dagster)


def _place(text: str) -> str:
    return text if "://" in text else str(Path(text).resolve())


def _must_be_date(text: str) -> None:
    try:
        good = datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        good = False
    if not good:
        raise Misuse(f"--date {text}: not a date; write it as YYYY-MM-DD.")
