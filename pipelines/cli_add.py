"""The command `carbonpeak add FILE`: shows what was understood of a plan, asks for the rest, registers it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.misuse import Misuse
from pipelines.options import PLANS, Plans

if TYPE_CHECKING:
    from rich.console import Console

    from carbonpeak.plans.plan import Reading

_ASKED = {"title": "Title", "issuer": "Issuer", "issued_on": "Date under the issuer's name (YYYY-MM-DD)"}
_SHOWN = 20  # unread numbers that are shown


def add(
    file: Annotated[Path, typer.Argument(help="The plan: .txt, .md, .html, .docx or .pdf with a text layer.")],
    collection: Annotated[
        str | None,
        typer.Option(help="The collection to add it to; asked for when left out, or with --yes the only one."),
    ] = None,
    plans: Plans = PLANS,
    plan_id: Annotated[
        str | None,
        typer.Option(help="District code and year, like 310106-2022; for a second plan of both 310106-2022-energy."),
    ] = None,
    district_code: Annotated[
        str | None, typer.Option(help="The six digits of GB/T 2260; 000000 for a ministry.")
    ] = None,
    rendition: Annotated[
        str | None, typer.Option(help="What kind of copy it is: pdf-text, web-page, markdown, ocr, …")
    ] = None,
    metadata: Annotated[
        list[str] | None,
        typer.Option(help="What the text does not say, as COLUMN=VALUE: issued_on=2022-12-30. May be repeated."),
    ] = None,
    another_copy: Annotated[
        bool, typer.Option("--another-copy", help="The file is a further copy of the registered plan --plan-id.")
    ] = False,
    package: Annotated[str | None, typer.Option(help="Of a new collection: the name of its data package.")] = None,
    title_zh: Annotated[str | None, typer.Option(help="Of a new collection: its title in Chinese.")] = None,
    title_en: Annotated[str | None, typer.Option(help="Of a new collection: its title in English.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Ask nothing: take what the text and the options say.")] = False,
) -> None:
    """Show what is understood of a plan text and register it in plans.yaml."""
    from rich.console import Console

    from carbonpeak.bodies import districts
    from carbonpeak.extraction import add as adding
    from carbonpeak.extraction.grouping import rendition_of
    from carbonpeak.plans import registry

    console = Console(highlight=False, soft_wrap=True)
    stated = _stated(metadata or [])
    if district_code is None and plan_id and registry.PLAN_ID.fullmatch(plan_id):
        district_code = plan_id[:6]
    adding.refuse_known(plans, file)
    known = adding.registered(plans)
    names = list(known.collections) if known else []
    reading = adding.understand(file, plan_id, district_code, stated)
    show(reading, console)

    def ask(
        value: str | None,
        option: str,
        question: str,
        default: str | None = None,
        wrong: Callable[[str], str | None] = lambda answer: None,
    ) -> str:
        """What the option says, else the person, who is asked again until nothing is wrong with the answer."""
        if yes and not value and default is None:
            raise typer.BadParameter(f"{question}: neither the text nor an option tells it", param_hint=option)
        while True:
            answer = value or (str(default) if yes else _prompted(question, default))
            problem = wrong(answer)
            if not problem:
                return answer
            if value or yes:
                raise typer.BadParameter(problem, param_hint=option)
            typer.echo(problem, err=True)

    plan = reading.tables["plans"][0]
    district_code = ask(
        district_code,
        "--district-code",
        "District code (GB/T 2260, six digits)",
        plan.district_code,
        lambda code: (
            None
            if code == districts.NATIONWIDE or districts.by_code(code)
            else f"{code} is in no list of divisions; a ministry has {districts.NATIONWIDE}"
        ),
    )
    division = districts.by_code(district_code)
    if division and not adding.names(reading, division):
        console.print(f"warning: the text does not name {division.name_zh}", style="yellow", markup=False)

    def chosen(question: str = "Collection", default: str | None = names[0] if len(names) == 1 else None) -> str:
        """The collection; asked for again where a plan of another province gets into one by mistake."""
        name = ask(collection, "--collection", question, default)
        entry = known.collections.get(name) if known else None
        strange = entry and adding.of_another_province(entry, district_code)
        if strange and (collection or yes):
            message = f"warning: {strange}. Another collection is named with --collection NAME."
            console.print(message, style="yellow", markup=False)
        elif strange and not _confirmed(f"{strange[0].upper()}{strange[1:]}. Add it there all the same?"):
            return chosen("Another collection, or the name of a new one", None)
        return name

    home = chosen()
    if home not in names:
        package = ask(package, "--package", f"The collection {home} is new. Name of its data package")
        title_zh = ask(title_zh, "--title-zh", "Its title in Chinese")
        title_en = ask(title_en, "--title-en", "Its title in English")
    year = (plan.issued_on or plan.printed_on or "")[:4]
    told = reading.plan_id if reading.plan_id.startswith(f"{district_code}-") else f"{district_code}-{year}"

    def no_plan_id(answer: str) -> str | None:
        if registry.PLAN_ID.fullmatch(answer) and answer.startswith(f"{district_code}-"):
            return None
        return f"{answer}: write it like {district_code}-2022 or {district_code}-2022-energy"

    default = told if registry.PLAN_ID.fullmatch(told) else None
    plan_id = ask(plan_id, "--plan-id", "Plan id (district code and year)", default, no_plan_id)
    registered = known is not None and any(
        one.plan_id == plan_id for entry in known.collections.values() for one in entry.plans
    )
    if registered and not another_copy and not yes:
        another_copy = _confirmed(f"{plan_id} is registered. Is this another copy of it?")
        if not another_copy:
            question = f"Its own id, with a word behind it like {plan_id[:11]}-energy"
            plan_id = ask(None, "--plan-id", question, None, no_plan_id)
    rendition = ask(rendition, "--rendition", "Kind of copy", rendition_of(file))
    if not yes and not another_copy:
        for column, question in _ASKED.items():
            if not getattr(plan, column) and column not in stated:
                stated[column] = _asked(column, question)
        if not _confirmed(f"Register it as {plan_id} in {home}?", True):
            raise typer.Exit(1)
    entry = adding.Entry(
        home,
        plan_id,
        district_code,
        rendition,
        stated,
        another_copy,
        package or "",
        title_zh or "",
        title_en or "",
    )
    target = adding.register(plans, file, entry)
    following = "carbonpeak run" if plans == PLANS else f"carbonpeak run --plans {plans}"
    console.print(f"{target} is registered as {plan_id} in the collection {home}. Next: {following}", markup=False)


def _prompted(question: str, default: str | None = None) -> str:
    with _somebody_answers():
        return str(typer.prompt(question, default=default, err=True)).strip()


def _confirmed(question: str, default: bool = False) -> bool:
    with _somebody_answers():
        return typer.confirm(question, default=default, err=True)


@contextmanager
def _somebody_answers() -> Iterator[None]:
    """Says what to do where the input has no answer; Ctrl-C, which the library tells in the same way, stays what it is."""
    try:
        yield
    except typer.Abort as end:
        if not isinstance(end.__context__, EOFError):
            raise
        typer.echo(err=True)  # ends the line of the question
        raise Misuse(
            "This needs an answer, and there is nobody to give it: --yes takes what was understood, "
            "and the other options say the rest (carbonpeak add --help)."
        ) from None


def _stated(pairs: list[str]) -> dict[str, str]:
    from carbonpeak.plans.stated import COLUMNS, wrong

    stated = {}
    for pair in pairs:
        column, sign, value = pair.partition("=")
        if not sign or not value or column not in COLUMNS:
            raise typer.BadParameter(
                f"{pair}: write COLUMN=VALUE, COLUMN one of {', '.join(COLUMNS)}", param_hint="--metadata"
            )
        problem = wrong(column, value)
        if problem:
            raise typer.BadParameter("; ".join(problem), param_hint="--metadata")
        stated[column] = value
    return stated


def _asked(column: str, question: str) -> str:
    """What a person says of a column that the text does not state, asked until it can be used; empty to leave it out."""
    from carbonpeak.plans.stated import wrong

    while True:
        value = _prompted(f"{question}, not in the text (Enter to leave it out)", "")
        problem = wrong(column, value) if value else None
        if not problem:
            return value
        typer.echo("; ".join(problem), err=True)


def show(reading: Reading, console: Console) -> None:
    """What was understood of a plan: its metadata, how much was found, and what was not understood."""
    from rich.table import Table
    from rich.text import Text

    tables = reading.tables
    plan = tables["plans"][0]
    grid = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    for column in (
        "title",
        "issuer",
        "document_number",
        "district_zh",
        "adopted_on",
        "issued_on",
        "printed_on",
        "superior_plan",
    ):
        grid.add_row(column.replace("_", " "), Text(getattr(plan, column) or "–"))
    bodies = {body.org_id for body, _ in reading.bodies.values()}
    numeric = sum(target.value is not None for target in tables["targets"])
    grid.add_row("tasks", str(len(tables["tasks"])))
    grid.add_row("targets", f"{len(tables['targets'])}, {numeric} of them with a number")
    grid.add_row("responsible bodies", f"{len(bodies)}, named {len(tables['responsibilities'])} times")
    grid.add_row("discrepancies", str(len(tables["discrepancies"])))
    grid.add_row("numbers not understood", str(len(tables["unread"])))
    console.print(grid)
    for row in tables["unread"][:_SHOWN]:
        console.print(f"  {row.path or 'text'}: {row.number} in “{row.sentence}” ({row.reason})", markup=False)
    if len(tables["unread"]) > _SHOWN:
        console.print(f"  and {len(tables['unread']) - _SHOWN} more")
    for warning in reading.warnings:
        console.print(f"warning: {warning}", style="yellow", markup=False)
