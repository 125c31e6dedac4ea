"""Web pages, Word files and PDFs: the same small plan in each of them reads as the same text."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest
import small_pdf
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from carbonpeak.errors import Empty, NoTextLayer, NotText
from carbonpeak.text.convert import pdf, tables
from carbonpeak.text.read import Source, from_bytes, read

DOCUMENTS = Path(__file__).parents[1] / "data" / "documents"
PLAN = (DOCUMENTS / "plan.txt").read_text(encoding="utf-8")


def plain(text: str) -> str:
    """The text without the marks of headings and page ends."""
    return "\n".join(line.lstrip("# ") for line in text.replace("\f", "").split("\n"))


@pytest.mark.parametrize("name", ["plan.html", "plan-gb2312.html", "plan.docx", "plan.pdf"])
def test_every_format_gives_the_same_text(name: str) -> None:
    source = read(DOCUMENTS / name)
    assert plain(source.text) == PLAN
    assert source.notes == ()
    assert source.encoding == {"plan.html": "utf-8", "plan-gb2312.html": "gb18030"}.get(name)


def test_headings_are_marked_where_the_format_tells() -> None:
    assert "\n### 一、总体要求\n" in read(DOCUMENTS / "plan.html").text
    assert "\n## （二）主要目标\n" in read(DOCUMENTS / "plan.docx").text


def test_pages_end_with_a_form_feed_inside_a_sentence() -> None:
    text = read(DOCUMENTS / "plan.pdf").text
    assert text.count("\f") == 2
    assert "全面执\f行绿色建筑标准" in text


def test_a_conversion_is_kept_and_used(tmp_path: Path) -> None:
    first = read(DOCUMENTS / "plan.pdf", tmp_path / "cache")
    (kept,) = (tmp_path / "cache").iterdir()
    assert first.data_sha256 in kept.name
    kept.write_text(kept.read_text(encoding="utf-8").replace("云溪区", "云山区"), encoding="utf-8")
    second = read(DOCUMENTS / "plan.pdf", tmp_path / "cache")
    assert second.text == first.text.replace("云溪区", "云山区")
    assert read(DOCUMENTS / "plan.pdf").text == first.text


def test_a_text_file_is_not_kept(tmp_path: Path) -> None:
    read(DOCUMENTS / "plan.txt", tmp_path / "cache")
    assert not (tmp_path / "cache").exists()


def test_a_scanned_pdf_is_refused_with_the_reason() -> None:
    with pytest.raises(NoTextLayer, match=r"scan\.pdf: its page is a scanned picture without text; run OCR"):
        read(DOCUMENTS / "scan.pdf")


@pytest.mark.parametrize(("name", "cut"), [("plan.pdf", 3000), ("plan.docx", 3000)])
def test_a_damaged_file_is_refused(name: str, cut: int) -> None:
    with pytest.raises((NotText, NoTextLayer)) as caught:
        from_bytes(Path(name), (DOCUMENTS / name).read_bytes()[:cut])
    assert str(caught.value).startswith(f"{name}: ")


@pytest.mark.parametrize("box", [b"[0 0]", b"[0 (a) 595 842]", b"null"])
def test_a_pdf_with_a_damaged_page_is_refused(box: bytes) -> None:
    data = small_pdf.pdf([small_pdf.Page([(72, 72, "推广光伏")])])
    with pytest.raises(NotText, match="it is a damaged PDF"):
        from_bytes(Path("plan.pdf"), data.replace(b"[0 0 595 842]", box.ljust(13)))


def test_another_office_document_is_refused() -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO((DOCUMENTS / "plan.docx").read_bytes())) as old, zipfile.ZipFile(data, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"wordprocessingml.document.main", b"spreadsheetml.sheet.main"))
    with pytest.raises(NotText, match="another kind of office document"):
        from_bytes(Path("plan.docx"), data.getvalue())


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("word/document.xml", "<w:body>", "<w:bod>"),
        ("[Content_Types].xml", "content-types", "content-kinds"),
        ("word/document.xml", 'w:gridSpan w:val="2"', 'w:gridSpan w:val="two"'),
    ],
)
def test_a_word_file_with_a_damaged_part_is_refused(part: str, old: str, new: str) -> None:
    document = docx.Document()
    cells = document.add_table(rows=2, cols=2).rows[0].cells
    cells[0].merge(cells[1]).text = "合计"
    whole, broken = io.BytesIO(), io.BytesIO()
    document.save(whole)
    with zipfile.ZipFile(whole) as before, zipfile.ZipFile(broken, "w") as after:
        assert old in before.read(part).decode()
        for name in before.namelist():
            text = before.read(name)
            after.writestr(name, text.decode().replace(old, new) if name == part else text)
    with pytest.raises(NotText, match="damaged"):
        from_bytes(Path("a.docx"), broken.getvalue())


def test_an_archive_is_no_word_file() -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("a.txt", "x")
    with pytest.raises(NotText, match="damaged"):
        from_bytes(Path("plan.docx"), data.getvalue())


# web pages


def page(body: str, head: str = "", name: str = "a.html") -> Source:
    return from_bytes(Path(name), f"<html><head>{head}</head><body>{body}</body></html>".encode())


LONG = "<p>" + "到2025年，新增光伏装机容量达到3.6万千瓦，城镇新建建筑全面执行绿色建筑标准。" * 3 + "</p>"


def test_a_page_inside_a_form_is_read() -> None:
    text = page(f'<form id="aspnetForm"><input value="x"><div>{LONG * 4}</div></form>').text
    assert text.count("3.6万千瓦") == 12


def test_no_paragraph_is_lost_however_short() -> None:
    parts = [f"<p>第{i}项</p>{LONG}<p>（责任单位：区{i}局）</p>" for i in range(8)]
    text = page(f'<div class="content">{"".join(parts)}</div><div class="footer">联系我们</div>').text
    for i in range(8):
        assert f"第{i}项" in text
        assert f"（责任单位：区{i}局）" in text


def test_an_annex_beside_the_article_belongs_to_it() -> None:
    annex = "<div><table>" + "<tr><td>1</td><td>新增光伏</td><td>区经委</td></tr>" * 3 + "</table></div>"
    nav = "<table>" + "<tr><td><a href=1>首页</a></td><td><a href=2>政务</a></td></tr>" * 4 + "</table>"
    text = page(f"<div>{nav}</div><div><div>{LONG * 9}</div>{annex}</div><div>{nav}</div>").text
    assert text.count("1\t新增光伏\t区经委") == 3
    assert "首页" not in text


@pytest.mark.parametrize(
    ("head", "heading", "first"),
    [
        ('<meta name="ArticleTitle" content="云溪区碳达峰实施方案">', "云溪区", "# 云溪区碳达峰实施方案"),
        ("<title>云溪区碳达峰实施方案_云溪区政府</title>", "云溪区碳达峰实施方案", "# 云溪区碳达峰实施方案"),
        ("<title>云溪区碳达峰实施方案_云溪区政府</title>", "云溪区政府", "到2025年"),
    ],
)
def test_a_title_outside_the_article_comes_first(head: str, heading: str, first: str) -> None:
    assert page(f"<div><h1>{heading}</h1></div><div>{LONG * 5}</div>", head).text.startswith(first)


def test_merged_cells_keep_the_columns() -> None:
    table = (
        "<table><tr><td rowspan=3>甲</td><td>1</td><td>一</td></tr><tr><td>2</td><td rowspan=2>二<br>三</td></tr>"
        "<tr><td>3</td></tr><tr><td colspan=2>乙</td><td>四</td></tr></table>"
    )
    text = page(f"<div>{LONG * 3}{table}{LONG}</div>").text
    assert "\n甲\t1\t一\n\t2\t二 三\n\t3\t\n乙\t\t四\n" in text


def test_line_breaks_in_the_source_are_no_spaces_but_spaces_are() -> None:
    text = page(f"<div><p>区发展改革\n   委 区经委</p>{LONG * 4}</div>").text
    assert "区发展改革委 区经委" in text


def test_pictures_are_reported() -> None:
    assert page(f'<div>{LONG * 4}<p><img src="table.png"></p></div>').notes == (
        "pictures in the text that are not read: 1",
    )


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_page_that_says_nothing_of_its_encoding(encoding: str) -> None:
    script = "<script>" + "var x = 1;\n" * 3000 + "</script>"
    markup = f'<?xml version="1.0"?>\n<html><head>{script}</head><body>{LONG * 4}</body></html>'
    assert "3.6万千瓦" in from_bytes(Path("a.htm"), markup.encode(encoding)).text


@pytest.mark.parametrize("markup", ["<html></html>", "<html><body><p> </p></body></html>", "<script>1</script>"])
def test_a_page_without_text(markup: str) -> None:
    with pytest.raises(Empty):
        from_bytes(Path("a.html"), markup.encode())


# Word files


def word(*blocks: str) -> Source:
    document = docx.Document()
    body = document.element.body
    for block in blocks:
        body.insert(len(body) - 1, parse_xml(block.replace(">", f" {nsdecls('w')}>", 1)))
    data = io.BytesIO()
    document.save(data)
    return from_bytes(Path("a.docx"), data.getvalue())


def test_tracked_changes_content_controls_and_fields() -> None:
    source = word(
        "<w:p><w:r><w:t>达到</w:t></w:r><w:del><w:r><w:delText>10</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>15</w:t></w:r></w:ins><w:r><w:t>%</w:t><w:br/><w:t>下一行</w:t></w:r></w:p>",
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>控件里的段落</w:t></w:r></w:p></w:sdtContent></w:sdt>",
        "<w:p><w:r><w:instrText>PAGE</w:instrText></w:r><w:hyperlink><w:r><w:t>链接</w:t></w:r></w:hyperlink></w:p>",
    )
    assert source.text == "达到15%\n\n下一行\n\n控件里的段落\n\n链接\n"


def test_merged_cells_and_a_table_inside_a_frame() -> None:
    inner = (
        "<w:tbl><w:tr><w:tc><w:tcPr><w:vMerge w:val='restart'/></w:tcPr><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc>"
        "<w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc></w:tr>"
        "<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc><w:tc><w:p><w:r><w:t>2</w:t></w:r></w:p></w:tc></w:tr>"
        "<w:tr><w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr><w:p><w:r><w:t>合计</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    assert word(inner).text == "甲\t1\n\t2\n合计\t\n"
    assert word(f"<w:tbl><w:tr><w:tc>{inner}<w:p/></w:tc></w:tr></w:tbl>").text == "甲\t1\n\t2\n合计\t\n"


def test_a_table_inside_a_cell_stands_behind_its_table() -> None:
    inner = (
        "<w:tbl>"
        + "<w:tr>{}{}</w:tr>".format(*("<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>",) * 2) * 2
        + "</w:tbl>"
    )
    inner = inner.format("序号", "任务", "1", "建成公园3座")
    row = f"<w:tr><w:tc><w:p><w:r><w:t>附表</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>注</w:t></w:r></w:p>{inner}<w:p/></w:tc></w:tr>"
    assert word(f"<w:tbl>{row}</w:tbl>").text == "附表\t注\n\n序号\t任务\n1\t建成公园3座\n"


def test_a_word_file_of_pictures_is_refused() -> None:
    document = docx.Document()
    picture = io.BytesIO()
    from PIL import Image

    Image.new("L", (9, 9)).save(picture, "PNG")
    picture.seek(0)
    document.add_picture(picture)
    data = io.BytesIO()
    document.save(data)
    with pytest.raises(NoTextLayer, match="pictures and no text"):
        from_bytes(Path("a.docx"), data.getvalue())


# pieces


def test_a_grid_keeps_cells_in_their_columns() -> None:
    grid = tables.Grid()
    for row in ([("a", 1, 2), ("b", 2, 1)], [("c", 1, 1), ("d", 1, 1)], [("e", 3, 1)], [("", 3, 1)]):
        for cell in row:
            grid.add(*cell)
        grid.end_row()
    assert grid.rows() == [["a", "b", ""], ["", "c", "d"], ["e", "", ""]]


def test_tabs_and_line_ends_mean_one_thing_only() -> None:
    assert tables.written([["甲\n乙", " a\tb "]]) == ["甲 乙\ta b"]


def test_the_radicals_of_some_fonts_become_characters() -> None:
    assert pdf._plain("⽤能⻓⾨") == "用能长門"
