"""Provinces, prefectures and counties by their GB/T 2260 codes, and which of them a title or an issuer names.

The table is `data/divisions.csv`; `data/README.md` says where it comes from. It is read when first needed.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from carbonpeak import datafiles
from carbonpeak.shape import NamedTuple

NATIONWIDE = "000000"  # what stands in place of a code where a body of the whole country, a ministry, issued the plan
_ENDING = re.compile("[省市区县旗州盟]")
_LONGEST = 15  # characters of the longest name


class Division(NamedTuple):
    code: str  # six digits
    name_zh: str
    name_en: str


@cache
def _text() -> str:
    return datafiles.text("divisions")


@cache
def _codes() -> dict[str, str]:
    """Each name, full or short → its codes, joined by a space. Made only when a name is looked for."""
    codes: dict[str, str] = {}
    for line in _text().split("\n")[1:-1]:
        code, name, short, _ = line.split(",", 3)
        codes[name] = f"{codes[name]} {code}" if name in codes else code
        if short:
            codes[short] = f"{codes[short]} {code}" if short in codes else code
            if short[-1] != name[-2:-1] and name[-3:-1] == "自治":  # 湘西州 is 湘西自治州, too
                codes.setdefault(f"{short[:-1]}{name[-3:]}", code)
    return codes


@lru_cache(maxsize=1024)
def by_code(code: str) -> Division | None:
    """The division with this six-digit code, or None."""
    text = _text()
    start = text.find(f"\n{code},")
    if start < 0 or len(code) != 6:
        return None
    _, name, _, english = text[start + 1 : text.index("\n", start + 1)].split(",", 3)
    return Division(code, name, english.strip('"'))


@lru_cache(maxsize=1024)
def is_forename(name: str) -> bool:
    """Whether the words are the name of a division without its ending: 北海, 恩施."""
    codes = _codes()
    return name not in codes and any(f"{name}{ending}" in codes for ending in "市县区州旗盟")


@lru_cache(maxsize=1024)
def find(text: str, parent: str | None = None) -> Division | None:
    """The division that a title or an issuer names: 上海市静安区人民政府 → 310106.

    The first mention counts, with the smaller divisions written right after it. A name that several divisions bear
    (朝阳区) is settled by `parent` (a code that it must lie in) or by a larger division mentioned later; else None.
    """
    codes = _codes()
    within = inside(parent) if parent else ""
    pending: list[str] = []  # the candidates of an ambiguous first mention
    position = 0
    for start, end in _mentions(text, codes, bool(parent)):
        if start < position:
            continue
        candidates = [code for code in codes[text[start:end]].split() if code.startswith(within)]
        candidates, position = _descend(text, end, candidates, codes)
        if pending:
            candidates = [code for code in pending if any(code.startswith(inside(larger)) for larger in candidates)]
        if len(candidates) == 1:
            return by_code(candidates[0])
        pending = pending or candidates
    return None


def _mentions(text: str, codes: dict[str, str], with_parent: bool) -> list[tuple[int, int]]:
    """Where names stand in the text, the longest name that ends at each place."""
    found = []
    for start in {0, text.find("《") + 1}:  # 浙江碳达峰…: a province's short name counts at the start only
        for end in (start + 3, start + 2):
            if codes.get(text[start:end], "").endswith("0000"):
                found.append((start, end))
                break
    for ending in _ENDING.finditer(text):
        end = ending.end()
        for start in range(max(0, end - _LONGEST), end - 1):
            if text[start:end] not in codes:
                continue
            # 城区, 矿区 and 市县 are words as often as names: two characters count at the start of a phrase only
            if end - start > 2 or with_parent or start == 0 or not text[start - 1].isalnum():
                found.append((start, end))
            break
    return sorted(found, key=lambda span: (span[0], -span[1]))


def _descend(text: str, end: int, candidates: list[str], codes: dict[str, str]) -> tuple[list[str], int]:
    """From a division to the smaller one written right after it, as far down as the text goes."""
    while candidates:
        for stop in range(min(len(text), end + _LONGEST), end + 1, -1):
            below = [
                code
                for code in codes.get(text[end:stop], "").split()
                if any(code != larger and code.startswith(inside(larger)) for larger in candidates)
            ]
            if below:
                candidates, end = below, stop
                break
        else:
            break
    return candidates, end


def inside(code: str) -> str:
    """What the codes of all divisions inside this one begin with."""
    if code.endswith("0000"):
        return code[:2]
    return code[:4] if code.endswith("00") else code
