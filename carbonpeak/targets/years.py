"""Which year a plan is of: by its title, by how its head names it, by the work it was made for, by the years it looks ahead to."""

from __future__ import annotations

import re

from carbonpeak.patterns import by_first, lazy
from carbonpeak.phrases import PHRASES
from carbonpeak.structure.clean import Text
from carbonpeak.structure.outline import Outline
from carbonpeak.tables.annex import Due
from carbonpeak.targets.clauses import UNDATED, Outlook
from carbonpeak.targets.periods import five_year_plan
from carbonpeak.text.fold import fold

_SPAN_HEAD = 120  # characters in which a title in several lines says the years it is for
_HEAD = 400  # characters in which a text without a title line names itself
_TITLE_YEAR = lazy(
    rf"(?<![-—~至到\d])((?:19|20)\d\d)年(?:度)?(?![前底\d])(?:[^,。()《》]|《[^《》]*》){{0,30}}(?:{PHRASES['year_plan']})"
)
_YEAR_BEHIND = lazy(rf"(?:{PHRASES['year_plan']})[\s]*[（(]\s*((?:19|20)\d\d)\s*年度?\s*[）)]$")  # 工作要点(2023年)
_OPENING = lazy(r"^(20\d\d)年,", re.MULTILINE)
_A_YEAR = lazy(r"(?:19|20)\d\d年")
_NAMED = lazy(
    "|".join(
        (
            r"《([^》]*年[^》]*)》",
            r"\A[^\n。]{0,60}?((?:19|20)\d\d年[^《》。,;:\n]{2,30}?)的(?:通知|意见|函)",  # 关于2022年…的通知
            r"\A([^《》。,;:\n]{2,24}年(?:度)?[^《》。,;:\n]{0,8}?(?:工作(?:计划|要点|安排|方案)|实施方案|行动计划)(?=[^《》。,;:\n])"
            r"|[^《》。,;:\n]{2,16}年[^《》。,;:\n到]{2,16}目标(?=[:\n]))",  # a headline that begins with the name or states its aim
            r"\n[^\w\n]+([^《》。,;:\n]{2,24}年[^《》。,;:\n]{2,30})(?=\n)",  # a line behind a mark
            r"([^《》。,;:\n了]{2,24}年[^《》。,;:\n]{2,30}?)(?:参考)?范文",
            r"印发([^《》。,;:\n]{2,30}年[^《》。,;:\n]{2,30})的通知",
        )
    )
)
_CARRIED_OUT = lazy("(?:根据|依据|按照|落实|贯彻|执行|、|和|及)$")
_WORK = lazy(
    r"为(?:全力|切实|扎实|进一步|全面)?(?:做好|推进|抓好|完成|落实|加强)(20\d\d)年(?:度)?(?:[^,。《》前底末]{2,24}(?:工作|任务|行动)|工作(?=,))"
)
_MADE = lazy(
    r"(?:制定|制订|编制)(?:我市|我县|我区|我省|本市)?(20\d\d)年(?:度)?[^,。《》前底末]{0,16}(?:方案|计划|要点|安排)"
)
_YEAR = lazy(r"20[0-9][0-9](?=年)")
_BASE = lazy("[比较以](20[0-9][0-9])年(?!底?前|起)")
_THIS = lazy(r"(?<![到至比较])(20\d\d)年(?:\d{1,2}月|年底|底前|度)")
_DATELINE = lazy(
    r"(?<!注册时间:)(?<!注册日期:)(20\d\d)(?:年\d{1,2}月|[-/.]\d{1,2}[-/.])\d{1,2}(?!\d*日?(?:之?前|起|底))"
)
_STAMP = lazy(r"(?:^|[间期]:)[^\S\n]*(20\d\d)[-/.]\d{1,2}[-/.]\d{1,2}", re.MULTILINE)
_ISSUED = lazy(r"(20\d\d)年\d{1,2}月(?:\d{1,2}日)?,?[^。\n]{0,16}(?:印发|发布|出台)|发布日期:(20\d\d)年")
# The number of a document in a line of its own: (某办发〔2020〕12号).
_NUMBERED = lazy(r"^\(?{han}{2,10}[〔\[(](20\d\d)[〕\])](?:第)?\d{1,4}号\)?$", re.MULTILINE)
_OF_YEAR = lazy(r"(20\d\d)年是[^,;。]{0,30}(?:之年|一年|第.年)(?=[,;。])")  # 2013年是实施“十二五”规划的关键一年
_SPAN = lazy(r"(20\d\d)年?[-—–~－至到]{1,2}(20\d\d)年|“?十([一二三四五六七八])五”?(?!末)")
_OLDER = lazy("到20(?:0[0-9]|1[0-9]|20)年|到“?十[一二三]五”?期?末")
_RECENT = lazy(by_first("十四五|十五五|2025年|2030年"))


def of_title(title: str) -> int | None:
    """The year that a title says its plan is of: 2024年工作要点."""
    years = [found for one in _A_YEAR.finditer(title) if (found := _TITLE_YEAR.match(title, one.start()))]
    found = years[-1] if years else _YEAR_BEHIND.search(title)  # 2023年完成情况及2024年工作计划
    return int(found[1]) if found else None


def of_annex(text: Text, tree: Outline, place: int) -> int | None:
    """The same of the annex that holds a place of the original; its title may stand in the line below 附件2."""
    annexes = [one for one in tree.sections if one.path.startswith("annex") and text.to_raw(one.start) <= place]
    if not annexes:
        return None
    last = annexes[-1]
    return of_title(last.title or text.text[last.body : last.end].strip().partition("\n")[0])


