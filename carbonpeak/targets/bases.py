"""Which base year a change is measured against, where it stands before the clause of the change."""

from __future__ import annotations

from carbonpeak.patterns import lazy
from carbonpeak.targets.clauses import Sentence
from carbonpeak.targets.found import Found
from carbonpeak.targets.naming import WHOLE
from carbonpeak.targets.periods import Base, Period
from carbonpeak.targets.quantities import Quantity

_LAST_YEAR = lazy("上(?<=[比较与]上)一?年(?!均)|去(?<=[比较与]去)年")


def base_of(sentence: Sentence, group: list[Quantity], start: int) -> Base | None:
    """The base year of a list whose clause begins at `start`: a member's own, else the first that stands in the clause, or before
    it with nothing but a period between them (在2020年的基础上，到2025年，甲下降8%)."""
    base = next((one.base for one in group if one.base), None)
    for candidate in sentence.bases:
        if (
            base is None
            and candidate.start < group[-1].start
            and (candidate.end >= start - 1 or not sentence.undated(candidate.end, start).strip(","))
        ):
            base = candidate
    return base


def framing(sentence: Sentence, base: Base | None, at: int) -> Base | None:
    """A base year, where it opens the sentence in a clause of its own and no other period stands between it and an offset:
    与2020年相比，甲下降5%；乙下降7%."""
    if base is None or "," not in sentence.text[base.end - 1 : base.end + 1]:
        return None
    first = next((one.end for one in sentence.periods if base.end <= one.start <= base.end + 1), base.end)
    before = sentence.undated(sentence.content(sentence.start, base.start), base.start)
    return base if not any(map(str.isdigit, before)) and not sentence.within(first, at) else None


def last_year(sentence: Sentence, start: int, end: int, period: Period | None) -> Base | None:
    """The year before that of a change, where its clause says so: 2026年，能耗比上年下降2%."""
    found = _LAST_YEAR.search(sentence.text, start, end)
    year = sentence.title_year if period is None else period.last if period.first in (None, period.last) else None
    return Base(found.start(), found.end(), year - 1) if found and year else None


def goes_on(last: Found | None, direction: str | None, text: str, start: int) -> bool:
    """Whether a change that begins at `start` goes on from the one before it, against the same year."""
    return (
        last is not None
        and last.base is not None
        and last.measure == "relative_change"
        and last.direction == direction
        and last.end >= start - 1
        and text[start - 1] != ";"
    )


class Leading:
    """Remembers, through one sentence after another, which base year holds for the changes that go on without one."""

    def __init__(self) -> None:
        self._base: Base | None = None

    def end_sentence(self) -> None:
        self._base = None

    def end_part(self, sentence: Sentence, start: int) -> None:
        """A `；`, behind which a part opens at `start`."""
        self._base = framing(sentence, self._base, start)

    def of_change(
        self, sentence: Sentence, content: int, base: Base | None, inherited: bool, again: bool
    ) -> tuple[Base | None, bool]:
        """The base year of a change whose words begin at `content`, and whether it is inherited: its own `base`, else that which leads,
        unless it is measured `again` against where it stands by then."""
        if base is None and self._base is not None and not again:
            return self._base, True  # 与2020年相比，A下降5%，B下降7%
        if base is not None and not inherited:
            leads = base.end <= content or not WHOLE.sub("", sentence.text[content : base.start])
            self._base = base if leads else None
        return base, inherited

    def of_state(self, sentence: Sentence, start: int, base: Base | None, reached: bool) -> Base | None:
        """The base year of a state that is `reached`, or of an amount: its own. One that opens the sentence waits for the changes
        behind it: 以2020年为基数，总量控制在420万吨以内；A下降5%."""
        if base is not None and reached and base.end <= start and framing(sentence, base, start):
            self._base = base
            return None
        self._base = framing(sentence, self._base, start)
        return base
