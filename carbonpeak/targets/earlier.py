"""What a number speaks of and its scope, where what stands before its clause names them."""

from __future__ import annotations

from carbonpeak.patterns import lazy
from carbonpeak.phrases import PHRASES
from carbonpeak.targets.clauses import Sentence
from carbonpeak.targets.found import Found

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


def names_before(said: list[Found], sentence: Sentence, count: int) -> str:
    """The names of the last `count` targets of the sentence: A达到5万吨、B达到3万吨，分别是2015年的2倍、1.5倍."""
    last = [one.indicator for one in said[-count:] if one.start >= sentence.start]
    return "、".join(last) if len(last) == count > 1 and not any("、" in name for name in last) else ""
