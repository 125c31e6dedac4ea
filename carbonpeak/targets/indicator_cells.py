"""Cell of an indicator table, or of a table by place → what it promises: its number with a unit, or words for one."""

from __future__ import annotations

import re

from carbonpeak.patterns import lazy
from carbonpeak.phrases import HEADS, PHRASES
from carbonpeak.shape import NamedTuple
from carbonpeak.tables.cells import Cell, narrow
from carbonpeak.targets.measures import ADD
from carbonpeak.targets.numbers import kind
from carbonpeak.targets.periods import scan as periods_of
from carbonpeak.targets.quantities import scan

_UNIT_IN_NAME = lazy(r"[（(\[](?:[^（）()\[\]]{1,12}[，,])?([^（）()\[\]，,]{1,12})[）)\]]$")
_TREES = lazy(PHRASES["trees"])
_PART = lazy("^其中[：:，,]?(?=.)")
_MARKS = lazy("[★☆▲△●○◆*＊※#①-⑳]+$")
_QUOTIENT = lazy("{han}{1,4}/{han}{1,6}")
_ADDING = lazy(r"^(?:累计)?(?:新增|新建|累计)|(?:新增|累计)")
_DONE = frozenset({"count", "area", "length", "power", "volume", "mass"})  # units of what is built or given up
_WORK = lazy(rf"(?:{PHRASES['works_done']})(?:面积|规模|任务|量)?$")
_CHANGE = lazy(rf"(?:{HEADS['change']}|下降|降低|减少|削减|累计下降|累计降低)(?:率|幅度)?$")
_GROWTH = lazy(rf"(?:{HEADS['growth']}|增长|提高|提升|[较比](?:19|20)\d\d年(?:提高|提升|增加))$")
_ASSIGNED = lazy(r"下达|国家|省定|市定|核定|要求|完成(?!$)|(?<!全部)(?<!全面)(?<!基本)完成$")
_END_STATE = lazy("达峰|峰值|全覆盖|实现|全部|应{han}尽|能{han}尽|清零|消除|杜绝")
SIGNS = {"≥": "ge", "≧": "ge", "＞": "gt", ">": "gt", "≤": "le", "≦": "le", "＜": "lt", "<": "lt", "±": "approx"}
_SUMMED = lazy(r"[〔\[［【][^〔\[〕\]］】]+[〕\]］】]")
_AGAINST = lazy(r"[较比]((?:19|20)\d\d)年")
_BELOW = lazy(r"[-−]$")
_NUMBER = lazy(r"\d+(?:\.\d+)?")


Pieces = tuple[tuple[int, int], ...]  # where in the original a cell stands


class CellTarget(NamedTuple):
    """One filled cell of an indicator table. `name` and `cell` carry the pieces of the original."""

    row: int
    name: Cell
    cell: Cell
    indicator: str
    measure: str
    direction: str | None
    comparator: str | None
    value: float | None
    value_max: float | None
    unit: str | None
    baseline_year: int | None
    baseline_value: float | None
    year: int | None
    nature: str | None
    scope: str | None = None  # the place whose row it is
    since: int | None = None
    period: str | None = None  # as written
    modality: str = "plain"


def unit_in(words: str) -> tuple[str, str | None]:
    """The name in a cell and the unit that it ends with in a bracket, 消费总量（亿吨标准煤）; a cell that is a unit has no name. What has a
    stroke is one, known or not: 起/每万枚. Marks that point to a note, and 其中, are none of the name."""
    words = _MARKS.sub("", _PART.sub("", words))
    inside = _UNIT_IN_NAME.search(words)
    if inside and (kind(inside[1]) or _QUOTIENT.fullmatch(inside[1])):
        return _MARKS.sub("", words[: inside.start()]), inside[1]
    return ("", words) if words and kind(words) else (words, None)


def unit_among(name: str, units: str | None) -> str | None:
    """The unit of a column of which a line above says several, 单位：亩、万株: what trees are counted in is for trees, else the first."""
    if units is None or "、" not in units:
        return units
    each = units.split("、")
    trees = [unit for unit in each if unit.endswith(("株", "棵"))]
    return trees[0] if trees and _TREES.search(name) else next((unit for unit in each if unit not in trees), each[0])


