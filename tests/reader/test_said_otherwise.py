"""The same commitments, said a little otherwise: what a sentence of the tests yields does not change with the words around them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from carbonpeak.errors import NotAPlan
from carbonpeak.plans.plan import read_text

SENTENCES = Path(__file__).parents[1] / "data" / "sentences"
OPENS = re.compile(r"到20\d\d年，")
COLUMNS = (
    "measure direction comparator value value_max unit baseline_year period_start period_end modality indicator scope"
)
GOALS = "临江市碳达峰实施方案\n一、主要目标\n{}\n二、重点任务\n（一）能源绿色低碳行动\n加快发展新能源。"
# What is done to a sentence that opens with its deadline, and the columns that may change with it.
CHANGES: dict[str, tuple[Callable[[str], str], str]] = {
    "by the end of the year": (lambda text: text.replace("年，", "年底，", 1), ""),
    "strive": (lambda text: OPENS.sub(r"\g<0>力争", text, count=1), "modality"),
    "of the whole city": (lambda text: OPENS.sub(r"\g<0>全市", text, count=1), "indicator scope"),
    "with a motive": (lambda text: text[:-1] + "，为如期实现碳达峰目标提供有力支撑。", ""),
    "in narrow punctuation": (lambda text: text.translate(str.maketrans("，；（）", ",;()")), ""),
    "below a heading": (lambda text: f"一、主要目标\n{text}", ""),
    "among the objectives": (GOALS.format, ""),
}


def sentences() -> list[tuple[str, str]]:
    """Those of one line that open with a deadline, commit somebody to something, and say nothing of force or of whom."""
    found = []
    for file in sorted(SENTENCES.glob("*.yaml")):
        for entry in yaml.safe_load(file.read_text(encoding="utf-8")):
            text = entry.get("text") or ""
            plain = OPENS.match(text) and "\n" not in text and text.endswith("。") and "title" not in entry
            if plain and entry.get("targets") and not re.match(r".{7}[全我在]|.*(?:力争|确保|原则上|争取)", text):
                found.append((entry["id"], text))
    return found


def promised(text: str, but: str) -> list[tuple[object, ...]]:
    columns = [column for column in COLUMNS.split() if column not in but.split()]
    try:
        targets = read_text(text + "\n", "t").tables["targets"]
    except NotAPlan:
        return []
    return [tuple(getattr(target, column) for column in columns) for target in targets]


@pytest.mark.parametrize("name", CHANGES)
def test_it_is_the_same(name: str) -> None:
    change, but = CHANGES[name]
    own = sentences()
    assert len(own) > 200
    differ = [one for one, text in own if promised(change(text), but) != promised(text, but)]
    assert differ == []
