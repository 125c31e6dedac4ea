"""Options that several commands take, each described once, and what is done with their values."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from pipelines.home import PUBLISHED_VARIABLE, ROOT
from pipelines.misuse import Misuse

DATE_VARIABLE = "CARBONPEAK_DATE"
PLANS = ROOT / "plans"
PUBLISHED = str(ROOT / "published")

Plans = Annotated[Path, typer.Option(help="The folder with the plan texts and plans.yaml.")]
Published = Annotated[
    str, typer.Option(envvar=PUBLISHED_VARIABLE, help="Where releases go: a folder, or a URL such as sftp://….")
]
Date = Annotated[
    str | None, typer.Option(envvar=DATE_VARIABLE, help="The date of the release, YYYY-MM-DD; today when left out.")
]


def place(published: str) -> str:
    """Where releases go, whatever folder the process is in later."""
    return published if "://" in published else str(Path(published).resolve())


def the_collection(name: str | None, known: Sequence[str], plans: Path) -> str:
    """The collection that is named, or else the only one that plans.yaml has. Raises Misuse where that is none."""
    if name in known:
        return name
    if name is None and len(known) == 1:
        return known[0]
    asked = f"no collection {name}; it has {', '.join(known)}" if name else f"the collections {', '.join(known)}"
    raise Misuse(f"{plans / 'plans.yaml'} has {asked}{'' if name else '; name one with --collection'}.")


def must_be_date(text: str) -> None:
    """Raises Misuse for anything but a date."""
    try:
        good = datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        good = False
    if not good:
        raise Misuse(f"--date {text}: not a date; write it as YYYY-MM-DD.")
