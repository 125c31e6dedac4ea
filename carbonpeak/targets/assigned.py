"""Targets whose number a higher level sets: 完成市下达指标. The words stand in `data/assigned.csv`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from carbonpeak.datafiles import rows
from carbonpeak.patterns import lazy
from carbonpeak.phrases import HEADS, PHRASES, VERBS
from carbonpeak.targets import naming
from carbonpeak.targets.clauses import Sentence
from carbonpeak.targets.found import Found, unnumbered

_LOWERING = lazy(PHRASES["lowering"])
MOVES = lazy(f"(?<={{han}}{{4}}){PHRASES['gradual']}(?:下降|降低|减少|提高|提升|上升|增加|增长|改善|好转)$")
_ASSIGNED_VERB = lazy("|".join(dict.fromkeys(word for row in rows("assigned") for word in row["verbs"].split("|"))))
_ASSIGNED = lazy("|".join(f"(?:{row['verbs']}){row['pattern']}" for row in rows("assigned")))
_ASSIGNED_TOO = lazy("|".join(f"(?:和|及|以及){row['pattern']}" for row in rows("assigned")))
_VAIN = lazy(VERBS["vain"])
_SHARED = lazy(f".(?:{HEADS['tail']})$")
_MADE = lazy(PHRASES["made"])
_WHO = lazy(PHRASES["whoever"])
_FORCED = lazy(PHRASES["forced"])
_STATED = lazy(r"\d[\d.]*(?!年|\d|月|日|\.)")
_VERB = lazy(PHRASES["given_verb"])
_WITH_NUMBER = lazy(r"(?:达到?|(?<=下降|降低|减少|提高|提升|增长))(?:[到至])?[^\d,;。]{0,4}\d[\d.]*[^\d,;。]{0,6}$")
_HELPING = tuple(PHRASES["helping"].split("|"))
_LONGEST_NAMES = 300  # characters of what is assigned
_GIVEN_NAMES = tuple(PHRASES["given_name"].split("|"))
_SPLIT = lazy(r"(?:[、]|和|及|以及|与)(?![^()]*\))")
_AND_MORE = lazy("[和及、]({han}{2,16}(?:权重|总量|强度|比重))$")
_BRACKET = lazy(r"\([^()]*\)")
_REACHED_ALREADY = lazy(PHRASES["reached_already"])


def announced(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """The places between two offsets where a higher level is said to set a target."""
    while verb := _ASSIGNED_VERB.search(text, start, end):
        match = _ASSIGNED.match(text, verb.start(), end)
        start = match.end() if match else verb.start() + 1
        while match:
            yield match
            match = _ASSIGNED_TOO.match(text, start, end)
            start = match.end() if match else start


def targets(sentence: Sentence, match: re.Match[str]) -> list[Found]:
    """The targets of one such place, one for each indicator."""
    text = sentence.text
    start, end = sentence.bounds(match.start())
    while text[start - 1] == ")" and text[start] in "、和及" and (before := sentence.previous(start)):
        start = before[0]  # 氮氧化物、挥发性有机物(VOCs)、化学需氧量减排量达到国家要求
    if (
        text.startswith("的", match.end())
        or text.startswith("了", match.start() + 2)
        or text.find("按照", start, match.start()) >= 0
        or text.endswith(_HELPING, start, match.start())
        or _REACHED_ALREADY.search(text, start, match.start())
        or (text.startswith("为", match.start() - 1) and _VAIN.search(text, match.end(), end))
        or (text.startswith("为", sentence.start) and _MADE.search(text, match.end(), sentence.end))
    ):
        return []
    content = sentence.content(start, match.start())
    if match.start() - content > _LONGEST_NAMES:
        return []
    joined = text[match.start()] in "和及以"  # 完成国家下达的A目标和省下达的B任务
    names = "" if joined else text[content : match.start()].rstrip("、")
    names = _FORCED.sub("", names)
    inside = (match["inside"] or "").strip("的")
    if _STATED.search(inside):
        return []  # 完成下达的能耗下降14.5%目标: the number is in the text
    if not names or _WHO.match(names):
        names = inside
    if not names or (len(names) < 3 and not inside):
        before = sentence.previous(start)
        if before is None:
            return _unnamed(sentence, match)
        content = sentence.content(*before)
        names = _WITH_NUMBER.sub("", text[content : before[1]])
        start = before[0]
        moves = MOVES.search(names)  # 二氧化碳排放有序下降，确保完成省下达指标
        names = names[: moves.start()] if moves else names
        if not moves and not _SPLIT.search(names) and not names.endswith(_GIVEN_NAMES):
            return _unnamed(sentence, match)
    items = [item for item in _SPLIT.split(names) if item]
    if not (all(len(item) >= 4 for item in items) or (len(items) > 1 and _SHARED.search(items[-1]))):
        items = [names]
    if len(items) > 1 and not names.endswith("等"):
        plain = [_BRACKET.sub("", item) for item in items]
        # 化学需氧量、氨氮、总氮排放总量: what they share is restored to each
        shared = naming.items("、".join(plain), len(items)) if "(" in names else naming.items(names, len(items))
        items = (
            [whole.replace(short, item, 1) for item, short, whole in zip(items, plain, shared, strict=True)]
            if len(shared) == len(items)
            else items
        )
    more = _AND_MORE.match(text, match.end(), end)  # 完成下达的煤炭减量任务和电力消纳责任权重
    return [_given(sentence, item, start, match) for item in [*naming.fronted(items), *([more[1]] if more else [])]]


def _unnamed(sentence: Sentence, match: re.Match[str]) -> list[Found]:
    """确保完成政府下达指标 of an objectives chapter, where no word says which: it is named by what was set."""
    if not sentence.ahead or match.end() < sentence.bounds(match.start())[1]:
        return []
    what = _VERB.sub("", match[0])
    return [_given(sentence, what, sentence.bounds(match.start())[0], match)]


def _given(sentence: Sentence, item: str, start: int, match: re.Match[str]) -> Found:
    """One indicator whose number a higher level sets; a base year that stands in its name is its own."""
    base = next((base for base in sentence.bases if sentence.text[base.start : base.end] in item), None)
    name = item.replace(sentence.text[base.start : base.end], "") if base else item
    for period in sentence.periods:
        name = name.replace(sentence.text[period.start : period.end], "")
    name = _LOWERING.sub("", name).removesuffix("累计") or item
    return unnumbered(sentence, start, match.end(), match.start(), name, None, "assigned")._replace(base=base)
