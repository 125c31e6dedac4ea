"""Patterns that are compiled when they are first used: a plain plan needs half of them, and compiling is what start-up costs."""

from __future__ import annotations

import re
from typing import Any, cast

HAN = r"[^\W0-9A-Za-z_]"  # a letter that is neither Latin nor a digit; the range of Chinese letters costs a millisecond to compile


class _Lazy:
    """Stands for a pattern; takes over the compiled one's methods one by one, so that calling them again costs nothing more."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._source = pattern, flags

    def __getattr__(self, name: str) -> Any:
        pattern, flags = self._source
        taken = getattr(re.compile(pattern, flags), name)
        setattr(self, name, taken)
        return taken


def by_first(alternatives: str) -> str:
    """The same alternatives, those that begin with one letter put together, so that the engine tries few of them at a place.

    Each must begin with a plain letter and hold no bracket with a `|` in it.
    """
    groups: dict[str, list[str]] = {}
    for one in alternatives.split("|"):
        groups.setdefault(one[0], []).append(one[1:])
    return "|".join(first + (f"(?:{'|'.join(rest)})" if len(rest) > 1 else rest[0]) for first, rest in groups.items())


def lazy(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """The pattern, not compiled yet; `{han}` in it stands for any Chinese letter."""
    return cast("re.Pattern[str]", _Lazy(pattern.replace("{han}", HAN), flags))
