"""Makes the documents beside this file: one small plan, written for the tests, as it might be published in each format.

Run it with the project's Python where Chromium and a Chinese font are installed (Debian: chromium, fonts-wqy-zenhei).
The plan and the district in it do not exist.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from pathlib import Path

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from PIL import Image

FOLDER = Path(__file__).parent
TITLE = "云溪区碳达峰实施方案"
ISSUER = "云溪区人民政府"

# (style, text): t title, c centred, n plain, 1 2 3 headings by level, r flush right, i and a the two tables
PLAN = [
    ("c", "云府发〔2023〕8号"),
    ("t", f"{ISSUER}关于印发《{TITLE}》的通知"),
    ("n", "各街道办事处、各镇人民政府，区政府各部门："),
    ("n", f"《{TITLE}》已经区政府第21次常务会议审议通过，现印发给你们，请认真贯彻执行。"),
    ("r", ISSUER),
    ("r", "2023年3月16日"),
    ("t", TITLE),
    ("n", "为贯彻落实市委、市政府关于碳达峰碳中和的决策部署，稳妥有序推进本区碳达峰工作，根据《临江市碳达峰实施方案》，制定本方案。"),
    ("1", "总体要求"),
    ("2", "工作思路"),
    ("n", "坚持系统观念，处理好发展和减排、整体和局部、长远目标和短期目标的关系，把碳达峰工作纳入本区经济社会发展全局，以能源绿色低碳转型为关键，以产业结构优化升级为抓手，确保如期实现碳达峰。"),
    ("2", "主要目标"),
    ("n", "到2025年，单位地区生产总值能源消耗比2020年下降14%，新增光伏装机容量达到3.6万千瓦，城镇新建建筑全面执行绿色建筑标准。到2030年，非化石能源消费比重力争达到25%左右，确保2030年前实现碳达峰。"),
    ("i", ""),
    ("1", "重点任务"),
    ("2", "能源绿色低碳转型行动"),
    ("3", "大力发展可再生能源。推进“光伏+”工程，到2025年，新建公共建筑、工业厂房屋顶光伏覆盖率不低于50%；“十四五”期间建成分布式光伏项目20个以上。（责任单位：区发展改革委、区经委、区住房城乡建设局，各街镇）"),
    ("3", "严格控制煤炭消费。在用燃煤锅炉2024年底前全部完成清洁能源替代。（责任单位：区生态环境局、区市场监管局）"),
    ("2", "交通运输绿色低碳行动"),
    ("3", "推广新能源汽车。到2025年，公交车全部更新为新能源车，新增公共充电桩1200个。（责任单位：区交通局、区发展改革委、区机关事务管理局）"),
    ("1", "保障措施"),
    ("n", "加强统筹协调。区碳达峰工作领导小组统一领导全区碳达峰工作，每年召开会议不少于2次。（责任单位：区发展改革委）"),
    ("n", "附件：云溪区碳达峰任务分工表"),
    ("a", ""),
]  # fmt: skip
INDICATORS = [
    ["序号", "指标", "单位", "2020年", "2025年", "2030年", "属性"],
    ["1", "单位地区生产总值能源消耗降低", "%", "—", "[14]", "完成市下达指标", "约束性"],
    ["2", "光伏装机容量", "万千瓦", "1.2", "4.8", "9", "预期性"],
    ["3", "非化石能源消费比重", "%", "16", "20", "25左右", "预期性"],
]
# (cells; a cell is a text or a text and the number of rows that it spans)
TASKS: list[list[str | tuple[str, int]]] = [
    ["重点任务", "序号", "具体任务", "责任部门"],
    [
        ("能源绿色低碳转型行动", 2),
        "1",
        "新建公共建筑、工业厂房屋顶光伏覆盖率不低于50%，“十四五”期间建成分布式光伏项目20个以上，并定期公布项目运行情况。",
        "区发展改革委、区经委、区住房城乡建设局，各街镇",
    ],
    ["2", "在用燃煤锅炉2024年底前全部完成清洁能源替代。", "区生态环境局、区市场监管局"],
    [("交通运输绿色低碳行动", 1), "3", "新增公共充电桩1200个。", "区交通局"],
]
HAN = "一二三四五六七八九十"


def numbered() -> list[tuple[str, str]]:
    """The plan with the numbers of its headings written out."""
    counts = [0, 0, 0]
    found = []
    for style, text in PLAN:
        if style in "123":
            level = int(style) - 1
            counts[level] += 1
            counts[level + 1 :] = [0] * (2 - level)
            count = counts[level]
            text = (f"{HAN[count - 1]}、", f"（{HAN[count - 1]}）", f"{count}. ")[level] + text
        found.append((style, text))
    return found


def rows(style: str) -> list[list[str]]:
    """A table as it is to be read: merged cells are filled where they begin."""
    if style == "i":
        return INDICATORS
    found = []
    for row in TASKS:
        cells = [cell if isinstance(cell, str) else cell[0] for cell in row]
        found.append([""] * (4 - len(cells)) + cells)
    return found


def text() -> str:
    blocks = ["\n".join("\t".join(row) for row in rows(style)) if style in "ia" else line for style, line in numbered()]
    return "\n\n".join(blocks) + "\n"


def article(heading: dict[str, str]) -> str:
    """The plan as HTML; `heading` says which element a style becomes, p where it says nothing."""
    parts = []
    for style, line in numbered():
        if style == "i":
            cells = ["".join(f"<td>{cell}</td>" for cell in row) for row in INDICATORS]
        elif style == "a":
            cells = [
                "".join(
                    f"<td>{cell}</td>" if isinstance(cell, str) else f'<td rowspan="{cell[1]}">{cell[0]}</td>'
                    for cell in row
                )
                for row in TASKS
            ]
        else:
            tag = heading.get(style, "p")
            parts.append(f'<{tag} class="s{style}">{line}</{tag}>')
            continue
        parts.append("<table>\n" + "\n".join(f"<tr>{row}</tr>" for row in cells) + "\n</table>")
    return "\n".join(parts)


def links(words: str) -> str:
    return "<ul>" + "".join(f'<li><a href="#{i}">{word}</a></li>' for i, word in enumerate(words.split())) + "</ul>"


def web_page() -> str:
    """A page of today: the plan in the middle, and around it what such sites carry."""
    return f"""<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>{TITLE}_{ISSUER}门户网站</title>
