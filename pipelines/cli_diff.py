"""The command `carbonpeak diff OLD NEW`: shows a person, or hands a machine, what changed."""

from __future__ import annotations

import sys
from collections import Counter
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.options import PLANS, PUBLISHED, Plans, Published, place

if TYPE_CHECKING:
    from pipelines.diffs import Diff

_SHOWN = 40  # changes that are shown when nobody asks for all
_WIDEST = 80  # characters of a cell that are shown
_BEFORE = 12  # of these before the first that differs


class Format(StrEnum):
    """In what form the changes are wanted."""

    text = "text"
    csv = "csv"
    json = "json"


def diff(
    old: Annotated[str, typer.Argument(help="A version, the folder of a release, or: latest, working.")] = "latest",
    new: Annotated[str, typer.Argument(help="The same; working: the tables as they are read now.")] = "working",
    collection: Annotated[
        str | None, typer.Option(help="The collection to look at; the only one when left out.")
    ] = None,
    plans: Plans = PLANS,
    published: Published = PUBLISHED,
    show_all: Annotated[bool, typer.Option("--all", help=f"Show every change, not only the first {_SHOWN}.")] = False,
    form: Annotated[
        Format, typer.Option("--format", help="text for a person; csv (the columns of the table changes) or json.")
    ] = Format.text,
    out: Annotated[Path | None, typer.Option(help="A file to write csv or json to, in place of the screen.")] = None,
) -> None:
    """Show what changed between two releases, or since the last one, and the version that would follow."""
    from pipelines.diffs import Sides
    from pipelines.misuse import Misuse

    if out is not None and form is Format.text:
        raise Misuse("--out takes csv or json; write --format csv or --format json.")
    found = Sides(collection, plans, place(published)).between(old, new)
    if form is Format.text:
        _show(found, show_all)
        return
    text = _csv(found) if form is Format.csv else _json(found)
    if out is None:
        sys.stdout.write(text)
        return
    try:
        out.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise Misuse(f"{out}: {error.strerror}; name another file.") from None


def _csv(found: Diff) -> str:
    import csv
    import io

    from pipelines.releases.formats.tabular import written_rows
    from validations import schemas

    kinds = schemas.types(schemas.CHANGES)
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\r\n")
    lines.writerow(kinds)
    lines.writerows(written_rows(found.frame, kinds))
    return text.getvalue()


def _json(found: Diff) -> str:
    import json

    return json.dumps(found.document(), ensure_ascii=False, indent=2) + "\n"


def _show(found: Diff, show_all: bool) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from pipelines.releases import changes

    console = Console(highlight=False)
    differences = found.comparison.differences
    old, new = found.old.name, found.new.name
    if not differences:
        console.print(f"Nothing changed from {old} to {new}; no release would follow.", markup=False, soft_wrap=True)
        return
    summary = Table(title=f"{old} → {new}", title_justify="left")
    for heading in ("table", "kind", "changes", "why"):
        summary.add_column(heading, justify="right" if heading == "changes" else "left", overflow="fold")
    for table, kinds in changes.counts(found.comparison).items():
        for kind, count in kinds.items():
            why = Counter(one.cause for one in differences if (one.table, one.kind) == (table, kind))
            summary.add_row(table, kind, f"{count:,}", ", ".join(f"{cause} {many:,}" for cause, many in why.items()))
    console.print(summary)
    for one in differences if show_all else differences[:_SHOWN]:
        where = f"{one.table}.{one.field}" if one.field else one.table
        head = Text(" ".join(filter(None, (one.kind, where, _words(one.key)))), style="bold")
        console.print(head.append(f"  {one.cause}", style="not bold dim"), soft_wrap=True)
        row = found.row(one)
        was, now = (row, None) if one.kind == "removed" else (None, row)
        for sign, said, style in zip("-+", _differing(one.old or was, one.new or now), ("red", "green"), strict=True):
            if said:
                console.print(Text(f"  {sign} {said}", style=style), soft_wrap=True)
    if not show_all and len(differences) > _SHOWN:
        console.print(f"… and {len(differences) - _SHOWN:,} of {len(differences):,} changes more; --all shows them.")
    level, croissant = found.comparison.level.word, found.comparison.croissant.word
    many = f"{len(differences):,} change{'' if len(differences) == 1 else 's'}"
    console.print(f"{many}, {level} by the Data Package recipe, {croissant} by Croissant.")
    if found.follows:
        console.print(f"After {found.old.version} the version {found.follows} would follow.", style="green")


def _differing(old: str | None, new: str | None) -> tuple[str, str]:
    """What stood there before and after; of what is long, the part in which the two begin to differ."""
    was, now = _words(old), _words(new)
    pairs = enumerate(zip(was, now, strict=False))
    start = max(next((at for at, (one, other) in pairs if one != other), min(len(was), len(now))) - _BEFORE, 0)
    return _part(was, start), _part(now, start)


def _part(words: str, start: int) -> str:
    if len(words) <= _WIDEST:
        return words
    end = start + _WIDEST
    return f"{'…' if start else ''}{words[start:end]}{'…' if end < len(words) else ''}"


def _words(cell: str | None) -> str:
    return " ".join((cell or "").split())
