"""The head of a table by place → its columns: which one names the places, what each other one counts, in which unit and by when, and
whether that is something to be reached."""

from __future__ import annotations

import re
from itertools import takewhile

from carbonpeak.patterns import lazy
from carbonpeak.shape import NamedTuple
from carbonpeak.tables.cells import BY_PLACE, WHO, Row, is_place, kind_of, narrow
from carbonpeak.targets.clauses import UNDATED
from carbonpeak.targets.indicator_cells import unit_among
from carbonpeak.targets.numbers import kind
from carbonpeak.targets.periods import five_year_plan
from carbonpeak.targets.periods import scan as periods_of
from carbonpeak.targets.quantities import scan
from carbonpeak.targets.years import first_past

_NUMBERS = ("序号", "编号", "序", "号")
_UNIT = lazy(r"[(\[](?:单位:)?([^()\[\]]{1,12})[)\]]|/?(%)$")
_NO_UNIT = lazy(r"[(\[](?:[-—–/]+|无量纲)[)\]]$")
_UNIT_LINE = lazy(r"(?:计量)?单位:([^()\s,。]{1,12})\)?$")
_FIVE = lazy("“?十([一二三四五六])五”?(?:期间|时期|末)?(?!规划)")
_DIGITS = "零一二三四五六"
# What says nothing without the group of columns that it stands below.
_BARE = lazy(
    r"(?:[比较](?:19|20)\d\d年)?(?:新增|累计|重点工程)?(?:减排|削减|下降|降低|增长|提高|控制|排放)?(?:比例|比率|总量|量|率|幅度|数量|面积|规模|强度)?$"
)
# What a group or the line above says of each column below it: 主要污染物减排量, above 化学需氧量.
_SHARED = lazy("(?:减排|削减|减少|下降|降低|节约|新增)(?:量|率|比例|幅度)$")
_CHANGED = lazy("减|降|节约|新增|增长")
_FIGURE = lazy(r"[≥≤≧≦<>±〔\[【(]*(?!(?:19|20)\d\d(?:年|[-—–~～至](?:19|20)\d\d年))\d|不[低少高超大小]|较|[—-]$")
_BARE_FIGURE = lazy(r"[\d.,]+$")
_TO_REACH = lazy("目标|任务|指标|计划|分解|下达|控制|安排|方案$")
_REACHED = lazy(
    "完成情况|现状|统计|排名|排序|通报|进展|实绩|基本情况|情况表|名单|名录|通讯录|联系|考核结果|评价结果|得分|同比"
)
_SKIPPED = lazy(r"附[件表录]?\d*:?$|[附表]\d+:?$|续表|\(?(?:计量)?单位:|\(?(?:19|20)\d\d年\d{1,2}月")
# What stands around the name of what is counted in the line above a table: 附表2 各设区市…目标分解表.
_BEFORE_NAME = lazy(
    r"^(?:[附表件录图]{1,2}\d*[:、.-]*)?(?:.*?(?:[各分](?:设区的?市|地区?|[省市县区州盟旗乡镇街道、/()]{1,12})))?的?"
)
_BEHIND_NAME = lazy(r"(?:目标|任务|指标|计划|控制|分解|分配|下达|安排|方案|数|值|表|\([^()]*\))+$")
_LOOKED_AT = 60  # rows below a head that tell what its columns hold
_FAR = 400  # characters above a table
_LONGEST_NAME = 24
_LONGEST = 80  # characters of what a table says of itself
_SHORT = 20  # characters of a line that may be the end of one
_YEAR = lazy("20[0-9][0-9]年?")
_SUMMED = lazy(
    r"[\[〔【][ \u3000]*[\]〕】](?:内|中)?(?:的?(?:数值?|数字|数据))?(?:为|是)(?:自?(20\d\d)年?(?:起|以来|[-—–~～至到]{1,2}(20\d\d)年)|“?十([一二三四五六七八])五”?(?:时期|期间|期内)?)(?:的|五年)*累计"
)
_NOTE = 240  # characters before and behind the end of a table in which its note stands


class Above(NamedTuple):
    """What stands above a table: whether it has things to be reached, its unit, and its period."""

    name: str  # of what is counted, '' where it is not one thing
    goals: bool
    reached: bool
    unit: str | None
    since: int | None
    year: int | None
    summed: tuple[int, int | None] | None = None  # the years that values in brackets sum up, by a note below the table
    work: bool = False  # whether it sets work to be done: 国土绿化任务分解表


class Column(NamedTuple):
    """What a column counts. `work` tells that it is work to be done, `built` that it is part of such, `period` is what its heading says of it."""

    at: int
    name: str
    unit: str | None
    since: int | None
    year: int | None
    period: str | None
    work: bool
    built: bool


class Columns(NamedTuple):
    """The head of a table, `height` rows high: the columns of places, of numbers and of what has to be reached."""

    height: int
    place: int
    number: int | None
    goals: list[Column]
    states: dict[str, tuple[int, int]]  # of what is counted, the column that tells how it stood, and of which year


