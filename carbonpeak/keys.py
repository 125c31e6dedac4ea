"""What identifies a row: short stable ids, and words brought into one form for comparing."""

from __future__ import annotations

from hashlib import blake2b

_WIDTHS = [("（", "("), ("）", ")"), ("：", ":"), ("；", ";"), ("，", ","), ("％", "%"), ("．", "."), ("～", "~")]


def row_id(*parts: str) -> str:
    """Twelve hexadecimal digits from what identifies a row; the same row keeps them when others come or go."""
    return blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


def key(words: str) -> str:
    """Words without white space and in one width."""
    words = "".join(words.split())
    for wide, narrow in _WIDTHS:
        if wide in words:
            words = words.replace(wide, narrow)
    return words
