"""How the folder of a release is written. Only what is handed in counts: the same edition gives the same bytes anywhere.

When there is a release, what number it gets and how it becomes visible is decided in `publishing.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from carbonpeak.plans.registry import CollectionEntry
from pipelines.releases import changes, checksums, comparing, describe, snapshots
from pipelines.releases.formats import writing
from pipelines.releases.metadata import datapackage
from pipelines.releases.snapshots import Snapshot
from validations import package_gate, tables
from validations.results import CheckResult, quality_rows
from validations.schemas import CHANGES, QUALITY


@dataclass(frozen=True)
class Edition:
    """All that the bytes of a release depend on, besides the code."""

    entry: CollectionEntry
    frames: Mapping[str, pd.DataFrame]  # the tables of the reader, by name
    texts: Mapping[str, str]  # by document_id
    results: Sequence[CheckResult]  # of the gates before the package's own
    version: str
    released: str  # YYYY-MM-DD
    last_version: str | None = None  # of the release before this one
    last: Snapshot | None = None  # what that release says

    def snapshot(self) -> Snapshot:
        """What this release says."""
        return snapshot(self.entry, self.frames, self.texts)


def schemas() -> dict[str, dict[str, Any]]:
    """The Table Schemas of all tables of a release, in the order in which a reader meets them."""
    return {name: tables.descriptor(name) for name in tables.table_names()}


def snapshot(entry: CollectionEntry, frames: Mapping[str, pd.DataFrame], texts: Mapping[str, str]) -> Snapshot:
    """What a release of these tables and texts would say."""
    stated = {plan.plan_id: plan.metadata for plan in entry.plans}
    head = datapackage.head(entry, version="", released="")
    return snapshots.of_content(frames, texts, schemas(), head, stated)


def build(folder: Path, edition: Edition) -> dict[str, pd.DataFrame]:
    """Write all files of the edition into a new folder; returns its tables, those that tell of the release included.

    Raises OSError where the folder exists or cannot be written.
    """
    described = schemas()
    comparison = comparing.compare(edition.last, edition.snapshot()) if edition.last else None
    frames = {name: _frame(name, edition, comparison) for name in described}
    head = datapackage.with_holdings(
        datapackage.head(
            edition.entry, version=edition.version, released=edition.released, previous=edition.last_version
        ),
        frames,
    )
    folder.mkdir(parents=True)
    writing.write(folder, head, described, frames)
    _write_texts(folder / "texts", edition.texts)
    notes = {
        "version_notes": changes.notes(comparison, edition.version),
        "version_notes_zh": changes.notes(comparison, edition.version, "zh"),
    }
    describe.write(folder, {**head, **notes}, described, frames)
    checksums.write(folder)
    return frames


def _frame(name: str, edition: Edition, comparison: comparing.Comparison | None) -> pd.DataFrame:
    if name == QUALITY:
        # The package's own gate is part of what is published: a release has passed it, or it is none.
        results = [*edition.results, *package_gate.passing(tables.table_names())]
        return tables.frame(QUALITY, quality_rows(results))
    if name == CHANGES:
        if comparison is None or edition.last_version is None:
            return changes.none()
        return changes.frame(comparison, edition.last_version, edition.version)
    return edition.frames[name]


def _write_texts(folder: Path, texts: Mapping[str, str]) -> None:
    folder.mkdir()
    for document_id, text in texts.items():
        (folder / f"{document_id}.txt").write_text(text, encoding="utf-8", newline="")
