"""The command `carbonpeak verify VERSION`: makes a release once more and says whether every byte is the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.misuse import Misuse
from pipelines.options import PLANS, PUBLISHED, Plans, Published, place

if TYPE_CHECKING:
    from pipelines.releases.verifying import Verification

LATEST = "latest"


def verify(
    version: Annotated[str, typer.Argument(help="The version to make again, or: latest.")],
    collection: Annotated[
        str | None, typer.Option(help="The collection it is a release of; the only one when left out.")
    ] = None,
    plans: Plans = PLANS,
    published: Published = PUBLISHED,
) -> None:
    """Build a release once more from the plans and the code as they lie here, and compare all its files byte by byte."""
    from pipelines.releases.verifying import verify as verified
    from pipelines.resources import PlanStore, Publisher

    source = PlanStore(folder=str(plans.resolve()))
    known = source.collections()
    name = collection or (known[0] if len(known) == 1 else None)
    if name not in known:
        asked = f"no collection {name}; it has" if name else "several collections; name one with --collection:"
        raise Misuse(f"{plans / 'plans.yaml'} has {asked} {', '.join(known)}.")
    store = Publisher(plans=source, folder=place(published)).store(name)
    entries = {entry.version: entry for entry in store.releases()}
    wanted = list(entries)[-1] if entries and version == LATEST else version
    if wanted not in entries:
        raise Misuse(f"{store.where} lists no release {wanted}; there are: {', '.join(entries) or 'none'}.")
    raise typer.Exit(_tell(verified(store, source, name, entries[wanted])))


def _tell(found: Verification) -> int:
    from rich.console import Console

    console = Console(highlight=False, soft_wrap=True)
    for name in found.altered:
        console.print(f"{name}: is no longer what was released", style="red", markup=False)
    for line in found.differences:
        console.print(line, style="red", markup=False)
    what = {"inputs": "the plans, their entries or corrections", "code": "the code", "environment": "the libraries"}
    others = [f"{part} ({what[part]})" for part in found.others]
    if not found.differences and not found.altered:
        note = f" Though changed since: {', '.join(others)}." if others else ""
        verdict = f"{found.version}: all {found.files} files are made again, byte by byte.{note}"
        console.print(verdict, style="green", markup=False)
        return 0
    if others:
        verdict = (
            f"Changed since then: {', '.join(others)}; so a difference is expected. Check out what it was made from: "
            f"git log -1 --diff-filter=A -- {found.path} names the commit that brought it."
        )
    elif found.unknown:
        verdict = f"It is not recorded what its {', '.join(found.unknown)} were; a difference may come from there."
    else:
        verdict = "Inputs, code and environment are those of the release: there should be no difference."
    count = f"{found.version}: {len(found.differences)} of its files differ from what is made now. "
    console.print(count + verdict, style="red", markup=False)
    return 1
