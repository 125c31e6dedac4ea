"""How headings are counted: in Chinese and Arabic numerals, in one character with its bracket, circle or stop."""

from __future__ import annotations

from functools import lru_cache

from carbonpeak.patterns import lazy

# ①, ⑴, ⒈ and ㈠ and those that follow each of them: an ordinal in one character.
ENCLOSED = "".join(map(chr, (*range(0x2460, 0x249C), *range(0x3220, 0x322A))))
_HAN = {c: n for n, c in enumerate("零一二三四五六七八九")}
_ORDINAL = lazy(r"([0-9]+)|([①-⑳])|([一二三四五六七八九十]+)|([㈠-㈩])|([⑴-⒇])|([⒈-⒛])")
_SHAPES = ("1", "①", "一", "(一)", "(1)", "1.")  # of each of them
_NARROW = str.maketrans("（）．：", "().:")


@lru_cache(maxsize=256)
def ordinal(written: str) -> str:
    """`十二` → `12`, `③` → `3`, `4` → `4`; nothing for what is no number, as 十三五."""
    if written.isascii():
        return written.lstrip("0") or "0"
    if written in ENCLOSED:
        return str(ord(written) - ord(next(first for first in "㈠⒈⑴①" if first <= written)) + 1)
    tens, ten, ones = written.rpartition("十")
    if not {tens, ones} <= {"", *_HAN}:
        return ""
    if not ten:
        return str(_HAN.get(ones, 0))
    return str(_HAN.get(tens, 1) * 10 + _HAN.get(ones, 0))


@lru_cache(maxsize=256)
def shape_of(number: str | None) -> str:
    """How a heading is counted: `1)` for `3)`, `(一)` for `（十二）`."""
    return _ORDINAL.sub(lambda found: _SHAPES[(found.lastindex or 1) - 1], (number or "").translate(_NARROW).strip())
