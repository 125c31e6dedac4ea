"""The table `changes` of a release, and the same in short: lines for a person and counts for a machine."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pandas as pd
import yaml

from pipelines.releases.comparing import Comparison, Difference
from pipelines.releases.versioning import STABLE_VERSION
from validations import tables
from validations.schemas import CHANGES

PHRASES = Path(__file__).parent / "templates" / "changes.yaml"
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


def notes(comparison: Comparison | None, version: str, language: str = "en") -> list[str]:
    """What a release says of its news, in English or Chinese (`zh`): `comparison` is that with the release before it, None
    where there is none."""
    told = [_phrases(language)["first"]] if comparison is None else lines(comparison, language)
    # Only a person's word leads from 0 to this version.
    return [_phrases(language)["declared"], *told] if version == STABLE_VERSION else told


def lines(comparison: Comparison, language: str = "en") -> list[str]:
    """What changed, one line for each kind of change in a table, for a person who reads English or Chinese (`zh`)."""
    groups: dict[tuple[str, str], list[Difference]] = defaultdict(list)
    for one in comparison.differences:
        groups[one.table, "edited" if one.kind in _EDITED else one.kind].append(one)
    said = _phrases(language)
    return [
        said["line"].format(table=table, words=words)
        for (table, kind), found in groups.items()
        for words in _words(said, kind, found)
    ]


@cache
def _phrases(language: str) -> dict[str, str]:
    """Each phrase by its name, in one language."""
    written = yaml.safe_load(PHRASES.read_text(encoding="utf-8"))
    return {name: phrase[language] for name, phrase in written.items()}


def _words(said: dict[str, str], kind: str, found: list[Difference]) -> Iterator[str]:
    if kind.startswith("text_"):
        yield from (said[kind].format(key=one.key) for one in found)
        return
    names = [one.field or "" for one in found]
    rows, cells = len({one.key for one in found}), len(found)
    yield said[kind].format(
        rows=_many(said, rows, "row"),
        cells=_many(said, cells, "cell"),
        columns=said["column" if len(names) == 1 else "columns"].format(names=", ".join(names)),
        count=len(found),
        list=", ".join(_item(said, kind, one) for one in found if "{list}" in said[kind]),
    )


def _item(said: dict[str, str], kind: str, one: Difference) -> str:
    """One difference in a list of its kind."""
    old, new = _value(said, one.old), _value(said, one.new)
    if kind == "field_retyped":
        return said["retyped"].format(what=one.field or one.table, new=new)
    if kind == "field_renamed":
        return said["renamed"].format(old=old, new=new)
    name = (one.old or one.new or "").partition(": ")[0]
    what = f"{one.field} {name}" if one.field else name
    limit = "changed" if one.old and one.new else "new" if one.new else "gone"
    return said[limit].format(what=what, old=old, new=new)


def _value(said: dict[str, str], words: str | None) -> str:
    return (words or "").partition(": ")[2] or said["nothing"]


def _many(said: dict[str, str], count: int, thing: str) -> str:
    return said[thing if count == 1 else f"{thing}s"].format(count=count)
