"""The codebook of indicators, and which of its entries a target is about.

An indicator enters the codebook when two plans use it: those shared by the four Shanghai districts and those usual in plans
throughout the country. What only one plan promises (one district's business park, one street's demonstration site) has
no entry, and its target no `indicator_id`. Entries stand in `data/indicators.csv`; the words that an indicator must and must not
hold stand in `data/indicator_patterns.csv`, in order: the first row that fits counts.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from carbonpeak import datafiles
from carbonpeak.records import Indicator


class _Pattern(NamedTuple):
    order: int
    indicator_id: str
    words: tuple[str, ...]  # one of them stands in the indicator
    needed: tuple[tuple[str, ...], ...]  # a+b c: a and b, or c, in the indicator or its scope
    banned: tuple[str, ...]
    measures: tuple[str, ...]
    units: tuple[str, ...]  # in unit_si; 'none' is a pure number

    def fits(self, indicator: str, text: str, measure: str, unit_si: str | None) -> bool:
        return (
            measure in self.measures
            and (not self.units or (unit_si or "none") in self.units or measure in ("assigned", "milestone"))
            and any(word in indicator for word in self.words)
            and (not self.needed or any(all(word in text for word in group) for group in self.needed))
            and not any(word in text for word in self.banned)
        )


@lru_cache(maxsize=1)
def codebook() -> dict[str, Indicator]:
    """Every entry by its id, in the order of the file."""
    return {
        row["indicator_id"]: Indicator(
            row["indicator_id"],
            row["name_zh"],
            row["name_en"],
            row["unit_si"] or None,
            row["topic"],
            row["higher_is"] or None,
        )
        for row in datafiles.rows("indicators")
    }


@lru_cache(maxsize=1)
def _patterns() -> dict[str, list[_Pattern]]:
    """The patterns by the first two characters of each of their words, so that few are tried on one indicator."""
    index: dict[str, list[_Pattern]] = {}
    for order, row in enumerate(datafiles.rows("indicator_patterns")):
        pattern = _Pattern(
            order,
            row["indicator_id"],
            tuple(row["words"].split()),
            tuple(tuple(group.split("+")) for group in row["with"].split()),
            tuple(row["without"].split()),
            tuple(row["measures"].split()),
            tuple(row["units"].split()),
        )
        for start in {word[:2] for word in pattern.words}:
            index.setdefault(start, []).append(pattern)
    return index


@lru_cache(maxsize=8192)
def match(indicator: str, scope: str | None, measure: str, unit_si: str | None = None) -> str | None:
    """The id of the codebook entry for an indicator as written, or None where no entry fits.

    `measure` and `unit_si` are those of the target (`share`; `MW`, `m2`, `%`, `1`; None for a pure number).
    """
    indicator = "".join(indicator.split())
    text = f"{indicator}\n{''.join(scope.split())}" if scope else indicator
    index = _patterns()
    candidates = {
        pattern
        for start in {indicator[at : at + 2] for at in range(len(indicator) - 1)}
        for pattern in index.get(start, ())
        if measure in pattern.measures
    }
    for pattern in sorted(candidates):
        if pattern.fits(indicator, text, measure, unit_si):
            return pattern.indicator_id
    return None
