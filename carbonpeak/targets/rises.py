"""由2020年的16%提高到2025年的20%: a value to rise or fall to, with the one it starts from."""

from __future__ import annotations

from carbonpeak.patterns import lazy
from carbonpeak.phrases import PHRASES
from carbonpeak.shape import NamedTuple
from carbonpeak.targets.clauses import Sentence
from carbonpeak.targets.found import Found
from carbonpeak.targets.naming import scoped
from carbonpeak.targets.numbers import DIGITS, kind, number, unit_end
from carbonpeak.targets.periods import Base, five_year_plan
from carbonpeak.targets.quantities import Quantity

_RISE = lazy(
    rf"[由从](?:((?:19|20)\d\d)年(?:年?[底末])?的?|“?十(?P<plan>[一二三四五])五”?[时期末]*的?|(?:目前|现在|当前|现状|现有|原来|原有|原)的?)?(?:不足|不到|约|近|接近|略高于|略低于|仅)?(?P<value>{DIGITS})"
)
_RISE_TO = lazy(
    rf"[,]?(?:逐步|稳步|争取|力争|确保)?(?:{PHRASES['rise']})(?:到|至|为)(?:((?:19|20)\d\d)年的?)?(?:不低于|不少于|不高于|约|近)?({DIGITS})"
)


class Rise(NamedTuple):
    """Where it begins and ends, the value it starts from, where that stands, and of which year it is."""

    start: int
    end: int
    start_value: int
    end_value: int
    value: float
    year: int | None
    end_year: int | None


def rises(text: str, start: int, end: int) -> dict[int, Rise]:
    """The rises between two offsets by where the value that they rise to begins."""
    found: dict[int, Rise] = {}
    if text.find("由", start, end) < 0 and text.find("从", start, end) < 0:
        return found
    at = start
    while low := _RISE.search(text, at, end):
        at = low.end()
        high = _RISE_TO.match(text, unit_end(text, at), end)
        if high:
            at = high.end()
            year = int(low[1]) if low[1] else five_year_plan(low["plan"])[1] if low["plan"] else None
            end_year = int(high[1]) if high[1] else None
            found[high.start(2)] = Rise(
                low.start(), at, low.start("value"), low.end("value"), number(low["value"]), year, end_year
            )
    return found


def reached(quantities: list[Quantity], rise: dict[int, Rise]) -> list[Quantity]:
    """The quantities without those that something rises from; what it rises to is reached."""
    low = {one.start_value for one in rise.values()}
    return [
        one._replace(senses=one.senses | {"reach"}) if one.start in rise else one
        for one in quantities
        if one.start not in low
    ]


def is_start(at: int, rise: dict[int, Rise]) -> bool:
    """Whether a place is inside the value that something rises from: 由2022年底的1150个."""
    return any(one.start <= at < one.end_value for one in rise.values())


def risen(sentence: Sentence, one: Found, rise: Rise) -> Found:
    """由2020年的16%提高到2025年的20%: a state to reach, with the value it starts from."""
    start, _ = sentence.bounds(rise.start)
    scope, indicator = scoped(sentence.text[sentence.content(start, rise.start) : rise.start].removesuffix("将"))
    base = Base(rise.start, rise.end_value, rise.year) if rise.year else None
    period = next((p for p in sentence.periods if p.end <= rise.end and p.start >= rise.end_value), one.period)
    return one._replace(
        indicator=indicator, scope=scope, base=base, base_value=rise.value, period=period, direction=None,
        measure="share" if kind(one.unit) == "share" else "level",
    )  # fmt: skip
