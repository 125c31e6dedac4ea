"""A table of goals by place says the same in whatever form a copy prints it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carbonpeak.errors import NotAPlan
from carbonpeak.plans.plan import read_text

NAMES = ["沙沟县", "望湖区", "青桥市", "石门县", "柳湾区"]
COLUMNS = [
    ("森林覆盖率(%)", "森林覆盖率", "share", "%"),
    ("单位GDP能耗降低率目标任务（%）", "单位GDP能耗降低率", "relative_change", "%"),
    ("人工造林任务(万亩)", "人工造林", "increment", "万亩"),
    ("PM2.5浓度目标值(微克/立方米)", "PM2.5浓度", "level", "微克/立方米"),
]
SIGNS = {"": "eq", "≥": "ge", "≤": "le"}
Rows = list[list[str]]


def tabs(rows: Rows) -> str:
    return "\n".join("\t".join(row) for row in rows)


def bars(rows: Rows) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def marked_down(rows: Rows) -> str:
    return bars([rows[0], ["---"] * len(rows[0]), *rows[1:]])


def barred(rows: Rows) -> str:
    return "\n".join("\n".join([row[0], *(f"| {one}" for one in row[1:]), "|"]) for row in rows)


def stacked(rows: Rows) -> str:
    return "\n\n".join(one for row in rows for one in row)


def close(rows: Rows) -> str:
    return "\n".join(one for row in rows for one in row)


def blanks(rows: Rows) -> str:
    return "\n".join(" ".join(row) for row in rows)


def wide_blanks(rows: Rows) -> str:
    return "\n\n".join("    ".join(row) for row in rows)


FORMS = [tabs, bars, marked_down, barred, stacked, close, blanks, wide_blanks]


def told(rows: Rows, form: Any) -> list[tuple[Any, ...]]:
    text = f"凌河市2023年节能减排工作方案\n\n2023年各县区目标任务分解表\n\n{form(rows)}\n\n请各县区按期上报进展。\n"
    try:
        targets = read_text(text, stem="t").tables["targets"]
    except NotAPlan:  # a text that commits nobody to anything
        return []
    assert len({one.target_id for one in targets}) == len(targets)
    return [
        (one.path, one.scope, one.indicator, one.measure, one.comparator, one.value, one.unit, one.period_start)
        for one in targets
    ]


@pytest.mark.parametrize("form", FORMS)
@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_each_form_gives_the_same_rows(form: Any, data: Any) -> None:
    names = data.draw(st.lists(st.sampled_from(NAMES), min_size=2, max_size=5, unique=True))
    columns = data.draw(st.lists(st.sampled_from(COLUMNS), min_size=1, max_size=4, unique=True))
    numbered = data.draw(st.booleans())
    total = data.draw(st.booleans())
    head = ["序号"] * numbered + ["县(市、区)"] + [column[0] for column in columns]
    rows, wanted = [head], []
    for number, name in enumerate([*names, *["全市"] * total], 1):
        row = [str(number)] * numbered + [name]
        for _, indicator, measure, unit in columns:
            sign = data.draw(st.sampled_from(sorted(SIGNS)))
            value = data.draw(st.one_of(st.integers(1, 99), st.integers(1, 999).map(lambda tenths: tenths / 10)))
            row.append(f"{sign}{value:g}")
            wanted.append((f"table.{number}", name, indicator, measure, SIGNS[sign], float(value), unit, 2023))
        rows.append(row)
    assert told(rows, form) == wanted


@pytest.mark.parametrize("form", FORMS)
def test_no_form_makes_goals_of_facts(form: Any) -> None:
    rows = [
        ["县区", "常住人口(万人)", "联系电话", "2021年完成造林面积(万亩)"],
        ["沙沟县", "42.1", "5550123", "1.6"],
        ["望湖区", "77", "5550666", "0.3"],
        ["青桥市", "35.5", "5550888", "0.9"],
    ]
    assert told(rows, form) == []
