"""A plan in traditional characters → records in the characters of the plan.

The reader works on folded words. What a column states as written takes the characters of the source back in the end.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from carbonpeak.structure.clean import Text, dress
from carbonpeak.text.fold import fold

# The columns that state words of the plan.
_WRITTEN = {
    "plans": ("title", "issuer", "document_number", "superior_plan"),
    "sections": ("number_written", "title"),
    "tasks": ("action_title", "title", "text"),
    "responsibilities": ("name_written",),
    "targets": ("indicator", "scope", "unit", "period_text"),
    "discrepancies": ("detail_a", "detail_b"),
    "unread": ("sentence",),
}


class Characters:
    """How a text writes folded words: as they stand in it, else character by character as it mostly does."""

    def __init__(self, text: Text) -> None:
        self._folded = dress(text.text)
        self._own = dress(text.own)
        pairs = Counter(zip(fold(text.raw), text.raw, strict=True))  # of the words in tables, too
        self._usual: dict[int, str] = {}
        for (folded, own), _ in pairs.most_common():
            self._usual.setdefault(ord(folded), own)

    def of(self, words: str) -> str:
        """The words in the characters of the text."""
        at = self._folded.find(words)
        return self._own[at : at + len(words)] if at >= 0 else words.translate(self._usual)

    def of_tables(self, tables: dict[str, list[Any]]) -> dict[str, list[Any]]:
        """The tables with every column of `_WRITTEN` in the characters of the text."""
        return {
            name: [self._of_row(row, _WRITTEN[name]) for row in rows] if name in _WRITTEN else rows
            for name, rows in tables.items()
        }

    def _of_row(self, row: Any, columns: tuple[str, ...]) -> Any:
        return row._replace(**{column: self.of(words) for column in columns if (words := getattr(row, column))})
