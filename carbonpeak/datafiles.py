"""Reading the tables in `carbonpeak/data/`: CSV files that a domain expert edits without touching code."""

from __future__ import annotations

import csv
import os
from functools import cache

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "data")  # pathlib would cost 3 ms to import


def text(name: str) -> str:
    """The file `data/NAME.csv` as one string, line ends folded to `\\n`, without the mark that spreadsheets put first."""
    with open(os.path.join(FOLDER, f"{name}.csv"), encoding="utf-8") as handle:
        return handle.read().removeprefix("\ufeff")


@cache
def rows(name: str) -> list[dict[str, str]]:
    """The rows of `data/NAME.csv`, one dict a line under the names of its header; empty cells are ''.

    The list is read once and shared: treat it as read-only.
    """
    header, *lines = csv.reader(text(name).splitlines())
    return [dict(zip(header, line, strict=True)) for line in lines if line]
