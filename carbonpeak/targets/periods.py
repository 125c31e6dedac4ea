"""Periods and base years: 到2025年, “十四五”期间, 2022年起, 2030年前; 比2020年, 在2020年基础上, 较“十三五”末.

Only explicit years and five-year plans count; a bare five-year plan inside a name (“十四五”规划) is no period.
"""

from __future__ import annotations

import re

from carbonpeak.patterns import by_first, lazy
from carbonpeak.phrases import PHRASES
from carbonpeak.records import new
from carbonpeak.shape import NamedTuple

_Q, _Z = "[“”\"「『'‘?]{0,2}", "[”“\"」』'’?]{0,2}"
_AND = "[、和及与至到~—–-]{1,2}"
_YEAR = r"(?:19|20)\d\d"

_AGAINST = "(?<!不)[高低]于|对比|相比于?|相较于?|较之?|(?<!占)比照?|与|同"
_COMPARED = "(?:的?(?:目标|水平|同期))?(?:相比较?|比较|持平)?,?"
_GROUND = r"(?:水平|现状|实际)?(?:的?基础上再?|[^,;。\d]{0,24}?为基[期准年数值](?:年|数)?),?"
_BASE_YEAR = (
    rf"(?:{_AGAINST})(?:(?:基期|基准年)[(]?)?(?P<b_year>{_YEAR})年?[)]?(?:同期|底|末|年底|水平|现状|实际)?{_COMPARED}"
    # 达到2020年的2倍: a year that a multiple is of
    rf"|(?:到|是|相当于)?(?P<d_year>{_YEAR})年(?:同期|水平|末|底)?的(?=[\d.一二两三四五六七八九十]+倍)"
    rf"|[在以于](?P<c_year>{_YEAR})年?(?:{_GROUND}|(?=[\d.]+[^\d.年月])[^,;。]{{0,60}}?的(?:基础|水平)上再?,?)"  # 在2018年3亿吨的基础上
)
_BASE_PLAN = (
    rf"(?:{_AGAINST}){_Q}十(?P<b_plan>[一二三四五六七八]?)五{_Z}(?:时期|期)?末?{_COMPARED}"
    rf"|[在以于]{_Q}十(?P<c_plan>[一二三四五六七八]?)五{_Z}(?:时期|期)?末?{_GROUND}"
)
_DAY = r"(?:\d{1,2}月(?:\d{1,2}日)?)?"
_SPAN = rf"(?P<s_from>{_YEAR})年?{_DAY}(?:[-~—–至到]{{1,2}}|(?<=年)一)(?P<s_to>{_YEAR})年{_DAY}(?:期间|间)?"
_FIVE = (
    rf"(?P<f_lead>到|至|截至|在)?{_Q}十(?P<f_one>[一二三四五六七八]?)五(?:”(?=“十)|{_Z})(?:(?:{_AND}|(?<=”)(?=“)){_Q}十(?P<f_two>[一二三四五六七八]?)五{_Z})?"
    r"(?P<f_tail>(?:规划|时)?(?:期间|时期|期末|末期|末|期内|期|以来|中期|初期|前期)(?:内|末)?|规划(?=新增|新建|建设|建成|改造|投产|开工))?(?P<f_far>以?前(?![一两二三四]年))?(?:(?P<f_part>[前后])(?P<f_years>[一两二三四])年)?"
)
_DATE = (
    rf"(?P<y_lead>力争到|确保到|争取到|截至到?|截止到?|(?:不晚|不迟|最迟|最晚)[于在]?|到|至|自|从|于|在)?(?P<y_year>{_YEAR})(?P<y_more>(?:(?:年[底末]?前?|年年[底末]前?)?[、和及]{_YEAR})*)年(?:度(?!假))?"
    r"(?:\d{1,2}月份?(?P<y_day>\d{1,2}日)?|(?P<y_part>第?[一二三四]季度|[上下]半年))?(?P<y_end>年?底|年?末|中期|采暖[季期]|供[暖热][季期])?(?P<y_about>左右|前后)?"
    r"(?P<y_tail>之前|以前|前|起|以后|之后|后|开始|内(?![蒙陆地外江河涝河]))?"
)
_WITHIN = r"(?P<w_span>(?<![第近前后过0-9.])[2-6两三四五六]年(?:以?内(?!外)|累计|再)|(?<=[经通]过)[2-6两三四五六]年的?努力)|(?P<w_next>[到至]?明年(?:年?[底末])?(?:之?前)?)|(?P<w_year>(?<![0-9一二两三四五六七八九十几多])年内|年底前|年末前|今年(?:\d{1,2}月(?:\d{1,2}日|底|末|份)?(?:之前|前)?|底?前?)|本年度?内?|本年底前?|到年底|全年|(?P<w_month>\d{1,2}月(?:底|末|\d{1,2}日)前|(?<=到)\d{1,2}月[底末]))"
_YEAR_TOKEN = lazy(rf"{_BASE_YEAR}|{_SPAN}|{_DATE}")
_PLAN_TOKEN = lazy(rf"{_BASE_PLAN}|{_FIVE}")
_WITHIN_TOKEN = lazy(_WITHIN)
_YEARS = lazy(_YEAR)
_DATED_THING = lazy(PHRASES["dated_thing"])
_PLANNED = lazy(PHRASES["planned"])
_EDITIONS = ("本)", "版)", "版》", "本》", "修订", "修正", "第")
_LEAD = 7  # characters that may stand in a token before its year: “相较于, “力争到
# What a token may hold directly before its year, its quoted plan, or the rest.
_LEADS = frozenset("高低对比相于较之照与同到是当在以力争确保取截至止自从基准期不最晚迟(")
_PLAN_LEADS = _LEADS | frozenset("“”\"「『'‘?")
_WITHIN_LEADS = frozenset("到至月0123456789两三四五六")
# What may stand in a text before any period or base: the engine skips to one of these.
HINT = lazy(
    by_first(
        r"20[0-9][0-9]|19[0-9][0-9]|十五|十[一二三四五六七八]五|年内|年以内|年累计|年再|年努力|年的努力|年底|今年|明年|本年|全年|月[底末]前|日前"
    )
)


