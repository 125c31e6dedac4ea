"""The codebook of indicators, and which of its entries a target is about.

An indicator enters the codebook when two plans use it: those shared by the four Shanghai districts and those usual in plans
throughout the country. What only one plan promises (one district's business park, one street's demonstration site) has
no entry, and its target no `indicator_id`. Entries stand in `data/indicators.csv`; the words that an indicator must and must
not hold stand in `data/indicator_patterns.csv`, in order: the first row that fits counts.
"""

from __future__ import annotations

from functools import cache, lru_cache

from carbonpeak import datafiles
from carbonpeak.records import Indicator
from carbonpeak.shape import NamedTuple

_WITHOUT_NUMBER = ("assigned", "milestone")


class _Pattern(NamedTuple):
    indicator_id: str
    words: tuple[str, ...]  # one of them stands in the scope or the indicator
    needed: tuple[tuple[str, ...], ...]  # a+b c: so do a and b, or c
    banned: tuple[str, ...]  # none of these does
    units: tuple[str, ...]  # units of the value that fit; empty for any


class _Patterns(NamedTuple):
    rows: list[_Pattern]
    starts: dict[str, dict[str, list[int]]]  # measure → first two characters of a word → rows to try


@cache
def codebook() -> dict[str, Indicator]:
    """Every entry by its id, in the order of the file."""
    return {
        row["indicator_id"]: Indicator(
            row["indicator_id"],
            row["name_zh"],
            row["name_en"],
            row["definition_zh"],
            row["definition_en"],
            row["unit_si"] or None,
            row["topic"],
            row["higher_is"] or None,
        )
        for row in datafiles.rows("indicators")
    }


@cache
def _patterns() -> _Patterns:
    """All patterns, found by how their words begin, so that few are tried on one indicator."""
    table = _Patterns([], {})
    for number, row in enumerate(datafiles.rows("indicator_patterns")):
        words = tuple(row["words"].split())
        table.rows.append(
            _Pattern(
                row["indicator_id"],
                words,
                tuple(tuple(group.split("+")) for group in row["with"].split()),
                tuple(row["without"].split()),
                tuple(row["units"].split()),
            )
        )
        for measure in row["measures"].split():
            starts = table.starts.setdefault(measure, {})
            for start in {word[:2] for word in words}:
                starts.setdefault(start, []).append(number)
    return table


@lru_cache(maxsize=8192)
def match(indicator: str, scope: str | None, measure: str, unit_si: str | None = None) -> str | None:
    """The id of the codebook entry for an indicator as written, or None where no entry fits.

    `measure` and `unit_si` are those of the target: `share` and `%`, `increment` and `MW`; None for a pure number (PUE) and
    for a target without a number.
    """
    text = "".join(f"{scope or ''}{indicator}".split())
    rows, by_measure = _patterns()
    starts = by_measure.get(measure)
    if not starts:
        return None
    found: set[int] = set()
    for at in range(len(text) - 1):
        if numbers := starts.get(text[at : at + 2]):
            found.update(numbers)
    numeric = measure not in _WITHOUT_NUMBER
    for number in sorted(found):
        entry, words, needed, banned, units = rows[number]
        if numeric and units and unit_si not in units:
            continue
        if (
            _any(words, text)
            and not _any(banned, text)
            and (not needed or any(all(word in text for word in group) for group in needed))
        ):
            return entry
    return None


def _any(words: tuple[str, ...], text: str) -> bool:
    for word in words:  # a plain loop costs a third of any() with a generator
        if word in text:
            return True
    return False
