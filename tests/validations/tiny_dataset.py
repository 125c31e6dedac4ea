"""A tiny dataset that passes all gates: two plans of invented texts, every table filled, every offset true."""

from __future__ import annotations

import hashlib
from typing import Any

import pandas as pd

from validations.context import Context
from validations.tables import columns, frame

# Neither district nor code exists; the first text has a page number inside its quote.
TEXTS = {
    "a.txt": "东区碳达峰实施方案\n一、主要任务\n1. 发展光伏。到2025年，新增光伏装机\n- 2 -\n容量2.2万千瓦，占比达到50%。（责任单位：区发改委、各街镇）\n",
    "b.txt": "西区碳达峰实施方案\n一、主要任务\n1. 发展光伏。到2025年，新增光伏装机容量1-2万千瓦；2030年前实现碳达峰。（责任单位：区发展改革委）\n",
}
PLANS = {"a.txt": "900001-2022", "b.txt": "900002-2022"}


def squeeze(text: str) -> str:
    """The test's own notion of page furniture."""
    return "".join(text.replace("\n- 2 -\n", "").split())


def _span(document: str, words: str) -> tuple[int, int]:
    text = TEXTS[document]
    start = text.index(words[:4])
    end = next(end for end in range(start, len(text) + 1) if squeeze(text[start:end]) == words)
    return start, end


def _row(table: str, **values: Any) -> tuple[Any, ...]:
    unknown = values.keys() - set(columns(table))
    assert not unknown, f"{table} has no columns {unknown}"
    return tuple(values.get(name) for name in columns(table))


def _target(document: str, number: int, quote: str, **values: Any) -> tuple[Any, ...]:
    plan = PLANS[document]
    start, end = _span(document, quote)
    defaults = {
        "path": "1.1",
        "task_id": f"{plan}/1.1",
        "baseline_kind": "none",
        "modality": "plain",
        "period_end": 2025,
    }
    own = {"target_id": f"{plan}/t{number}", "plan_id": plan, "quote": quote, "char_start": start, "char_end": end}
    return _row("targets", **{**defaults, **own, **values})


def _responsibility(document: str, position: int, name: str, org: str, group: bool) -> tuple[Any, ...]:
    start, end = _span(document, name)
    return (f"{PLANS[document]}/1.1", position, name, "listed", org, group, start, end, None)


_PV = {
    "indicator_id": "pv_capacity_added",
    "indicator": "新增光伏装机容量",
    "measure": "increment",
    "unit": "万千瓦",
    "unit_si": "MW",
}


def records() -> dict[str, list[tuple[Any, ...]]]:
    """The records of every table; a fresh copy each time."""
    made: dict[str, list[tuple[Any, ...]]] = {"plans": [], "documents": [], "sections": [], "tasks": []}
    for document, plan in PLANS.items():
        text = TEXTS[document]
        name = text[:2]
        made["plans"].append(
            _row(
                "plans",
                plan_id=plan,
                district_code=plan[:6],
                district_zh=name,
                title=f"{name}碳达峰实施方案",
                issued_on="2022-12-30",
                issuer=f"{name}人民政府",
            )
        )
        data = text.encode()
        digest = hashlib.sha256(data).hexdigest()
        made["documents"].append((document, plan, document, digest, len(data), len(text), "utf-8", "markdown", True))
        start = text.index("1. ")
        made["sections"] += [
            (f"{plan}/1", plan, "1", None, 1, "一、", "主要任务", "action", None, text.index("一、"), start),
            (f"{plan}/1.1", plan, "1.1", "1", 2, "1. ", "发展光伏", "task", text[start:], start, len(text)),
        ]
        made["tasks"].append(
            (f"{plan}/1.1", plan, "1.1", "body", None, "action", "主要任务", "发展光伏", text[start:], "energy", None)
        )
    made["responsibilities"] = [
        _responsibility("a.txt", 1, "区发改委", "o1", False),
        _responsibility("a.txt", 2, "各街镇", "o2", True),
        _responsibility("b.txt", 1, "区发展改革委", "o3", False),
    ]
    made["organizations"] = [
        ("o1", "900001-2022", "区发改委", None, "department", "development_and_reform"),
        ("o2", "900001-2022", "各街镇", None, "group", "towns_and_subdistricts"),
        ("o3", "900002-2022", "区发展改革委", None, "department", "development_and_reform"),
    ]
    made["organization_names"] = [("o1", "区发改委", 1), ("o2", "各街镇", 1), ("o3", "区发展改革委", 1)]
    made["targets"] = [
        _target("a.txt", 1, "到2025年，新增光伏装机容量2.2万千瓦", comparator="eq", value=2.2, value_si=22.0, **_PV),
        _target(
            "a.txt",
            2,
            "占比达到50%",
            indicator="占比",
            measure="share",
            comparator="eq",
            value=50.0,
            unit="%",
            value_si=50.0,
            unit_si="%",
        ),
        _target(
            "b.txt",
            1,
            "到2025年，新增光伏装机容量1-2万千瓦",
            comparator="range",
            value=1.0,
            value_max=2.0,
            value_si=10.0,
            value_max_si=20.0,
            **_PV,
        ),
        _target("b.txt", 2, "2030年前实现碳达峰", indicator="碳达峰", measure="milestone", period_end=2030),
    ]
    made["indicators"] = [
        (
            *(
                "pv_capacity_added",
                "新增光伏装机容量",
                "Photovoltaic capacity added",
                "期内新增的光伏",
                "Photovoltaics added",
            ),
            *("MW", "energy", "better"),
        )
    ]
    made["discrepancies"] = [("d1", "900001-2022", "unreadable", "1.1", "？", None)]
    made["unread"] = [("u1", "900002-2022", "1.1", "1-2万千瓦", "到2025年", "example", *_span("b.txt", "1-2万千瓦"))]
    targets = {row[0]: dict(zip(columns("targets"), row, strict=True)) for row in made["targets"]}
    made["comparison"] = []
    for key in ("900001-2022/t1", "900002-2022/t1"):
        target = targets[key]
        own = {"district_code": target["plan_id"][:6], "other_target_ids": None}
        made["comparison"].append(tuple((target | own).get(name) for name in columns("comparison")))
    made["coverage"] = [
        (plan, "pv_capacity_added", "stated", f"{plan}/t1", None) for plan in ("900001-2022", "900002-2022")
    ]
    return made


def changed(table: str, row: int, **values: Any) -> dict[str, list[tuple[Any, ...]]]:
    """The records with some values of one row changed."""
    made = records()
    names = columns(table)
    old = dict(zip(names, made[table][row], strict=True))
    assert not values.keys() - old.keys()
    made[table][row] = tuple((old | values)[name] for name in names)
    return made


def frames_of(made: dict[str, list[tuple[Any, ...]]]) -> dict[str, pd.DataFrame]:
    """The records as frames."""
    return {table: frame(table, rows) for table, rows in made.items()}


def context_of(frames: dict[str, pd.DataFrame]) -> Context:
    """All tables and texts, with the test's own page furniture."""
    return Context(frames=frames, texts=TEXTS, squeeze=squeeze)
