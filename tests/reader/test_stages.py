"""The stages that give a text its shape: clean, outline, tables, front, collate. Small texts, each with one difficulty."""

from __future__ import annotations

import pytest

from carbonpeak.plans.plan import read_text
from carbonpeak.structure import collate
from carbonpeak.structure.clean import clean, dress, squeeze
from carbonpeak.structure.front import front
from carbonpeak.structure.outline import gaps, outline
from carbonpeak.tables import annex
from carbonpeak.tables.locate import find

NOTICE = """上海市某区人民政府文件

某府发〔2022〕13 号

上海市某区人民政府
关于印发《某区碳达峰实施方案》的通知

区政府各委、办、局：

《某区碳达峰实施方案》已经 2022 年 12 月 5 日区政府第 28 次常务会议审议通过，现印发给你们。

上海市某区人民政府

2022 年 12 月 31 日

某区碳达峰实施方案

根据《上海市碳达峰实施方案》，制定本方案。

一、主要目标

到2025年，绿色出行比例达到75%。

抄送：区委各部门。

上海市某区人民政府办公室 2023 年 1 月 3 日印发
"""


# -- clean ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("推动建筑信息模型等智能化技术应用，推进装配式建筑和\n\n智能建造融合发展。", "推动建筑信息模型等智能化技术应用,推进装配式建筑和智能建造融合发展。"),
        ("充分发挥市场在资源配置中的作用，提升区级重点用能\n\n- 5 -\n\n单位的能效水平。", "充分发挥市场在资源配置中的作用,提升区级重点用能单位的能效水平。"),
        ("（责任单位：\n\n区发改委、区机\n管局）", "(责任单位:区发改委、区机管局)"),
        ("**重点任务。**推进光伏", "重点任务。推进光伏"),
        ("比2005年下降 —2— 70%以上", "比2005年下降70%以上"),
        ("5000万【wàn】千瓦", "5000万千瓦"),
        ("新增光\u00ad伏1\u200d2\x0300\u2060个", "新增光伏1200个"),
        ("到２０２５年，占比５０％", "到2025年,占比50%"),
    ],
)  # fmt: skip
def test_clean_gives_the_words_alone(raw: str, text: str) -> None:
    assert clean(raw).text == text


def test_every_character_keeps_its_place() -> None:
    raw = "一、目标\n\n到 2025 年，\n\n- 3 -\n\n占比达到 50%。\n"
    cleaned = clean(raw)
    for index, character in enumerate(cleaned.written):
        if character != "\n":
            assert raw[cleaned.to_raw(index)] == character


def test_a_quote_is_its_slice_less_white_space_and_furniture() -> None:
    raw = "到 2025 年，绿色\n\n- 12 -\n\n出行比例达到 75%。"
    assert squeeze(raw) == "到2025年，绿色出行比例达到75%。"
    assert squeeze("新增光\u00ad伏 1\u200d2\x0300\ufeff个") == "新增光伏1200个"


def test_dress_does_not_depend_on_widths() -> None:
    assert dress("能效(PUE),≤1.3") == dress("能效（PUE），≤1.3") == "能效（PUE），≤1.3"


# -- outline ----------------------------------------------------------------------------------------------------------


def paths(raw: str) -> list[tuple[str, str, str | None]]:
    return [(section.path, section.kind, section.title) for section in outline(clean(raw)).sections]


def test_numbered_headings_in_their_styles() -> None:
    raw = "第一章 总体要求\n\n一、指导思想\n\n坚持绿色发展。\n\n第二章 重点任务\n\n一、能源行动\n\n（一）光伏\n\n1. 建设屋顶光伏。推进建设。\n\n2．建设储能。推进建设。\n"
    assert [path for path, _, _ in paths(raw)] == ["1", "1.1", "2", "2.1", "2.1.1", "2.1.1.1", "2.1.1.2"]


def test_titled_items_without_numbers_count_in_order() -> None:
    raw = "一、重点任务\n\n（一）能源行动。推进光伏。\n\n二、保障措施\n\n加强统筹协调。成立领导小组。\n\n压实各方责任。建立机制。\n"
    assert [(path, title) for path, kind, title in paths(raw) if kind == "safeguard"] == [
        ("2", "保障措施"), ("2.1", "加强统筹协调"), ("2.2", "压实各方责任"),
    ]  # fmt: skip


def test_an_outline_printed_behind_the_text_is_dropped() -> None:
    raw = "一、主要目标\n\n到2025年，占比达到50%。\n\n二、重点任务\n\n（一）行动\n\n1.推进光伏。建设光伏。\n\n\t一、主要目标\n\n\t二、重点任务\n\n\t（一）行动\n"
    assert [path for path, _, _ in paths(raw)] == ["1", "2", "2.1", "2.1.1"]


