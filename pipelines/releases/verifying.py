"""Whether a release can be made again: built anew from what lies here, and compared with what was released byte by byte."""

from __future__ import annotations

import csv
import tempfile
from dataclasses import dataclass
from enum import Enum
from itertools import zip_longest
from pathlib import Path

from assets.gates import dataset_results, table_results
from assets.ports import Content
from carbonpeak.plans import registry
from pipelines.releases import building, checksums, provenance, snapshots
from pipelines.releases.catalogue import Entry
from pipelines.releases.formats.tabular import released_tables
from pipelines.releases.store import Store
from pipelines.resources import PlanStore
from validations import tables

_SHOWN = 60  # characters of a cell


class Kind(Enum):
    """How a file is not what it was."""

    OTHER = "other bytes"
    GONE = "is in the release and is not made now"
    NEW = "is made now and is not in the release"


@dataclass(frozen=True)
class Difference:
    """A file that differs; where, if both have it. str() is a line for a person."""

    name: str
    kind: Kind
    where: str = ""

    def __str__(self) -> str:
        return f"{self.name}: {self.where or self.kind.value}"


@dataclass(frozen=True)
class Verification:
    """What came of it. There are no `differences` when every byte is the same; `altered` are the files that are no longer
    what was released; `others` says which of inputs, code and environment are others than the release's own,
    `unknown` of which its list does not say what they were.
    """

    version: str
    path: str  # of the release
    files: int
    altered: list[str]
    differences: list[Difference]
    others: list[str]
    unknown: list[str]


def verify(store: Store, plans: PlanStore, collection: str, entry: Entry) -> Verification:
    """Build the release that `entry` lists once more, in a folder that is removed afterwards, and compare.

    Raises PlanError when the plans cannot be read; StoreError or CatalogueError when the releases cannot.
    """
    released = store.folder(entry)
    with tempfile.TemporaryDirectory() as folder:
        again = Path(folder) / entry.version
        building.build(again, _edition(store, plans, collection, entry))
        found = differences(released, again)
        files = sum(path.is_file() for path in again.rglob("*"))
    now = {
        "inputs": plans.digest(collection),
        "code": provenance.code(),
        "environment": provenance.environment(),
    }
    then = {part: getattr(entry, part) for part in now}
    return Verification(
        version=entry.version,
        path=f"{store.where}/{entry.path}",
        files=files,
        altered=store.altered(entry),
        differences=found,
        others=[part for part in now if then[part] is not None and then[part] != now[part]],
        unknown=[part for part in now if then[part] is None],
    )


def _edition(store: Store, plans: PlanStore, collection: str, entry: Entry) -> building.Edition:
    """What the release would be made of today, after the release that was the last one at its time."""
    earlier = store.releases()
    earlier = earlier[: earlier.index(entry)]
    last = store.folder(earlier[-1]) if earlier else None
    readings = plans.read(collection)
    content = Content.of(readings, {name: tables.frame(name, rows) for name, rows in readings.tables.items()})
    before = released_tables(last) if last else None
    # A release that lacks a plan of the one before was made on purpose, or there would be none.
    withdrawn = set(before["plans"]["plan_id"]) - set(content.frames["plans"]["plan_id"]) if before else ()
    of_tables = [result for found in table_results(content).values() for result in found]
    return building.Edition(
        entry=registry.load(plans.path).collections[collection],
        frames=content.frames,
        texts=content.texts,
        results=[*of_tables, *dataset_results(content, before, withdrawn)],
        version=entry.version,
        released=entry.released,
        last_version=earlier[-1].version if earlier else None,
        last=snapshots.of_release(last) if last else None,
    )


def differences(released: Path, again: Path) -> list[Difference]:
    """Where two folders differ, file by file: which is missing, or at which byte, and in a table at which row and column."""
    before, now = _files(released), _files(again)
    found = []
    for name in sorted(before.keys() | now.keys()):
        if name not in now:
            found.append(Difference(name, Kind.GONE))
        elif name not in before:
            found.append(Difference(name, Kind.NEW))
        else:
            found += _difference(name, before[name], now[name])
    # The list of checksums differs because another file does.
    return [one for one in found if one.name != checksums.CHECKSUMS] or found


def _files(folder: Path) -> dict[str, Path]:
    return {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}


def _difference(name: str, before: Path, now: Path) -> list[Difference]:
    old, new = before.read_bytes(), now.read_bytes()
    if old == new:
        return []
    offset = next((at for at, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), None)
    if offset is None:
        offset = min(len(old), len(new))
        where = f"byte {offset}: the {'release' if len(new) == offset else 'new file'} goes on there"
    else:
        where = f"byte {offset}: {old[offset]:#04x} in the release, {new[offset]:#04x} now"
    return [Difference(name, Kind.OTHER, f"{where}{_cell(before, now) if name.endswith('.csv') else ''}")]


def _cell(before: Path, now: Path) -> str:
    """The first cell in which two tables differ, rows counted from 1 below the header."""
    with before.open(encoding="utf-8", newline="") as one, now.open(encoding="utf-8", newline="") as other:
        old, new = list(csv.reader(one)), list(csv.reader(other))
    header = old[0] if old else []
    for number, (left, right) in enumerate(zip_longest(old, new)):
        if left is None or right is None:
            return f" (row {number} is only {'made now' if left is None else 'in the release'})"
        for column, (a, b) in enumerate(zip_longest(left, right, fillvalue="")):
            if a != b:
                named = header[column] if column < len(header) else f"number {column + 1}"
                row = f"row {number}" if number else "the header"
                return f" ({row}, column {named}: “{a[:_SHOWN]}” in the release, “{b[:_SHOWN]}” now)"
    return " (the cells are the same)"
