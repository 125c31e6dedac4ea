"""Section → targets without a number: end states that are complete (应装尽装, 全覆盖), peaks by a year, finished things by a
year, and, by `assigned`, targets whose number a higher level sets.

The words stand in `data/completeness.csv`; peaks and finished things are for `by_year`.
"""

from __future__ import annotations

import re
from collections.abc import Set

from carbonpeak.datafiles import rows
from carbonpeak.patterns import lazy
from carbonpeak.phrases import PHRASES
from carbonpeak.targets import assigned
from carbonpeak.targets.by_year import EXCLUDED, KINDS, PUSHED, REACHED_ALREADY, UNFINISHED, WISHFUL
from carbonpeak.targets.clauses import Sentence
from carbonpeak.targets.found import Found, unnumbered
from carbonpeak.targets.refusal import of_others
from carbonpeak.targets.reporting import reports

_ROWS = rows("completeness")
_COMPLETE = lazy("|".join(f"(?:{row['pattern']})()" for row in _ROWS))  # which row it is, tells the empty group
_OF_SUBJECT = [False, *(bool(row["subject"]) for row in _ROWS)]
_DATED = [False, *(bool(row["dated"]) for row in _ROWS)]
_READ = frozenset({"whole", "above", "peak", "done", "issued"})
_OVER = lazy(PHRASES["over"])
_OBJECT = lazy(PHRASES["object"])
_RULED = lazy(PHRASES["ruled"])
_FURTHER = ("以及", "及", "和")
_NAMED = 5  # letters behind 全面完成 that name what is
_FIELDS = tuple(PHRASES["field"].split("|"))
_ENDS = lazy(PHRASES["ends"])
_OF_ALL = lazy("(?:[、和及]应.尽.)*的|、{han}{2,6}的(?!目标)")  # 应装尽装、应用尽用的政策
_THINGS = lazy(PHRASES["things_all_of_which"])
_AVERAGE = lazy(PHRASES["average"])


def commits_undated(text: str, start: int, end: int, hints: Set[str]) -> bool:
    """Whether words that hold neither a number nor a period may commit somebody all the same."""
    if "whole" in hints and _COMPLETE.search(text, start, end):
        return True
    return "above" in hints and next(assigned.announced(text, start, end), None) is not None


def read(sentence: Sentence, taken: list[Found], hints: Set[str]) -> list[Found]:
    """The targets without a number of one sentence, in order; clauses that hold a numeric target are left to it.

    `hints` is what `signs` says of the sentence.
    """
    text = sentence.text
    if hints.isdisjoint(_READ) or reports(sentence):
        return []
    dated = bool(sentence.periods or sentence.inherited)
    found: list[Found] = []
    clauses: set[int] = set()
    whole_to = 0

    def free(start: int, end: int) -> bool:
        return (
            start not in clauses
            and not any(start <= other.at < end for other in taken)
            and not any(start <= other.at < end for other in found)
        )

    if "above" in hints:
        for match in assigned.announced(text, sentence.start, sentence.end):
            found += assigned.targets(sentence, match)
    if "whole" in hints:
        for match in _COMPLETE.finditer(text, sentence.start, sentence.end):
            start, end = sentence.bounds(match.start())
            part = text.rfind("、", whole_to, match.start()) + 1
            if start in clauses and start < part <= match.start() - 4 and match[0].endswith("覆盖"):
                start = part  # 村庄全覆盖、社区全覆盖
            if not free(start, end):  # 甲类水体基本消除、乙类水体消除比例达到90%
                start, end = _beside(text, match, start, end)
            new = _complete(sentence, match, start, end, taken) if free(start, end) else None
            if new is not None:
                if new.scope is None and whole_to and not text[whole_to : match.start()].strip("、和,"):
                    new = new._replace(scope=found[-1].scope)  # 应装尽装、应用尽用
                clauses.add(start)
                found.append(new)
                whole_to = match.end()
    for kind, pattern, read_one in KINDS:
        for match in pattern.finditer(text, sentence.start, sentence.end) if kind in hints and dated else ():
            start, end = _part(sentence, match)
            if not free(start, end):  # 2026年前完成改造、PUE降至1.4以下
                start, end = _beside(text, match, start, end)
            named = any(  # 完成改造、大修90项: the list is what is counted
                other.measure == "increment"
                and text.find(
                    other.indicator[:_NAMED],
                    match.start(),
                    min(match.end() + _NAMED, sentence.bounds(match.start())[1]),
                )
                >= 0
                for other in taken
            )
            new = read_one(sentence, match, start, end) if not named and free(start, end) else None
            if new is not None:
                clauses.add(start)
                found.append(new)
    if len(found) > 1:
        found.sort(key=lambda one: one.at)
    return [one for one in found if not of_others(sentence, one.at)]


