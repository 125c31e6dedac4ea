"""Tables as lines: the cells of a row parted by tabs, columns kept in place where cells are merged."""

from __future__ import annotations

from collections.abc import Sequence


class Grid:
    """Takes the cells of a table as they are written, row by row, and gives each the column that it stands in.

    The text of a merged cell stands where the cell begins; the rest of it is empty.
    """

    def __init__(self) -> None:
        self._rows: list[list[str]] = []
        self._row: list[str] = []
        self._taken: dict[int, int] = {}  # column → further rows that a merged cell above covers
        self._begun: dict[int, int] = {}

    def add(self, text: str, columns: int = 1, rows: int = 1) -> None:
        """A cell that spans so many columns and rows."""
        self._skip_taken()
        at = len(self._row)
        self._row.extend([text, *[""] * (columns - 1)])
        if rows > 1:
            self._begun.update(dict.fromkeys(range(at, at + columns), rows - 1))

    def end_row(self) -> None:
        self._skip_taken()
        self._rows.append(self._row)
        self._taken = {column: left - 1 for column, left in self._taken.items() if left > 1} | self._begun
        self._row, self._begun = [], {}

    def rows(self) -> list[list[str]]:
        """All rows, as `rectangle` makes them."""
        return rectangle(self._rows)

    def _skip_taken(self) -> None:
        while len(self._row) in self._taken:
            self._row.append("")


def rectangle(rows: Sequence[Sequence[str | None]], keep_columns: bool = False) -> list[list[str]]:
    """The rows, equally long, without the rows and (unless they are to be kept) columns that are empty throughout."""
    width = max((len(row) for row in rows), default=0)
    padded = [[(cell or "").strip() for cell in row] + [""] * (width - len(row)) for row in rows]
    used = [column for column in range(width) if keep_columns or any(row[column] for row in padded)]
    return [[row[column] for column in used] for row in padded if any(row)]


def written(rows: list[list[str]]) -> list[str]:
    """A line a row. White space inside a cell becomes a single space, so that tabs and line ends mean one thing only."""
    return ["\t".join(" ".join(cell.split()) for cell in row) for row in rows]
