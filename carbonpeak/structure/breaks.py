"""Line break → does it end a paragraph? Copies wrap their lines, break them inside words, or put each paragraph into one.

What the lines are joined to is for `clean`.
"""

from __future__ import annotations

from carbonpeak.bodies.entries import is_body, tells
from carbonpeak.patterns import lazy
from carbonpeak.phrases import PHRASES
from carbonpeak.structure.ordinals import ENCLOSED
from carbonpeak.text.fold import fold

_LONGEST_LABEL = 8  # characters of a label whose words stand in the next line
_SHORTEST_WRAP = 18
_FEWEST_LINES = 12  # of a hard-wrapped text
_UNEVEN = 3  # characters by which its lines differ
_LONGEST_WRAP = 60  # characters of a hard-wrapped line
_DATE_LINE = lazy(
    r"(?:[12]\d|二[〇○零])[\d〇○零一二三四五六七八九]{2}\s*年[^\n，。]{1,8}月[^\n，。]{1,8}日\s*(?:\n|\Z)"
)
_SIGNED = lazy(r"[12]\d{3}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日$")
_COLUMNS = lazy(r"\S[ \u3000]{3,}\S")  # runs of spaces inside a line: the columns of a table
_LEADER = lazy(r"(?:\.{4,}|…{2,}|·{4,})\s*\d{1,3}$")
_YEAR_OPENS = lazy(r"(?:19|20)\d\d\s*年")
_STAMP = lazy(r"(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}(?!\d*[日年月])")  # the day of a news text
_AMOUNT = lazy(r"\d[\d.]*\s*(?:[%％万亿]|[个家座项处条台辆批户所艘](?=[，、；。以左]))")
_ANNEX_LINE = lazy(r"附\s*[件表]\s*\d{1,2}")
_BODY_ENDS = frozenset("局委厅廳办辦部府会會司院社处處队隊所心团團区區县縣市镇鎮街")
_LABEL_ENDS = ("单位", "部门", "單位", "部門")
_GOES_ON = frozenset("、，,；;和及与等")  # what a list goes on with
_AFTER_PLACES = ("人民政府", "政府", "管委会", "管理委员会", "有关部门", "相关部门")
_PAIRS = (("〔", "〕"), ("[", "]"), ("【", "】"))
_QUOTES = (("“", "”"), ("《", "》"))
_SIGNER_ENDS = ("委员会", "局", "厅", "部", "政府", "办公室")  # lines of such names alone sign a notice
# What a line that opens something of its own begins with: an ordinal, a dash, the marks of a notice's foot.
OPENING = lazy(
    r"(?:#{1,6}\s*)?\*{0,2}(?:第\s*[一二三四五六七八九十百\d]{1,4}\s*[章节編编部条條]|[一二三四五六七八九十]{1,3}\s*[、.．,，]|、(?=\S{2,12}\s*\n)"
    r"|[（(]\s*[一二三四五六七八九十\d]{1,3}\s*[）)]|\d{1,2}\s*(?:[.．、](?!\d)|[.．、](?=20\d\d年|\d{1,2}月[底末份]?前))|\d{1,2}(?:\.\d{1,2}){1,3}[ \u3000]+(?![万亿千百兆]|个百分点|平方|立方|公里|公顷|吨|米|倍|元|亩|度)(?=[一-鿿])|\d{1,2}[ \u3000]+(?=[一-鿿]{2,12}[^\S\n]*(?:\n|\Z))|[①-⒛㈠-㈩]|(?:专项|重点)?(?:行动|任务)(?:[一二三四五六七八九十]{1,3}|\d{1,2})(?:\s*[：:、]|[ \u3000])|——|[（(]\s*此件|抄送|附件|附表|附录|附[:：]|来源|专栏|目\s*录)"
)
_OPENING_START = frozenset("#*第一二三四五六七八九十、（(0123456789—抄附来专目重行任" + ENCLOSED)
_TITLE_END = tuple(
    "方案 通知 计划 意见 规划 要点 办法 函 分工表 指标 任务 安排 清单 纲要 措施 行动 計劃 意見 規劃 要點 辦法 指標 任務 清單 綱要 行動".split()
)
# A line of its own: 甲市人民政府办公室关于印发…的通知, 甲政办发〔2022〕3号.
_NOTICE_LINE = lazy(r"[^\s，。：:《]{4,30}?(?:关于|關于|關於)?(?:印发|印發)[^\n。]{4,90}?(?:通知|函)[^\S\n]*(?:\n|\Z)")
_OFFICIAL_LINE = lazy(
    r"[^\s，。：:《]{2,30}(?:政府|委|会|局|厅|部|院|办公室)(?:关于|關于|關於)[^\n。：]{4,90}?(?:通知|意见|意見|函|公告|决定|決定)[^\S\n]*(?:\n|\Z)"
)
_PAGE_LINE = lazy(rf"(?:{PHRASES['page_label']})\s*[:：]")
_NUMBER_LINE = lazy(
    r"[^\s，。、《》〔]{2,24}?\s?[〔\[【（(﹝]\s?(?:19|20)\d\d\s?[〕\]】）)﹞]\s?第?\d{1,4}\s?[号號]\s*(?:\n|\Z)"
)


