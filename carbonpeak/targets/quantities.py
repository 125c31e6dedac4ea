"""Numbers in a sentence: value, range, unit, and the words directly before and behind that say how it is meant.

The words stand in `data/number_words.csv`, the units in `data/units.csv`.
"""

from __future__ import annotations

import re

from carbonpeak.datafiles import rows
from carbonpeak.patterns import lazy
from carbonpeak.records import new
from carbonpeak.shape import NamedTuple
from carbonpeak.targets.numbers import DIGITS, multiplier_end, number, odd_end, unit_end
from carbonpeak.targets.periods import Base
from carbonpeak.targets.written import DOUBLINGS, HALF, HALVES, LOCKED, NO_TENTHS, NOT_BEHIND, NUMBER, REACH, in_words

_BEFORE: dict[str, str] = {}
_AFTER: dict[str, str] = {}
for _row in rows("number_words"):
    _table = _BEFORE if _row["place"] == "before" else _AFTER
    for _word in _row["words"].split("|"):
        _table.setdefault(_word, _row["sense"])
MODAL = {"力争": "strive", "争取": "strive", "力争到": "strive", "确保": "ensure", "原则上": "in_principle"}
_ENDS: dict[str, list[int]] = {}  # the last character of words before a number → their lengths, longest first
for _word in sorted(_BEFORE, key=len, reverse=True):
    if len(_word) not in _ENDS.setdefault(_word[-1], []):
        _ENDS[_word[-1]].append(len(_word))
_STARTS: dict[str, list[str]] = {}  # the first character of words behind a number → these words, longest first
for _word in sorted(_AFTER, key=len, reverse=True):
    _STARTS.setdefault(_word[0], []).append(_word)
# What stands before a single character that is the end of another word: 成为, 逐年降, 供应.
_OF_WORDS = {"reach": "行作成因认以分变直收下", "up": "行作成因认以分年变直收", "down": "行作成因认以分年变直收"}
_OF_WORDS |= {"应": "供响反效对", "共": "公", "需": "内必刚"}
_HELD = frozenset("率度比重例量耗值")  # what a name ends with that stays in a span
_RANGES = frozenset("-~—–至到")
_SECOND = lazy(rf"[-~—–至到]{{1,2}}({DIGITS})")
_AT_LEAST = lazy(r"(至少|不少于|不低于)[^,;。、]{0,6}$")
_AGAIN = lazy(rf"\([^()、,;。]{{0,3}}{DIGITS}[^()、,;。]{{1,8}}\)({'|'.join(sorted(_AFTER, key=len, reverse=True))})")
_PARTS = lazy(r"[:∶]([0-9]+(?:\.[0-9]+)?)((?:[:∶][0-9.]+)*)")  # the second part of a relation, and those further on
_FRACTION = lazy("(1|2(?=/[35])|3(?=/[45])|4(?=/5))/([2-9]|10)(?![0-9./万亿千])")
_RELATES = frozenset(":∶")
_RATE_DONE = lazy("率(?:力争|确保|争取)?完成$")
_SPANS = ("月", "工作日", "自然日")
_DATED = frozenset("年月日号时届版期")
_UP_TO = ("达到", "突破", "迈上", "跨上", "冲刺")
_FAR = 20  # characters back to a comparator before the whole that a share is of
_OF_ANOTHER = lazy(r"(不[应得]?(?:大于|超过|低于)|不少于|不高于|超过|高于|低于)[^,;。、0-9]{2,12}的?$")


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


def before(
    text: str, floor: int, at: int, bases: list[Base]
) -> tuple[int, frozenset[str], str | None, str | None, Base | None]:
    """Walks back over the words directly before `at`: where they begin, their senses, comparator, modality and base year."""
    senses: set[str] = set()
    comparator = modality = None
    base = None
    while at > floor:
        for length in _ENDS.get(text[at - 1], ()):
            word = text[at - length : at]
            if at - length >= floor and word in _BEFORE:
                sense = _BEFORE[word]
                break
        else:
            for candidate in bases:
                if candidate.end == at or (candidate.end == at - 1 and text[at - 1] == ","):
                    base, at = candidate, candidate.start
                    break
            else:
                break
            continue
        if length == 1 and at - 2 >= floor and text[at - 2] in _OF_WORDS.get(word if sense == "filler" else sense, ""):
            break
        if word == "完成" and _RATE_DONE.search(text, floor, at):
            at, sense = at - length, "reach"  # 下降率确保完成14.5%
            senses.add(sense)
            continue
        if sense in ("add", "name"):
            senses.add(sense)  # the word stays with the name of what is counted
            break
        at -= length
        if word[0] == "年" and text[at - 1].isdecimal():
            at += 1  # 利用率2025年均达到43%
        if sense in ("ge", "gt", "le", "lt", "approx"):
            comparator = comparator or sense
            if sense == "le" and word.endswith("控制在"):
                senses.add("hold")
        elif sense != "filler":
            senses.add(sense)
        if word in MODAL:
            modality = MODAL[word]
    return at, frozenset(senses), comparator, modality, base


def _word_behind(text: str, at: int) -> str:
    """The comparing word at `at` (以上, 左右), or ''."""
    for word in _STARTS.get(text[at : at + 1], ()):
        if text.startswith(word, at):
            return word
    return ""


def _second(text: str, at: int, end: int) -> re.Match[str] | None:
    """The upper end of a range that goes on at `at`."""
    return _SECOND.match(text, at, end) if at < end and text[at] in _RANGES else None


