"""Traditional → simplified characters for reading, one for one, so that every offset stays valid; quotes keep the original.

Where a text is traditional, words that Taiwan says differently are folded too, as far as both have the same length.
"""

from __future__ import annotations

import codecs
import re
from functools import lru_cache

from carbonpeak import datafiles
from carbonpeak.patterns import lazy

# What nobody sees and copies bring along, even inside words and numbers: controls, soft hyphens, joiners, marks of direction.
UNSEEN = "\\0-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffc\ufffe\uffff"
INVISIBLE = lazy(f"[{UNSEEN}]")
_HANDLER = "carbonpeak.text.fold"


def visible(words: str) -> str:
    """The words without characters that nobody sees."""
    return words if words.isprintable() else INVISIBLE.sub("", words)


def fold(text: str) -> str:
    """The text in simplified characters, of the same length; the text itself when it is simplified already."""
    # GB 2312 knows 於 and 後 all the same, for names and the classics; comparators and periods are written with them
    # (不低於, 2030年後), so that they are looked for by themselves.
    if not text.isascii() and ("於" in text or "後" in text or _is_traditional(text)):
        text = text.translate(_characters())
        words, standard = _words()
        return words.sub(lambda match: standard[match[0]], text)
    return text


class _Found(Exception):
    """A traditional character was met."""


def _outside(error: UnicodeError) -> tuple[str, int]:
    """Decides about a character outside GB 2312: goes on behind what is no traditional character."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    character = error.object[error.start]
    # dashes and dots come here too, and shall not cost the loading of the table
    if character >= "\u2e80" and ord(character) in _characters():
        raise _Found
    return "", error.start + 1


codecs.register_error(_HANDLER, _outside)


def _is_traditional(text: str) -> bool:
    # The codec of GB 2312, which has no traditional characters, looks at a text faster than any pattern, and calls
    # back only where a character is outside of it.
    try:
        text.encode("gb2312", _HANDLER)
    except _Found:
        return True
    return False


@lru_cache(maxsize=1)
def _characters() -> dict[int, str]:
    lines = datafiles.text("traditional").split("\n")[1:-1]
    return {ord(line[0]): line[2] for line in lines}


@lru_cache(maxsize=1)
def _words() -> tuple[re.Pattern[str], dict[str, str]]:
    """The variants that fold at the same length, longest first, and what each stands for."""
    pairs = {row["variant"]: row["standard"] for row in datafiles.rows("wording_variants")}
    same = {variant: standard for variant, standard in pairs.items() if len(variant) == len(standard)}
    return re.compile("|".join(sorted(same, key=len, reverse=True))), same
