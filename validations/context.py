"""What a table is checked against: the other tables, the plan texts, and what counts as page furniture in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import pandas as pd


class ContextError(Exception):
    """A check needs a table or a text that was not given; the message says which."""


def drop_white_space(text: str) -> str:
    """A slice without its white space: enough for texts without page furniture."""
    return "".join(text.split())


@dataclass(frozen=True)
class Context:
    """`frames` by table, `texts` (decoded, as the offsets count them) by `document_id`, and `squeeze`, which takes a slice
    of a text and gives it back without white space and page furniture."""

    frames: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    squeeze: Callable[[str], str] = drop_white_space

    def frame(self, table: str) -> pd.DataFrame:
        """A table by name. Raises ContextError when it was not given."""
        try:
            return self.frames[table]
        except KeyError:
            raise ContextError(f"the table {table} was not given to the check") from None

    def canonical_texts(self) -> dict[str, str]:
        """The text of the canonical document of each plan, by `plan_id`. Raises ContextError when one was not given."""
        documents = self.frame("documents")
        texts = {}
        for document_id, plan_id in documents.loc[
            documents["is_canonical"].fillna(False), ["document_id", "plan_id"]
        ].values:
            if document_id not in self.texts:
                raise ContextError(f"the text of document {document_id} was not given to the check")
            texts[plan_id] = self.texts[document_id]
        return texts
