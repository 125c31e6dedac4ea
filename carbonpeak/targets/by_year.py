"""Milestones by a year: a peak (碳达峰), a finished thing (建成投产), a document to be issued.

The words stand in `data/milestones.csv`.
"""

from __future__ import annotations

import re

from carbonpeak.datafiles import rows
from carbonpeak.patterns import lazy
from carbonpeak.phrases import PHRASES
from carbonpeak.targets.clauses import Sentence
from carbonpeak.targets.found import Found, unnumbered

_KINDS = {row["kind"]: row["pattern"] for row in rows("milestones")}
_PEAK = lazy(_KINDS["peak"])
_DONE = lazy(_KINDS["done"])
_ISSUED = lazy(f"{_KINDS['out']}|{_KINDS['issued']}")
_OUT = lazy(_KINDS["out"])
_HELD = lazy(_KINDS["held"])
EXCLUDED = lazy(PHRASES["excluded"])
WISHFUL = lazy(PHRASES["wishful"])
_ABOUT = lazy(PHRASES["about"])
_PROMISED = lazy(PHRASES["peak_promised"])
_EARLY = lazy(PHRASES["early"])
_WHOSE = lazy(PHRASES["peak_of"])
_WHAT = lazy(PHRASES["peaking_amount"])
_PEAK_VERB = lazy(PHRASES["peak_verb"])
PUSHED = lazy(PHRASES["pushed"])
_WHOLLY = lazy("(?:力争|确保|争取|计划|预计|基本|全面|初步|率先|全部|正式|务|须|应|要|于|均)+$")
UNFINISHED = lazy(PHRASES["unfinished"])
REACHED_ALREADY = lazy(PHRASES["reached_already"])
_MAKES = lazy(PHRASES["makes"])
_SIZE = lazy("{han}{2,8}[0-9.]+[^0-9,;]{1,8}")
_COUNT = lazy("(?<=..)[0-9.]+(?!.*(?:项目|工程|机组))[^0-9]{1,12}$")  # 再生水厂2座
_FORCES = ("力争", "确保", "争取", "努力")
_LEAVING = frozenset({"关停", "退役", "取消", "停止", "淘汰", "关闭", "退出"})


def _peak(sentence: Sentence, match: re.Match[str], start: int, end: int) -> Found | None:
    text = sentence.text
    period = next(iter(sentence.within(start, end)), None)
    if period is None:
        before = sentence.quote_start(start)
        held = before < start or sentence.periods or sentence.inherited
        period = sentence.period_at(match.end()) if held else None
    if period is None or period.past or EXCLUDED.search(text, start, end):
        return None
    clause = text[start:end]
    if _EARLY.search(clause):
        own = sentence.within(start, end)
        if not own and (PUSHED.match(text, start) or not sentence.within(sentence.start, end)):
            return None  # 有条件的县率先达峰: by no year; 推动有条件的县率先达峰
    if _ABOUT.search(clause) and not _PROMISED.search(clause):
        return None
    whole = start
    while text[whole - 1] == "、" and (earlier := sentence.previous(whole)):  # of 实现A达峰、B碳中和 both are promised
        whole = earlier[0]
    if not _PEAK_VERB.search(text, whole, end):
        return None
    content = sentence.content(start, end)
    achieved = text.find("实现", start, end)
    if achieved >= match.end() and text[achieved - 1] == "并":
        achieved = -1  # 排放达到峰值并实现稳中有降
    scope = None
    if achieved >= 0:
        who = _undated(sentence, content, achieved)
        if _WHOSE.fullmatch(who):
            scope = who
        elif _WHAT.fullmatch(who):
            achieved = content - 2  # 工业二氧化碳排放实现达峰: what peaks belongs to the name
    indicator = _undated(sentence, content if achieved < 0 else max(content, achieved + 2), end) or match[0]
    indicator = indicator.replace("力争", "")
    if indicator.endswith(("达峰目标", "中和目标")):
        indicator = indicator[:-2]
    return unnumbered(sentence, start, end, match.end(), indicator, scope, "milestone")