def of_caption(text: Text, place: int) -> int | None:
    """The same of the line above the table that holds a place of the original."""
    starts = (table.start for table in text.tables if table.start <= place < table.end)
    lines = text.raw[: next(starts, 0)].rstrip().rpartition("\n")[2]
    return of_title(fold("".join(lines.split())))


def of_due(due: Due | None, title_year: int | None, text: Text, tree: Outline, place: int) -> Due | None:
    """What a table says of when, where it names no year (9月底前, 全年) of that of the plan, else of its annex; None where neither has one."""
    if due is not None and due.until == title_year and due.words.endswith("年度"):
        return due._replace(since=title_year)  # 2023年度目标 in a list of 2023
    if due is not None and 0 not in due:
        return due
    year = title_year or of_annex(text, tree, place) or of_caption(text, place)
    if due is None:  # a list of one year in a plan for several
        return Due("", year, year) if year and not title_year else None
    return Due(due.words, year if due.since == 0 else due.since, year) if year else None


def of_head(text: str) -> int | None:
    """The same for a text without a title line: by the plan that it names first, unless that is one that it carries out."""
    for named in _NAMED.finditer(text, 0, min(len(text), _HEAD)):
        name = next(filter(None, named.groups()))
        if not _CARRIED_OUT.search(text, max(0, named.start() - 16), named.start()):
            return of_title(name)
    made = _MADE.search(text, 0, min(len(text), _HEAD))  # 制定2023年度工作方案如下
    return int(made[1]) if made else None


def of_work(text: str) -> int | None:
    """The year of the work that a plan was made for, where its title states none: 为做好2018年大气污染防治工作,…制定本计划."""
    found = _WORK.search(text, 0, min(len(text), _HEAD))
    if found:
        return int(found[1])
    if "今年" not in text and "明年" not in text:
        return None
    numbered = _NUMBERED.search(text, 0, min(len(text), _HEAD))
    if numbered:
        return int(numbered[1])
    dated = _DATELINE.search(text, 0, min(len(text), _HEAD))  # the day of a news text
    if dated:
        return int(dated[1])
    speaks = _OF_YEAR.search(text)
    if speaks and "明年" not in text:
        return int(speaks[1])
    named = set(_YEAR.findall(text))
    # The only year that a text speaks of, by its months, is what it calls 今年.
    this = _THIS.search(text) if len(named) == 1 else None
    return int(this[1]) if this else None


def outlook(text: str, title: str | None, undated: bool, sections: int) -> Outlook:
    """The years that a text of so many sections is for by its title, and what it looks ahead to and back on, where it states no year of
    its own (`undated`)."""
    span = _span(title) if title else None
    span = span or _span(text[:_SPAN_HEAD].partition("。")[0] if title else text[: text.find("\n")])
    if not undated:
        return Outlook(0, UNDATED, 0, span)
    tendency = _tendency(text)
    old = tendency < 0 or (tendency == 0 and sections > 1)
    dated = _DATELINE.search(text, 0, min(len(text), _HEAD))
    earliest = _earliest(text) if old else UNDATED
    stamp = _STAMP.search(text, 0, min(len(text), _HEAD))
    if stamp:  # no year from that day on is past by itself
        earliest = min(earliest, int(stamp[1]))
    issued = _ISSUED.search(text, 0, min(len(text), _HEAD))
    if issued:  # 2017年12月，由十部委印发: no year from then on is past by itself
        earliest = min(earliest, int(issued[1] or issued[2]))
    speaks = _OF_YEAR.search(text)
    if speaks:
        earliest = min(earliest, int(speaks[1]))
    return Outlook(tendency, earliest, int(dated[1]) if dated else 0, span)


def _span(title: str) -> tuple[int, int] | None:
    """The years that a title says its plan is for: 三年行动计划(2024—2026年), “十四五”规划."""
    found = _SPAN.search(title)
    if found is None:
        return None
    return (int(found[1]), int(found[2])) if found[1] else five_year_plan(found[3])


def _earliest(text: str) -> int:
    """The year before which a bare year is no deadline: for a text that looks ahead to no later year than 2020, five before its last,
    or the one after the year that it compares with."""
    last = max(map(int, _YEAR.findall(text)), default=UNDATED)
    base = max(map(int, _BASE.findall(text)), default=0)
    return UNDATED if last >= UNDATED else max(last - 5, min(base + 1, last))


def _tendency(text: str) -> int:
    """Whether a text that states no year of its own speaks of recent plans (1), of older ones only (-1), or of none (0)."""
    if _RECENT.search(text):
        return 1
    return -1 if _OLDER.search(text) else 0


def first_past(years: list[tuple[int, int]]) -> int:
    """The first of the years of a table that does not say when it was written, where it ends no five-year plan and the next one is not the
    year after it: 2022年, 2025年, 2030年. Each has the year in which it begins; 0 where the first is one to come."""
    if len(years) < 2 or years[0][0] % 5 == 0:
        return 0
    (first, _), (second, since) = years[:2]
    return first if second > first + 1 and since > first else 0


def own_year(text: str, dated: int) -> int:
    """The year of the day on a text, where what it says of that year is of the whole year; 0 where its paragraphs open with several years."""
    return 0 if len(set(_OPENING.findall(text))) > 1 else dated