def changes(name: str) -> bool:
    """Whether the name of an indicator says that it is a change: 单位能耗降低."""
    return bool(_CHANGE.search(name) or _GROWTH.search(name))


def values(cell: Cell, unit: str | None) -> list[tuple[Cell, str | None]]:
    """The values of a cell with their units: of 20/40 in 万千瓦/万千瓦时 each is one."""
    values, units = cell.text.split("/"), (unit or "").split("/")
    if len(values) == len(units) == 2 and all(map(_NUMBER.fullmatch, values)):
        return [(cell._replace(text=value), one) for value, one in zip(values, units, strict=True)]
    return [(cell, unit)]


def change_since(
    number: int, name: Cell, cell: Cell, indicator: str, base: int, until: int | None
) -> CellTarget | None:
    """What a column of changes since a year promises beside the value itself, where the cell says how much and of what: 下降5%."""
    words = narrow(cell.text)
    one = next(iter(scan(words, 0, len(words), [])), None)
    measure = {"share": "relative_change", "points": "point_change"}.get(kind(one.unit) if one else "")
    if one is not None and measure is None and one.unit and (one.senses & {"up", "down"} or ADD.match(words)):
        measure = "increment"  # 增加2.4万千瓦
    if one is None or measure is None:
        return None
    below = "down" in one.senses or _BELOW.search(words, 0, one.start) is not None
    direction = "decrease" if below else "increase" if measure == "relative_change" or "up" in one.senses else None
    if measure == "increment":
        direction = "decrease" if below else None
    numbers = one.comparator, one.value, one.value_max, one.unit, base, None, until
    return CellTarget(number, name, cell, indicator, measure, direction, *numbers, None)


def read_cell(
    number: int, name: Cell, cell: Cell, indicator: str, unit: str | None, year: int | None, nature: str | None
) -> CellTarget | None:
    """What a filled cell promises; None where it is not understood."""
    words = cell.text.replace("～", "~").replace("％", "%").replace("－", "-").strip("〔〕[]［］【】")
    comparator = SIGNS.get(words[:1])
    _, bases = periods_of(words, 0, len(words), None)
    quantities = scan(words, 1 if comparator else 0, len(words), bases)
    if not quantities:
        measure = "assigned" if _ASSIGNED.search(words) else "milestone" if _END_STATE.search(words) else None
        if measure is None:
            return None
        return CellTarget(
            number, name, cell, indicator, measure, None, None, None, None, unit, None, None, year, nature
        )
    one = quantities[0]
    unit = one.unit or unit
    measure, direction = _measure(indicator, words, unit)
    if measure == "level" and _SUMMED.fullmatch(cell.text):
        measure = "increment"  # 〔36〕: what the years of a five-year plan come to together
    compared = _AGAINST.search(indicator) if measure in ("relative_change", "point_change") else None
    base = int(compared[1]) if compared else one.base.year if one.base else None
    return CellTarget(
        number,
        name,
        cell,
        indicator,
        measure,
        direction,
        comparator or one.comparator,
        one.value,
        one.value_max,
        unit,
        base,
        None,
        year,
        nature,
        modality=one.modality or "plain",
    )


def _measure(indicator: str, words: str, unit: str | None) -> tuple[str, str | None]:
    sort = kind(unit)
    if sort == "points":
        return "point_change", None
    if sort == "share":
        if _CHANGE.search(indicator) or re.match(r"[^\d]*(?:下降|降低)", words):
            return "relative_change", "decrease"
        if _GROWTH.search(indicator):
            return "relative_change", "increase"
        return "share", None
    adding = _ADDING.search(indicator) or (sort in _DONE and (ADD.match(indicator) or _WORK.search(indicator)))
    adding = adding or ADD.match(words)  # 新增12万千瓦
    return ("increment" if adding and sort != "pure" else "level"), None
