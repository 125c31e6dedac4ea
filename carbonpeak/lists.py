"""Numbers, and years, that stand side by side: what joins them, and where the words of one of them end."""

from __future__ import annotations

from carbonpeak.clauses import Sentence
from carbonpeak.naming import items
from carbonpeak.numbers import kind
from carbonpeak.patterns import lazy
from carbonpeak.periods import Period
from carbonpeak.quantities import Quantity

_LISTING = frozenset("、和及与以,/")
_NAMED_AFTER = lazy("的?(?:{han}|[“A-Za-z])")


def each_year(period: Period) -> bool:
    """Whether a period lists years that follow each other: 2023年、2024年."""
    years = (period.last or 0, *period.more)
    return len(years) > 1 and years == tuple(range(years[0], years[0] + len(years)))


def listed(text: str, end: int, head: int) -> bool:
    """Whether only what joins the members of a list stands between two numbers."""
    return end < head <= end + 3 and _LISTING.issuperset(text[end:head]) and text[end:head].strip(",") != ""


def own_end(text: str, stop: int, head: int, end: int) -> tuple[int, bool]:
    """Where the words of a number end that has another one in its clause, and whether the two cannot be parted."""
    if text[stop] in "、和及":
        return stop, False
    cut = max(text.rfind("、", stop, head), text.rfind("和", stop, head))
    if cut > 0 and _NAMED_AFTER.match(text, stop):
        return cut, False
    return end, True


def said_before(sentence: Sentence, start: int, count: int) -> str:
    """What the clause before names, where it is a list of `count` things without a number: A、B排放量，预计分别减少5%、6%."""
    before = sentence.previous(start)
    words = sentence.text[sentence.content(*before) : before[1]] if before else ""
    return words if len(items(words, count)) == count and not any(map(str.isdigit, words)) else ""


def two_plans(period: Period) -> bool:
    """Whether a period is two five-year plans."""
    return bool(period.first) and period.last == (period.first or 0) + 9


def halves(period: Period) -> list[Period | None]:
    half = (period.first or 0) + 5
    return [period._replace(last=half - 1), period._replace(first=half)]


def differ(one: Quantity, other: Quantity) -> bool:
    """Whether two numbers are of different quantities."""
    return one.unit != other.unit and kind(one.unit) != kind(other.unit)
