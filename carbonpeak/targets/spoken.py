"""What a number speaks of: the words before it in its clause, those behind it where the clause goes on, or the number before."""

from __future__ import annotations

from carbonpeak.patterns import lazy
from carbonpeak.phrases import PHRASES, VERBS
from carbonpeak.shape import NamedTuple
from carbonpeak.targets.found import Found
from carbonpeak.targets.measures import LEVEL
from carbonpeak.targets.quantities import Quantity

_AT_LEAST = lazy(rf"(?:{PHRASES['at_least']})(?={{han}}{{0,6}}$|(?:{VERBS['add']}){{han}}{{2,14}}$)")
_FORCED = lazy("^(?:力争|争取|确保)")
_UPGRADABLE = frozenset({"area", "length", "count"})
_CHANGED = frozenset({"up", "down"})


class Run(NamedTuple):
    """The numbers that are read together, and the run of their clause that speaks of them."""

    group: list[Quantity]
    start: int
    end: int
    content: int  # where the words before the first number begin
    name: str  # these words
    behind: str  # the words behind the last number
    closing: bool  # the clause ends behind the last number, but for a word like 水平


def spoken(
    text: str, run: Run, quantity: Quantity, item: str, senses: frozenset[str], sort: str, last: Found | None
) -> tuple[str, Quantity, frozenset[str], bool]:
    """The name of what a number counts, the number and its senses with what the name says of them, and whether the name is that of the
    number before, `last`. `item` is what its list says of it."""
    head, behind, closing = run.group[0], run.behind, run.closing
    indicator = item
    if _AT_LEAST.search(item):
        indicator = _AT_LEAST.sub("", item)
        quantity = quantity if quantity.comparator != "eq" else quantity._replace(comparator="ge")
    carried = False
    if not closing:
        broken = sort == "count" and text.endswith("突破", head.head, head.start)  # 突破100项技术
        if broken:
            senses |= {"add"}
            quantity = quantity._replace(comparator="eq" if quantity.comparator == "gt" else quantity.comparator)
        if broken or ("reach" not in senses and not senses.isdisjoint(_CHANGED)):
            indicator += _FORCED.sub("", text[head.head : head.start])
        indicator += behind.lstrip("的").partition("(以下")[0].removesuffix("任务")  # 改造任务(以下简称“既改”)
    elif sort in _UPGRADABLE and text.endswith("提升", head.head, head.start) and not LEVEL.search(item):
        indicator += text[head.head : head.start]  # 森林质量精准提升150万亩: a deed, not a rise
    elif text.endswith("突破", head.head, head.start) and LEVEL.search(item):
        senses |= {"reach"}  # 装机年均增长100万千瓦，2025年装机突破600万千瓦
    elif not item and last is not None:
        carried = True
        indicator = last.indicator
    return indicator, quantity, senses, carried
