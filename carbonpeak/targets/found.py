"""What is read in a sentence before it becomes a row: commitments, and numbers that became none."""

from __future__ import annotations

from carbonpeak.shape import NamedTuple
from carbonpeak.targets.clauses import Sentence
from carbonpeak.targets.periods import Base, Period


class Found(NamedTuple):
    """One commitment before it is coded into a record. Offsets point into the cleaned text."""

    start: int
    end: int
    at: int  # where the number or the completeness word stands, for order
    indicator: str
    scope: str | None
    measure: str
    direction: str | None
    comparator: str | None
    value: float | None
    value_max: float | None
    unit: str | None
    base: Base | None
    base_inherited: bool
    base_value: float | None
    period: Period | None
    modality: str


class Rejected(NamedTuple):
    """A number that became no target, and why. `reason` is '' where no rule explains it."""

    start: int
    end: int
    reason: str


def unnumbered(
    sentence: Sentence, start: int, end: int, at: int, indicator: str, scope: str | None, measure: str
) -> Found:
    """A commitment without a number that stands in a clause, with the period and the force of that clause."""
    quote_start = sentence.quote_start(start)
    return Found(
        quote_start,
        end,
        at,
        indicator,
        scope,
        measure,
        None,
        None,
        None,
        None,
        None,
        None,
        False,
        None,
        sentence.period_at(at) or next(iter(sentence.within(start, end)), None),
        sentence.modality(quote_start, end),
    )
