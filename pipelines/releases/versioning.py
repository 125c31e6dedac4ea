"""The version number of a release: what changed since the last one, and the number that follows from it.

The rule is the Data Package recipe for versions: fields changed or a table removed is major, rows or a table added or
removed is minor, a value, text or description corrected is patch. Below 1.0.0 each counts one place lower.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

FIRST_VERSION = "0.1.0"

# This table tells how a release was checked, the comparison with the release before it included. It differs from run to
# run without anything new to publish.
NOT_CONTENT = frozenset({"quality_checks"})

Row = tuple[str, ...]


class Level(IntEnum):
    """How much a change weighs, lightest first."""

    NONE = 0
    PATCH = 1
    MINOR = 2
    MAJOR = 3


@dataclass(frozen=True)
class Snapshot:
    """What a release says: Table Schemas, rows (as written in CSV) by primary key, and a hash for each text."""

    schemas: Mapping[str, Mapping[str, Any]]
    rows: Mapping[str, Mapping[Row, Row]]
    texts: Mapping[str, str]


@dataclass
class Change:
    """The weight of all differences between two snapshots, with one line for each kind of difference."""

    level: Level = Level.NONE
    reasons: list[str] = field(default_factory=list)

    def note(self, level: Level, reason: str) -> None:
        self.level = max(self.level, level)
        self.reasons.append(reason)


def compare(old: Snapshot, new: Snapshot) -> Change:
    """Everything in which `new` differs from `old`; level NONE when nothing does."""
    change = Change()
    for table in sorted(old.schemas.keys() | new.schemas.keys()):
        if table not in new.schemas:
            change.note(Level.MAJOR, f"{table}: table removed")
        elif table not in old.schemas:
            change.note(Level.MINOR, f"{table}: table added")
        else:
            _compare_schema(table, old.schemas[table], new.schemas[table], change)
            if table not in NOT_CONTENT:
                _compare_rows(table, old.rows[table], new.rows[table], change)
    _compare_texts(old.texts, new.texts, change)
    return change


def next_version(last: str | None, level: Level) -> str:
    """The number after `last` for a change of this weight; 0.1.0 when there is no release yet.

    Raises ValueError when nothing changed: that is no release.
    """
    if last is None:
        return FIRST_VERSION
    if level is Level.NONE:
        raise ValueError("nothing changed, so there is no next version")
    major, minor, patch = (int(part) for part in last.split("."))
    if major == 0:
        # The model is still settling; 1.0.0 is declared by a person.
        level = Level(max(level - 1, Level.PATCH))
    if level is Level.MAJOR:
        return f"{major + 1}.0.0"
    if level is Level.MINOR:
        return f"{major}.{minor + 1}.0"
    return f"{major}.{minor}.{patch + 1}"


def _compare_schema(table: str, old: Mapping[str, Any], new: Mapping[str, Any], change: Change) -> None:
    if old == new:
        return
    before = [(item["name"], item["type"]) for item in old["fields"]]
    after = [(item["name"], item["type"]) for item in new["fields"]]
    if before != after:
        change.note(Level.MAJOR, f"{table}: columns changed: {_columns(before, after)}")
    elif old.get("primaryKey") != new.get("primaryKey"):
        change.note(Level.MAJOR, f"{table}: primary key changed")
    else:
        change.note(Level.PATCH, f"{table}: descriptions or constraints edited")


def _columns(before: list[tuple[str, str]], after: list[tuple[str, str]]) -> str:
    old, new = dict(before), dict(after)
    parts = [f"{name} removed" for name in old if name not in new]
    parts += [f"{name} added" for name in new if name not in old]
    parts += [f"{name} now {new[name]}" for name in old if name in new and old[name] != new[name]]
    return ", ".join(parts) or "order"


def _compare_rows(table: str, old: Mapping[Row, Row], new: Mapping[Row, Row], change: Change) -> None:
    added = len(new.keys() - old.keys())
    removed = len(old.keys() - new.keys())
    corrected = sum(1 for key, row in new.items() if key in old and old[key] != row)
    for count, verb, level in (
        (added, "added", Level.MINOR),
        (removed, "removed", Level.MINOR),
        (corrected, "corrected", Level.PATCH),
    ):
        if count:
            change.note(level, f"{table}: {count} {'row' if count == 1 else 'rows'} {verb}")


def _compare_texts(old: Mapping[str, str], new: Mapping[str, str], change: Change) -> None:
    for name in sorted(old.keys() | new.keys()):
        if name not in new:
            change.note(Level.MINOR, f"texts: {name} removed")
        elif name not in old:
            change.note(Level.MINOR, f"texts: {name} added")
        elif old[name] != new[name]:
            change.note(Level.PATCH, f"texts: {name} edited")