def _beside(text: str, match: re.Match[str], start: int, end: int) -> tuple[int, int]:
    """The member of a list that a match stands in."""
    before = text.rfind("、", start, match.start()) + 1
    behind = next((at for at in (text.find(mark, match.end(), end) for mark in "、且") if at > 0), -1)
    return max(start, before if behind < 0 else start), behind if behind > 0 else end


def _part(sentence: Sentence, match: re.Match[str]) -> tuple[int, int]:
    """The clause of a match; of A在2025年前达峰、B在2030年前达峰 the part with the period that is the match's own."""
    text = sentence.text
    start, end = sentence.bounds(match.end() - 1)
    dated = sentence.within(start, end)
    if len(dated) > 1:
        part = text.rfind("、", start, match.start()) + 1
        if part and dated[0].start < part and any(part <= period.start < match.start() for period in dated):
            start = part
        part = text.find("、", match.end(), end)
        if part > 0 and any(part < period.start for period in dated):
            end = part
    return start, end


def _complete(sentence: Sentence, match: re.Match[str], start: int, end: int, taken: list[Found]) -> Found | None:
    text, row = sentence.text, match.lastindex or 0
    at = match.start() if sentence.period_at(match.end()) is sentence.period_at(match.start()) else match.end() - 1
    period = sentence.period_at(at)  # 全部在2026年底前建成: its own stands inside
    if (
        _OF_ALL.match(text, match.end())
        or text.startswith("的", end - 1)
        or EXCLUDED.search(text, start, end)
        or (period is not None and period.past)
        or REACHED_ALREADY.search(text, start, match.end())
    ):
        return None
    if text.startswith("(", start - 1) and text.find(")", start, match.start()) > 0:
        start = (sentence.previous(start) or (start, start))[0]  # 燃煤机组(含自备电厂)均安装
    while text.startswith(")、", start - 1) and (before := sentence.previous(start)):
        start = before[0]  # 出租车(含网约车)、环卫车全面电动化
    content = sentence.content(start, match.start())
    subject = text[content : match.start()].strip("“「、")
    for word in ("推动", "实现", "确保", "基本", "原则上", "力争", "逐步"):
        subject = subject.removesuffix(word)
    where = start
    timed = period is not None or sentence.title_year is not None
    if _DATED[row] and not timed:
        return None
    if (match[0].endswith("化") or _DATED[row]) and PUSHED.search(text, start, match.start()):
        return None  # 加快公共领域车辆全面电动化, 推进新建校舍执行二星级标准
    if (
        match[0].endswith("完成")
        and (not text.endswith("任务", match.end(), end) or text.find("各项", match.end(), end) >= 0)
        and (WISHFUL.search(text, match.end(), end) or (match.end() >= end and WISHFUL.search(subject)))
    ):
        return None  # 基本完成产业布局优化, 全面完成各项任务
    if match[0].startswith("不再") and text.find("原则上", start, match.start()) >= 0:
        return None  # a ban in principle
    if match[0].endswith("达到") and _AVERAGE.search(text, match.end(), end):
        return None  # 均达到全省平均水平
    if match[0].endswith(("建成", "建立")) and (
        UNFINISHED.search(text, match.end(), end) or UNFINISHED.search(subject)
    ):
        return None  # 全面建成新型电力系统
    named = bool(_ENDS.match(text, match.start())) and (
        timed or (end - match.end() >= _NAMED and not text.endswith("任务", match.end(), end))
    )
    before = sentence.previous(start)
    if not subject and before:  # 河流水质进一步改善，全部达到功能区标准
        words = text[sentence.content(*before) : before[1]]
        moves = assigned.MOVES.search(words)
        if moves:
            subject, where = words[: moves.start()], before[0]
            before = sentence.previous(where)
        elif _THINGS.fullmatch(words):
            subject, where = words, before[0]  # 新立项的公共建筑，自2024年起原则上全部采用…
            before = sentence.previous(where)
    goes_on = bool(taken) and timed and match[0].endswith(("化", "清零"))  # 电动化率2026年达到70%，力争2028年全部电动化
    # 公交车除应急车辆外，2024年底前全部更换
    apart = before is not None and not subject and text.endswith("外", *before)
    if _OF_SUBJECT[row] and len(subject) < 2 and not named and not goes_on and not apart:
        return None
    while before and (subject or apart) and (text.endswith(_FIELDS, *before) or text.startswith(_FURTHER, where)):
        where = before[0]
        subject = text[sentence.content(*before) : match.start()].removesuffix("原则上")
        before = sentence.previous(where)
    if not subject and before is None and not sentence.periods and not named and not match[0].startswith("所有"):
        return None
    stop = match.end() if text[match.end() : match.end() + 1] in ("和", "及", "、") else max(end, match.end())
    indicator, scope = text[match.start() : stop], _RULED.sub("", subject) or None
    if text.startswith(")、", stop) and "(" in indicator:  # 一律改用电(气)、生物质
        stop = sentence.bounds(stop + 1)[1]
        indicator = text[match.start() : stop]
    elif text.startswith(")", stop) and indicator.count("(") > indicator.count(")"):
        stop += 1
        indicator += ")"
    over = _OVER.search(subject)
    if over:  # 对检验机构开展全覆盖检查
        where, scope = content + over.start(1) - 1, over[1]
    elif "实现" in subject[2:-2]:  # 平原地区实现炊事、取暖散煤基本清零
        place, _, thing = subject.rpartition("实现")
        indicator, scope = thing + indicator, place
    elif match[0].endswith("覆盖") and not match[0].startswith(
        "基本实现"
    ):  # what is covered belongs to the indicator, where it holds to the scope
        place, inside, thing = subject.rpartition("内")
        indicator, scope = thing + indicator, place + inside or None
    if scope and scope.count("”") > scope.count("“"):
        scope = f"“{scope}"  # “小散”数据中心全部腾退
    for period in sentence.periods:
        if scope and sentence.text[period.start : period.end] in scope:
            scope = scope.replace(sentence.text[period.start : period.end], "") or None
    if scope is None and not match[0].endswith("覆盖") and taken and not named:
        scope = taken[-1].scope  # 到2030年实现应装尽装: of what the clause before spoke of
    if scope is None and not subject and not named:
        spoken = _OBJECT.match(text, sentence.start, where)  # 加强废弃农膜回收，…力争实现全量回收
        scope = spoken[1] if spoken else None
    new = unnumbered(sentence, where, stop, at, _unquoted(indicator.removeprefix("实现")), scope, "milestone")
    return new._replace(modality=sentence.modality(new.start, end))


def _unquoted(words: str) -> str:
    """The words without the quotes around them, or a quote that is not closed; 消除“低电压” keeps its own."""
    if words.count("“") == words.count("”"):
        return words if words[:1] != "“" else words.strip("“”「」")
    return words.replace("“", "").replace("”", "").strip("「」")