def test_a_missing_ordinal_is_told() -> None:
    text = clean("一、重点任务\n\n1.推进光伏。建设光伏。\n\n3.推进储能。建设储能。\n")
    assert [(path, words) for path, words, _ in gaps(text, outline(text))] == [("1.3", "1. → 3.")]


# -- tables -----------------------------------------------------------------------------------------------------------


def test_a_row_goes_on_behind_a_page_break_and_an_empty_cell_names_nobody() -> None:
    raw = "重点任务\t序号\t具体任务\t责任部门\n一、行动\t1\t推进光伏建设，\t区发改委、区机\n\n\t\t\t提高效率。\t管局\n\t2\t推进储能。\t\n\t3\t推进充电桩。\t区建管委、\n"
    rows = [row for table in find(raw) for row in annex.task_rows(table)]
    assert [(row.number, row.content.text, row.who["listed"].text if row.who else None) for row in rows] == [
        (1, "推进光伏建设，提高效率。", "区发改委、区机管局"), (2, "推进储能。", None), (3, "推进充电桩。", "区建管委、"),
    ]  # fmt: skip


def test_a_text_without_a_table_has_none() -> None:
    assert find("一、主要指标\n\n到2025年，主要指标完成。") == []


# -- front ------------------------------------------------------------------------------------------------------------


def test_metadata_as_stated() -> None:
    cleaned = clean(NOTICE)
    found = front(cleaned, outline(cleaned))
    assert found._asdict() == {
        "title": "某区碳达峰实施方案", "issuer": "上海市某区人民政府", "document_number": "某府发〔2022〕13号", "adopted_on": "2022-12-05",
        "issued_on": "2022-12-31", "printed_on": "2023-01-03", "superior_plan": "上海市碳达峰实施方案", "year": 2022,
    }  # fmt: skip


def test_what_is_not_stated_stays_null() -> None:
    cleaned = clean("某区碳达峰实施方案\n\n一、主要目标\n\n到2025年，占比达到50%。\n")
    found = front(cleaned, outline(cleaned))
    assert (found.issuer, found.document_number, found.issued_on, found.superior_plan) == (None, None, None, None)


# -- collate ----------------------------------------------------------------------------------------------------------


def differences(one: str, other: str) -> list[collate.Difference]:
    a, b = clean(one), clean(other)
    return collate.renditions(a, outline(a), b, outline(b))


def test_widths_breaks_and_furniture_are_no_difference() -> None:
    one = "一、主要目标\n\n到 2025 年，占比达到 50%。\n\n- 2 -\n\n二、重点任务\n\n推进光伏。\n"
    other = "一、主要目标\n到2025年,占比达到50%。\n二、重点任务\n推进光伏。\n来源:某区人民政府\n在线咨询\n"
    assert differences(one, other) == []


def test_a_notice_may_go_on_behind_a_colon_or_on_a_new_line() -> None:
    one = "某区人民政府文件\n各街道办事处：\n现印发给你们。\n某区人民政府\n一、主要目标\n到2025年，占比达到50%。\n抄送：区委各部门。\n"
    other = one.replace("处：\n", "处：").replace("文件\n", "办公室\n", 1).replace("抄送：区委各部门。\n", "")
    assert one != other
    told = [(found.detail_a, found.detail_b) for found in differences(one, other)]
    assert told == [("某区人民政府文件", "某区人民政府办公室"), ("抄送：区委各部门。", None)]


def test_another_word_is_a_difference_with_its_place() -> None:
    one = "一、主要目标\n\n到2025年，占比达到50%。\n"
    (found,) = differences(one, one.replace("50%", "55%"))
    assert (found.kind, found.path) == ("renditions_differ", "1")
    assert found.detail_a is not None
    assert found.detail_b is not None
    assert "50%" in found.detail_a
    assert "55%" in found.detail_b


def test_a_body_that_no_annex_row_names_is_told() -> None:
    (found,) = collate.body_and_annex(
        {"4.3": ["甲局", "乙局"], "annex.1": ["甲局"]}, {"annex.1": ["甲局"]}, {"annex.1": "4.3"}
    )
    assert (found.kind, found.path, found.detail_a, found.detail_b) == ("body_annex_differ", "4.3", "乙局", None)


# -- the whole ----------------------------------------------------------------------------------------------------------


def test_what_is_not_understood_is_a_row_and_a_warning() -> None:
    reading = read_text(
        "一、重点任务\n\n1.推进光伏。到2025年，库容达到30磅。\n\n3.推进储能。由甲局负责。（责任单位：甲局/乙局）\n", "t"
    )
    told = [row for row in reading.tables["discrepancies"] if row.kind == "unreadable"]
    assert {row.path for row in told} == {"1.1", "1.3"}
    assert len(told) == len(reading.warnings) == 3


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("冷库容量达到3.5万石", True),
        ("新增冷库容量35石", True),
        ("冷库容量提高到35石以上", True),
        ("建成地铁15号线", False),
        ("建成冷库35座", False),
        ("冷库占地达到3.5万平方米", False),
        ("推广10种做法", False),
    ],
)
def test_a_unit_that_is_not_known_is_told(words: str, told: bool) -> None:
    reading = read_text(f"一、重点任务\n\n1.发展冷链。到2025年，{words}。（责任单位：甲局）\n", "t")
    found = [row for row in reading.tables["discrepancies"] if row.kind == "unreadable"]
    assert [row.detail_b for row in found] == ["the unit of the number is not understood"] * told
    assert not (told and (reading.tables["targets"] or reading.tables["unread"]))


