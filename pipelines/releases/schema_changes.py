"""What changed between two Table Schemas: columns, what decides how a cell is read, constraints one by one, words.

Every property is compared; one that is not known here counts as descriptive, so that no change goes unnoticed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from pipelines.releases.snapshots import Row, listed

Schema = Mapping[str, Any]
Rows = Mapping[Row, Row]

# Properties that decide how a cell is read; another unit means another number.
_READING = {
    *("type", "format", "unit", "missingValues", "trueValues", "falseValues", "decimalChar", "groupChar"),
    *("bareNumber", "delimiter", "itemType", "categoriesOrdered"),
}
_LOWER_BOUNDS = {"minimum", "exclusiveMinimum", "minLength"}
_UPPER_BOUNDS = {"maximum", "exclusiveMaximum", "maxLength"}
_ALIKE_ENOUGH = 2  # of place, title and values, for a column that is gone and a new one of its type to be the same


class SchemaChange(NamedTuple):
    """One change: its kind, the column (None for the table as a whole), and `property: value` before and after."""

    kind: str
    field: str | None
    old: str | None
    new: str | None

    @property
    def name(self) -> str:
        """The property that changed."""
        return (self.old or self.new or "").partition(": ")[0]


def renamed(old: Schema, new: Schema, old_rows: Rows, new_rows: Rows) -> dict[str, str]:
    """Columns that only changed their name, as far as it can be told: old name → new name."""
    before, after = _fields(old), _fields(new)
    gone = [name for name in before if name not in after]
    come = [name for name in after if name not in before]
    found: dict[str, str] = {}
    for name in gone:
        for other in come:
            if other in found.values() or before[name].get("type") != after[other].get("type"):
                continue
            places = list(before).index(name), list(after).index(other)
            alike = [
                places[0] == places[1],
                before[name].get("title") is not None and before[name].get("title") == after[other].get("title"),
                _same_values(places, old_rows, new_rows),
            ]
            if sum(alike) >= _ALIKE_ENOUGH:
                found[name] = other
                break
    return found


def compare(old: Schema, new: Schema, names: Mapping[str, str]) -> Iterator[SchemaChange]:
    """All changes from one schema to another; `names` are the renamed columns, old name → new name."""
    if old == new:
        return
    before, after = _fields(old), _fields(new)
    for name, other in names.items():
        yield SchemaChange("field_renamed", other, f"name: {name}", f"name: {other}")
    for name in before:
        if name not in after and name not in names:
            yield SchemaChange("field_removed", name, f"type: {before[name].get('type')}", None)
    for name in after:
        if name not in before and name not in names.values():
            yield SchemaChange("field_added", name, None, f"type: {after[name].get('type')}")
    yield from _moved([names.get(name, name) for name in before], list(after))
    for name in before:
        if names.get(name, name) in after:
            yield from _properties(before[name], after[names.get(name, name)], names.get(name, name))
    yield from properties(old, new)


def properties(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[SchemaChange]:
    """All changes of what describes something as a whole: a table's schema besides its columns, or a package."""
    yield from _properties(old, new, None)


def _fields(schema: Schema) -> dict[str, Mapping[str, Any]]:
    return {item["name"]: item for item in schema["fields"]}


def _same_values(places: tuple[int, int], old: Rows, new: Rows) -> bool:
    pairs = [(row[places[0]], new[key][places[1]]) for key, row in old.items() if key in new]
    return any(one for one, _ in pairs) and all(one == other for one, other in pairs)


def _moved(before: Sequence[str], after: Sequence[str]) -> Iterator[SchemaChange]:
    """The fewest columns of which the move explains the new order; columns that came or went move no other."""
    old = [name for name in before if name in after]
    new = [name for name in after if name in before]
    stayed = {
        name
        for block in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
        for name in old[block.a : block.a + block.size]
    }
    for name in new:
        if name not in stayed:
            places = before.index(name) + 1, after.index(name) + 1
            yield SchemaChange("field_moved", name, f"position: {places[0]}", f"position: {places[1]}")


