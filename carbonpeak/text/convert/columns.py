"""Lines of a PDF page that is set in two columns → the same lines in the order in which they are read.

A page is in two columns where most of its lines have a wide gap at the same place, the left column ends there and the right one begins
there. The right column is moved below the left one and over to its place, so that paragraphs go on from one to the other.
"""

from __future__ import annotations

import itertools
from statistics import median
from typing import Any

from carbonpeak.shape import NamedTuple

_FEWEST = 6  # lines with a gap
_MOST = 0.3  # share of lines that may run over the gap: titles
_GAP = 1.2  # widths of a character
_NARROWEST = 9  # characters of a column


class Piece(NamedTuple):
    """A line, or the part of it in one column. Places in points from the top left corner of the page."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float  # of the type


def read(lines: list[dict[str, Any]], width: float) -> tuple[list[Piece], list[tuple[float, float]]]:
    """The pieces in the order of reading, and by how much what stands below a place has moved down: (place, shift)."""
    whole = [_piece(line["chars"]) for line in lines]
    gutter = _gutter([line["chars"] for line in lines], width)
    if gutter is None:
        return [piece for piece in whole if piece.text], []
    found: list[Piece] = []
    moved: list[tuple[float, float]] = []
    columns: tuple[list[Piece], list[Piece]] = ([], [])
    shift = 0.0

    def flush() -> None:
        nonlocal shift
        left, right = columns
        found.extend(_down(piece, shift) for piece in left)
        if left and right:
            steps = [b.top - a.top for a, b in itertools.pairwise(left)]
            below = left[-1].top + (median(steps) if steps else 1.5 * left[-1].size) - right[0].top
            over = min(piece.left for piece in right) - min(piece.left for piece in left)
            right = [piece._replace(left=piece.left - over, right=piece.right - over) for piece in right]
            found.extend(_down(piece, shift + below) for piece in right)
            shift += max(0.0, below)
            moved.append((max(left[-1].bottom, right[-1].bottom), shift))
        else:
            found.extend(_down(piece, shift) for piece in right)
        left.clear()
        columns[1].clear()

    for line, piece in zip(lines, whole, strict=True):
        chars = line["chars"]
        if any(char["x0"] < gutter < char["x1"] for char in chars) or not _parted(chars, gutter):
            flush()
            found.append(_down(piece, shift))
            continue
        for column, side in zip(columns, (True, False), strict=True):
            part = _piece([char for char in chars if (char["x1"] <= gutter) is side])
            if part.text:
                column.append(part)
    flush()
    return [piece for piece in found if piece.text], moved


def _piece(chars: list[dict[str, Any]]) -> Piece:
    words = "".join(char["text"] for char in chars).strip()
    seen = [char for char in chars if not char["text"].isspace()] or chars
    if not seen:
        return Piece("", 0, 0, 0, 0, 1)
    size = median(char["size"] for char in seen) or 1
    return Piece(
        words,
        min(char["x0"] for char in seen),
        max(char["x1"] for char in seen),
        min(char["top"] for char in seen),
        max(char["bottom"] for char in seen),
        size,
    )


def _down(piece: Piece, shift: float) -> Piece:
    return piece._replace(top=piece.top + shift, bottom=piece.bottom + shift)


def _gaps(chars: list[dict[str, Any]]) -> list[tuple[float, float]]:
    """The wide gaps in a line, from left to right."""
    seen = [char for char in chars if not char["text"].isspace()]
    return [(a["x1"], b["x0"]) for a, b in itertools.pairwise(seen) if b["x0"] - a["x1"] > _GAP * a["size"]]


def _parted(chars: list[dict[str, Any]], gutter: float) -> bool:
    """Whether a line has a gap at the gutter, or lies on one side of it."""
    seen = [char for char in chars if not char["text"].isspace()]
    return (
        not seen
        or seen[-1]["x1"] <= gutter
        or seen[0]["x0"] >= gutter
        or any(a <= gutter <= b for a, b in _gaps(chars))
    )


def _gutter(lines: list[list[dict[str, Any]]], width: float) -> float | None:
    """The middle of the gap between two columns, or None where the page has one column."""
    size = median(char["size"] for chars in lines for char in chars) if lines else 1
    gaps = [gap for chars in lines for gap in _gaps(chars) if 0.3 * width < (gap[0] + gap[1]) / 2 < 0.7 * width]
    if len(gaps) >= _FEWEST:  # lines of both columns at the same height
        middle = (median(gap[0] for gap in gaps) + median(gap[1] for gap in gaps)) / 2
    else:
        ends = [end for end in (max(char["x1"] for char in chars) for chars in lines) if end < 0.6 * width]
        begins = [begin for begin in (min(char["x0"] for char in chars) for chars in lines) if begin > 0.4 * width]
        if not ends or not begins or max(ends) >= min(begins):
            return None
        middle = (max(ends) + min(begins)) / 2
    sided = [chars for chars in lines if _parted(chars, middle)]
    lefts = [part for chars in sided if (part := [char for char in chars if char["x1"] <= middle])]
    rights = [part for chars in sided if (part := [char for char in chars if char["x0"] >= middle])]
    if min(len(lefts), len(rights)) < _FEWEST or len(lines) - len(sided) > _MOST * len(lines):
        return None
    ends = [max(char["x1"] for char in part) for part in lefts]
    begins = [min(char["x0"] for char in part) for part in rights]
    right, margin, edge = max(ends), min(char["x0"] for part in lefts for char in part), min(begins)
    wide = right - margin >= _NARROWEST * size
    full = sum(right - end < 2.5 * size for end in ends) >= 0.6 * len(ends)
    aligned = sum(begin - edge < 2.5 * size for begin in begins) >= 0.8 * len(begins)
    return middle if wide and full and aligned else None
