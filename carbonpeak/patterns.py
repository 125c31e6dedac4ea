"""Patterns that are compiled when they are first used, or taken ready from where set-up put them: compiling all that a
plan needs takes longer than reading it.

`carbonpeak.extraction.prepare` compiles them and puts them beside the modules' own byte code. They are kept by their text, so that one
that was changed since is simply compiled, and for one version of Python alone.
"""

from __future__ import annotations

import _sre  # type: ignore[import-not-found]  # what `re` itself hands its compiled code to
import re
import sys
from contextlib import suppress
from functools import cache
from typing import Any, cast

from carbonpeak import kept

HAN = r"[^\W0-9A-Za-z_]"  # a letter that is neither Latin nor a digit; the range of Chinese letters costs a millisecond to compile

_PYTHON = (sys.version, _sre.MAGIC, _sre.CODESIZE)
_made: list[_Lazy] = []

Source = tuple[str, int]  # a pattern and its flags
# The further arguments of `_sre.compile`; the code as bytes, which are read in one go, where numbers are read one by one.
Code = tuple[int, bytes, int, dict[str, int], tuple[str | None, ...]]


class _Lazy:
    """Stands for a pattern; takes over the compiled one's methods one by one, so that calling them again costs nothing more."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.source = pattern, flags

    def __getattr__(self, name: str) -> Any:
        taken = getattr(_compiled(self.source), name)
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
    made = _Lazy(pattern.replace("{han}", HAN), int(flags))
    _made.append(made)
    return cast("re.Pattern[str]", made)


@cache
def _compiled(source: Source) -> re.Pattern[str]:
    found = _kept().get(source)
    if found is not None:
        flags, code, *groups = found
        with suppress(RuntimeError, TypeError):  # what `re` says of code that it cannot run
            return cast("re.Pattern[str]", _sre.compile(source[0], flags, list(memoryview(code).cast("I")), *groups))
    return re.compile(*source)


@cache
def _kept() -> dict[Source, Code]:
    """What set-up has put aside; nothing where it has not, or did so for another Python."""
    return cast("dict[Source, Code]", kept.taken("patterns", _PYTHON) or {})


def keep() -> int:
    """Compile all patterns of the modules that are imported and put them aside; returns how many. Raises OSError."""
    codes = dict(_code(made.source) for made in _made)
    kept.put("patterns", _PYTHON, codes)
    return len(codes)


def _code(source: Source) -> tuple[Source, Code]:
    from array import array
    from re import _compiler, _parser  # type: ignore[attr-defined]

    parsed = _parser.parse(*source)
    names = parsed.state.groupdict
    places = {place: name for name, place in names.items()}
    code = [int(one) for one in _compiler._code(parsed, source[1])]
    groups = parsed.state.groups
    flags = int(source[1] | parsed.state.flags)
    return source, (flags, array("I", code).tobytes(), groups - 1, names, tuple(map(places.get, range(groups))))
