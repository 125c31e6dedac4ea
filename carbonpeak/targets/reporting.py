"""Which sentences say what was, and not what shall be. The words stand in `data/phrases.csv` and `data/verbs.csv`."""

from __future__ import annotations

from carbonpeak.patterns import lazy
from carbonpeak.phrases import PHRASES, VERBS
from carbonpeak.targets.clauses import UNDATED, Sentence

PAST = lazy(VERBS["past"])
_REPORTS = lazy(PHRASES["reports"])
_NOW = lazy(PHRASES["now"])
_AT_PRESENT = lazy(PHRASES["at_present"])
_ACTED_ON = lazy(PHRASES["acted_on"])
_PROMISES = lazy(PHRASES["promises"])
_TO_LEVEL = lazy("(?:提高|提升|增加|下降|降低)[到至]|降[到至]")
_LONGEST_OWNER = 10  # characters of who has it


def reports(sentence: Sentence) -> bool:
    """Whether the sentence says what was, and not what shall be."""
    if sentence.reports is None:
        found = _REPORTS.search(sentence.text, sentence.start, sentence.end)
        # 到2020年，…。超额完成下达的指标: in the paragraph of a deadline nothing is exceeded yet
        ahead = sentence.inherited is not None or any(one.meant and not one.past for one in sentence.periods)
        said = found is not None and not (ahead and found[0].startswith("超额"))
        now = not sentence.periods and _NOW.search(sentence.text, sentence.start, sentence.end) is not None
        had = _AT_PRESENT.search(sentence.text, sentence.start, sentence.end)
        if had and had.start() <= sentence.start + _LONGEST_OWNER:
            said = said or not _ACTED_ON.search(sentence.text, sentence.start, had.start())
        sentence.reports = said or now or (sentence.start == 0 and sentence.text.startswith("过去"))
    return sentence.reports


def promises(sentence: Sentence) -> bool:
    """Whether a sentence behind a report speaks of what shall be: 各部门要狠抓落实，确保能耗下降3.2%."""
    return _PROMISES.search(sentence.text, sentence.start, sentence.end) is not None


def told_past(sentence: Sentence) -> bool:
    """Whether a sentence without a deadline speaks of what was: all its periods are over, or one of its words says so."""
    if any(one.meant for one in sentence.periods):
        return False
    over = bool(sentence.periods) and all(
        one.past or (not sentence.year and one.bare and (one.last or UNDATED) < UNDATED) for one in sentence.periods
    )
    return over or PAST.search(sentence.text, sentence.start, sentence.end) is not None


def moves(sentence: Sentence, start: int, head: int) -> bool:
    """Whether a clause, from `start` to the words before its number, says of what a report tells where it shall move to, and by when:
    现有电站覆盖率42.9%，2025年提高到100%."""
    periods = sentence.within(start, head)
    return bool(periods) and not periods[-1].past and _TO_LEVEL.match(sentence.text, head) is not None