def _properties(old: Mapping[str, Any], new: Mapping[str, Any], field: str | None) -> Iterator[SchemaChange]:
    for name in sorted(old.keys() | new.keys()):
        was, now = old.get(name), new.get(name)
        if name in ("name", "fields") or was == now:
            continue
        if name == "constraints":
            yield from _constraints(was or {}, now or {}, field)
        elif name == "categories":
            yield from _categories(old, new, field)
        elif name in ("primaryKey", "fieldsMatch"):
            label = "primary key" if name == "primaryKey" else name
            parts = [", ".join(listed(value)) or None for value in (was, now)]
            yield _limit(label, field, parts[0], parts[1], tighter=now is not None or name == "fieldsMatch")
        elif name in ("foreignKeys", "uniqueKeys"):
            yield from _keys(name, was or [], now or [], field)
        elif name in _READING:
            yield SchemaChange("field_retyped", field, _said(name, was), _said(name, now))
        elif name in ("title", "description") and any(
            old.get(key) != new.get(key) for key in old.keys() | new.keys() if key.startswith(f"{name}_")
        ):
            continue  # said by the languages that it is made of
        else:
            yield SchemaChange(_descriptive(name), field, _said(name, was), _said(name, now))


def _descriptive(name: str) -> str:
    word = name.partition("_")[0]
    return f"{word}_edited" if word in ("title", "description") else "metadata_edited"


def _constraints(old: Mapping[str, Any], new: Mapping[str, Any], field: str | None) -> Iterator[SchemaChange]:
    for name in sorted(old.keys() | new.keys()):
        was, now = old.get(name), new.get(name)
        if was == now:
            continue
        if name == "enum":
            yield from _values("enum", was, now, field)
        elif was is None or now is None or isinstance(now, bool):
            yield _limit(name, field, was, now, tighter=now not in (None, False))
        elif name in _LOWER_BOUNDS | _UPPER_BOUNDS:
            yield _limit(name, field, was, now, tighter=_below(was, now) == (name in _LOWER_BOUNDS))
        else:
            # Whether another pattern lets the same values through cannot be told: the careful answer is no.
            yield _limit(name, field, was, now, tighter=True)


def _below(one: Any, other: Any) -> bool:
    try:
        return float(one) < float(other)
    except ValueError:
        return str(one) < str(other)  # dates


def _values(
    name: str, old: Sequence[Any] | None, new: Sequence[Any] | None, field: str | None
) -> Iterator[SchemaChange]:
    """Values that a column may take: fewer are tighter, more are looser; no list at all lets every value through."""
    if old is None or new is None:
        yield _limit(name, field, old, new, tighter=old is None)
        return
    fewer = [value for value in old if value not in new]
    more = [value for value in new if value not in old]
    if fewer:
        yield _limit(name, field, fewer, None, tighter=True)
    if more:
        yield _limit(name, field, None, more, tighter=False)
    if not fewer and not more:
        yield SchemaChange("metadata_edited", field, _said(name, old), _said(name, new))  # their order


def _categories(old: Mapping[str, Any], new: Mapping[str, Any], field: str | None) -> Iterator[SchemaChange]:
    """The labels of the values; the values themselves only where no `enum` says them already."""
    was, now = ({_value(item): item for item in side.get("categories") or []} for side in (old, new))
    enums = [side.get("constraints", {}).get("enum") for side in (old, new)]
    if list(was) != list(now) and enums == [None, None]:
        yield from _values("categories", list(was) or None, list(now) or None, field)
    elif list(was) != list(now) and enums[0] == enums[1]:
        yield SchemaChange("metadata_edited", field, _said("categories", list(was)), _said("categories", list(now)))
    for value in was:
        if value in now and was[value] != now[value]:
            yield SchemaChange("title_edited", field, _said("category", was[value]), _said("category", now[value]))


def _value(category: Any) -> Any:
    return category.get("value") if isinstance(category, Mapping) else category


def _keys(name: str, old: Sequence[Any], new: Sequence[Any], field: str | None) -> Iterator[SchemaChange]:
    label = "foreign key" if name == "foreignKeys" else "unique key"
    was, now = ([_key(item) for item in side] for side in (old, new))
    for words in was:
        if words not in now:
            yield _limit(label, field, words, None, tighter=False)
    for words in now:
        if words not in was:
            yield _limit(label, field, None, words, tighter=True)
    if sorted(was) == sorted(now):
        yield SchemaChange("metadata_edited", field, _said(name, old), _said(name, new))


def _key(item: Any) -> str:
    if not isinstance(item, Mapping):
        return ", ".join(listed(item))
    reference = item["reference"]
    target = ", ".join(listed(reference["fields"]))
    return f"{', '.join(listed(item['fields']))} → {reference.get('resource') or 'itself'} {target}"


def _limit(name: str, field: str | None, was: Any, now: Any, *, tighter: bool) -> SchemaChange:
    kind = "constraint_tightened" if tighter else "constraint_loosened"
    return SchemaChange(kind, field, _said(name, was), _said(name, now))


def _said(name: str, value: Any) -> str | None:
    if value is None:
        return None
    return f"{name}: {value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)}"
