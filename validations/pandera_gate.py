"""The first gate: each table by its schema, its rules across columns and its foreign keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from validations.results import CheckResult


@dataclass(frozen=True)
class Context:
    """What a table is checked against: the other tables, the texts by `document_id`, and how a slice loses its furniture."""

    frames: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    squeeze: Callable[[str], str] = lambda text: "".join(text.split())


def check(table: str, frame: pd.DataFrame, context: Context | None = None) -> list[CheckResult]:
    """All checks of one table. Without a context only what the table itself tells is checked."""
    raise NotImplementedError
