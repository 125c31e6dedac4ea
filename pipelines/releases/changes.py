"""The table `changes` of a release, and the same in short: lines for a person and counts for a machine."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

import pandas as pd

from pipelines.releases.comparing import TEXTS, Comparison, Difference
from pipelines.releases.versioning import STABLE_VERSION
from validations import tables
from validations.schemas import CHANGES

# Only a person's word leads from 0 to this version.
DECLARED = "declared stable: from now on versions count by the rule in full"
_EDITED = ("title_edited", "description_edited", "metadata_edited")

Counts = dict[str, dict[str, int]]


def frame(comparison: Comparison, old: str, new: str) -> pd.DataFrame:
    """The table `changes` from version `old` to version `new`."""
    return tables.frame(CHANGES, (_record(one, old, new) for one in comparison.differences))


def none() -> pd.DataFrame:
    """The table `changes` of a first release: empty."""
    return tables.frame(CHANGES, [])


def _record(one: Difference, old: str, new: str) -> tuple[str | None, ...]:
    told = (old, new, one.table, one.key, one.field, one.old, one.new, one.kind)
    digest = hashlib.sha256("\x1f".join(part or "" for part in told).encode()).hexdigest()[:16]
    return (digest, *told, one.cause, one.level.word, one.croissant.word if one.croissant else None)


def counts(comparison: Comparison) -> Counts:
    """How many differences there are of each kind, by table; in a row with three corrected cells there are three."""
    found: Counts = {}
    for one in comparison.differences:
        kinds = found.setdefault(one.table, {})
        kinds[one.kind] = kinds.get(one.kind, 0) + 1
    return found


def causes(comparison: Comparison) -> dict[str, int]:
    """How many differences each cause has, the most frequent first."""
    found = Counter(one.cause for one in comparison.differences)
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))


def notes(comparison: Comparison | None, version: str) -> list[str]:
    """What a release says of its news: `comparison` is that with the release before it, None where there is none."""
    told = ["first release"] if comparison is None else lines(comparison)
    return [DECLARED, *told] if version == STABLE_VERSION else told


def lines(comparison: Comparison) -> list[str]:
    """What changed, one line for each kind of change in a table, for a person."""
    groups: dict[tuple[str, str], list[Difference]] = defaultdict(list)
    for one in comparison.differences:
        groups[one.table, "edited" if one.kind in _EDITED else one.kind].append(one)
    return [f"{table}: {words}" for (table, kind), found in groups.items() for words in _words(table, kind, found)]


def _words(table: str, kind: str, found: list[Difference]) -> Iterator[str]:
    if table == TEXTS:
        yield from (f"{one.key} {kind.removeprefix('text_')}" for one in found)
    elif kind in ("table_added", "table_removed"):
        yield kind.replace("_", " ")
    elif kind in ("added", "removed"):
        yield f"{_many(len(found), 'row')} {kind}"
    elif kind == "corrected":
        yield f"{_many(len({one.key for one in found}), 'row')} corrected, {_many(len(found), 'cell')}"
    elif kind in ("field_added", "field_removed"):
        yield f"{_columns(found)} {kind.removeprefix('field_')}"
    elif kind == "field_moved":
        yield f"order of columns changed: {_columns(found)} moved"
    elif kind == "field_renamed":
        yield f"renamed: {', '.join(f'{_value(one.old)} is now {_value(one.new)}' for one in found)}"
    elif kind == "field_retyped":
        yield f"read otherwise: {', '.join(f'{one.field or table} now {_value(one.new)}' for one in found)}"
    elif kind == "edited":
        yield f"titles or descriptions edited ({len(found)})"
    else:
        yield f"{kind.replace('_', ' ')}: {', '.join(map(_limit, found))}"


def _limit(one: Difference) -> str:
    name = (one.old or one.new or "").partition(": ")[0]
    what = f"{one.field} {name}" if one.field else name
    if one.old and one.new:
        return f"{what} changed ({_value(one.old)} → {_value(one.new)})"
    return f"{what} added ({_value(one.new)})" if one.new else f"{what} gone ({_value(one.old)})"


def _value(said: str | None) -> str:
    return (said or "").partition(": ")[2] or "nothing"


def _columns(found: Iterable[Difference]) -> str:
    names = [one.field or "" for one in found]
    return f"{'column' if len(names) == 1 else 'columns'} {', '.join(names)}"


def _many(count: int, thing: str) -> str:
    return f"{count} {thing}{'' if count == 1 else 's'}"
