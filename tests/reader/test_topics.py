"""Topics of tasks: the actions of the four districts, those of other plans, and tasks whose action says nothing."""

import csv
from pathlib import Path

import pytest

from carbonpeak import datafiles
from carbonpeak.duties.topics import TOPICS, topic

GOLD = Path(__file__).parents[1] / "data" / "gold"


@pytest.mark.parametrize(
    ("expected", "actions"),
    [
        ("energy", "能源低碳发展行动 能源低碳转型行动 绿色能源行动 能源绿色低碳转型行动"),
        ("efficiency", "节能降碳增效行动 减污降碳协同增效行动 新型基础设施节能降碳行动"),
        ("industry", "绿色低碳产业生态体系构建行动 低碳产业体系构建行动 绿色产业行动 工业领域碳达峰行动"),
        ("buildings", "建筑提质增效行动 绿色建筑行动 城乡建设领域碳达峰行动"),
        ("transport", "交通绿色低碳行动 绿色交通行动 交通领域绿色低碳行动 交通运输绿色低碳行动"),
        ("circular_economy", "循环经济行动 循环经济助力降碳行动"),
        ("technology", "低碳科技创新行动 绿色低碳科技赋能行动 绿色低碳科技创新行动"),
        ("carbon_sink", "生态碳汇行动 碳汇能力巩固提升行动 农业农村减排固碳行动"),
        ("public_action", "绿色低碳生活行动 绿色全民行动 绿色低碳全民行动 低碳协同合作全民行动 绿色低碳影响力提升行动"),
        (
            "regional_pilot",
            "绿色示范行动 区域低碳示范行动 绿色低碳区域行动 低碳转型试点示范行动 各地区梯次有序碳达峰行动",
        ),
        ("governance", "政策保障 保障措施 组织实施"),
    ],
)
def test_the_action_says_what_a_task_is_about(expected: str, actions: str) -> None:
    assert {action: topic(action, "开展相关工作", "action") for action in actions.split()} == dict.fromkeys(
        actions.split(), expected
    )


@pytest.mark.parametrize(
    ("action", "title", "expected"),
    [
        ("低碳转型试点示范行动", "加快能源结构转型", "energy"),
        ("低碳转型试点示范行动", "开展碳中和试点示范", "regional_pilot"),
        ("数字化强基行动", "完善全区能耗和碳排放智慧监管体系", "efficiency"),
        (None, "大力推进建筑光伏发展", "energy"),
        (None, "推进老旧柴油车淘汰", "transport"),
        (None, "推进运输工具低碳转型", "transport"),
        (None, "加强统筹协调", "governance"),
        ("重点任务", None, "overall"),
        (None, None, "overall"),
    ],
)
def test_the_title_helps_where_the_action_does_not(action: str | None, title: str | None, expected: str) -> None:
    assert topic(action, title, "action") == expected


def test_a_safeguard_is_governance_whatever_its_title() -> None:
    assert topic("政策保障和组织实施", "加强生态文明宣传教育", "safeguard") == "governance"


def test_every_hand_coded_task_has_a_topic_of_its_own_action() -> None:
    for path in GOLD.glob("*/tasks.csv"):
        with path.open(encoding="utf-8-sig", newline="") as handle:
            for row in csv.DictReader(handle):
                assert topic(row["action_title"], row["title"], "action") != "overall", row


def test_the_table_names_known_topics_only() -> None:
    rows = datafiles.rows("topics")
    assert {row["topic"] for row in rows} <= set(TOPICS)
    assert {row["looks_at"] for row in rows} == {"title first", "action", "title"}
    assert all(row["words"] for row in rows)