def is_break(raw: str, block: int, line: int, start: int, end: int, width: int) -> bool:
    """Whether the line break `raw[start:end]` ends a paragraph. `block` and `line` are where it and its
    last line began, `width` the wrap width or 0."""
    last = raw[start - 1]
    if (
        raw[end] in _OPENING_START
        and OPENING.match(raw, end)
        and (raw[end] != "、" or last in "。！!" or (last in "）)" and not _is_open(raw, block, start)))
    ):
        return True
    if raw[end] in "、，；。":
        return False  # no paragraph begins with one
    if raw[end].isdigit() and last > "\u2e7f" and last not in "。；：！）】〕" and _AMOUNT.match(raw, end):
        return False  # 建成创新平台, and 6个 in the next line
    if last.isdigit() and _LEADER.search(raw, line, start):
        return True  # 一、总体要求......2 of a list of contents
    if not width and (_is_heading_line(raw, end) or _PAGE_LINE.match(raw, end) or _STAMP.match(raw, end)):
        return True
    if block == line and _PAGE_LINE.match(raw, line, start):
        return True
    length = start - line
    if ends_sentence(raw, start):
        return not width or length < width - 2 or _stands_alone(raw, end, width)
    if width and length >= width - 6 and last not in "）)发" and raw[line] != "#":
        return False  # nothing but its length would speak for it
    if _is_open(raw, block, start) or any(raw.rfind(a, line, start) > raw.rfind(b, line, start) for a, b in _QUOTES):
        return False
    if raw.startswith("#", line):
        return True
    if last in "）)" and raw.startswith(_AFTER_PLACES, end):
        return False  # 相关县（区）, and 人民政府 in the next line
    if last in "）)":
        before = max(raw.rfind("（", 0, start), raw.rfind("(", 0, start))
        if raw[before + 1 : start - 1].strip().isascii():
            return False  # 细颗粒物（PM2.5）, and 浓度 in the next line
        return "责任" in raw[before : before + 8] or "责" in raw[before : before + 4] or not width
    if (
        last in "〕】"
        and not width
        and not raw[max(raw.rfind("〔", line, start), raw.rfind("【", line, start), line) + 1].isdigit()
    ):
        return True  # 〔甲局、乙局〕; but 〔2022〕
    if (
        last in "：:"
        and not width
        and length > _LONGEST_LABEL
        and not ("".join(raw[max(line, start - _LONGEST_LABEL) : start - 1].split()).endswith(_LABEL_ENDS))
    ):
        return True  # 全文如下: what follows is a paragraph of its own
    if last.isdigit() and _signs(raw[end : end + _LONGEST_WRAP].partition("\n")[0]):
        return not width
    if last.isdigit() and _YEAR_OPENS.match(raw, end):
        return True  # 2022-01-28, 10:20, a telephone: no number goes on with a year
    if last.isdigit() and raw[line] == "附" and _ANNEX_LINE.fullmatch(raw, line, start):
        return True
    if last in "，,；;：:、“（(《" or (
        last.isdigit() and (raw[end] in "年月日号%％万亿个" or not raw[line:start].isascii())
    ):
        return False
    if raw.endswith("印发", line, start):
        return True
    if width:
        return length < width - 6
    if last in _BODY_ENDS and raw[end] not in _GOES_ON and _ends_list(raw, line, start):
        return not _lists_on(raw, end)
    if raw[end] in "12二" and _DATE_LINE.match(raw, end):
        return True
    if (
        last == "日"
        and length < 45
        and _SIGNED.search(raw, max(line, start - 16), start)
        and raw[end] not in "起前至以之的，。"
    ):
        return True
    if (
        raw.endswith(_SIGNER_ENDS, line, start)
        and _signs(raw[line:start])
        and _signs(raw[end : end + _LONGEST_WRAP].partition("\n")[0])
    ):
        return True
    if length < 20 and raw.find("，", block, start) >= 0 and (line > block or not OPENING.match(raw, block)):
        return False  # 到2025年，光伏: no title breaks off behind a comma
    if length < 20 or (raw.endswith(_TITLE_END, line, start) and (length < 45 or _is_heading_line(raw, line))):
        return True
    return OPENING.match(raw, line) is not None and length < 45 and not any(c in raw[line:start] for c in "。，；")


