"""Numbers a Word file keeps apart from its words: levels, lists begun anew, forms of numerals, styles."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from carbonpeak.text.convert import numbering
from carbonpeak.text.read import from_bytes


def levels(*forms: tuple[str, str], extra: str = "") -> str:
    return "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{pattern}"/>{extra}</w:lvl>'
        for i, (form, pattern) in enumerate(forms)
    )


def labels(definition: str, paragraphs: list[tuple[str, int]]) -> list[str]:
    root = parse_xml(f"<w:numbering {nsdecls('w')}>{definition}</w:numbering>")
    counting = numbering.Numbering(root, None)
    return [
        counting.label(
            parse_xml(
                f'<w:p {nsdecls("w")}><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr></w:pPr></w:p>'
            )
        )
        for number, level in paragraphs
    ]


OUTLINE = levels(("chineseCountingThousand", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."))


def test_numbers_count_by_level_and_begin_anew_below() -> None:
    definition = f'<w:abstractNum w:abstractNumId="0">{OUTLINE}</w:abstractNum><w:num w:numId="5"><w:abstractNumId w:val="0"/></w:num>'
    depths = [0, 1, 2, 2, 1, 2, 0, 1]
    assert labels(definition, [("5", depth) for depth in depths]) == [
        *("一、", "（一）", "1. ", "2. ", "（二）", "1. "),
        *("二、", "（一）"),
    ]


def test_a_list_that_begins_anew_and_one_that_goes_on() -> None:
    definition = (
        f'<w:abstractNum w:abstractNumId="0">{levels(("decimal", "%1)"))}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/>'
        "</w:lvlOverride></w:num>"
    )
    assert labels(definition, [("1", 0), ("1", 0), ("2", 0), ("3", 0), ("3", 0)]) == ["1) ", "2) ", "3) ", "1) ", "2) "]


@pytest.mark.parametrize(
    ("form", "count", "written"),
    [
        ("chineseCounting", 10, "十"),
        ("chineseCounting", 21, "二十一"),
        ("taiwaneseCountingThousand", 110, "一百一十"),
        ("japaneseCounting", 103, "一百零三"),
        ("chineseLegalSimplified", 12, "壹拾贰"),
        ("ideographDigital", 20, "二〇"),
        ("decimalEnclosedCircle", 3, "③"),
        ("decimalZero", 7, "07"),
        ("upperRoman", 14, "XIV"),
        ("lowerLetter", 27, "aa"),
        ("decimalFullWidth", 12, "１２"),
        ("somethingNew", 4, "4"),
    ],
)
def test_the_forms_of_numbers(form: str, count: int, written: str) -> None:
    start = levels((form, "%1、")).replace('start w:val="1"', f'start w:val="{count}"')
    definition = f'<w:abstractNum w:abstractNumId="0">{start}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    assert labels(definition, [("1", 0)]) == [f"{written}、"]


def test_numbers_that_come_with_a_style_and_bullets_that_give_none() -> None:
    document = docx.Document()
    style = document.styles["List Number"].element
    assert style.find(qn("w:pPr")).find(qn("w:numPr")) is not None
    for text in ("甲", "乙"):
        document.add_paragraph(text, "List Number")
    document.add_paragraph("丙", "List Bullet")
    data = io.BytesIO()
    document.save(data)
    assert from_bytes(Path("a.docx"), data.getvalue()).text == "1. 甲\n\n2. 乙\n\n丙\n"
