"""Tables by place that a copy has put into one line with blanks between the cells: 乡镇 小计 人工造林 合计 18600 7200 城关镇 1200 800.

A row is a name and as many figures as there are headings behind that of the places.
"""

from __future__ import annotations

from carbonpeak.patterns import lazy
from carbonpeak.tables.cells import Line, Row, cell, is_figure, is_place
from carbonpeak.tables.placed import PLACES, is_name

# A heading of places between blanks, and figures further on.
INLINE = lazy(rf"[ \u3000](?:{PLACES})[ \u3000](?=[^\n]*(?:[ \u3000][0-9][0-9.]*){{2}})")
_WORD = lazy(r"[^ \u3000\r]+")
_MOST_HEADS = 12
_FEWEST = 2  # rows


def inline(line: Line) -> tuple[list[Row], int, int]:
    """The table in a line, and where in the original it begins and ends; no rows where there is none."""
    words = [cell(one[0], line.start + one.start()) for one in _WORD.finditer(line.text)]
    for begin, head in enumerate(words):
        if not is_place(head.text):
            continue
        ahead = words[begin + 1 : begin + _MOST_HEADS + 3]
        width = next((at for at, one in enumerate(ahead) if is_figure(one)), 0)  # the headings, and the first name
        rows: list[Row] = [words[begin : begin + width]]
        at = begin + width
        while width > 1 and len(row := words[at : at + width]) == width and _is_row(row):
            rows.append(row)
            at += width
        if len(rows) > _FEWEST:
            return rows, head.pieces[0][0], rows[-1][-1].pieces[0][1]
    return [], 0, 0


def _is_row(row: Row) -> bool:
    return is_name(row[0].text) and not is_figure(row[0]) and all(map(is_figure, row[1:]))