<meta name="ArticleTitle" content="{ISSUER}关于印发《{TITLE}》的通知"><meta name="PubDate" content="2023-03-20 09:30">
<style>.nav {{ float: left }}</style><script>var page = 1; function share() {{ return "分享到微信"; }}</script></head>
<body>
<div class="top"><a href="/">网站首页</a> | <a href="/en">English</a> | <a href="/wza">无障碍浏览</a></div>
<nav class="nav">{links("首页 政务公开 政务服务 政民互动 数据开放 走进云溪")}</nav>
<div class="position">当前位置：<a href="/">首页</a> &gt; <a href="/zwgk">政务公开</a> &gt; <a href="/zfwj">政府文件</a></div>
<div class="main"><div class="left">
<div class="bar">发布时间：2023-03-20 来源：区政府办公室 字体：【<a>大</a> <a>中</a> <a>小</a>】 <a>打印</a> <a>关闭</a></div>
<div class="content" id="zoom">
{article({"t": "h2", "1": "h3"})}
<div style="display:none">不应出现的隐藏文字</div>
</div>
<div class="share">分享到：<a href="#">微信</a><a href="#">微博</a><a href="#">QQ空间</a></div>
</div><div class="right"><h3>相关解读</h3>
{links("一图读懂《云溪区碳达峰实施方案》 区发展改革委负责同志答记者问 临江市碳达峰实施方案 云溪区节能减排工作方案 更多")}
</div></div>
<footer><p>主办单位：{ISSUER}办公室 联系电话：000-12345678 网站标识码：0000000000</p><p>{links("网站地图 关于我们 隐私声明")}</p></footer>
</body></html>
"""


def old_web_page() -> str:
    """A page of twenty years ago: laid out with tables, in GB 2312, paragraphs by line breaks and full-width spaces."""
    body = re.sub(r'<p class="s.">(.*?)</p>', r"　　\1<br>", article({}))
    return f"""<html>
