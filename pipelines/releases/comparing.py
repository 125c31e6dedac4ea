"""Everything in which one release differs from another: tables, columns, rows, cells and texts, each with its cause."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from pipelines.releases import schema_changes
from pipelines.releases.causes import SCHEMA, Causes
from pipelines.releases.snapshots import Row, Snapshot, listed
from pipelines.releases.versioning import WEIGHTS, Level
from validations.schemas import CHANGES, QUALITY

# These tables tell how a release was checked and what it changed. They differ from release to release without anything
# new to publish.
NOT_CONTENT = frozenset({QUALITY, CHANGES})
TEXTS = "texts"  # stands for the table where a text is meant
PACKAGE = "package"  # and where the package as a whole is
KEY_SIGN = "#"  # between the columns of a key that has several

Rows = Mapping[Row, Row]


class Difference(NamedTuple):
    """One difference: the row's key and the column where it has them, what stood there before and after, its weight by
    the Data Package recipe and by Croissant, and what caused it."""

    table: str
    key: str | None
    field: str | None
    old: str | None
    new: str | None
    kind: str
    level: Level
    croissant: Level
    cause: str


@dataclass(frozen=True)
class Comparison:
    """All differences between two snapshots, in a stable order."""

    differences: tuple[Difference, ...]

    @property
    def level(self) -> Level:
        """The weight of the heaviest difference by the Data Package recipe; NONE when there is no difference."""
        return max((one.level for one in self.differences), default=Level.NONE)

    @property
    def croissant(self) -> Level:
        """The same by Croissant 1.1."""
        return max((one.croissant for one in self.differences), default=Level.NONE)


def compare(old: Snapshot, new: Snapshot) -> Comparison:
    """Everything in which `new` differs from `old`.

    A table that came or went is one difference, and so is a column: their rows and cells are not listed.
    """
    causes = Causes(old, new)
    found = [
        _differ(one.kind, PACKAGE, old=one.old, new=one.new, cause=causes.of_package(one.name))
        for one in schema_changes.properties(old.about, new.about)
    ]
    for table in dict.fromkeys((*new.schemas, *old.schemas)):
        if table not in new.schemas:
            found.append(_differ("table_removed", table, old=_size(old, table)))
        elif table not in old.schemas:
            found.append(_differ("table_added", table, new=_size(new, table)))
        else:
            found += _table(table, old, new, causes)
    found += _texts(old.texts, new.texts, causes)
    return Comparison(tuple(found))


def _differ(
    kind: str,
    table: str,
    *,
    key: str | None = None,
    field: str | None = None,
    old: str | None = None,
    new: str | None = None,
    level: Level | None = None,
    cause: str = SCHEMA,
) -> Difference:
    usual, croissant = WEIGHTS[kind]
    return Difference(table, key, field, old, new, kind, usual if level is None else level, croissant, cause)


def _size(snapshot: Snapshot, table: str) -> str | None:
    return f"rows: {len(snapshot.rows[table])}" if table in snapshot.rows else None


def _table(table: str, old: Snapshot, new: Snapshot, causes: Causes) -> Iterator[Difference]:
    before, after = old.schemas[table], new.schemas[table]
    rows = ({}, {}) if table in NOT_CONTENT else (old.rows[table], new.rows[table])
    names = schema_changes.renamed(before, after, *rows) if before != after else {}
    for one in schema_changes.compare(before, after, names):
        yield _differ(one.kind, table, field=one.field, old=one.old, new=one.new)
    same_key = [names.get(name, name) for name in listed(before.get("primaryKey"))] == listed(after.get("primaryKey"))
    # Under another key no row is the row that it was.
    shared = rows[0].keys() & rows[1].keys() if same_key else frozenset()
    for key in rows[0]:
        if key not in shared:
            level = Level.MAJOR if causes.was_referred_to(table, key) else None
            yield _differ("removed", table, key=_words(key), level=level, cause=causes.of_row(table, key))
    for key in rows[1]:
        if key not in shared:
            yield _differ("added", table, key=_words(key), cause=causes.of_row(table, key))
    columns = _shared_columns(before, after, names)
    same_columns = [item["name"] for item in before["fields"]] == [item["name"] for item in after["fields"]]
    for key, row in rows[1].items():
        if key in shared and (row != rows[0][key] or not same_columns):
            yield from _cells(table, key, rows[0][key], row, columns, causes)


def _words(key: Row) -> str:
    return KEY_SIGN.join(key)


def _shared_columns(
    before: Mapping[str, Any], after: Mapping[str, Any], names: Mapping[str, str]
) -> list[tuple[str, int, int]]:
    """The columns that both have, with their places in the rows of each."""
    places = {item["name"]: place for place, item in enumerate(after["fields"])}
    pairs = ((names.get(item["name"], item["name"]), place) for place, item in enumerate(before["fields"]))
    return [(name, place, places[name]) for name, place in pairs if name in places]


def _cells(
    table: str, key: Row, old: Row, new: Row, columns: list[tuple[str, int, int]], causes: Causes
) -> Iterator[Difference]:
    for name, here, there in columns:
        if old[here] != new[there]:
            yield _differ(
                "corrected",
                table,
                key=_words(key),
                field=name,
                old=old[here] or None,
                new=new[there] or None,
                cause=causes.of_cell(table, key, name),
            )


def _texts(old: Mapping[str, str], new: Mapping[str, str], causes: Causes) -> Iterator[Difference]:
    for name in sorted(old.keys() | new.keys()):
        was, now = old.get(name), new.get(name)
        if was != now:
            kind = "text_added" if was is None else "text_removed" if now is None else "text_edited"
            yield _differ(
                kind,
                TEXTS,
                key=name,
                old=was and f"sha256: {was}",
                new=now and f"sha256: {now}",
                cause=causes.of_text(name),
            )