def _undated(sentence: Sentence, start: int, end: int) -> str:
    """The words between two offsets without the periods among them, and without a force before one of these or at their end."""
    words, at = "", start
    for period in sentence.within(start, end):
        if at <= period.start and period.end <= end:
            words, at = words + _unforced(sentence.text[at : period.start]), period.end
    return (words + _unforced(sentence.text[at:end])).replace("分别", "")


def _unforced(words: str) -> str:
    for force in _FORCES:
        words = words.removesuffix(force)
    return words


def _issued(sentence: Sentence, match: re.Match[str], start: int, end: int) -> Found | None:
    return _done(sentence, match, start, end, thing=False)


def _done(sentence: Sentence, match: re.Match[str], start: int, end: int, thing: bool = True) -> Found | None:
    """A finished thing counts only with a period of its own sentence, and only if somebody could look whether it is there."""
    text = sentence.text
    quote_start = sentence.quote_start(start)
    period = next(iter(sentence.within(quote_start, end)), None)
    if period is None and thing and (match[0] == "建成" or _HELD.search(text, start, end)) and sentence.periods:
        period = sentence.period_at(match.start())  # 到2025年，甲完成改造，乙完成治理
    if period is None or period.past or EXCLUDED.search(text, start, end):
        return None
    rest = text[match.end() : end] if thing else ""
    if rest.startswith("的"):
        return None
    if REACHED_ALREADY.search(text, start, end):
        return None
    if match[0] in _LEAVING and (
        PUSHED.match(text, sentence.content(start, end) - 2, end)
        or PUSHED.match(text, sentence.content(start, end), end)
        or PUSHED.match(text, match.start() - 2, match.start())
    ):
        return None  # 推动落后机组关停整合, 落后机组加快退出
    words = sentence.undated(sentence.content(start, end), end)
    alone = not rest and _WHOLLY.sub("", words.removesuffix(match[0])) == ""
    what = _done_before(sentence, start) if alone else None
    if what is not None:  # 新建再生水厂2座，2025年底前建成
        words = words.lstrip("务须应要于")
        return unnumbered(sentence, start, end, match.start(), words, what, "milestone")
    if not thing and _OUT.match(text, match.start(), end):
        return None  # 2026年底前印发: what?
    if match[0] == "建成" and not rest:
        subject = _WHOLLY.sub("", sentence.undated(sentence.content(start, match.start()), match.start()))
        if len(subject) < 4 or UNFINISHED.search(subject):
            return None  # 新型电力系统2030年前基本建成
    if thing and (WISHFUL.search(rest) or len(sentence.undated(start, end)) < 4):
        return None
    indicator = _undated(sentence, sentence.content(start, end), end)
    return unnumbered(sentence, start, end, match.start(), indicator, None, "milestone")


def _done_before(sentence: Sentence, start: int) -> str | None:
    """What the clause before sets out to make, of which one without words of its own says by when it is there; None where it is no such
    thing."""
    text = sentence.text
    before = sentence.previous(start) if text[start - 1] == "," else None
    if before is not None and _SIZE.fullmatch(text, *before) and text[before[0] - 1] == ",":
        before = sentence.previous(before[0])  # 建设地铁3条，总长80公里，2027年通车
    if before is None or EXCLUDED.search(text, *before) or REACHED_ALREADY.search(text, *before):
        return None
    content = sentence.content(*before)
    deed = _MAKES.match(text, content, before[1]) or _MAKES.match(text, *before)  # 加快推进…建设
    if deed is not None:
        made = sentence.undated(deed.end(), before[1])
        counted = _COUNT.sub("", made)
        wish = counted == made and (WISHFUL.search(made) or UNFINISHED.search(made))
        return None if wish else counted or None
    done = next((one for one in _DONE.finditer(text, content, before[1]) if one.end() == before[1]), None)
    own = done and sentence.within(before[0], done.start())
    return sentence.undated(content, done.start()) or None if done and own else None  # 甲工程2023年开工，2025年建成


KINDS = (("peak", _PEAK, _peak), ("done", _DONE, _done), ("issued", _ISSUED, _issued))
