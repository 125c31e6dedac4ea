"""Traditional characters: folded one for one, and nothing else touched."""

from __future__ import annotations

from pathlib import Path

import opencc
import own_plans
import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbonpeak import datafiles
from carbonpeak.text.fold import fold

PLANS = own_plans.files()
# OpenCC itself does not lead back from these: 藉 and 著 are characters of their own as well
NOT_LED_BACK = {("借", "藉"), ("着", "著")}


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_a_simplified_text_is_left_alone(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert fold(text) is text


@pytest.mark.parametrize("make", ["s2t", "s2tw", "s2hk"])
@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_each_make_of_traditional_characters_leads_back(path: Path, make: str) -> None:
    text = path.read_text(encoding="utf-8")
    folded = fold(opencc.OpenCC(make).convert(text))
    assert len(folded) == len(text)
    assert {pair for pair in zip(text, folded, strict=True) if pair[0] != pair[1]} <= NOT_LED_BACK


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("不低於15%", "不低于15%"),
        ("2030年後", "2030年后"),
        ("到2025年，裝機達到5萬千瓦", "到2025年，装机达到5万千瓦"),
        ("責任單位：區發展改革委、區經濟和資訊化委", "责任单位：区发展改革委、区经济和信息化委"),
        ("網路與資料中心專案20個", "网络与数据中心项目20个"),
        ("碳達峰行動計畫", "碳达峰行动计划"),
        ("⽤能总量不超过⻓三⻆⽔平", "用能总量不超过长三角水平"),
        ("ABC 15%", "ABC 15%"),
        ("", ""),
    ],
)
def test_what_reading_depends_on(written: str, read: str) -> None:
    assert fold(written) == read


@pytest.mark.parametrize(
    "text", ["乾县人民政府", "显著提高", "徵羽", "回收资料、组织排查专案、网路 • 平台 —— ㎡", "狼藉"]
)
def test_what_is_simplified_stays_even_if_it_looks_otherwise(text: str) -> None:
    assert fold(text) is text


@given(st.text())
def test_the_length_never_changes(text: str) -> None:
    folded = fold(text)
    assert len(folded) == len(text)
    assert fold(folded) == folded


def test_the_table_is_one_for_one_and_leads_nowhere_further() -> None:
    rows = datafiles.rows("traditional")
    assert len(rows) > 3500
    traditional = {row["traditional"] for row in rows}
    assert len(traditional) == len(rows)
    for row in rows:
        assert len(row["traditional"]) == len(row["simplified"]) == 1
        assert row["simplified"] not in traditional
        assert row["origin"] in ("opencc", "unicode")


def test_the_variants_are_written_in_simplified_characters_and_lead_nowhere_further() -> None:
    rows = datafiles.rows("wording_variants")
    variants = {row["variant"] for row in rows}
    assert len(variants) == len(rows)
    for row in rows:
        assert fold(row["variant"]) == row["variant"]
        assert fold(row["standard"]) == row["standard"]
        assert not any(variant in row["standard"] for variant in variants)
