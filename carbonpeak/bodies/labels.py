"""Words that announce a list of bodies: 责任单位:, 【牵头单位】, 市级责任单位: and their like, which stand in `data/roles.csv`.

Where the list behind them ends is for `rosters`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from carbonpeak.bodies.entries import entries, is_body, tells
from carbonpeak.datafiles import rows
from carbonpeak.patterns import lazy
from carbonpeak.shape import NamedTuple

_ROLES = rows("roles")
_LABEL_ROLES = {word: row["role"] for row in _ROLES if row["where"] == "label" for word in row["words"].split("|")}
_LABEL_LENGTHS = sorted({len(word) for word in _LABEL_ROLES}, reverse=True)
_LABEL_ENDS = frozenset(word[-1] for word in _LABEL_ROLES) | {")"}
BULLETS = frozenset("◆◇★☆▲△●○■□◎•·—◈▪→►▶➤※")  # stand before a label or a sentence and belong to it
_PREFIX = "|".join(row["words"] for row in _ROLES if row["where"] == "prefix")
_BEFORE_LABEL = lazy(rf"(?:(?<![一-鿿])(?:{_PREFIX})|[省市县区州盟旗][级直])$")
_NAME = lazy("{han}{2,20}")
_BEING = ("单位为", "部门为", "单位是", "部门是", "单位包括", "部门包括")  # where no colon says who it is
_TOLD = lazy("责任|牵头|配合|负责|主[办责]")
_SENTENCE_END = lazy("[。;\n]")
_LONGEST_PREFIX = 8
_OPENS_LINE = lazy(
    r"\n((?:责任|牵头|配合|参[与加]|协[同办助]|主[办责]|承办|落实|实施)(?:责任)?(?:单位|部门))(?=[省市县区州盟旗国自各])"
)


class Label(NamedTuple):
    """Words that announce a list, to behind their colon, and the role that they give."""

    start: int
    end: int
    role: str


def labels_in(text: str, start: int, stop: int, blanks: Sequence[int] = ()) -> list[Label]:
    """The labels between two offsets: 责任单位:, 责任部门(牵头):, 【责任单位】, and 责任单位 with a blank behind it that opens a line of bodies."""
    found = []
    colon = text.find(":", start, stop)
    while colon >= 0:
        end = colon
        if end > start and text[end - 1] in _LABEL_ENDS:
            if text[end - 1] == ")":
                opened = text.rfind("(", start, end)
                end = opened if opened >= 0 and text.find(")", opened, end) == end - 1 else start
            label = _label(text, start, end)
            if label:
                found.append(Label(label[0], colon + 1, label[1]))
        colon = text.find(":", colon + 1, stop)
    more = []
    for words in _BEING:  # 牵头单位为甲局，配合单位为乙局
        at = text.find(words, start, stop)
        while at >= 0:
            label = _label(text, start, at + 2)
            at += len(words)
            if label and _TOLD.search(text, label[0], at) and _names_follow(text, at, stop):
                more.append(Label(label[0], at, label[1]))
            at = text.find(words, at, stop)
    closed = text.find("】", start, stop)
    while closed >= 0:
        label = _label(text, start, closed)
        if label and label[0] > start and text[label[0] - 1] == "【":
            more.append(Label(label[0] - 1, closed + 1 + text.startswith(":", closed + 1), label[1]))
        closed = text.find("】", closed + 1, stop)
    if blanks:
        for opens in _OPENS_LINE.finditer(text, start, stop):
            label = _label(text, start, opens.end())
            end = text.find("\n", opens.end(), stop)
            names = entries(text, opens.end(), end if end >= 0 else stop, "")
            if label and is_blank(blanks, opens.end()) and all(is_body(name.name) for name in names):
                more.append(Label(opens.start(1), opens.end(), label[1]))
    return sorted([*found, *more]) if more else found


def _names_follow(text: str, at: int, stop: int) -> bool:
    """Whether a name that is known stands at `at`, or nothing but names up to the end of the sentence."""
    name = _NAME.match(text, at, stop)
    if not name:
        return False
    if tells(name[0]):
        return True
    end = _SENTENCE_END.search(text, at, stop)
    names = entries(text, at, end.start() if end else stop, "")
    return bool(names) and all(is_body(one.name) for one in names)


def _label(text: str, start: int, end: int) -> tuple[int, str] | None:
    """Where the label begins that ends at `end`, and the role that it gives."""
    for length in _LABEL_LENGTHS:
        if end - length >= start and text[end - length : end] in _LABEL_ROLES:
            at = end - length
            before = _BEFORE_LABEL.search(text, max(start, at - _LONGEST_PREFIX), at)
            role = _LABEL_ROLES[text[at:end]]
            at = before.start() if before else at
            while at > start and text[at - 1] in BULLETS:
                at -= 1
            return at, role
    return None


def is_blank(blanks: Sequence[int], at: int) -> bool:
    place = bisect_left(blanks, at)
    return place < len(blanks) and blanks[place] == at