def scan(text: str, start: int, end: int, bases: list[Base]) -> list[Quantity]:
    """The quantities between two offsets, in order. Years, dates, ordinals and numbers inside names are none."""
    found: list[Quantity] = []
    at = start
    while match := NUMBER.search(text, at, end):
        a, b = match.span()
        at = b
        high, odd = None, ""
        if match.lastindex is None:
            stop = unit_end(text, b)
            second = _second(text, stop, end)
            if second is None and stop == b:  # 10万-20万吨
                second = _second(text, multiplier_end(text, b), end)
            if second:
                high = number(second[1])
                b = second.end()
                stop = unit_end(text, b)
            elif stop == b and text.startswith("年", b):
                continue  # the commonest number is a year
            if stop == b:
                stop = multiplier_end(text, b)
            unit, more = text[b:stop], odd_end(text, b, stop)
            if more > stop:  # 2700多万吨, 3千余辆
                odd, unit, stop = text[stop], unit + text[stop + 1 : more], more
            after = _word_behind(text, stop)
            again = None if after else _AGAIN.match(text, stop, end)
            if again:  # 达到205万千瓦(2.05吉瓦)左右
                after = again[1]
            at = b = again.end() if again else stop + len(after)
            if a > start and text[a - 1] in NOT_BEHIND:
                continue
            following = text[b : b + 1]
            if not unit and (following in _DATED or (following.isascii() and following.isalpha()) or following == "."):
                continue
            low = number(match[0])
            if not unit and following in _RELATES and text[b + 1 : b + 2].isdigit():
                parts = _PARTS.match(text, b, end)
                at = b = parts.end() if parts else end
                if parts is None or parts[2] or not float(parts[1]):
                    continue  # 5:42:53
                low = round(low / float(parts[1]), 4)
                after = _word_behind(text, b)
                at = b = b + len(after)
            if not unit and following == "/" and start < a and (fraction := _FRACTION.match(text, a, end)):
                low, unit = round(100 * float(fraction[1]) / float(fraction[2]), 2), "%"  # 不低于1/3
                after = _word_behind(text, fraction.end())
                at = b = fraction.end() + len(after)
            if unit == "个" and text.startswith(_SPANS, b):
                continue  # within 3 months
            if (
                (unit in ("万", "亿", "千", "百") and following in _DATED)
                or (unit and following == "级")
                or text.startswith(("方面", "部门"), stop - 1)
                or text.startswith("以外", stop)
            ):
                continue  # 3年, 千万千瓦级基地
            if unit == "成" and following and following in NO_TENTHS:
                continue  # 0成功
            if unit == "成":
                low, high, unit = 10 * low, None if high is None else 10 * high, "%"
        else:
            after = _word_behind(text, b)
            at = b = b + len(after)
            said = in_words(text, start, match, after)
            if said is None:
                continue
            low, unit = said
            if text.startswith("级", b):
                if not text.endswith(_UP_TO, start, a):
                    continue  # 百万千瓦级基地
                at = b = b + 1  # 产值达到百亿元级
        head, senses, comparator, modality, base = before(text, start, a, bases)
        comparator = comparator or ("gt" if odd else None)
        if match[2] and comparator is None:
            locked = LOCKED.search(text, max(start, a - REACH), a)
            if locked and locked[1]:
                comparator = _BEFORE.get(locked[1])
        elif match.lastindex in (HALF, HALVES):
            if comparator is None and text[a - 1] == "过":  # 过半
                head, comparator = a - 1, "gt"
            if not (senses or comparator or after):
                continue
        elif match.lastindex == DOUBLINGS:
            senses |= {"up"}
        if after and head == a and text[a - 1] == "在" and text[a - 2] in _HELD:
            head, senses = a - 1, senses | {"reach"}  # 可靠率在99.9%以上
        if (
            unit == "%"
            and comparator is None
            and (text[a - 1] == "的" or text.startswith("的", b) or text.find("按", max(start, a - _FAR), a) >= 0)
        ):
            of = _OF_ANOTHER.search(text, max(start, a - _FAR), a)
            if of:  # 不低于可用面积的50%
                head, comparator = of.start(), _BEFORE[of[1]]
        if base is not None and text[base.end - 1] == "的":
            senses |= {"reach"}  # 是2020年的2倍
        if comparator is None and ("add" in senses or text.endswith("配置", start, head)):
            further = _AT_LEAST.search(text, max(start, head - 10), head)  # 至少建设1个
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
        fields = (head, a, b, low, high, unit or None, comparator or "eq", senses, modality, base, after or odd)
        found.append(new(Quantity, fields))
    return _with_shared_units(text, found)


_LISTED = lazy(r"(?:[、,和及与]|以及){1,2}")


def _with_shared_units(text: str, found: list[Quantity]) -> list[Quantity]:
    """Gives a number without a unit the unit of the number it is listed with: 1000、2000万千瓦."""
    for index in range(len(found) - 2, -1, -1):
        here, following = found[index], found[index + 1]
        if here.unit == "个" and following.unit == "个百分点" and _LISTED.fullmatch(text, here.end, following.start):
            found[index] = here._replace(unit=following.unit, comparator=following.comparator)
        elif (
            here.unit in (None, "万", "亿", "千", "百")
            and following.unit
            and _LISTED.fullmatch(text, here.end, following.start)
        ):
            unit = following.unit
            if here.unit and not unit.startswith(here.unit):
                unit = here.unit + unit[multiplier_end(unit, 0) :]
            found[index] = here._replace(unit=unit)
    return found
