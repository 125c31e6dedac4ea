"""The scope of a number, where what stands before its clause names it."""

from __future__ import annotations

from carbonpeak.patterns import lazy
from carbonpeak.phrases import PHRASES
from carbonpeak.targets.clauses import Sentence

_UPGRADED = lazy(rf"(?:^|(?<=[,;。\n]))(?:{PHRASES['upgrade_verb']})?({{han}}{{3,12}}?)(?:{PHRASES['upgrade']})")


def scope_before(sentence: Sentence, start: int, content: int, sort: str) -> str | None:
    """The scope of a number of that sort whose clause begins at `start` and speaks from `content` on: the whole that a clause
    before it closes with 中 (消费中，煤炭占…), or, of a ratio without a unit, what is upgraded (数据中心节能改造，PUE降至1.3)."""
    text = sentence.text
    if text.startswith("中,", start - 2):
        among = sentence.previous(start) or (start, start)
        return text[sentence.content(*among) : start - 2].removesuffix("其") or None
    if sort == "pure":
        upgraded = _UPGRADED.findall(text, sentence.start, content)
        return upgraded[-1] if upgraded else None
    return None
