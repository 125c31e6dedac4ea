"""The command `carbonpeak verify VERSION`: makes a release once more and says whether every byte is the same."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.misuse import Misuse
from pipelines.options import PLANS, PUBLISHED, Plans, Published, place, the_collection

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
    name = the_collection(collection, known, plans)
    store = Publisher(plans=source, folder=place(published)).store(name)
    entries = {entry.version: entry for entry in store.releases()}
    wanted = list(entries)[-1] if entries and version == LATEST else version
    if wanted not in entries:
        raise Misuse(f"{store.where} lists no release {wanted}; there are: {', '.join(entries) or 'none'}.")
    raise typer.Exit(_tell(verified(store, source, name, entries[wanted])))


_PARTS = {
    "inputs": "the inputs (plans, their entries, corrections)",
    "code": "the code",
    "environment": "the pinned libraries",
}


def _tell(found: Verification) -> int:
    from rich.console import Console

    console = Console(highlight=False, soft_wrap=True)
    changed = _listed([_PARTS[part] for part in found.others])
    have = "has" if found.others == ["code"] else "have"
    if not found.differences and not found.altered:
        note = f" Since that release {changed} {have} changed; the bytes are the same." if changed else ""
        verdict = f"{found.version}: all {found.files} files are made again, byte by byte.{note}"
        console.print(verdict, style="green", markup=False)
        return 0
    console.print(f"{found.version}: {_counted(found)}", style="red", markup=False)
    for name in found.altered:
        console.print(f"{name}: is no longer what was released", style="red", markup=False)
    for one in found.differences:
        console.print(str(one), style="red", markup=False)
    if changed:
        verdict = (
            f"Since that release {changed} {have} changed; so a difference is expected. Check out what it was made from: "
            f"git log -1 --diff-filter=A -- {found.path} names the commit that brought it."
        )
    elif found.unknown:
        parts = _listed([_PARTS[part] for part in found.unknown])
        verdict = f"It is not recorded what {parts} were at that time; a difference may come from there."
    else:
        verdict = "Inputs, code and environment are those of the release: there should be no difference."
    console.print(verdict, style="red", markup=False)
    return 1


def _counted(found: Verification) -> str:
    """In one line what the lines below it tell file by file."""
    from pipelines.releases.verifying import Kind

    kinds = Counter(one.kind for one in found.differences)
    counts = {
        "no longer what was released": len(found.altered),
        "with other bytes now": kinds[Kind.OTHER],
        "not made any more": kinds[Kind.GONE],
        "only made now": kinds[Kind.NEW],
    }
    return f"not made again as it is. Files: {', '.join(f'{many} {what}' for what, many in counts.items() if many)}."


def _listed(parts: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))
