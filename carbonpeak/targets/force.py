"""How firmly a commitment is meant: by words of its own clause, or of an earlier one that opens a list (力争A达到…，B达到…)."""

from __future__ import annotations

from carbonpeak.patterns import lazy
from carbonpeak.phrases import PHRASES, VERBS
from carbonpeak.targets.clauses import Sentence
from carbonpeak.targets.quantities import Quantity

_CARRIED = frozenset({"strive", "ensure"})
_OPENS_LIST = lazy(rf"(?:力争|争取|确保)(?!{PHRASES['of_amount']})(?:{VERBS['add']})")  # 全省力争培育A 30家、B 20家
_SECOND = lazy(
    "(?:力争|争取)(?:达到?|(?:提高|提升|下降|降低|压减)[到至]?|降[到至]|控制在|保持在?|稳定在|维持在|突破|超过|完成)?(?:约|近)?[0-9][^,;。的]{0,10}(?:的{han}{0,4}目标)?(?=[,;。)]|$)"
)
_NUMBER = lazy(r"(?<![0-9.])[0-9.]+(?![0-9.年])")
_STRIVING = ("力争", "争取")
_LED = (",", ";", ":", "。", "\n", "将", "要")


class Force:
    """Remembers, through one sentence after another, what force the list that goes on was opened with."""

    def __init__(self) -> None:
        self._held = "plain"
        self._wide = False  # whether it stands before the period, and so over the further ones

    def end_list(self) -> None:
        """A `；`."""
        self._held = "plain"

    def end_sentence(self) -> None:
        self._held = "plain"

    def of(self, sentence: Sentence, group: list[Quantity], start: int, content: int, quote_start: int) -> str:
        """The modality of numbers whose clause begins at `start` and has its words from `content` on."""
        first = group[0]
        if len(group) > 1 and any(one.modality for one in group[1:]):
            modality = first.modality or "plain"
        else:
            modality = first.modality or sentence.modality(max(quote_start, sentence.start), first.start)
        opened = next((period.start for period in sentence.within(quote_start, first.start)), None)
        if opened is not None and not self._wide:
            self._held = "plain"  # 2025年力争…，2030年…: the force was of the first year
        if modality == "plain" and start > sentence.start:
            modality = self._held if self._held != "plain" else _opened_before(sentence, start, first.start)
        lead = sentence.modality(quote_start, content)
        if lead not in _CARRIED and _OPENS_LIST.search(sentence.text, content, first.start):
            lead = sentence.modality(content, first.start)
        if lead not in _CARRIED and sentence.text.startswith("力争", content):
            lead = "strive"
        if lead not in _CARRIED and first.modality in _CARRIED and sentence.text.startswith("的", first.end):
            lead = first.modality  # 确保80%以上的机关、70%以上的学校建成…
        if lead == "strive" and opened is None and _SECOND.match(sentence.text, start):
            return modality  # 下降13%，力争达到13.5%，…: a second value of the same thing opens no list
        if lead == "strive" and _said_again(sentence, start):
            return modality
        if lead in _CARRIED:
            self._held = lead
            dated = bool(sentence.within(sentence.start, start))
            before = opened is not None and sentence.modality(quote_start, opened + 2) == lead
            self._wide = before or (opened is None and not dated)
        elif opened is not None and not self._wide:
            self._held = "plain"
        return modality


def _said_again(sentence: Sentence, at: int) -> bool:
    """力争甲类达到…，新建…，力争乙类达到…: each is of its own number, where it is said again before a `；`."""
    text = sentence.text
    start = max(text.rfind(";", sentence.start, at), sentence.start)
    stop = text.find(";", at, sentence.end)
    stop = stop if stop > 0 else sentence.end
    return text.count("力争", start, stop) - text.count("并力争", start, stop) > 1  # 并力争…: of the clause before


def _opened_before(sentence: Sentence, start: int, at_number: int) -> str:
    """The force of a list that 力争 opens with a clause that holds no number: 力争到2025年，体系基本建成，A达到…"""
    text = sentence.text
    floor = max(text.rfind(";", sentence.start, start), sentence.start)
    if text.startswith(_STRIVING, sentence.start) and not _NUMBER.search(text, sentence.start, floor):
        floor = (
            sentence.start
        )  # 力争到2026年，体系基本健全；A达到…: the first word of a sentence whose numbers come later
    at = max(text.rfind(word, floor, start) for word in _STRIVING)
    if at < 0 or _SECOND.match(text, at) or _said_again(sentence, start):
        return "plain"
    periods = sentence.within(floor, at_number)
    before = any(period.start <= at + 2 and at < period.end for period in periods)  # 力争到2025年
    behind = any(period.end <= at <= period.end + 1 for period in periods)
    if not (before or behind or at == sentence.start or text.startswith(_LED, at - 1)):
        return "plain"  # 占比力争达到: of its own number alone
    if not before and any(period.start > at for period in periods):
        return "plain"
    return "strive"
