"""Properties of the reader: what is written in any of its forms reads back as the same record, and the look of a copy
(white space, line breaks, widths) never changes a record; traditional characters change nothing but the words as written."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random
from typing import Any

import opencc
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from carbonpeak.duties.responsibilities import lists
from carbonpeak.plans.plan import read_text
from carbonpeak.targets.numbers import convert, number
from carbonpeak.targets.quantities import scan
from carbonpeak.text.fold import fold

PLANS = Path(__file__).parents[2] / "plans"
HAN = "零一二三四五六七八九"
BODIES = [
    "区发改委",
    "区生态环境局",
    "市规划和自然资源局",
    "工业和信息化部",
    "各街道镇",
    "区投促办（金融办）",
    "省能源局",
    "各县、区人民政府",
    "区国资委",
]
COMPARATORS = {
    "不低于{}": "ge", "至少{}": "ge", "{}以上": "ge", "{}及以上": "ge", "超过{}": "gt", "突破{}": "gt", "不高于{}": "le", "控制在{}以内": "le",
    "控制在{}以下": "le", "低于{}": "lt", "约{}": "approx", "{}左右": "approx", "{}": "eq",
}  # fmt: skip
PERIODS = {
    "到{}年，": (None, 0), "{}年前，": (None, 0), "{}年底前，": (None, 0), "到{}年底，": (None, 0), "至{}年，": (None, 0), "{}年起，": (0, None),
    "自{}年起，": (0, None), "力争到{}年，": (None, 0), "{}年6月底前，": (None, 0),
}  # fmt: skip


def chinese(value: int) -> str:
    """A number below a thousand in Chinese numerals."""
    hundreds, rest = divmod(value, 100)
    tens, ones = divmod(rest, 10)
    words = f"{HAN[hundreds]}百" if hundreds else ""
    if tens:
        words += ("" if tens == 1 and not hundreds else HAN[tens]) + "十"
    elif hundreds and ones:
        words += "零"
    return words + (HAN[ones] if ones else "")


def one_target(text: str) -> Any:
    targets = read_text(text, "t").tables["targets"]
    assert len(targets) == 1, (text, targets)
    return targets[0]


@given(st.integers(1, 999))
def test_chinese_numerals_read_back(value: int) -> None:
    assert number(chinese(value)) == value


@given(
    st.decimals("0.1", "9999", places=1),
    st.sampled_from(sorted(COMPARATORS)),
    st.sampled_from(["%", "万千瓦", "亿吨", "万平方米", "公里", "家"]),
)
def test_a_quantity_reads_back(value: Any, form: str, unit: str) -> None:
    written = f"{value.normalize():f}{unit}"
    text = f"总规模达到{form.format(written)}" if "{}以" in form or form == "{}" else f"总规模{form.format(written)}"
    found = scan(text, 0, len(text), [])
    assert [(one.value, one.unit, one.comparator) for one in found] == [(float(value), unit, COMPARATORS[form])]


@given(st.integers(1, 400), st.integers(1, 400), st.sampled_from("-~—–至"))
def test_a_range_reads_back(low: int, more: int, dash: str) -> None:
    target = one_target(f"到2025年，建成示范园区{low}{dash}{low + more}个。")
    assert (target.comparator, target.value, target.value_max, target.unit) == ("range", low, low + more, "个")


@given(st.integers(2022, 2060), st.sampled_from(sorted(PERIODS)))
def test_a_period_reads_back(year: int, form: str) -> None:
    target = one_target(f"{form.format(year)}风电装机容量达到120万千瓦。")
    expected = tuple(None if end is None else year for end in PERIODS[form])
    assert (target.period_start, target.period_end) == expected


@given(
    st.sampled_from("四五六"),
    st.sampled_from(["“{}”", "{}", '"{}"', "「{}」"]),
    st.sampled_from(["期间", "时期", "末"]),
)
def test_a_five_year_plan_reads_back(ordinal: str, quotes: str, tail: str) -> None:
    target = one_target(f"{quotes.format(f'十{ordinal}五')}{tail}，新增光伏装机120万千瓦。")
    first = 2001 + 5 * HAN.index(ordinal)
    assert (target.period_start, target.period_end) == (None if tail == "末" else first, first + 4)


@given(
    st.integers(2005, 2023),
    st.sampled_from(["比{}年", "较{}年", "与{}年相比，", "在{}年的基础上", "相比{}年"]),
    st.sampled_from(["下降", "降低", "减少"]),
)
def test_a_base_year_reads_back(year: int, form: str, verb: str) -> None:
    target = one_target(f"到2030年，单位地区生产总值能耗{form.format(year)}{verb}13.5%。")
    assert (target.measure, target.direction, target.baseline_year, target.value) == (
        "relative_change",
        "decrease",
        year,
        13.5,
    )


@given(
    st.lists(st.sampled_from(BODIES), min_size=1, max_size=7, unique=True),
    st.sampled_from(["、", "，", ",", "；"]),
    st.sampled_from(["责任单位", "牵头单位", "责任部门", "负责单位"]),
)
def test_a_list_of_bodies_reads_back(bodies: list[str], separator: str, label: str) -> None:
    text = f"推进低碳建设。（{label}：{separator.join(bodies)}）"
    found = read_text(text, "t").tables["responsibilities"]
    assert [one.name_written for one in found] == bodies
    assert [one.position for one in found] == list(range(1, len(bodies) + 1))
    assert {one.role for one in found} == {"lead" if label.startswith("牵头") else "listed"}


@given(st.lists(st.sampled_from(BODIES), min_size=3, max_size=3, unique=True))
def test_roles_by_verb_read_back(bodies: list[str]) -> None:
    lead, *support = bodies
    found = lists(f"推进低碳建设。({lead}牵头,{'、'.join(support)}配合)".replace("（", "(").replace("）", ")")).named
    assert [one.role for one in found] == ["lead", "support", "support"]


@given(st.floats(0.1, 1e6), st.sampled_from(["千瓦", "万千瓦", "亿千瓦", "吉瓦", "兆瓦"]))
def test_power_converts_through_any_unit(value: float, unit: str) -> None:
    factor = {"千瓦": 1e-3, "万千瓦": 10, "亿千瓦": 1e5, "吉瓦": 1e3, "兆瓦": 1}[unit]
    got, si = convert(value, unit)
    assert si == "MW"
    assert got == pytest.approx(value * factor, rel=1e-9)


# -- the look of a copy ---------------------------------------------------------------------------------------------

POINTERS = {"quote", "char_start", "char_end", "text", "bytes", "sha256", "characters"}
TABLES = ("targets", "responsibilities", "tasks", "plans")


def records(text: str) -> dict[str, list[dict[str, Any]]]:
    tables = read_text(text, "t").tables
    return {
        name: [{key: value for key, value in row._asdict().items() if key not in POINTERS} for row in tables[name]]
        for name in TABLES
    }


@pytest.fixture(scope="module")
def plain() -> str:
    return (PLANS / "yangpu-2022.web.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def plain_records(plain: str) -> dict[str, list[dict[str, Any]]]:
    return records(plain)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 2**32))
def test_white_space_never_changes_a_record(plain: str, plain_records: Any, seed: int) -> None:
    random = Random(seed)

    def spaced(match: re.Match[str]) -> str:
        return match[0] + (" " if random.random() < 0.2 else "")

    assert records(re.sub(r"[\u4e00-\u9fff0-9]", spaced, plain)) == plain_records


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(24, 40))
def test_line_breaks_never_change_a_record(plain: str, plain_records: Any, width: int) -> None:
    wrapped = "\n\n".join(
        "\n".join(line[at : at + width] for at in range(0, len(line), width)) for line in plain.split("\n") if line
    )
    assert records(wrapped) == plain_records


def test_widths_never_change_a_record(plain: str, plain_records: Any) -> None:
    wide = {",": "，", ":": "：", ";": "；", "(": "（", ")": "）", "%": "％"} | {
        str(digit): chr(0xFF10 + digit) for digit in range(10)
    }
    assert records(plain.translate(str.maketrans(wide))) == plain_records


@pytest.mark.parametrize("table", ["s2t", "s2hk"])
def test_traditional_characters_only_change_the_words_as_written(plain: str, plain_records: Any, table: str) -> None:
    converter = opencc.OpenCC(table)
    found = records(converter.convert(plain))
    assert folded(found) == folded(plain_records)
    for name, column in (("responsibilities", "name_written"), ("targets", "unit"), ("tasks", "title")):
        for row, own in zip(plain_records[name], found[name], strict=True):
            assert own[column] == (row[column] and converter.convert(row[column]))


def folded(value: Any) -> Any:
    """Records with every word in simplified characters."""
    if isinstance(value, dict):
        return {name: folded(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [folded(one) for one in value]
    return fold(value) if isinstance(value, str) else value