class Period(NamedTuple):
    """A run of text that says when. `first` and `last` are years, either may be None; `past` is a state already reached."""

    start: int
    end: int
    first: int | None
    last: int | None
    past: bool
    meant: bool  # 到, 前, 力争到: a deadline by its words, never a report
    bare: bool  # a year alone, without 到, 前, 起: a period only where it opens a clause
    more: tuple[int, ...]  # the further years of 2025年、2030年


class Base(NamedTuple):
    """A run of text that says against which year."""

    start: int
    end: int
    year: int


_HAN = {c: n for n, c in enumerate("零一二三四五六七八")} | {"两": 2} | {str(n): n for n in range(2, 7)}


def five_year_plan(written: str) -> tuple[int, int]:
    """The years of a five-year plan by what stands between 十 and 五: 四 → (2021, 2025), nothing → (2001, 2005)."""
    first = 2001 + 5 * _HAN.get(written, 0)
    return first, first + 4


def scan(
    text: str, start: int, end: int, title_year: int | None, span: tuple[int, int] | None = None
) -> tuple[list[Period], list[Base]]:
    """The periods and base years between two offsets, in order. `title_year` is what 年内 means, where the title says it, and `span` what
    三年内 means in a plan that is for three years."""
    periods: list[Period] = []
    bases: list[Base] = []
    at = start
    for place in map(re.Match.start, HINT.finditer(text, start, end)):
        if place < at:
            continue
        first = text[place]
        if first in "12":
            found = _token(_YEAR_TOKEN, _LEADS, text, place, at, end)
            if found is None:
                continue
            at = found.end()
            if found["y_year"]:
                if (found["y_lead"] == "从" and text.startswith("的", at)) or (
                    text[at - 1] == "年" and text.startswith(_EDITIONS, at)
                ):
                    continue  # 从2020年的66%提升至72%: where it rises from; 目录(2019年本)
                if found["y_lead"] or not _DATED_THING.match(text, at, end):
                    periods.append(_dated(found))
            elif found["s_from"]:
                span = int(found["s_from"]), int(found["s_to"])
                periods.append(Period(found.start(), at, *span, False, False, False, ()))
            else:
                year = found["b_year"] or found["c_year"] or found["d_year"]
                bases.append(Base(found.start(), at, int(year)))
        elif first == "十":
            found = _token(_PLAN_TOKEN, _PLAN_LEADS, text, place, at, end)
            if found is None:
                continue
            at = found.end()
            if found["f_one"] is None:
                plan = found["c_plan"] if found["b_plan"] is None else found["b_plan"]
                bases.append(Base(found.start(), at, five_year_plan(plan)[1]))
            else:
                period = _five(found, text, start)
                if period is not None:
                    periods.append(period)
        else:
            found = _token(_WITHIN_TOKEN, _WITHIN_LEADS, text, place, at, end)
            if found is None:
                continue
            a, at = found.span()
            if found["w_span"]:
                if span and span[1] - span[0] + 1 == _HAN[found["w_span"][0]]:
                    periods.append(Period(a, at, *span, False, False, False, ()))
            elif found["w_next"]:
                if title_year is not None:
                    periods.append(Period(a, at, None, title_year + 1, False, True, False, ()))
            elif found["w_month"] and title_year is None:
                if periods and periods[-1].last:  # 2023年3月底前…，6月底前…: of the same year
                    periods.append(Period(a, at, None, periods[-1].last, periods[-1].past, True, False, ()))
            elif title_year is not None and (a == start or text[a - 1] in ",;。\n“”底力" or "年" != text[a - 1]):
                whole = found["w_year"] in ("年内", "全年", "本年度", "今年", "本年")
                periods.append(Period(a, at, title_year if whole else None, title_year, False, True, False, ()))
    return periods, bases


