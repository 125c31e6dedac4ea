"""The text before a plan, or around one that it quotes: what in it is a commitment of the plan."""

from __future__ import annotations

import re

from carbonpeak.patterns import lazy
from carbonpeak.phrases import PHRASES
from carbonpeak.targets.periods import HINT

_PRESS = lazy(PHRASES["press"])
_ORIGIN = lazy(PHRASES["origin"])
_COMMITS = lazy(PHRASES["commits"])
_MADE = lazy(PHRASES["made"])


def spoken_at(
    text: str, before_plan: bool, start: int, end: int, dated: bool
) -> tuple[int | None, re.Match[str] | None]:
    """Where what counts of a sentence outside numbered sections begins, and the words by which it quotes a plan. None where nothing
    of it counts.

    `before_plan` tells that a plan follows: its preamble says why it was made, and national aims are not its own; `dated` that the
    paragraph has stated a deadline.
    """
    framed = _PRESS.search(text, start, end)
    if framed and _MADE.search(text, framed.end(), end):
        return None, framed  # 确保完成控制目标，…特制定本方案
    if before_plan and _ORIGIN.search(text, start, end):
        if not framed or not HINT.search(text, framed.end(), end):
            return None, framed
        return framed.end() + text.startswith((":", ","), framed.end()), framed
    if before_plan and not framed and not dated and not _COMMITS.search(text, start, end):
        return None, None  # 2021年综合能源消费量152万吨标准煤: how things are
    return start, framed