<head>
<meta http-equiv="Content-Type" content="text/html; charset=gb2312">
<title>{TITLE}</title>
</head>
<body bgcolor="#ffffff">
<table width="1000" align="center"><tr><td>{links("首页 政务公开 办事大厅 公众参与 专题专栏")}</td></tr></table>
<table width="1000" align="center"><tr>
<td width="180" valign="top"><table><tr><td><a href="1">通知公告</a></td></tr><tr><td><a href="2">政策法规</a></td></tr>
<tr><td><a href="3">规划计划</a></td></tr><tr><td><a href="4">统计信息</a></td></tr></table></td>
<td valign="top"><font size="3">
{body}
</font></td></tr></table>
<table width="1000" align="center"><tr><td align="center">版权所有：{ISSUER} 建议使用1024×768分辨率浏览</td></tr></table>
</body>
</html>
"""


def printed_page() -> str:
    """What is printed to the PDF: as official documents look, the tables ruled, a page break inside a table row."""
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{TITLE}</title><style>
@page {{ size: A4; margin: 30mm 26mm; @bottom-center {{ content: "— " counter(page) " —"; font-size: 12pt }} }}
body {{ font: 16pt/28pt "WenQuanYi Zen Hei"; margin: 0; text-align: justify }}
p {{ margin: 0; text-indent: 2em }} .st, .sc {{ text-align: center; text-indent: 0; font-size: 20pt; margin: 12pt 0 }}
.sr {{ text-align: right }} table {{ border-collapse: collapse; margin: 12pt 0; font-size: 12pt; line-height: 18pt }}
td {{ border: 0.5pt solid; padding: 2pt 4pt }} tr {{ break-inside: auto }}
</style></head><body>{article({})}</body></html>"""


def word(path: Path) -> None:
    """A Word file: the headings numbered by Word itself, two tables, one of them with merged cells."""
    document = docx.Document()
    document.styles["Normal"].font.name = "宋体"
    document.styles["Normal"].element.rPr.rFonts.set(qn("w:eastAsia"), "宋体")
    document.core_properties.author = ""
    levels = [("chineseCountingThousand", "%1、"), ("chineseCountingThousand", "（%2）"), ("decimal", "%3.")]
    scheme = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:suff w:val="space"/><w:lvlText w:val="{pattern}"/></w:lvl>'
        for i, (form, pattern) in enumerate(levels)
    )
    numbering = document.part.numbering_part.element
    first = numbering.find(qn("w:num"))
    first.addprevious(parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{scheme}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    for style, line in PLAN:
        if style in "ia":
            table(document, style)
            continue
        names = {"t": "Title", "1": "Heading 1", "2": "Heading 2"}
        paragraph = document.add_paragraph(line, names.get(style, "Normal"))
        if style in "123":
            properties = paragraph._p.get_or_add_pPr()
            properties.append(
                parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{int(style) - 1}"/><w:numId w:val="77"/></w:numPr>')
            )
    document.save(str(path))


def table(document: object, style: str) -> None:
    cells = rows(style)
    made = document.add_table(len(cells), len(cells[0]), "Table Grid")  # type: ignore[attr-defined]
    for number, row in enumerate(cells):
        for column, cell in enumerate(row):
            made.cell(number, column).text = cell
    if style == "a":
        made.cell(1, 0).merge(made.cell(2, 0)).text = cells[1][0]


def printed(path: Path) -> None:
    """Print the page with a browser, and put a fixed date into the file."""
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder, "plan.html")
        page.write_text(printed_page(), encoding="utf-8")
        command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
        subprocess.run(
            [*command, f"--user-data-dir={folder}/profile", f"--print-to-pdf={path}", page.as_uri()],
            check=True,
            capture_output=True,
            env={**os.environ, "HOME": folder},
        )
    data = path.read_bytes()
    path.write_bytes(re.sub(rb"\(D:\d{14}", b"(D:20230316000000", data))


def main() -> None:
    (FOLDER / "plan.txt").write_text(text(), encoding="utf-8", newline="\n")
    (FOLDER / "plan.html").write_text(web_page(), encoding="utf-8", newline="\n")
    (FOLDER / "plan-gb2312.html").write_text(old_web_page(), encoding="gb18030", newline="\r\n")
    word(FOLDER / "plan.docx")
    printed(FOLDER / "plan.pdf")
    Image.new("L", (620, 877), 200).save(FOLDER / "scan.pdf", resolution=75)


if __name__ == "__main__":
    main()
