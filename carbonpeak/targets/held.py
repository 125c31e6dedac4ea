"""What period holds for words that state none: that of a section's title, of the paragraph's opening, of the line above a list."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache

from carbonpeak.patterns import lazy
from carbonpeak.phrases import PHRASES
from carbonpeak.structure.headings import Section
from carbonpeak.tables.annex import Due
from carbonpeak.targets.clauses import UNDATED, Sentence
from carbonpeak.targets.periods import Period, scan

_GOAL_TITLE = lazy(r"目标$|年$|期$|期间$")
_WORK_TITLE = lazy(r"^20\d\d年度?(?:重点|主要|工作|具体|目标)*(?:任务|工作|安排|计划|要点|举措|措施)(?:安排|计划)?$")
_YEARLY = ("年均", "期间年均", "间年均", "每年", "平均每年")
_BY_YEAR_END = lazy(PHRASES["year_end"])
_FEWEST_LINES = 12  # of sentences that stand in a line each
_LONGEST_LIST = 3000  # characters of such a list and of what announces it
_FINISHED = lazy(PHRASES["finished"])
_ASSISTING = tuple(PHRASES["assisting"].split("|"))
_SENTENCE = lazy("[^。\\n]+")
_CLAUSE = lazy("[^,;。\\n]+")
_LEADS_IN = lazy(PHRASES["leads_in"])


def standing_title(text: str, section: Section, title_year: int | None, year: int, ahead: bool) -> Period | None:
    """The period that the title of a section of the objectives states for all of it: （一）2025年目标; and the year that one of
    another chapter is for: 三、2024年度重点任务."""
    if not section.title or not (_GOAL_TITLE if ahead else _WORK_TITLE).search(section.title):
        return None
    periods, _ = scan(text, section.words, section.body, title_year)
    if len(periods) == 1 and periods[0].bare and periods[0].last == title_year:
        return None  # 2023年目标 of the plan of 2023: what its title says already
    if len(periods) != 1 or periods[0].past or (periods[0].last or 0) < (year or UNDATED):
        return None
    return periods[0] if ahead else periods[0]._replace(first=periods[0].last)


def year_below(standing: Period | None, work_year: int | None) -> int | None:
    """What 年底前 means below a title that is of one year (三、2024年度重点任务), elsewhere that of the plan's work."""
    return standing.last if standing is not None and standing.first == standing.last else work_year


def carried(sentence: Sentence, title_year: int | None, text_year: int) -> Period | None:
    """The period of a sentence that holds for the next one: the last, but for one of a part (其中2024—2025年完成1800万千瓦). The bare
    year of a plan of that year says no more than its title; in a text of that year without such a title it is the whole year."""
    held = sentence.periods[-1]
    for period in reversed(sentence.periods):
        if len(sentence.periods) > 1 and sentence.text.startswith(_YEARLY, period.end):
            continue  # 到2027年，产值超过800亿元，2025—2027年年均增长9%
        part = sentence.text.rfind("其中", sentence.start, period.start)
        if part < 0 or sentence.text.find(";", part, period.start) >= 0:
            held = period
            break
    if held.bare and held.last == title_year:
        return None
    return held._replace(first=held.last) if held.bare and held.last == text_year else held


def held_at(text: str, start: int, end: int, inherited: Period | None) -> Period | None:
    """What a paragraph's period says of a sentence: 到年底 is by the end of that year."""
    if inherited and inherited.bare and inherited.first is not None and _BY_YEAR_END.search(text, start, end):
        return inherited._replace(first=None)
    return inherited


def itemized(text: str, opening: int, paragraph: int, ahead: bool) -> bool:
    """Whether a paragraph is an item of the list that the paragraph at `opening` announces: …以下任务。 above lines with dashes; or goes on
    with it, where a copy puts each sentence of the objectives into a line."""
    if ahead and _is_lined(text):
        return True
    if not text.startswith("—", paragraph) or paragraph - opening > _LONGEST_LIST:
        return False
    end = paragraph_end(text, opening)
    between = text[end + 1 : paragraph].split("\n")[:-1]
    return all(line.startswith("—") for line in between) and (ahead or _LEADS_IN.search(text, opening, end) is not None)


@lru_cache(maxsize=1)
def _is_lined(text: str) -> bool:
    """Whether a copy puts each sentence into a line of its own."""
    lines = [line for line in text.split("\n") if line.endswith("。")]
    return len(lines) >= _FEWEST_LINES and sum("。" in line[:-1] for line in lines) * 10 <= len(lines)


def paragraph_end(text: str, at: int) -> int:
    """Where the paragraph ends that holds `at`."""
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def finished(text: str, taken: Callable[[int, int], bool]) -> Iterator[tuple[int, int]]:
    """The sentences of a cell that name a thing that somebody could look for when its deadline is over, 建成…电站, 印发…方案; of one in which
    something is promised already (`taken`) the other clauses."""
    for sentence in _SENTENCE.finditer(text):
        parts = [sentence.span()]
        if taken(*sentence.span()):
            parts = [clause.span() for clause in _CLAUSE.finditer(text, *sentence.span())]
        for part in parts:
            if _FINISHED.search(text, *part) and not taken(*part) and not text.startswith(_ASSISTING, part[0]):
                yield part


def dated_by(text: str, start: int, end: int, due: Due, year: int) -> Sentence:
    """Words of a cell as a sentence whose period stands in another column."""
    sentence = Sentence(text, start, end, None, due.until, year)
    sentence.periods = [Period(start, start, due.since, due.until, False, True, False, ())]
    return sentence
