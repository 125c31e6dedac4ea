"""Shares of several things behind a name that holds for all of them: 产能占比，钢铁30%、水泥35%; 无害化处置率：城市98%、县城95%."""

from __future__ import annotations

from carbonpeak.patterns import lazy
from carbonpeak.phrases import HEADS, PHRASES
from carbonpeak.targets.clauses import Sentence

_SHARES = tuple(PHRASES["share_name"].split("|"))
_NO_NAME = lazy(rf"[0-9]|(?:{HEADS['change']})$|{PHRASES['no_frame']}")
_NO_ITEM = lazy(PHRASES["no_framed_item"])
_LONGEST_ITEM = 14  # characters of a thing that a share is of


def name_of_all(sentence: Sentence, start: int, item: str) -> str | None:
    """The name that stands in a clause of its own before the list whose first item begins at `start`; None where none does."""
    text = sentence.text
    if text[start - 1] not in ":," or not item or len(item) > _LONGEST_ITEM or _NO_ITEM.search(item):
        return None
    before = sentence.previous(start)
    if before is None:
        return None
    name = sentence.undated(sentence.content(*before), before[1])
    return name if name.endswith(_SHARES) and len(name) > 2 and not _NO_NAME.search(name.rpartition("的")[2]) else None
