"""Whatever a file holds: it is read, or refused as no plan, and its rows have keys of their own that link to rows which exist."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from carbonpeak.errors import NotAPlan
from carbonpeak.plans.plan import read_text
from carbonpeak.structure.clean import squeeze

ROOT = Path(__file__).parents[2]
# What makes a structure of the words around it, and what only looks like it.
MARKS = [
    *"、 ， 。 ； ： （ ） 【 】 “ ” 《 》 | \t \n \u3000 \u200b # ① ① 1. 1、 (1) 1.1.1.1 —— —2— % ≥ 0. .5 1∶8 １２".split(" "),
    "\n一、", "\n一、", "\n（一）", "\n（十三五）", "\n一十一、", "\n第零章 ", "\n第一百二十三章 ", "\n1. ", "\n1. ", "\n附件1\n", "\n序号|指标|单位|2020年|2025年\n1|",
    "\n1|", "\n①|", "\n11①|", "\n序号|任务|责任单位\n1|", "\n表1 主要指标\n", "（责任单位：", "牵头单位：", "按照市级下达指标完成", "分别达到甲县", "万万", "翻两番", "半数",
    "到2025年，", "2030年前", "其中", "力争", "由2020年的5%提高到", "96%80%", "&nbsp;", "@@", "**", "???",
]  # fmt: skip


def texts() -> list[str]:
    """The sentences and documents of the tests."""
    files = sorted((ROOT / "tests" / "data" / "sentences").glob("*.yaml"))
    entries = [entry for file in files for entry in yaml.safe_load(file.read_text(encoding="utf-8"))]
    return [text for entry in entries if (text := entry.get("text") or entry.get("document"))]


def keys() -> dict[str, tuple[list[str], list[dict[str, Any]]]]:
    """The primary key and the foreign keys of each table."""
    schemas = (
        (path.stem, yaml.safe_load(path.read_text("utf-8"))) for path in (ROOT / "validations/schemas").glob("*.yaml")
    )
    return {name: (schema["primaryKey"], schema.get("foreignKeys") or []) for name, schema in schemas}


KEYS = keys()
PIECES = st.one_of(st.sampled_from(texts()), st.sampled_from(MARKS), st.sampled_from(MARKS))
CUTS = st.tuples(st.integers(0, 400), st.integers(0, 60))


@given(st.lists(PIECES, min_size=1, max_size=24).map("".join), st.lists(CUTS, max_size=4))
@example("到2030年，产值翻2000番，能耗下降5%。", [])
@example(
    "二、升级目标\n到2025年，先进产能占比达到31%。\n| 重点行业改造目标任务表 |||\n| 序号 | 行业 |\n先进产能占比（%） | 节能量（万吨标准煤） | 淘汰任务（万吨） | 备注 |\n"
    "| 1 | 水泥 | 36 | 11.6 | 50 | 两条线 |\n| 2 | 平板玻璃 | 28 | 1.7 | — |  |\n",
    [],
)
@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])
def test_a_text_is_read_or_refused(text: str, cuts: list[tuple[int, int]]) -> None:
    for at, size in cuts:
        text = text[:at] + text[at + size :] + text[at : at + size // 2]
    try:
        tables = read_text(text, "t").tables
    except NotAPlan:
        return
    for name, rows in tables.items():
        primary, foreign = KEYS[name]
        if not rows or not hasattr(rows[0], primary[0]):
            continue
        own = [tuple(getattr(row, column) for column in primary) for row in rows]
        assert len(own) == len(set(own)), name
        for link in foreign:
            other = tables.get(link["reference"]["resource"] or name, [])
            if other and hasattr(other[0], link["reference"]["fields"][0]):
                known = {tuple(getattr(row, column) for column in link["reference"]["fields"]) for row in other}
                linked = {tuple(getattr(row, column) for column in link["fields"]) for row in rows}
                assert {one for one in linked if None not in one} <= known, (name, link)
    for target in tables["targets"]:
        assert target.quote == squeeze(text[target.char_start : target.char_end])