def goes_on(raw: str, block: int, start: int, end: int) -> bool:
    """Whether a sentence that breaks off at the foot of a page, `raw[start:end]`, goes on behind the page's number."""
    if ends_sentence(raw, start) or raw[start - 1] in "；;：:）)" or OPENING.match(raw, end):
        return False
    return any(raw.find(mark, block, start) >= 0 for mark in "，,。")


def ends_sentence(raw: str, at: int) -> bool:
    """Whether a sentence ends before a place: with a full stop, or a dot behind a word."""
    last = raw[at - 1]
    return last in "。！!" or (last == "." and at > 1 and (raw[at - 2] > "⺀" or raw[at - 2] in "%)"))


def _ends_list(raw: str, line: int, end: int) -> bool:
    """Whether a line ends with a list of bodies behind a label: 责任单位：甲局、乙局, and the last name is whole."""
    colon = max(raw.rfind("：", line, end), raw.rfind(":", line, end))
    if colon < 0 or not raw[line:colon].rstrip("】 ").endswith(_LABEL_ENDS):
        return False
    words = raw[colon + 1 : end]
    name = "".join(words[max(words.rfind(mark) for mark in "、，,；; ") + 1 :].split())
    return len(name) > 1 and tells(fold(name))


def _lists_on(raw: str, start: int) -> bool:
    """Whether the line that begins at `start` is nothing but names of bodies, parted as in a list: 各乡镇、乙局."""
    line = raw[start : start + _LONGEST_WRAP].partition("\n")[0]
    names = [fold("".join(name.split())) for name in line.rstrip("。；; ").split("、")]
    return (
        len(names) > 1
        and not any(mark in line for mark in "。：:，；")
        and tells(names[0])
        and all(map(is_body, names))
    )


def _is_open(raw: str, start: int, end: int) -> bool:
    """Whether a bracket opens in a run that does not close in it."""
    opened = raw.count("（", start, end) + raw.count("(", start, end)
    if opened and opened > raw.count("）", start, end) + raw.count(")", start, end):
        return True
    for one, other in _PAIRS:
        opened = raw.count(one, start, end)
        if opened and opened > raw.count(other, start, end):
            return True
    return False


def _is_heading_line(raw: str, start: int) -> bool:
    """Whether the line that begins at `start` is the title or the 文号 of a notice."""
    if raw.find("印", start, start + 40) >= 0 and _NOTICE_LINE.match(raw, start):
        return True
    if raw.find("〔", start, start + 26) >= 0 and _NUMBER_LINE.match(raw, start):
        return True
    about = raw.find("于", start, start + 36)
    if about < 0:
        about = raw.find("於", start, start + 36)
    return about >= 0 and _OFFICIAL_LINE.match(raw, start) is not None


def _signs(line: str) -> bool:
    """Whether a line holds nothing but names of those who may sign."""
    return all(len(name) > 3 and name.isalnum() and name.endswith(_SIGNER_ENDS) for name in line.split())


def _stands_alone(raw: str, start: int, width: int) -> bool:
    """Whether the line that begins at `start` is short and without punctuation: a signature, a date, a heading."""
    end = raw.find("\n", start)
    line = raw[start : end if end >= 0 else len(raw)].strip()
    return len(line) < width - 6 and not any(mark in line for mark in "。，,；;、：:）)")


def wrap_width(lines: list[str]) -> int:
    """The number of characters at which a hard-wrapped text breaks its lines, or 0 where lines are paragraphs."""
    lines = [line for line in lines if "  " not in line or not _COLUMNS.search(line)]
    longest = max(lines, key=len, default="")
    if len(longest) > _LONGEST_WRAP and not longest.isspace():
        return 0
    lengths = sorted(len(line) for line in lines if line and not line.isspace())
    if len(lengths) < _FEWEST_LINES or lengths[-1] > _LONGEST_WRAP:
        return 0
    common = lengths[len(lengths) // 2]
    if sum(1 for length in lengths if abs(length - common) <= _UNEVEN) * 2 >= len(lengths):
        return common if common >= _SHORTEST_WRAP else 0
    # With many headings or empty lines between: of the longer lines, most are alike and end in the middle of a sentence.
    longer = [line.rstrip() for line in lines if len(line) >= _SHORTEST_WRAP and not line.isspace()]
    if len(longer) < _FEWEST_LINES:
        return 0  # lines of all lengths: paragraphs, only short ones
    common = sorted(map(len, longer))[len(longer) // 2]
    alike = [line for line in longer if abs(len(line) - common) <= _UNEVEN + 1]
    broken = sum(1 for line in alike if line[-1] not in "。；;：:！!）)|" and "\t" not in line)
    return common if len(alike) * 2 >= len(longer) and broken * 2 > len(alike) else 0
