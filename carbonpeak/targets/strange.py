"""A table of a chapter that commits somebody which is neither of indicators nor of tasks: its numbers, for a person to look at."""

from __future__ import annotations

from collections.abc import Iterator

from carbonpeak.keys import row_id
from carbonpeak.records import Unread
from carbonpeak.structure.clean import Text, dress
from carbonpeak.structure.outline import Outline
from carbonpeak.tables.locate import Table
from carbonpeak.targets.indicator_cells import unit_in
from carbonpeak.targets.numbers import kind
from carbonpeak.targets.quantities import scan
from carbonpeak.text.fold import fold

_NATURES = ("约束性", "预期性")  # behind a figure, where nothing parts the cells of a table of indicators
_LONGEST_UNIT = 8
_REASON = "it stands in a table that is not understood"


def unread(table: Table, text: Text, tree: Outline, kinds: frozenset[str], plan_id: str) -> Iterator[Unread]:
    """Every number with a unit in the table's cells, its own or that of a cell beside it, where the table stands in a chapter of these
    kinds."""
    section = next((one for one in reversed(tree.sections) if text.to_raw(one.start) <= table.start), None)
    if section is None or section.kind not in kinds:
        return
    for number, row in enumerate(table.rows):
        words = "｜".join(dress(fold(cell.text)) for cell in row if cell.text)
        measured = False  # by a cell before it: 装机｜万千瓦｜8000
        for column, cell in enumerate(row):
            folded = fold(cell.text)
            measured = measured or unit_in(folded)[1] is not None
            places = cell.places(text.raw)
            for one in scan(folded, 0, len(folded), []):
                if (
                    one.unit is not None
                    or measured
                    or folded.startswith(_NATURES, one.end)
                    or _is_behind_unit(folded, one.start)
                ):
                    yield Unread(
                        row_id(plan_id, section.path, words, f"{number}.{column}.{one.start}"),
                        plan_id,
                        section.path,
                        folded[one.start : one.end],
                        words,
                        _REASON,
                        places[one.start],
                        places[one.end - 1] + 1,
                    )


def _is_behind_unit(words: str, at: int) -> bool:
    """Whether a unit ends before a number, as where nothing parts the cells of a table: 铁路运量万吨12.153."""
    return any(kind(words[start:at]) for start in range(max(0, at - _LONGEST_UNIT), at))


def unexplained(text: Text, path: str, begin: int, end: int, at: int, stop: int, plan_id: str) -> Unread:
    """A number in the sentence `begin:end` of which no rule says what it is."""
    words = dress(text.text[begin:end])
    key = row_id(plan_id, path, words, str(at - begin))
    return Unread(key, plan_id, path, text.text[at:stop], words, "no rule says what it is", *text.span(at, stop))


def distinct(rows: list[Unread]) -> list[Unread]:
    """The rows, those of a sentence that stands twice in a section with an id each."""
    times: dict[str, int] = {}
    found = []
    for row in rows:
        again = times[row.unread_id] = times.get(row.unread_id, 0) + 1
        found.append(row if again == 1 else row._replace(unread_id=row_id(row.plan_id, row.unread_id, str(again))))
    return found