def _token(
    pattern: re.Pattern[str], leads: frozenset[str], text: str, place: int, at: int, end: int
) -> re.Match[str] | None:
    """The first token that begins at `place`, where its hint stands, or in the letters before that may lead it."""
    floor = max(at, place - _LEAD)
    begin = place
    while begin > floor and text[begin - 1] in leads:
        begin -= 1
    while begin < place:
        found = pattern.match(text, begin, end)
        if found:
            return found
        begin += 1
    return pattern.match(text, place, end)


def _dated(found: re.Match[str]) -> Period:
    a, b = found.span()
    written, lead, tail, others, day, part, ends, about = found.group(
        "y_year", "y_lead", "y_tail", "y_more", "y_day", "y_part", "y_end", "y_about"
    )
    year = int(written)
    more = tuple(map(int, _YEARS.findall(others))) if others else ()
    meant = bool(
        about or (lead and not lead.startswith("截") and (lead[-1] in "到至" or lead[0] in "不最"))
    ) or tail in ("前", "以前", "之前")
    text_past = found.string.startswith("以来", b)
    if tail in ("起", "以后", "之后", "后", "开始") or (lead in ("自", "从") and not tail):
        return Period(a, b, year, None, text_past, False, False, more)
    past = text_past or bool(
        (lead and lead.startswith("截") and not tail)
        or ((day or part) and not tail and not ends and not _PLANNED.match(found.string, b))
    )
    bare = not lead and not tail and not ends and not about
    return new(Period, (a, b, None, year, past, meant, bare, more))


def _five(found: re.Match[str], text: str, start: int) -> Period | None:
    a, b = found.span()
    if text[max(start, a - 2) : a] in _NAMED_BY and (
        (found["f_tail"] or "规").startswith("规") or text[b : b + 1] in _OF
    ):
        return None  # 完成“十四五”时期的任务: whose tasks, not when
    first, last = five_year_plan(found["f_one"])
    if found["f_two"] is not None:
        last = five_year_plan(found["f_two"])[1]
    tail = found["f_tail"]
    if found["f_part"]:
        years = "零一二三四".index(found["f_years"].replace("两", "二"))
        first, last = (first, first + years - 1) if found["f_part"] == "前" else (last - years + 1, last)
        return Period(a, b, first, last, False, False, False, ())  # “十四五”后三年
    if tail is None:
        # “十四五”新增…: a period only where it opens a clause and no name goes on from it.
        opens = a == start or text[a - 1] in ",;。\n:市省区县" or text[max(start, a - 2) : a] in _FORCED
        quoted = text[a] in "“\"「『'‘"
        if not quoted or not (_BY_THEN.match(text, b) or (opens and _FOLLOWS.match(text, b))):
            return None
    elif "以来" in tail:
        return Period(a, b, first, last, True, False, False, ())
    elif tail.startswith("中期"):
        return Period(a, b, None, first + 2, False, bool(found["f_far"]), False, ())
    elif tail.endswith("末") or found["f_far"]:
        return Period(a, b, None, last, found["f_lead"] in ("截至", "截止"), found["f_lead"] in ("到", "至"), False, ())
    return Period(a, b, first, last, False, False, False, ())


_FORCED = frozenset(PHRASES["five_year_forced"].split("|"))
_OF = ("", "的")
_NAMED_BY = frozenset({"完成", "落实", "达的", "制定", "编制", "印发", "纳入", "列入"})
_FOLLOWS = lazy(
    rf"{PHRASES['five_year_follows']}"
    # A deed with a number: “十四五”压减产能200万吨; but no name: “十四五”节能减排规划.
    rf"|(?:{PHRASES['five_year_deeds']})(?=[^,;。]*\d)(?![^,;。\d]*(?:{PHRASES['five_year_names']}))"
)
_BY_THEN = lazy(PHRASES["five_year_then"])
