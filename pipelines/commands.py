"""The commands of `carbonpeak` and their options. A mistake of the user is one line and an exit code, never a traceback."""

from __future__ import annotations

import gc
import logging
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from pipelines import home
from pipelines.about import told as about
from pipelines.cli_add import add
from pipelines.cli_dev import dev
from pipelines.cli_diff import diff
from pipelines.cli_verify import verify
from pipelines.misuse import Misuse, unexpected
from pipelines.options import PLANS, PUBLISHED, Date, Plans, Published, must_be_date, place, the_collection

app = typer.Typer(
    name="carbonpeak",
    help="Carbon-peaking implementation plans (碳达峰实施方案) as open, validated, versioned data.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
errors = Console(stderr=True, highlight=False, soft_wrap=True)
INTERRUPTED = 130  # the exit code that typer gives to Ctrl-C


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
    from carbonpeak import datafaults
    from carbonpeak.errors import CarbonpeakError

    if isinstance(error, CarbonpeakError):
        return str(error)
    wrong = datafaults.error()
    if wrong:  # whatever it led to
        return str(wrong)
    from assets.ports import Refused
    from pipelines.lock import Busy
    from pipelines.releases.catalogue import CatalogueError
    from pipelines.releases.store import StoreError

    if isinstance(error, Refused | Busy | CatalogueError | StoreError):
        return str(error)
    return unexpected(error, home.folder() / home.LOG)


def _about(wanted: bool) -> None:
    if wanted:
        for line in about():
            typer.echo(line)
        raise typer.Exit


@app.callback()
def _whole(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_about, is_eager=True, help="Show the version of the code, and the newest releases."
        ),
    ] = False,
) -> None:
    pass


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []})
def extract(context: typer.Context) -> None:
    """Read any plan text and write its tables: extract FILE… --out DIR."""
    from carbonpeak.extraction.extract import main

    raise typer.Exit(main(context.args))


@app.command()
def run(
    collection: Annotated[
        str | None, typer.Option(help="The collection to read; all that plans.yaml names when left out.")
    ] = None,
    plans: Plans = PLANS,
    published: Published = PUBLISHED,
    date: Date = None,
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
    _run(collection, plans, published, date, withdraw=withdraw or (), data_docs=data_docs)


@app.command()
def declare_stable(
    collection: Annotated[
        str | None, typer.Option(help="The collection to declare stable; the only one when left out.")
    ] = None,
    plans: Plans = PLANS,
    published: Published = PUBLISHED,
    date: Date = None,
) -> None:
    """Declare the data model stable: read, check and release as 1.0.0, once, be there anything new or not."""
    _run(collection, plans, published, date, stable=True)


def _run(
    collection: str | None,
    plans: Path,
    published: str,
    date: str | None,
    *,
    stable: bool = False,
    withdraw: Sequence[str] = (),
    data_docs: bool = False,
) -> None:
    # The libraries make half a million objects that stay; looking through them again and again costs a second.
    gc.set_threshold(100_000, 20, 100)
    from pipelines import show
    from pipelines.resources import PlanStore, Publisher

    if date is not None:
        must_be_date(date)
    store = PlanStore(folder=str(plans.resolve()))
    known = store.collections()
    chosen = [the_collection(collection, known, plans)] if collection or stable else known
    registered = [plan for plan in withdraw if plan in store.plan_ids()]
    if registered:
        raise Misuse(
            f"--withdraw {registered[0]}: still stands in {plans / 'plans.yaml'}; take its entry out there first."
        )
    publisher = Publisher(plans=store, folder=place(published))
    for name in chosen:
        publisher.store(name).releases()  # a place that cannot be reached is told before anything is read
    last = [publisher.previous(name) for name in (chosen if withdraw else ())]
    released = sorted({plan for frames in last if frames for plan in frames["plans"]["plan_id"]})
    for plan in withdraw:
        if plan not in released:
            raise Misuse(
                f"--withdraw {plan}: the last release has no such plan; it has {', '.join(released) or 'none'}."
            )
    folder = home.prepare()
    logging.basicConfig(filename=folder / home.LOG, encoding="utf-8", level=logging.WARNING)
    options = {"date": date, "stable": stable, "withdrawn": withdraw}
    docs = folder / "data-docs" if data_docs else None
    reports = [show.run(name, store, place(published), folder, docs_folder=docs, **options) for name in chosen]
    if any(report.interrupted for report in reports):
        raise typer.Exit(INTERRUPTED)
    if not all(report.success and not report.left_out for report in reports):
        raise typer.Exit(1)


app.command()(add)
app.command()(diff)
app.command()(verify)


@app.command()
def check(folder: Annotated[Path, typer.Argument(help="A release: a folder with a datapackage.json.")]) -> None:
    """Check a written release: that it is a valid Data Package, with its hashes, types and keys."""
    from pipelines import show

    if not (folder / "datapackage.json").is_file():
        raise Misuse(f"{folder} holds no datapackage.json; name the folder of a release.")
    raise typer.Exit(show.check(folder))


app.command()(dev)
