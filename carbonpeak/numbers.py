"""Quantities: digits, Chinese numerals and units, and what they are in one unit per quantity.

Units and their factors stand in `data/units.csv`; multipliers (万, 亿, 万亿) stack in front of any of them.
"""

from __future__ import annotations

import re
from functools import lru_cache

from carbonpeak.datafiles import rows

_UNITS = {row["unit"]: (row["unit_si"], float(row["factor"]), row["kind"]) for row in rows("units")}
_MULTIPLIERS = {"十": 10.0, "百": 1e2, "千": 1e3, "万": 1e4, "亿": 1e8}
_HAN = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_HAN_UNITS = {"十": 10, "百": 100, "千": 1000}

MULTIPLIER = "(?:[百千十]?万亿|[百千十]?[万亿]|[百千](?![瓦克米伏]))"
UNIT = rf"(?:{MULTIPLIER}?(?:{'|'.join(re.escape(unit) for unit in sorted(_UNITS, key=len, reverse=True))}))"
DIGITS = r"\d+(?:,\d{3})*(?:\.\d+)?"
_SPLIT = re.compile(rf"({MULTIPLIER}?)(.*)")


def number(written: str) -> float:
    """`13.5` → 13.5, `1,600` → 1600, `二十` → 20, `千` → 1000."""
    if written[0].isdigit():
        return float(written.replace(",", ""))
    total = 0
    digit = 0
    for character in written:
        if character in _HAN_UNITS:
            total += (digit or 1) * _HAN_UNITS[character]
            digit = 0
        else:
            digit = _HAN[character]
    return float(total + digit)


@lru_cache(maxsize=1024)
def _factor(unit: str) -> tuple[str, float, str] | None:
    if unit in _UNITS:
        return _UNITS[unit]
    multiplier, base = _SPLIT.fullmatch(unit).groups()  # type: ignore[union-attr]  # both groups may be empty
    known = _UNITS.get(base) if base else ("1", 1.0, "count")
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