def above(raw: str, floor: int, run: tuple[int, int], title_year: int | None, plan_year: int) -> Above:
    """What the lines directly above a table say, which stands in a run of the text, and its note. `floor` is where the table before it
    ends."""
    start, end = run
    unit, told = None, ""
    for words in reversed(raw[max(floor, start - _FAR) : start].split("\n")):
        line = narrow("".join(words.split())).strip("|")
        stated = _UNIT_LINE.search(line)
        if stated and unit is None:
            unit = stated[1]
        if not line or (not told and _SKIPPED.match(line)):
            continue
        if told and line[-1] in "。;:,)":
            break
        told = (line.rstrip("。").rpartition("。")[2] + told)[-_LONGEST:]
        if not line.endswith("表") or len(told) > _SHORT or _five(told)[1] or _YEAR.search(told):
            break  # else the line above may begin what it ends: 某市“十二五”碳强度 / 下降目标分解表
    reached = _REACHED.search(told) is not None
    since, year = _five(told)
    if year is None:
        periods, _ = periods_of(told, 0, len(told), title_year)
        if periods:
            since, year = periods[-1].first, periods[-1].last
            own = title_year or plan_year or (year if year and year % 5 else None)
            since = year if periods[-1].bare and own == year else since  # 2023年目标; 2025年 ends a five-year plan
    if year is None:
        since = year = title_year
    return Above(
        _name_in(told),
        _TO_REACH.search(told) is not None and not reached,
        reached,
        unit,
        since,
        year,
        _summed(raw, start, end),
        "任务" in told.replace("目标任务", "任务") and "目标" not in told.replace("目标任务", "任务"),
    )


def _summed(raw: str, start: int, end: int) -> tuple[int, int | None] | None:
    """The years that a note names over which values in brackets are summed up: [ ]内为“十四五”期间累计数, 〔〕内为自2021年起的累计数."""
    note = _SUMMED.search(narrow(raw[max(start, end - _NOTE) : end + _NOTE]))
    if note is None:
        return None
    return (int(note[1]), int(note[2]) if note[2] else None) if note[1] else five_year_plan(note[3])


def _name_in(told: str) -> str:
    """What a table is of by the line above it: 2025年各县区非化石能源消费比重目标分解表."""
    periods, _ = periods_of(told, 0, len(told), None)
    five = _FIVE.search(told)
    words = _BEFORE_NAME.sub("", told[periods[0].end :] if periods else told)
    words = _BEHIND_NAME.sub("", _without_period(words)[0] if five else words)
    return words if BY_PLACE["quantity"].search(words) and len(words) <= _LONGEST_NAME else ""


def columns(rows: list[Row], at: int, told: Above, plan_year: int, annual: bool) -> list[Columns]:
    """The head that begins with a row, once for each half of a table in halves side by side; nothing where the row begins none."""
    row = rows[at]
    places = [column for column, one in enumerate(row) if is_place(one.text)]
    if not places or len(row) < 2 or any(_FIGURE.match(narrow(one.text)) or "。" in one.text for one in row):
        return []
    heads, height = _two_rows(rows, at, places[0])
    if len(heads) != len(row):
        places = places[:1]
    body = [*takewhile(lambda one: not any(is_place(cell.text) for cell in one), rows[at + height : at + _LOOKED_AT])]
    read = []
    for place, end in zip(places, [*places[1:], len(heads)], strict=True):
        number = next((at for at in reversed(range(place)) if heads[at][1] in _NUMBERS), None)
        goals: list[Column] = []
        states: dict[str, tuple[int, int]] = {}
        for column in range(place + 1, end):
            if heads[column][1] in _NUMBERS:
                continue
            cells = [narrow(one[column].text) for one in body if len(one) > column and one[column].text]
            said = _column(column, *heads[column], cells, told, plan_year, annual)
            if said is None:
                return []
            goals += said
            if not said:
                name, _, _, year, _, _ = _named(*heads[column], told)
                if year and name and year >= states.get(name, (0, 0))[1]:
                    states[name] = column, year
        if not (told.year or plan_year):  # of the years of such a text only the last is surely one to come
            years = sorted({(one.year, one.since or one.year) for one in goals if one.period and one.year})
            last = years[-1][0] if years else 0
            past = max(UNDATED, first_past(years))
            kept = [one for one in goals if not one.period or not one.year or one.year > past or one.year == last]
            states.update({one.name: (one.at, one.year) for one in goals if one.year and one not in kept})
            goals = kept
        read.append(Columns(height, place, number, goals, states))
    return read


