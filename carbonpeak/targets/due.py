"""Deadlines that an item states behind a label: 完成时限：2023年9月. They date its numbers that have no period of their own."""

from __future__ import annotations

from carbonpeak.datafiles import rows
from carbonpeak.patterns import lazy
from carbonpeak.records import Target
from carbonpeak.structure.clean import Text
from carbonpeak.structure.outline import Outline
from carbonpeak.tables.annex import Due

_BY_MONTH = lazy(r"(?:\d月(?:\d{1,2}日|底|末)?|年底|年末)之?前")
_LAST_YEAR = lazy("[较比與与]上一?年(?!均)")
_CHANGES = frozenset({"relative_change", "point_change", "increment"})
_LABELS = tuple(next(row["words"] for row in rows("columns") if row["kind"] == "deadline").split("|"))
_DATE = lazy(
    r"(?:(?:19|20)\d\d年?(?:\d{1,2}月)?[-—~至到])?((?:19|20)\d\d)(?:年(?:\d{1,2}月(?:\d{1,2}日)?)?|\.\d{1,2}(?:\.\d{1,2})?)(?:[底末]|上半年)?(?:之?前)?"
)


def date_numbers(text: Text, tree: Outline, targets: list[Target]) -> None:
    """Gives the targets of an item the deadline of its label: the first one behind them, else the last one of the item."""
    found = _deadlines(text.text) if targets else []
    if not found:
        return
    own: dict[str, list[tuple[int, str, int]]] = {}
    for at, words, year in found:
        section = tree.at(at)
        if section is not None and at < section.end:
            own.setdefault(section.path, []).append((text.to_raw(at), words, year))
    for index, target in enumerate(targets):
        stated = own.get(target.path)
        if stated and target.period_text is None and target.value is not None:
            _, words, year = next((one for one in stated if one[0] > target.char_start), stated[-1])
            targets[index] = target._replace(period_text=words, period_start=None, period_end=year)


def dated(target: Target, by: Due | None) -> Target:
    """The target of a cell with what its row says of when: its period, where it has none of its own, and the year before that for 比上年."""
    if by is None:
        return target
    if not target.period_text:
        since = None if not by.words and _BY_MONTH.search(target.quote) else by.since
        target = target._replace(period_text=by.words or None, period_start=since, period_end=by.until)
    if target.baseline_year is None and target.period_end and _LAST_YEAR.search(target.quote):
        if target.measure in _CHANGES:
            target = target._replace(baseline_year=target.period_end - 1, baseline_kind="stated")
    return target


def _deadlines(text: str) -> list[tuple[int, str, int]]:
    """Where a label with a date stands, the date as written, and its year."""
    found = []
    at = text.find(":20")
    while at >= 0:
        date = _DATE.match(text, at + 1) if text.endswith(_LABELS, 0, at) else None
        if date:
            found.append((at, date[0], int(date[1])))
        at = text.find(":20", at + 1)
    return found
