"""A period that stands behind its number: 80%以上的产能2025年底前完成改造, 首期1.5亿元2026年到位, 新增产能20万吨（2026年6月建成）."""

from __future__ import annotations

from carbonpeak.patterns import lazy
from carbonpeak.phrases import PHRASES
from carbonpeak.targets.clauses import Sentence
from carbonpeak.targets.periods import Period

_TO = lazy(PHRASES["due_to"])
_DONE = lazy(PHRASES["due_done"])


def period_behind(sentence: Sentence, start: int, stop: int, end: int) -> tuple[Period, bool] | None:
    """The period between the end of a number and that of its clause, which opens at `start`, where that is when it is to be reached;
    and whether nothing but the deed stands with it, so that the number ends its clause all the same."""
    text = sentence.text
    if sentence.within(start, stop):
        return None
    period = next(iter(sentence.within(stop, end)), None)
    if period is None or period.past or period.end >= end:
        return None
    if text[stop] == "(":  # (2026年6月建成)
        return (period, True) if period.start == stop + 1 and _DONE.fullmatch(text, period.end, end) else None
    if _TO.fullmatch(text, stop, period.start) and _DONE.fullmatch(text, period.end, end):
        return period, True
    return (period, False) if text.find("的", period.end, end) < 0 else None
