"""Ordinals that a copy has mangled: one that takes bytes of GBK for characters from the wrong byte on prints ?。ㄒ唬 for （一）.

The copy is right again a few characters later. What stands between cannot be told any more; the ordinal can.
"""

from __future__ import annotations

import re
from functools import cache

FIRST = "ㄒ唬"  # what （一） looks like
_BEHIND = "[\u2500-\u254b]"  # the end of its bracket, with the first half of the next character; not always printed


@cache
def _numerals() -> dict[str, str]:
    """What the copy prints for each numeral; of 六 nothing is left."""
    return {f"（{one}）".encode("gbk")[1:-1].decode("gbk", "ignore"): one for one in "一二三四五七八九十"}


def _printed(length: int) -> str:
    return "|".join(one for one in _numerals() if len(one) == length)


@cache
def spare() -> str:
    """The pattern of the characters that such an ordinal has more than the three of （一）."""
    two, one = _printed(2), _printed(1)
    return rf"\?。(?=(?:{two}){_BEHIND})|\?(?=。(?:(?:{two})(?!{_BEHIND})|(?:{one}){_BEHIND}))"


@cache
def _ordinal() -> re.Pattern[str]:
    """An ordinal without what `spare` is of: three characters, as it should have."""
    two, one = _printed(2), _printed(1)
    return re.compile(
        rf"(?:^|(?<=[。)]))(?:({two}){_BEHIND}|。({two})|。({one}){_BEHIND}|\?。({one})|\?。{_BEHIND})", re.MULTILINE
    )


def restored(text: str) -> str:
    """The text with its ordinals, of the same length."""
    known = _numerals()
    return _ordinal().sub(lambda found: f"({known.get(next(filter(None, found.groups()), ''), '六')})", text)
