"""Documents set in ways that a converter may misread: columns, pages on their side, rows that Word counts, hidden words."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from small_pdf import Page, pdf

from carbonpeak.errors import NotText
from carbonpeak.plans.plan import read_text
from carbonpeak.text.convert.docx import convert as from_word
from carbonpeak.text.convert.html import convert as from_page
from carbonpeak.text.convert.pdf import convert as from_pdf

WORDS = nsdecls("w")
TITLE = "安泽县碳达峰实施方案是一个横跨两栏的标题"
LEFT = [
    "一、重点任务", "　　（一）推进光伏建设行动。大力发展分", "布式光伏，新增光伏装机三万千瓦，支持",
    "农村户用光伏建设。（责任单位：县发改", "局、县住建局、县农业农村局、县供电公", "司）",
    "　　（二）推进节能改造行动。完善节能管", "理制度，开展节能诊断服务，到二零二五",
]  # fmt: skip
RIGHT = [
    "年改造重点企业二十家。（责任单位：县工", "信局、县市场监管局）", "　　（三）推进绿色交通行动。新增公共充",
    "电桩三百个，更新新能源公交车四十辆。", "（责任单位：县交通局）", "二、保障措施", "　　（一）加强领导。建立健全工作机制。",
]  # fmt: skip
READ = [
    TITLE,
    "一、重点任务",
    "（一）推进光伏建设行动。大力发展分布式光伏，新增光伏装机三万千瓦，支持农村户用光伏建设。（责任单位：县发改局、县住建局、县农业农村局、县供电公司）",
    "（二）推进节能改造行动。完善节能管理制度，开展节能诊断服务，到二零二五年改造重点企业二十家。（责任单位：县工信局、县市场监管局）",
    "（三）推进绿色交通行动。新增公共充电桩三百个，更新新能源公交车四十辆。（责任单位：县交通局）",
    "二、保障措施",
    "（一）加强领导。建立健全工作机制。",
]


def column(x: float, y: float, lines: list[str]) -> list[tuple[float, float, str]]:
    return [(x, y + 20 * number, line) for number, line in enumerate(lines)]


@pytest.mark.parametrize("offset", [0, 8])  # lines side by side, or between those of the other column
def test_two_columns_are_read_one_after_the_other(offset: int) -> None:
    page = Page([(150, 60, TITLE), *column(60, 100, LEFT), *column(310, 100 + offset, RIGHT)])
    assert from_pdf(Path("a.pdf"), pdf([page])).text.split("\n\n") == [*READ[:-1], READ[-1] + "\n"]


def test_short_lines_beside_each_other_are_no_columns() -> None:
    names = ["任务一", "推进光伏建设和储能", "任务三"] * 3
    bodies = ["县发改局", "县工信局", "县住建局"] * 3
    text = from_pdf(Path("a.pdf"), pdf([Page([*column(60, 100, names), *column(310, 100, bodies)])])).text
    assert text.index("任务一") < text.index("县发改局") < text.index("推进光伏建设和储能")


def test_a_page_on_its_side_is_read_as_it_is_looked_at() -> None:
    lines = [
        "一、重点任务",
        "（一）推进光伏建设行动。大力发展分布式光伏，新增光伏装机三万",
        "千瓦。（责任单位：县发改局、县住建局）",
    ]
    turned, upright = (from_pdf(Path("a.pdf"), pdf([Page(column(60, 100, lines), rotate)])).text for rotate in (90, 0))
    assert turned == upright
    assert "三万千瓦。（责任单位：县发改局、县住建局）" in turned


def test_head_and_foot_of_every_page_are_left_out() -> None:
    words = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜"
    pages = [
        Page([(200, 40, "安泽县人民政府公报"), *column(60, 100, [words[n:] + words[:n]] * 3), (290, 800, f"- {n} -")])
        for n in range(1, 5)
    ]
    text = from_pdf(Path("a.pdf"), pdf(pages)).text
    assert "公报" not in text
    assert "- 1 -" not in text
    assert text.count("荒日月") == 12  # nothing of the text is lost


def test_encryption_that_cannot_be_opened_is_told() -> None:
    data = pdf([Page(column(60, 100, LEFT))], b"/Encrypt<</Filter/Adobe.PubSec/V 5>>/ID[(x)(x)]")
    with pytest.raises(NotText, match="encrypted"):
        from_pdf(Path("a.pdf"), data)


def test_rows_that_word_counts_keep_their_number() -> None:
    document = docx.Document()
    numbers = document.part.numbering_part.element
    levels = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    numbers.insert(0, parse_xml(f'<w:abstractNum {WORDS} w:abstractNumId="77">{levels}</w:abstractNum>'))
    numbers.append(parse_xml(f'<w:num {WORDS} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    document.add_paragraph("任务分工表")
    table = document.add_table(rows=3, cols=4)
    rows = [
        ("序号", "重点任务", "牵头单位", "配合单位"),
        ("", "新建充电站25座", "县发改局", "县住建局"),
        ("", "推进节能改造", "县工信局", ""),
    ]
    for row, cells in enumerate(rows):
        for place, words in enumerate(cells):
            table.cell(row, place).text = words
    for row in (1, 2):
        paragraph = table.cell(row, 0).paragraphs[0]
        numbered = f'<w:numPr {WORDS}><w:ilvl w:val="0"/><w:numId w:val="77"/></w:numPr>'
        paragraph._p.get_or_add_pPr().append(parse_xml(numbered))
    table.cell(1, 3).add_paragraph("县财政局")
    out = io.BytesIO()
    document.save(out)
    found = read_text(from_word(Path("a.docx"), out.getvalue()).text, "t").tables["responsibilities"]
    assert [(row.task_id, row.name_written, row.role) for row in found] == [
        ("t/annex.1", "县发改局", "lead"), ("t/annex.1", "县住建局", "support"), ("t/annex.1", "县财政局", "support"),
        ("t/annex.2", "县工信局", "lead"),
    ]  # fmt: skip


def test_what_a_page_hides_is_not_read() -> None:
    sentence = "推进整县屋顶分布式光伏开发，支持农村户用光伏，提升消纳能力，完善服务体系。"
    hidden = '<p hidden>甲</p><p style="display: none">乙</p><noscript>丙</noscript><template>丁</template><script>戊</script>'
    page = f"<html><body><div><p>一、任务</p><p>（一）{sentence}</p>{hidden}<p>（二）{sentence}</p></div></body></html>"
    assert from_page(Path("a.html"), page.encode()).text.split() == [
        "一、任务",
        f"（一）{sentence}",
        f"（二）{sentence}",
    ]
