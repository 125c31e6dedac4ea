"""Quantities: digits, Chinese numerals and units, and what they are in one unit per quantity.

Units and their factors stand in `data/units.csv`; multipliers (万, 亿, 万亿) stack in front of any of them.
"""

from __future__ import annotations

from functools import lru_cache

from carbonpeak.datafiles import rows
from carbonpeak.phrases import HEADS

_UNITS = {row["unit"]: (row["unit_si"], float(row["factor"]), row["kind"]) for row in rows("units")}
_MULTIPLIERS = {"十": 10.0, "百": 1e2, "千": 1e3, "万": 1e4, "亿": 1e8}
_HAN = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_HAN_UNITS = {"十": 10, "百": 100, "千": 1000}

DIGITS = r"[0-9][0-9]*(?:,[0-9]{3})*(?:\.[0-9]+)?"
_THINGS = sorted(HEADS["weighed"].split("|"), key=len, reverse=True)
_TIMES = {"年": "a", "日": "d", "天": "d", "月": "month", "时": "h"}  # below a stroke
_UNDIVIDED = frozenset({"count", "share", "points", "time"})  # kinds of units behind which 每 begins something else
_BY_FIRST: dict[str, list[str]] = {}  # the units that begin with a character, longest first
for _unit in sorted(_UNITS, key=len, reverse=True):
    _BY_FIRST.setdefault(_unit[0], []).append(_unit)


def number(written: str) -> float:
    """`13.5` → 13.5, `1,600` → 1600, `二十` → 20, `千` → 1000, `八点五` → 8.5."""
    if written[0].isdigit():
        return float(written.replace(",", ""))
    written, _, decimals = written.partition("点")
    if decimals:  # 八点五
        places = "".join(str(_HAN[character]) for character in decimals)
        return number(written) + float(f"0.{places}")
    total = 0
    digit = 0
    for character in written:
        if character in _HAN_UNITS:
            total += (digit or 1) * _HAN_UNITS[character]
            digit = 0
        else:
            digit = _HAN[character]
    return float(total + digit)


def unit_end(text: str, at: int) -> int:
    """Where the unit that begins at `at` ends, its multiplier included (万千瓦, 个百分点); `at` itself where none begins."""
    base = multiplier_end(text, at) if text[at : at + 1] in _MULTIPLIERS else at
    for unit in _BY_FIRST.get(text[base : base + 1], ()):
        if text.startswith(unit, base):
            end = base + len(unit)
            if text.startswith("/", end) or (
                text.startswith("每", end) and _UNITS[unit][2] not in _UNDIVIDED
            ):  # 千瓦时/吨, 公里/万人, 亿元/年, which nobody needs to list
                if text[end + 1 : end + 2] in _TIMES:
                    return end + 2
                below = multiplier_end(text, end + 1) if text[end + 1 : end + 2] in _MULTIPLIERS else end + 1
                for other in _BY_FIRST.get(text[below : below + 1], ()):
                    if text.startswith(other, below):
                        return _thing_end(text, below + len(other))
            return _thing_end(text, end) if "/" in unit else end
    if base > at:
        for unit in _BY_FIRST.get(text[at], ()):
            if text.startswith(unit, at):
                return at + len(unit)
    return at


def _thing_end(text: str, at: int) -> int:
    """Where the unit that ends at `at` with so much by weight ends with the thing that is weighed."""
    if text[at - 1] == "吨":
        for thing in _THINGS:
            if text.startswith(thing, at):
                return at + len(thing)
    return at


def multiplier_end(text: str, at: int) -> int:
    """Where the multiplier that begins at `at` ends: 万, 百万, 千万亿, and 千 or 百 where they begin no unit (千瓦, 百克)."""
    first, second = text[at : at + 1], text[at + 1 : at + 2]
    if first == "万":
        return at + 2 if second == "亿" else at + 1
    if first == "亿":
        return at + 1
    if first in ("百", "千", "十"):
        if second == "万":
            return at + 3 if text.startswith("亿", at + 2) else at + 2
        if second == "亿":
            return at + 2
        if first != "十" and second not in ("瓦", "克", "米", "伏"):
            return at + 1
    return at


def odd_end(text: str, at: int, end: int) -> int:
    """Where the unit ends behind 余 or 多 at `end`, with no more than a multiplier between it and `at`; `end` where there is none."""
    if text[end : end + 1] not in ("余", "多") or (end > at and multiplier_end(text, at) != end):
        return end
    stop = unit_end(text, end + 1)
    return stop if stop > end + 1 else end


@lru_cache(maxsize=1024)
def _factor(unit: str) -> tuple[str, float, str] | None:
    if unit in _UNITS:
        return _UNITS[unit]
    split = multiplier_end(unit, 0)
    multiplier, base = unit[:split], unit[split:]
    known = _UNITS.get(base) if base else ("1", 1.0, "count")
    if known is None and ("/" in base or "每" in base):
        above, _, below = base.replace("每", "/", 1).partition("/")
        if below not in _UNITS and "吨" in below:
            below = below[: below.index("吨") + 1]  # 吨熟料
            known = _UNITS.get(f"{above}/{below}")
        parts = (_TIMES[below], 1.0, "time") if below in _TIMES else _factor(below)
        if known is None and above in _UNITS and parts is not None:
            (one, much, _), (other, part, _) = _UNITS[above], parts
            known = f"{one}/{other}", much / part, "ratio"
    if known is None:
        return None
    factor = known[1]
    for character in multiplier:
        factor *= _MULTIPLIERS[character]
    return known[0], factor, known[2]


def kind(unit: str | None) -> str:
    """What a unit measures: share, points, power, energy, area, count …; `pure` for none, '' for an unknown one."""
    if not unit:
        return "pure"
    known = _factor(unit)
    return known[2] if known else ""


def convert(value: float | None, unit: str | None) -> tuple[float | None, str | None]:
    """The value in the one unit of its quantity: (29.4, 万千瓦) → (294.0, MW). A pure number is in `1`; an unknown unit gives None.

    Rounded to twelve significant digits, so that the factors' binary tails do not show.
    """
    if value is None:
        return None, None
    if not unit:
        return value, "1"
    known = _factor(unit)
    if known is None:
        return None, None
    return float(f"{value * known[1]:.12g}"), known[0]