_STRANGE = "一、主要目标\n\n到2025年，森林覆盖率达到42%。\n\n领域\t内容\t数量\n能源\t光伏装机\t65万\u200d千瓦\n交通\t充电桩\t第3批\n\n二、重点任务\n\n1.发展光伏。（责任单位：甲局）\n"


def test_numbers_of_a_table_that_is_not_understood_are_told() -> None:
    reading = read_text(_STRANGE, "t")
    (row,) = reading.tables["unread"]
    assert (row.path, row.number, row.sentence) == ("1", "65万千瓦", "能源｜光伏装机｜65万千瓦")
    assert _STRANGE[row.char_start : row.char_end] == "65万\u200d千瓦"
    assert "table" in row.reason


@pytest.mark.parametrize(
    ("old", "new"), [("主要目标", "现状与形势"), ("领域\t内容\t数量", "序号\t指标\t2025年"), ("65万\u200d千瓦", "65")]
)
def test_numbers_of_other_tables_are_not(old: str, new: str) -> None:
    assert read_text(_STRANGE.replace(old, new), "t").tables["unread"] == []


@pytest.mark.parametrize(
    ("table", "numbers"),
    [
        ("领域\t单位\t数量\n能源\t万千瓦\t65\n", ["65"]),  # the unit stands in a cell of its own
        ("领域\t数量\n光伏装机（万千瓦）\t65\n", ["65"]),
        ("序号\t指标\t单位\t2027年\t激励\n1\t装机\t万千瓦\t65\t70\n", ["70"]),  # a column that is not understood
        (
            "序号指标单位2020年2025年\n1运量万吨12.153\n2货运量万吨14.164\n",
            ["12.153", "14.164"],
        ),  # figures that nothing parts
        ("序号\t指标\t单位\t2020年\t2027年\n1\t35蒸吨锅炉淘汰率\t%\t65\t70\n", []),
        ("序号\t指标\t单位\t2027年\n1\t装机\t万千瓦\t约65（注）\n", []),
    ],
)
def test_numbers_beside_their_units_are_told(table: str, numbers: list[str]) -> None:
    reading = read_text(
        f"一、主要目标\n\n到2027年，森林覆盖率达到42%。\n\n{table}\n二、重点任务\n\n1.发展光伏。（责任单位：甲局）\n",
        "t",
    )
    assert [row.number for row in reading.tables["unread"]] == numbers


def test_bodies_that_are_not_understood_are_told() -> None:
    text = (
        "一、重点任务\n（一）推进节能。（市发展改革委、市工业和信息化局、市财政局会商后负责推动）\n"
        "（二）加强宣传。（责任单位：市教育局、绿色生活倡议）\n（三）推广光伏。（责任单位：市能源局、白沙农牧场）"
    )
    reading = read_text(text, "t")
    assert [(row.path, row.detail_a) for row in reading.tables["discrepancies"] if row.kind == "unreadable"] == [
        ("1.1", "市发展改革委、市工业和信息化局、市财政局会商后负责推动"),
        ("1.2", "绿色生活倡议"),
    ]
    assert sum("绿色生活倡议" in warning for warning in reading.warnings) == 1


def test_a_column_of_bodies_that_is_not_understood_is_told() -> None:
    text = "任务分工表\n| 序号 | 任务 | 责任单位 | 复核部门 | 计量单位 |\n| 1 | 控煤 | 市发改委 | 市统计局 | 万吨 |\n| 2 | 节水 | 市水利局 | 市审计局 | 吨 |"
    reading = read_text(text, "t")
    assert [row.detail_a for row in reading.tables["discrepancies"] if row.kind == "unreadable"] == ["复核部门"]
    assert [row.name_written for row in reading.tables["responsibilities"]] == ["市发改委", "市水利局"]


def test_ids_stay_when_other_rows_come() -> None:
    text = "一、重点任务\n\n1.推进光伏。到2025年，新增光伏装机5万千瓦。到2030年，新增光伏装机9万千瓦。\n"
    more = text.replace("推进光伏。", "推进光伏。“十四五”期间，新建充电桩300个。")
    ids = {row.target_id for row in read_text(text, "t").tables["targets"]}
    assert ids < {row.target_id for row in read_text(more, "t").tables["targets"]}
