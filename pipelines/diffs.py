"""What the two sides of `carbonpeak diff` may be, and what lies between them: versions, folders, or the working tables."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from carbonpeak.plans import registry
from carbonpeak.plans.collection import read_collection
from pipelines.misuse import Misuse
from pipelines.options import the_collection
from pipelines.releases import building, changes, snapshots
from pipelines.releases.catalogue import CatalogueError
from pipelines.releases.comparing import KEY_SIGN, Comparison, Difference, compare
from pipelines.releases.places import place
from pipelines.releases.snapshots import Snapshot
from pipelines.releases.store import StoreError
from pipelines.releases.versioning import Level, next_version
from validations import tables

LATEST, WORKING = "latest", "working"
DESCRIPTOR = "datapackage.json"


@dataclass(frozen=True)
class Side:
    """One side: what it is called, its version (None for the working tables), and what it says."""

    name: str
    version: str | None
    snapshot: Snapshot


@dataclass(frozen=True)
class Diff:
    """What changed from one side to the other."""

    old: Side
    new: Side
    comparison: Comparison

    @property
    def frame(self) -> pd.DataFrame:
        """Every difference in the columns of the table `changes`."""
        return changes.frame(self.comparison, self.old.name, self.new.name)

    @property
    def follows(self) -> str | None:
        """The version that a release of the new side after the old one would have; None where nothing changed."""
        if self.comparison.level is Level.NONE or self.old.version is None:
            return None
        return next_version(self.old.version, self.comparison.level)

    def row(self, one: Difference) -> str | None:
        """The cells of a row that came or went, besides its key; None for any other difference."""
        side = {"added": self.new, "removed": self.old}.get(one.kind)
        if side is None or one.key is None:
            return None
        key = tuple(one.key.split(KEY_SIGN))
        return " · ".join(cell for cell in side.snapshot.rows[one.table].get(key, ()) if cell and cell not in key)

    def document(self) -> dict[str, Any]:
        """All of it as plain values, for JSON."""
        frame = self.frame
        rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
        return {
            "from": self.old.name,
            "to": self.new.name,
            "level": self.comparison.level.word,
            "croissant": self.comparison.croissant.word,
            "next_version": self.follows,
            "counts": changes.counts(self.comparison),
            "causes": changes.causes(self.comparison),
            "changes": rows,
        }


class Sides:
    """Finds sides by name among the plans in `plans` and the releases in `published`."""

    def __init__(self, collection: str | None, plans: Path, published: str) -> None:
        self.collection = collection
        self.plans = plans
        self.published = published

    def between(self, old: str, new: str) -> Diff:
        """What changed from one named side to the other.

        Raises Misuse where a name names nothing, PlanError where the plans cannot be read.
        """
        first, second = self.find(old), self.find(new)
        return Diff(first, second, compare(first.snapshot, second.snapshot))

    def find(self, name: str) -> Side:
        """`working`, `latest`, a version, or the folder of a release."""
        if name == WORKING:
            return self._working()
        folder = Path(name)
        if (folder / DESCRIPTOR).is_file():
            return _release(folder, None)
        return self._released(name)

    def _entry(self) -> registry.CollectionEntry:
        known = registry.load(self.plans).collections
        return known[the_collection(self.collection, list(known), self.plans)]

    def _working(self) -> Side:
        entry = self._entry()
        read = read_collection(self.plans, entry.name)
        if read.left_out:
            one = read.left_out[0]
            raise Misuse(f"The working tables are not whole: {one.path}: {one.problem}; {one.remedy}.")
        frames = {name: tables.frame(name, rows) for name, rows in read.tables.items()}
        return Side(WORKING, None, building.snapshot(entry, frames, read.texts))

    def _released(self, name: str) -> Side:
        package = self._entry().package
        store = place(self.published, package)
        try:
            entries = {entry.version: entry for entry in store.releases()}
        except (CatalogueError, StoreError) as error:
            raise Misuse(str(error)) from None
        if not entries:
            raise Misuse(f"{store.where} holds no release of {package} yet; make one with: carbonpeak run")
        wanted = list(entries)[-1] if name == LATEST else name
        if wanted not in entries:
            raise Misuse(
                f"{name}: no release of {package}, nor the folder of one. There are {', '.join(entries)}; "
                f"or write {LATEST}, or {WORKING} for the tables as they are read now."
            )
        try:
            return _release(store.folder(entries[wanted]), wanted)
        except StoreError as error:
            raise Misuse(str(error)) from None


def _release(folder: Path, version: str | None) -> Side:
    """A released package; without a version it goes by the name of its folder."""
    try:
        said = snapshots.of_release(folder)
        stated = json.loads((folder / DESCRIPTOR).read_text(encoding="utf-8")).get("version")
    except (OSError, ValueError, KeyError, TypeError, StopIteration) as error:
        raise Misuse(f"{folder}: cannot be read as a release ({error}). Restore it, or name another.") from None
    return Side(version or str(folder), version or stated, said)
