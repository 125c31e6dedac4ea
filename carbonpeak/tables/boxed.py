"""Tables that are drawn with lines: │ between the cells, ├──┼──┤ between the rows, words broken over the lines of a cell."""

from __future__ import annotations

from carbonpeak.patterns import lazy
from carbonpeak.tables.cells import EMPTY, Lines, Row, cell

BAR = "│"
OPENS = ("┌", "╔", "┏")  # what the line above the first row begins with
_DRAWN = frozenset("┌├└╔╠╚┏┣┗│┃║")  # what a line of such a table begins with
_BARS = lazy(r"[│┃║├┤┼┝┥┠┨╠╣]")
_RULE = lazy(r"[\s┌┬┐├┼┤└┴┘─━═┏┳┓┣╋┫┗┻┛╔╦╗╠╬╣╚╩╝┠┨┝┥]*")
_DASHES = lazy(r"[\s─━═┼┬┴]*")


def boxed(lines: Lines, index: int) -> tuple[list[Row], int]:
    """The table that begins at a line, and how many lines it takes; nothing where there is none."""
    table: list[Row] = []
    row: Row = []
    taken = 0
    for offset in range(len(lines) - index):
        line = lines[index + offset]
        text = line.text.strip()
        if not text:
            continue
        if text[0] not in _DRAWN:
            break
        taken = offset + 1
        if _RULE.fullmatch(text):
            if row:
                table.append(row)
            row = []
            continue
        pieces: Row = []
        at = 0
        for bar in [*_BARS.finditer(line.text), None]:
            end = bar.start() if bar else len(line.text)
            words = line.text[at:end]
            pieces.append(EMPTY if _DASHES.fullmatch(words) else cell(words, line.start + at))
            at = bar.end() if bar else end
        pieces = pieces[1:-1]  # before the first bar and behind the last one is nothing
        width = max(len(row), len(pieces))
        row = [
            one.joined(other) if one.text else other
            for one, other in zip(_padded(row, width), _padded(pieces, width), strict=True)
        ]
    if row:
        table.append(row)
    return (table, taken) if len(table) > 1 else ([], 0)


def _padded(row: Row, width: int) -> Row:
    return [*row, *[EMPTY] * (width - len(row))]
