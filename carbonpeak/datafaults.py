"""What a person has written wrong in the tables of `carbonpeak/data/`: looked for once something has failed, and by a test.

The reader takes these tables as they are, since to check them each time would cost more than to read a plan.
"""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Iterator

from carbonpeak.datafiles import FOLDER
from carbonpeak.errors import DataFileError
from carbonpeak.patterns import HAN

# The first line of each table. A column marked ~ holds patterns; one marked * is never empty, one marked ! is the key.
_HEADERS = {
    "assigned": "*verbs~ *pattern~ note",
    "columns": "!kind *words~ note",
    "completeness": "*pattern~ subject dated note",
    "divisions": "!code *name_zh short_zh *name_en",
    "headings": "*rank *style *pattern~ example",
    "heads": "!use *words~ note",
    "indicator_patterns": "*indicator_id *words with without *measures units",
    "indicators": "!indicator_id *name_zh *name_en *definition_zh *definition_en unit_si *topic higher_is",
    "milestones": "!kind *pattern~ note",
    "name_lists": "*use *pattern~ note",
    "number_words": "*place *sense *words~ note",
    "organization_functions": "body *function short full *forms",
    "organization_kinds": "*kind function is starts ends contains example",
    "phrases": "!use *pattern~ note",
    "roles": "*where *words~ role note",
    "section_kinds": "!kind *words~ note",
    "tails": "*kind *pattern~ note",
    "topics": "*topic *looks_at *words",
    "traditional": "!traditional *simplified *origin",
    "units": "!unit *unit_si *factor *kind note",
    "verbs": "!sense *words~ note",
    "wording_variants": "!variant *standard note",
}
_SHOWN = 60  # characters of a cell that a message shows
_EMPTY_ALTERNATIVE = re.compile(r"^\||(?<!\\)\|\||(?<!\\)\|$")


def error(folder: str = FOLDER) -> DataFileError | None:
    """The first thing that is wrong, as an error to raise; None where nothing is."""
    return next(faults(folder), None)


def faults(folder: str = FOLDER) -> Iterator[DataFileError]:
    """All that is wrong with the tables, line by line."""
    for name, header in _HEADERS.items():
        path = os.path.join(folder, f"{name}.csv")
        for line, problem, remedy in _wrong(path, header.split()):
            yield DataFileError(f"{path}: {f'line {line}: ' if line else ''}{problem}; {remedy}.")


def _wrong(path: str, header: list[str]) -> Iterator[tuple[int, str, str]]:
    """The line, what is wrong with it, and what to do; line 0 for the file as a whole."""
    try:
        with open(path, encoding="utf-8-sig", newline="") as handle:
            lines = csv.reader(handle.read().splitlines(), strict=True)
            names = [column.strip("*!~") for column in header]
            if next(lines, []) != names:
                yield 1, "it does not name the columns", f"write {','.join(names)}"
                return
            seen: dict[str, int] = {}
            for cells in lines:
                if cells:
                    for problem, remedy in _wrong_cells(cells, header):
                        yield lines.line_num, problem, remedy
                    key = cells[0] if header[0].startswith("!") else ",".join(cells)
                    if key in seen:
                        yield (
                            lines.line_num,
                            f"{_shown(key)} stands in line {seen[key]} already",
                            "remove one of the two",
                        )
                    seen.setdefault(key, lines.line_num)
    except OSError as failed:
        yield 0, f"it cannot be opened ({failed.strerror or failed})", "restore it from version control"
    except UnicodeDecodeError:
        yield 0, "it is not UTF-8", "save it as CSV in UTF-8"
    except csv.Error as failed:
        yield lines.line_num, f"it is not CSV ({failed})", "correct the quotation marks"


def _wrong_cells(cells: list[str], header: list[str]) -> Iterator[tuple[str, str]]:
    if len(cells) != len(header):
        yield f"it has {len(cells)} cells, not {len(header)}", "put as many commas into it as the first line has"
        return
    for column, cell in zip(header, cells, strict=True):
        name = column.strip("*!~")
        if column.startswith(("*", "!")) and not cell.strip():
            yield f"{name} is empty", "fill it in, or remove the line"
        elif column.endswith("~"):
            yield from ((problem, f"correct {name}") for problem in _wrong_pattern(cell))
        elif name == "factor" and not _is_number(cell):
            yield f"factor is {cell}, not a number", "write it like 0.001"


def _wrong_pattern(cell: str) -> Iterator[str]:
    if _EMPTY_ALTERNATIVE.search(cell):
        yield f"nothing stands beside a | in {_shown(cell)}"
    try:
        re.compile(cell.replace("{han}", HAN))
    except re.error as failed:
        yield f"{_shown(cell)} is no pattern ({failed})"


def _is_number(cell: str) -> bool:
    try:
        return float(cell) > 0
    except ValueError:
        return False


def _shown(cell: str) -> str:
    return cell if len(cell) <= _SHOWN else f"{cell[:_SHOWN]}…"
