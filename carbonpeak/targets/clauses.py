"""A sentence taken apart: where its clauses begin and end, which period and modality hold in each.

A period holds until the next one or the end of the sentence, so that `；` does not end it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from operator import attrgetter
from re import Match

from carbonpeak.patterns import lazy
from carbonpeak.phrases import HEADS, PHRASES
from carbonpeak.shape import NamedTuple
from carbonpeak.targets.periods import Period, scan

# Every alternative begins with a letter of its own, so that the engine skips to it.
_SEPARATOR = lazy(
    r",(?:(?<=[^0-9],)|(?!\d{3}(?!\d)))|;|:(?:(?<=[^0-9]:)|(?!\d))|\n|】|\)(?=[,;。、]|$)|并(?=力争)(?<=[^,;]并)"
    r"|\((?=其中|力争|争取|[比较](?=[^()]{0,24}[0-9])|含(?![水量氧硫油税])(?=[^()]{0,24}[0-9])|约|即|激励|奋斗|努力目标|挑战目标|[增减降]幅)"
)
_AHEAD = lazy("将(?<!即将)(?!军|来|近)|确保|力争|争取")
_REACHED_THEN = lazy(PHRASES["reached_then"])
_NO_NAME = frozenset(PHRASES["no_name_before"])
_MASK = lazy(r"《[^》]*》")
_MEANT = lazy(PHRASES["meant"])
_LEADS = sorted(HEADS["lead"].split("|"), key=len, reverse=True)
_LEAD = lazy("|".join(_LEADS))
_MAY_LEAD = frozenset(word[0] for word in _LEADS)


_QUOTED = ("提出", "明确", "要求", "指出", "规定")
_YEAR_FOLLOWS = frozenset(
    {"力争", "确保", "其中", "锚定", "瞄准", "展望", "计划", "提出", "明确", "要在"}
)  # 提出2018年再压减…
_REPORTED = 2024  # 截至 this year and earlier ones reports, in a text that does not state its year
_NEAR = 600  # characters before and behind a number
_START = attrgetter("start")
UNDATED = 2021  # the year of a text that does not state one: the year in which such plans began to be written


class Outlook(NamedTuple):
    """Which years a text speaks of, the first three where it does not say when it was written."""

    tendency: int  # whether of recent plans (1), of older ones only (-1), or of none (0)
    earliest: int  # the year before which a bare year is no deadline
    dated: int  # the year of its dateline; of the one before it a news text reports; 0 without one
    span: tuple[int, int] | None  # the years that its title says it is for: (2024, 2026)


_NO_OUTLOOK = Outlook(0, UNDATED, 0, None)


class Sentence:
    """One sentence of a section. Offsets point into the cleaned text; `end` stands before the final stop."""

    __slots__ = (
        "_stops",
        "ahead",
        "asked",
        "bases",
        "end",
        "inherited",
        "periods",
        "recent",
        "reports",
        "start",
        "text",
        "title_year",
        "year",
    )

    def __init__(
        self,
        text: str,
        start: int,
        end: int,
        inherited: Period | None,
        title_year: int | None,
        year: int,
        ahead: bool = False,
        outlook: Outlook | None = None,
    ) -> None:
        self.text = text
        self.start = start
        self.end = end
        self.inherited = inherited
        self.ahead = ahead
        outlook = outlook or _NO_OUTLOOK
        self.recent = outlook.tendency
        self.year = year
        self.title_year = title_year
        self.reports: bool | None = None  # whether it says what was; `reporting` finds it out when it is asked
        self.asked: dict[str, int] = {}  # where words that it was searched for first end
        periods, bases = scan(text, start, end, title_year or year or None, outlook.span)
        if periods or bases:
            if "《" in text[start:end]:
                masks = [mask.span() for mask in _MASK.finditer(text, start, end)]
                periods = [p for p in periods if not any(a <= p.start < b for a, b in masks)]
                bases = [p for p in bases if not any(a <= p.start < b for a, b in masks)]
            periods = [
                self._placed(period, year, ahead, outlook)
                for period in periods
                if not text.startswith("(即", period.start - 2)
                and (
                    not period.bare
                    or period.last == title_year
                    # 占比2025年、2030年分别达到60%、75%
                    or (period.more and text.startswith(("分别", "依次"), period.end))
                    or self._opens(period)
                )
            ]
        self.periods = periods
        self.bases = bases
        self._stops = [start - 1, *map(Match.start, _SEPARATOR.finditer(text, start, end)), end]
        inside = {p.end - 1 for p in bases if text[p.end - 1] == "," and text[p.start - 1] not in ",;:。\n)"}
        if inside:  # 能耗与2020年相比，下降13.5%: the mark belongs to the base year
            self._stops = [at for at in self._stops if at not in inside]
        listed = [p.start - 1 for p in periods if text[p.start - 1] == "、" and p.start > start]
        if listed:  # A于2025年前达峰、B于2030年前达峰; but not 到2025年、到2030年
            ends = {p.end for p in periods}
            self._stops = sorted({*self._stops, *(at for at in listed if at not in ends)})

    def _placed(self, period: Period, year: int, ahead: bool, outlook: Outlook) -> Period:
        """A period that ended before the plan's own year reports, unless it is a deadline by its words; 截至2025年 lies ahead.

        In an objectives chapter (`ahead`) of a text that does not say when it was written, a year is a deadline, but for years
        before UNDATED where the text speaks of later plans (its tendency is 1). Spans are not past in a text that sets itself deadlines
        before UNDATED and none later (-1). In an older text no year from `earliest` on is past by itself.
        """
        recent, earliest, dated, _ = outlook
        if period.last is None:
            return period
        if recent > 0 and period.last < UNDATED and not period.meant:
            return period._replace(past=True)
        if recent < 0 and not period.past and (period.first or self.text.find(f"到{period.last}年") >= 0):
            return period
        if year == 0 and ahead and not period.past:
            return period
        if year == 0 and period.bare and not period.meant and period.last == dated - 1:
            return period._replace(past=True)
        if year == 0 and not period.past and period.first is not None and period.last - period.first in (4, 9):
            return period  # a five-year plan in a text that does not say when it was written
        if year == 0 and period.past and self.text.startswith("截", period.start):
            return period._replace(past=period.last <= _REPORTED)
        if year == 0 and period.bare and not period.past and _AHEAD.search(self.text, period.end, self.end):
            return period  # 2020年是收官之年，我县将…，确保…
        if year and period.meant and not period.past:
            return period._replace(past=period.last < year - 1)  # 到2020年底 in a plan of 2022
        year = year or (earliest if not period.past else UNDATED)
        if period.past and not self.text.startswith("截", period.start):
            return period  # a day, a quarter, 以来
        past = period.last <= year if period.past else not period.meant and period.last < year
        return period._replace(past=past) if past != period.past else period

    def _opens(self, period: Period) -> bool:
        """Whether a bare year stands where a clause opens or before what it dates: 2035年达到85%; not in the middle of a name."""
        before = self.text[period.start - 1] if period.start > self.start else ","
        return (
            before in ",;:\n。市省区县州国(“即—讯"
            or (before == "、" and self.text[period.end : period.end + 1].isdigit())
            or self.text[max(self.start, period.start - 2) : period.start] in _YEAR_FOLLOWS
            or _MEANT.match(self.text, period.end) is not None
            or (before not in _NO_NAME and _REACHED_THEN.match(self.text, period.end) is not None)
        )

    def bounds(self, offset: int) -> tuple[int, int]:
        """Start and end of the clause that holds `offset`."""
        index = bisect_right(self._stops, offset - 1) if offset > self.start else 1
        return self._stops[index - 1] + 1, self._stops[index]

    def near(self, offset: int) -> tuple[int, int]:
        """The same, but no more of it than what stands near: a clause of thousands of characters is a copy that has lost its marks."""
        start, end = self.bounds(offset)
        return max(start, offset - _NEAR), min(end, offset + _NEAR)

    def previous(self, start: int) -> tuple[int, int] | None:
        """The clause before the one that begins at `start`, or None."""
        return self.bounds(start - 2) if start - 2 >= self.start else None

    def period_at(self, offset: int) -> Period | None:
        """The period that holds at `offset`: the last one before it, else one inherited from the paragraph."""
        before = bisect_left(self.periods, offset, key=_START)
        return self.periods[before - 1] if before else self.inherited

    def content(self, start: int, end: int) -> int:
        """Where the words of a clause begin, behind a period and words like 其中 or 力争 at its head."""
        at = start
        moved = True
        while moved and at < end:
            moved = False
            index = bisect_left(self.periods, at, key=_START) if self.periods else 0
            if index < len(self.periods) and self.periods[index].start == at < self.periods[index].end:
                at, moved = self.periods[index].end, True
                at += self.text.startswith("时", at)
            if at < end and self.text[at] == "《":  # 《规划》提出全县…
                name = self.text.find("》", at, end) + 1
                if name and self.text.startswith(_QUOTED, name):
                    at, moved = name + 2, True
            if at < end and self.text[at] in ",的—":
                at, moved = at + 1, True
            lead = _LEAD.match(self.text, at, end) if at < end and self.text[at] in _MAY_LEAD else None
            if lead:
                at, moved = lead.end(), True
        return min(at, end)

    def undated(self, start: int, end: int) -> str:
        """The words between two offsets without the periods among them: 绿色建筑占比到2025年 is 绿色建筑占比."""
        words = self.text[start:end]
        for period in reversed(self.within(start, end)):
            if period.end <= end:
                words = words[: period.start - start] + words[period.end - start :]
        return words

    def within(self, start: int, end: int) -> list[Period]:
        """The periods that begin between two offsets."""
        periods = self.periods
        return periods and periods[bisect_left(periods, start, key=_START) : bisect_left(periods, end, key=_START)]

    def modality(self, start: int, end: int) -> str:
        """What the words between two offsets say of the commitment's force: strive, ensure, in_principle or plain."""
        run = self.text[start:end]
        if "力争" in run or "争取" in run:
            return "strive"
        if "原则上" in run:
            return "in_principle"
        if "确保" in run:
            return "ensure"
        return "plain"

    def quote_start(self, start: int) -> int:
        """Where the quote of a clause begins: at the period, when nothing but the period stands in the clause before."""
        if start > self.start and self.text[start - 1] in ",:":
            clause = self.bounds(start - 2)
            if self.within(clause[0], start) and self.content(clause[0], clause[1]) >= clause[1]:
                return clause[0]
        return start