def _two_rows(rows: list[Row], at: int, place: int) -> tuple[list[tuple[str, str]], int]:
    """The headings, each with that of the group it stands below, and how many rows they take."""
    first = [narrow(one.text) for one in rows[at]]
    alone = [("", words) for words in first]
    below = [narrow(one.text) for one in rows[at + 1]] if at + 1 < len(rows) else []
    if not below or any(_FIGURE.match(words) for words in below):
        return alone, 1
    if len(below) == len(first):
        if below[place] not in ("", first[place]):
            return alone, 1
        heads, group = [], ""
        for one, two in zip(first, below, strict=True):
            group = one or group
            heads.append((group, two) if two and two != one else ("", one))
        return heads, 2
    lead = place + 1
    tail = sum(kind_of(words) == "remark" for words in first[lead:])
    groups = first[lead : len(first) - tail]
    width = max(map(len, rows[at + 2 : at + _LOOKED_AT]), default=0)
    if not 0 < len(groups) < len(below) or not len(first) < lead + len(below) == width - tail:
        return alone, 1
    each = len(below) // len(groups) if len(below) % len(groups) == 0 else 0
    under = [(groups[number // each] if each else "", words) for number, words in enumerate(below)]
    return [*alone[:lead], *under, *alone[len(first) - tail :]], 2


def _column(
    at: int, group: str, heading: str, cells: list[str], told: Above, plan_year: int, annual: bool
) -> list[Column] | None:
    """A column as one of goals, or none; None where it shows that the rows are of things and not of places."""
    name, unit, since, year, period, goal = _named(group, heading, told)
    shared = _SHARED.search(_BEHIND_NAME.sub("", _without_unit(group)[0])) or _SHARED.search(told.name)
    if shared and not _CHANGED.search(name) and not name.endswith(("率", "比例", "比重")):
        name += shared[0]
    sort = kind_of(name)
    numbers = [scan(words, 0, len(words), []) for words in cells]
    if (
        BY_PLACE["statistic"].search(name)
        or BY_PLACE["statistic"].search(heading)
        or sort in ("remark", "unit", "nature", "person", *WHO)
    ):
        return []
    if goal is None and unit is None and (sort or BY_PLACE["thing"].search(name)) and not all(numbers):
        return None
    if not name or not cells or (sort and sort not in ("indicator", "label", "content")):
        return []
    if year is not None and year < (told.since or told.year or plan_year):
        return []
    compared = any(one.comparator != "eq" or one.base for found in numbers for one in found) or any(
        words[0] in "≥≤≧≦<>" for words in cells
    )
    ahead = year is not None and plan_year > 0 and year > plan_year
    if (told.reached and not ahead) or not (told.goals or goal or ahead or compared):
        return []
    unit = unit or unit_among(name, told.unit)
    counted = unit or goal or BY_PLACE["quantity"].search(name) or any(one.unit for found in numbers for one in found)
    if not counted and (not told.goals or any(_BARE_FIGURE.match(words) for words in cells)):
        return []
    if year is None:
        since, year = told.since, told.year
    elif since is None and year == (plan_year if annual else told.year if told.since == told.year else None):
        since = year
    work = "任务" in goal[0] and "目标" not in goal[0] if goal else told.work
    return [Column(at, name, unit, since, year, period, work, False)]


def _named(
    group: str, heading: str, told: Above
) -> tuple[str, str | None, int | None, int | None, str | None, re.Match[str] | None]:
    """What a column counts by its heading and that of its group: name, unit, period, and the word that says that it is to be reached."""
    name, unit = _without_unit(heading)
    name, since, year, period = _without_period(name)
    goal = BY_PLACE["goal"].search(name)
    name = name[: goal.start()] if goal else name
    if not name or _BARE.match(name):
        upper, other = _without_unit(group)
        upper, first, last, stated = _without_period(upper)
        lower = BY_PLACE["goal"].search(upper)
        name, unit = (upper[: lower.start()] if lower else upper) + name, unit or other
        goal = goal or lower
        if year is None:
            since, year, period = first, last, stated
    name, unit = name or told.name, unit or _without_unit(group)[1]
    return name, unit, since, year, period, goal


def _without_unit(words: str) -> tuple[str, str | None]:
    for found in _UNIT.finditer(words):
        unit = found[1] or found[2]
        if kind(unit):
            return words[: found.start()] + words[found.end() :], unit
    return _NO_UNIT.sub("", words), None


def _without_period(words: str) -> tuple[str, int | None, int | None, str | None]:
    """The words without the period that they state, and that."""
    five = _FIVE.search(words)
    if five:
        since, year = _five(words)
        return words[: five.start()] + words[five.end() :], since, year, five[0]
    periods, _ = periods_of(words, 0, len(words), None)
    if not periods:
        return words, None, None, None
    one = periods[0]
    return words[: one.start] + words[one.end :].removeprefix("度"), one.first, one.last, words[one.start : one.end]


def _five(words: str) -> tuple[int | None, int | None]:
    """The years of a five-year plan: 十三五 is 2016 to 2020."""
    five = _FIVE.search(words)
    if five is None:
        return None, None
    last = 2005 + 5 * _DIGITS.index(five[1])
    return last - 4, last
