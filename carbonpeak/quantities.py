"""Numbers in a sentence: value, range, unit, and the words directly before and behind that say how it is meant.

The words stand in `data/number_words.csv`, the units in `data/units.csv`.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from carbonpeak.datafiles import rows
from carbonpeak.numbers import DIGITS, MULTIPLIER, UNIT, number
from carbonpeak.periods import Base

_BEFORE: dict[str, str] = {}
_AFTER: dict[str, str] = {}
for _row in rows("number_words"):
    _table = _BEFORE if _row["place"] == "before" else _AFTER
    for _word in _row["words"].split("|"):
        _table.setdefault(_word, _row["sense"])
MODAL = {"力争": "strive", "争取": "strive", "力争到": "strive", "确保": "ensure", "原则上": "in_principle"}
_LONGEST = max(map(len, _BEFORE))
_POST = "|".join(sorted(map(re.escape, _AFTER), key=len, reverse=True))
_HAN = "一二两三四五六七八九十百千"
_COUNTED = "[个种座家条项处所户台辆名对倍]|人次|公里|平方公里|平方米|公顷|亩|万亩|万千瓦|万吨|吨|千瓦|米"
QUANTITY = re.compile(
    rf"(?P<a>{DIGITS})(?:(?P<ua>{UNIT})?[-~—–至到]{{1,2}}(?P<b>{DIGITS}))?(?P<u>{UNIT}|{MULTIPLIER})?(?P<post>{_POST})?"
    rf"|(?P<h>[{_HAN}]{{1,4}})(?P<hu>{_COUNTED})(?P<hpost>{_POST})?"
    rf"|百分之(?P<p>[{_HAN}零]+)(?P<ppost>{_POST})?"
)
_NOT_BEHIND = re.compile(r"[A-Za-z.第〔“+×*\d]")  # 第3, PM10, “1+5”: no quantity
_NOT_BEHIND_HAN = re.compile(rf"[{_HAN}第几数多若每同统唯万]")
_AT_LEAST = re.compile(r"(至少|不少于|不低于)[^,;。、]{0,6}$")
_DATED = frozenset("年月日号时届版期")
_LOCKED = re.compile(r"(?:不少于|不低于|至少|超过|突破|达到)[^,;。、]{0,8}$|(?:增加|增长|提高|提升)(?:约|了|近)?$")
_BUILT = re.compile(r"(?:新增|建成|建设|打造|创建|培育|形成|新建|引进|建立|设立)(?:了)?$")


class Quantity(NamedTuple):
    """One number with its unit. `start:end` holds the number, its unit and the words behind that belong to it; `head` is where
    the words directly before it begin."""

    head: int
    start: int
    end: int
    value: float
    value_max: float | None
    unit: str | None
    comparator: str
    senses: frozenset[str]
    modality: str | None
    base: Base | None
    after: str  # the comparing words behind the unit, as written


def before(text: str, floor: int, at: int, bases: list[Base]) -> tuple[int, frozenset[str], str | None, str | None, Base | None]:
    """Walks back over the words directly before `at`: where they begin, their senses, comparator, modality and base year."""
    senses: set[str] = set()
    comparator = modality = None
    base = None
    while at > floor:
        for length in range(min(_LONGEST, at - floor), 0, -1):
            word = text[at - length : at]
            sense = _BEFORE.get(word)
            if sense is not None:
                break
        else:
            for candidate in bases:
                if candidate.end == at or (candidate.end == at - 1 and text[at - 1] == ","):
                    base, at = candidate, candidate.start
                    break
            else:
                break
            continue
        if length == 1 and sense in ("up", "down", "reach") and at - 2 >= floor and text[at - 2] in "行作成因认以分年变直收":
            break
        if sense == "add":
            senses.add(sense)  # the verb stays with the name of what is counted
            break
        at -= length
        if sense in ("ge", "gt", "le", "lt", "approx"):
            comparator = comparator or sense
            if sense == "le" and word.endswith("控制在"):
                senses.add("hold")
        elif sense != "filler":
            senses.add(sense)
        if word in MODAL:
            modality = MODAL[word]
    return at, frozenset(senses), comparator, modality, base


def scan(text: str, start: int, end: int, bases: list[Base]) -> list[Quantity]:
    """The quantities between two offsets, in order. Years, dates, ordinals and numbers inside names are none."""
    found: list[Quantity] = []
    for match in QUANTITY.finditer(text, start, end):
        a, b = match.span()
        unit = match["u"]
        if a > start and (_NOT_BEHIND_HAN if match["h"] else _NOT_BEHIND).match(text, a - 1):
            continue
        if match["h"]:
            written, unit, after = match["h"], match["hu"], match["hpost"]
            area = unit not in ("个", "种", "座", "家", "条", "项", "处", "所", "户", "台", "辆", "名", "对", "倍", "人次")
            if not (_LOCKED.search(text, start, a) or (written != "一" and (_BUILT.search(text, start, a) or (area and written in "百千万")))):
                continue
            low, high = number(written), None
        elif match["p"]:
            low, high, unit, after = number(match["p"]), None, "%", match["ppost"]
        else:
            after = match["post"]
            low = number(match["a"])
            high = number(match["b"]) if match["b"] else None
            following = text[b : b + 1]
            if not unit and (following in _DATED or (following.isascii() and following.isalpha()) or "." in text[b : b + 1]):
                continue
            if (unit in ("万", "亿", "千", "百") and following in _DATED) or (unit and following == "级"):
                continue  # 3年, 千万千瓦级基地
        head, senses, comparator, modality, base = before(text, start, a, bases)
        if match["h"] and comparator is None:
            locked = _LOCKED.search(text, start, a)
            if locked:
                word = re.match("不少于|不低于|至少|超过|突破", locked[0])
                comparator = _BEFORE[word[0]] if word else None
        if comparator is None and "add" in senses:
            further = _AT_LEAST.search(text, start, head)  # 至少建设1个: the comparator stands before the verb
            if further is not None:
                comparator = _BEFORE[further[1]]
        if after:
            sense = _AFTER[after]
            if not (comparator in ("ge", "gt", "lt") and sense == "approx"):
                comparator = "ge" if comparator is None and sense == "ge" else "gt" if comparator == "gt" else sense
        elif "hold" in senses and comparator == "le":
            comparator = None  # 控制在 alone does not compare
        if high is not None:
            comparator = "range"
        found.append(Quantity(head, a, b, low, high, unit or None, comparator or "eq", senses, modality, base, after or ""))
    return _with_shared_units(text, found)


_LISTED = re.compile(r"(?:[、,和及与]|以及){1,2}")


def _with_shared_units(text: str, found: list[Quantity]) -> list[Quantity]:
    """Gives a number without a unit the unit of the number it is listed with: 1000、2000万千瓦."""
    for index in range(len(found) - 2, -1, -1):
        here, following = found[index], found[index + 1]
        if here.unit == "个" and following.unit == "个百分点" and _LISTED.fullmatch(text, here.end, following.start):
            found[index] = here._replace(unit=following.unit, comparator=following.comparator)
        elif here.unit in (None, "万", "亿", "千", "百") and following.unit and _LISTED.fullmatch(text, here.end, following.start):
            unit = following.unit
            if here.unit and not unit.startswith(here.unit):
                unit = here.unit + unit.lstrip("万亿千百")
            found[index] = here._replace(unit=unit)
    return found
