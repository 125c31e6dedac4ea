"""Reading the tables in `carbonpeak/data/`: CSV files that a domain expert edits without touching code."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).parent / "data"


def text(name: str) -> str:
    """The file `data/NAME.csv` as one string, line ends folded to `\\n`."""
    return (FOLDER / f"{name}.csv").read_text(encoding="utf-8")


@lru_cache(maxsize=None)
def rows(name: str) -> list[dict[str, str]]:
    """The rows of `data/NAME.csv`, one dict a line under the names of its header; empty cells are ''.

    The list is read once and shared: treat it as read-only.
    """
    return list(csv.DictReader(text(name).splitlines()))
