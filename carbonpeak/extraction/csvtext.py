"""Rows → CSV text (UTF-8 once encoded, RFC 4180), column by column: several times as fast as row by row, byte for byte the same.

Null is an empty cell, true and false are lower case, a whole number has no idle zeros. Cells are quoted where they must be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any

from carbonpeak.records import columns

_SPECIAL = ('"', ",", "\n", "\r")


def csv_text(table: str, rows: Sequence[Sequence[Any]]) -> str:
    """The rows of a table of the data model as lines of CSV, without the header."""
    if not rows:
        return ""
    written = [write(column) for write, column in zip(_writers(table), zip(*rows, strict=True), strict=True)]
    return "\r\n".join(map(",".join, zip(*written, strict=True))) + "\r\n"


@cache
def _writers(table: str) -> list[Callable[[Sequence[Any]], Iterable[str]]]:
    """What writes each column, by the type that the record gives it."""
    writers: dict[str, Callable[[Sequence[Any]], Iterable[str]]] = {
        "str": _words,
        "int": _integers,
        "float": _numbers,
        "bool": _flags,
    }
    return [writers[kind] for kind in columns(table).values()]


def _words(column: Sequence[str | None]) -> Iterable[str]:
    try:
        joined = "".join(column)  # type: ignore[arg-type]  # a null among them raises
        words: Iterable[str] = column  # type: ignore[assignment]
    except TypeError:
        words = [cell or "" for cell in column]
        joined = "".join(words)
    for mark in _SPECIAL:
        if mark in joined:
            return [_quoted(cell) for cell in words]
    return words


def _quoted(cell: str) -> str:
    for mark in _SPECIAL:
        if mark in cell:
            return '"' + cell.replace('"', '""') + '"'
    return cell


def _integers(column: Sequence[int | None]) -> Iterable[str]:
    return ["" if cell is None else str(cell) for cell in column] if None in column else map(str, column)


def _numbers(column: Sequence[float | None]) -> Iterable[str]:
    return ["" if cell is None else _number(cell) for cell in column]


def _number(value: float) -> str:
    if -1e15 < value < 1e15 and value == int(value):
        return str(int(value))
    return repr(value)


def _flags(column: Sequence[bool]) -> Iterable[str]:
    return ["true" if cell else "false" for cell in column]
