"""Tables of indicators between whose cells a single blank or nothing stands: 序号 指标 单位 2020年 2025年 属性, in lines or in one line.

A row is told by its figures, of which it has as many as the header has columns for; where these cannot be parted (15.920 for 15.9
and 20), the row is one cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from carbonpeak.datafiles import rows
from carbonpeak.patterns import lazy
from carbonpeak.phrases import PHRASES
from carbonpeak.tables.cells import EMPTY, PAGE, Cell, Lines, Row, cell
from carbonpeak.tables.parted import parted

_GAP = r"[ \t\u3000|]*"
_YEAR = r"(?:19|20)\d\d年?(?:[（(][^）)\n]{1,8}[）)]|(?:现状|实际|目标|预期|规划|基期|基准|计划|完成)(?:值|数|目标|情况)?|值)?"
_FIGURES = rf"{_YEAR}|(?:现状|基期|基准|实际|目标|规划|预期)值?[（(](?:19|20)\d\d年[）)]|(?:(?:年度|规划|预期)?目标值?|预期值|规划值)(?!值|{_GAP}(?:19|20)\d\d年)|年均增长(?:率|速度)?/?[〔\[（(]累计[〕\]）)]|(?:年均|累计|五年累计|变化)(?:增速|增长率?|值|幅度|情况)?(?:[（(][^）)\n]{{1,8}}[）)])?|[〔\[［]累计[〕\]］]\d?"
# Led by the word that the engine skips to; what may stand before it is looked at afterwards.
HEAD = lazy(
    rf"指标(?:名称|项目|内容)?{_GAP}(?:(?:计量)?单位{_GAP})?(?:(?:预期|目标|计划|规划|任务)(?:值|数){_GAP})?((?:(?:{_FIGURES}|(?:目标|规划|预期)值?(?={_GAP}20\d\d年)){_GAP})+)((?:指标)?(?:属性|性质|类型))?(?:{_GAP}备注)?"
)
_BEFORE = lazy(rf"(?:[序编]号{_GAP})?(?:(?:指标)?(?:类别|类型|分类|领域){_GAP})?(?:主要|具体|约束性|核心)?$")
_COLUMN = lazy(_FIGURES)
_UNIT = lazy(rf"指标(?:名称|项目|内容)?{_GAP}(?:计量)?单位")
_VALUE = r"[≥≧≤≦＞＜><±约]?[〔\[［【(（]?-?\d[\d,]*(?:\.\d+)?(?:[-~～—–]\d[\d,]*(?:\.\d+)?)?[%％‰]?[ ]?(?:以上|以下|以内|左右)?[〕\]］】)）]?"
_FIGURE = lazy(rf"{_VALUE}|[—–－-]{{1,2}}|/|{PHRASES['figure_words']}")
_NATURE_WORDS = "约束性|预期性|指导性|参考性"
_NATURE = lazy(_NATURE_WORDS)
_WORD = lazy(r"[^\s|]+(?:[ ](?:以上|以下|以内|左右)(?=\s|$))?")
_SPLIT = lazy(rf"(?:{_VALUE}|[—–－-]{{1,2}})(?=[≥≤＞＜><约〔\[［【(（—–－-]|(?<=[%％‰上下内右〕\]］】)）—–－-])|$)")
# The unit that a name runs into; 度 ends too many names (集中度) to be one.
_UNIT_ENDS = lazy(
    "(?:[万亿千百]{0,2}(?:" + "|".join(re.escape(row["unit"]) for row in rows("units") if row["unit"] != "度") + "))$"
)
_TAIL = "(?:以[上下内]|左右)?"
_COUNT = lazy(r"^\d{0,2}[、.．]")  # 2、生活节水 of a group
_GROUP = 14  # characters of a line between rows that groups them
_LONGEST = 60  # characters of a name
_MOST_ROWS = 200  # lines of a table


class _Kind:
    """The columns of a table, by its header."""

    def __init__(self, found: re.Match[str], numbered: bool) -> None:
        to_come = (
            found[0][: found.start(1) - found.start()].rstrip(" \t\u3000|").endswith(("值", "数"))
        )  # 预期值, above the years
        self.years = [match[0] + "目标" * to_come for match in _COLUMN.finditer(found[1])]
        self.unit = _UNIT.match(found[0]) is not None
        self.nature = found[2] is not None
        self.numbered = numbered

    def head(self) -> Row:
        names = ["序号"] * self.numbered + ["指标"] + ["单位"] * self.unit + self.years + ["属性"] * self.nature
        return [Cell(name, ()) for name in names]


def strung(lines: Lines, index: int) -> tuple[list[Row], int, int, int]:
    """The table whose header stands in a line: its rows, how many lines it takes, and where in the original it begins and ends."""
    line = lines[index]
    found = HEAD.search(line.text)
    if found is None:
        return [], 0, 0, 0
    before = _BEFORE.search(line.text, 0, found.start())
    start = before.start() if before else found.start()
    kind = _Kind(found, "号" in line.text[start : found.start()])
    if not kind.unit and not any(map(str.isdigit, found[1])):
        return [], 0, 0, 0  # 各项指标目标值见表1
    rest = line.text[found.end() :]
    if rest.strip(" \t\u3000|"):
        rows, stop = _read(line.text, found.end(), line.start, kind)
        if rows:
            ended, stop = index, line.start + stop
            for at in range(index + 1, len(lines)):
                more, behind = _read(lines.texts[at], 0, lines.starts[at], kind)
                if more and not lines.texts[at][behind:].strip(" \r|"):
                    rows, ended, stop = rows + more, at, lines.starts[at] + behind
                elif lines.texts[at].strip():
                    break
            return [kind.head(), *rows], ended + 1 - index, line.start + start, stop
        runs = _by_nature(rest, line.start + found.end())
        rows, taken = parted(runs, kind.numbered, kind.unit, len(kind.years), kind.nature) if runs else ([], 0)
        if rows:
            start_of, words = runs[taken - 1]
            return [kind.head(), *rows], 1, line.start + start, start_of + len(words)
        if _NATURE.search(rest):
            return [kind.head(), [cell(rest, line.start + found.end())]], 1, line.start + start, line.end
        return [], 0, 0, 0
    rows, taken, at = [], 1, index + 1
    while at < len(lines):
        words = lines.texts[at]
        if not words.strip() or PAGE.fullmatch(words) or words.split() == line.text.split():
            at += 1
            continue
        more, stop = _read(words, 0, lines.starts[at], kind)
        if not more and at + 1 < len(lines) and len(words.strip()) <= _LONGEST and lines.texts[at + 1].strip():
            wrapped = f"{words}\n{lines.texts[at + 1]}"  # 8 电能占终端能源消费 and 比重 % 27.8 30 33
            more, stop = _read(wrapped, 0, lines.starts[at], kind)
            if more:
                words, at = wrapped, at + 1
        if not more and _NATURE.search(words[-8:]):
            more, stop = [[cell(words, lines.starts[at])]], len(words)  # told to a person, as numbers that are not read
        if not more or words[stop:].strip(" \r|"):
            if len(words.strip()) > _GROUP or any(map(str.isdigit, words)) or not _follows(lines, at, kind):
                break
        rows += more
        at += 1
        taken = at - index
    runs = [
        *zip(lines.starts[index + 1 : index + _MOST_ROWS], lines.texts[index + 1 : index + _MOST_ROWS], strict=False)
    ]
    close, close_taken = parted(runs, kind.numbered, kind.unit, len(kind.years), kind.nature)
    if close_taken and (close_taken >= taken or not rows):
        rows, taken = close, close_taken + 1
    if not rows:
        return [], 0, 0, 0
    last = lines[index + taken - 1]
    return [kind.head(), *rows], taken, line.start + start, last.end


def _by_nature(text: str, start: int) -> list[tuple[int, str]]:
    """The runs of a line of rows that end with their nature, 约束性 or 预期性, each with its offset."""
    ends = [found.end() for found in _NATURE.finditer(text)]
    return [(start + one, text[one:end]) for one, end in pairwise([0, *ends])]


def _follows(lines: Lines, at: int, kind: _Kind) -> bool:
    """Whether a row stands below a line that groups rows."""
    following = next((words for words in lines.texts[at + 1 : at + 3] if words.strip()), "")
    return bool(_read(following, 0, 0, kind)[0])


def _glued(text: str, at: int, base: int, kind: _Kind) -> tuple[list[Row], int]:
    """Rows with nothing between their cells: 再生水回用率30%40%55%, whose figures end alike or have as many decimals."""
    rows: list[Row] = []
    stop = at
    count = len(kind.years)
    change = "(?:[较比]上年)?(?:下降|降低|提高|增长)?"
    alike = rf"{change}\d+(?:\.\d+)?(?P<suf>[%％]|[^\d\s.，。、；]{{1,6}}?){_TAIL}(?:{change}\d+(?:\.\d+)?(?P=suf){_TAIL}){{{count - 1}}}"
    decimals = "|".join(rf"(?:\d+?\.\d{{{places}}}){{{count}}}(?![\d.])" for places in (1, 2, 3))
    rule = re.compile(
        rf"(?P<name>(?:[^\d\s。]|PM2\.5|PM10){{2,40}}?)(?P<run>{alike}|{decimals})(?P<nature>{_NATURE_WORDS})?"
    )
    for found in rule.finditer(text, at):
        suffix = found["suf"] or ""
        places = len(found["run"]) - found["run"].rindex(".") - 1 if not suffix else 0
        figure = rf"{change}\d+(?:\.\d+)?{re.escape(suffix)}{_TAIL}" if suffix else rf"\d+?\.\d{{{places}}}"
        run = found.start("run")
        cells = [(run + one.start(), run + one.end()) for one in re.finditer(figure, found["run"])]
        name = _COUNT.sub("", found["name"].rpartition("指标")[2])
        if len(cells) != count or not re.search(r"[\u4e00-\u9fff]{2}", name):
            continue
        start = found.start("run") - len(name)
        unit = _UNIT_ENDS.search(name, 2) if kind.unit and not suffix else None
        row = [EMPTY] * kind.numbered + [cell(name[: unit.start()] if unit else name, base + start)]
        row += [cell(unit[0], base + start + unit.start()) if unit else EMPTY] * kind.unit
        row += [cell(text[a:b], base + a) for a, b in cells]
        if kind.nature:
            row.append(cell(found["nature"] or "", base + found.end("run")))
        rows.append(row)
        stop = found.end()
    return rows, stop


def _read(text: str, at: int, base: int, kind: _Kind) -> tuple[list[Row], int]:
    """The rows of a run of text from an offset on, and where the last one ends."""
    if not any(map(str.isspace, text[at:].strip())) and "|" not in text[at:]:
        return _glued(text, at, base, kind)
    rows: list[Row] = []
    stop = at
    name = at
    count = len(kind.years)
    words = list(_words(text, at))
    number = 0
    while number < len(words):
        figures = _figures(words, number, count, text, kind.numbered)
        if figures is None:
            number += 1
            continue
        cells, taken = figures
        row = _row(text, name, cells[0][0], base, kind)
        if row is None:
            break
        number += taken
        end = cells[-1][1]
        nature = _NATURE.match(text, words[number][0]) if kind.nature and number < len(words) else None
        glued = _NATURE.match(text, end)
        if kind.nature and (glued or nature):
            nature = glued or nature
            assert nature is not None
            number += nature is not glued and nature.end() == words[number][1]
            end = nature.end()
        row += [cell(text[a:b], base + a) for a, b in cells]
        if kind.nature:
            row.append(cell(nature[0], base + nature.start()) if nature else EMPTY)
        rows.append(row)
        name = stop = end
        while number < len(words) and words[number][1] <= end:
            number += 1
    return rows, stop


def _words(text: str, at: int) -> Iterator[tuple[int, int]]:
    for match in _WORD.finditer(text, at):
        yield match.span()


def _figures(
    words: list[tuple[int, int]], number: int, count: int, text: str, numbered: bool
) -> tuple[list[tuple[int, int]], int] | None:
    """The figures that begin with, or inside, a word: one a word, or all of them at the end of one; and how many words they take."""
    behind = [_FIGURE.fullmatch(text, *word) is not None for word in words[number : number + count + 2]]
    if all(behind[:count]) and len(behind) >= count:
        following = words[number + count] if len(behind) > count else (0, 0)
        counts = numbered and text[slice(*following)].isdecimal() and not any(behind[count + 1 :])
        if not any(behind[count : count + 1]) or counts:  # what follows may be the number of the next row
            return words[number : number + count], count
    start, end = words[number]
    nature = re.search(rf"(?:{_NATURE_WORDS})$", text[start:end])
    inner = start + nature.start() if nature else end
    for begin in range(start + 2, inner):
        if text[begin - 1].isdigit() or text[begin - 1] in ".~":
            continue
        cells: list[tuple[int, int]] = []
        at = begin
        while at < inner and len(cells) <= count:
            found = _SPLIT.match(text, at, inner)
            if found is None:
                break
            cells.append(found.span())
            at = found.end()
        if at == inner and len(cells) == count:
            return cells, 1
    return None


def _row(text: str, start: int, end: int, base: int, kind: _Kind) -> Row | None:
    """The cells before the figures: the number, the name, the unit."""
    run = text[start:end]
    row: Row = []
    number = re.match(r"[\s|]*(\d{1,3})(?:[.．、]\s*|[\s|]+|(?=[^\d.%\s]))", run)
    if kind.numbered:
        if number is None:
            inside = re.search(r"[\s|](\d{1,2})[\s|]+(?=[^\d\s])", run)  # 能源结构 1 非化石能源消费比重
            number = inside
        if number is None:
            row.append(EMPTY)
        else:
            row.append(cell(number[1], base + start + number.start(1)))
            start, run = start + number.end(), run[number.end() :]
    unit = EMPTY
    if kind.unit:
        last = re.search(r"(?:^|[\s|])([^\s|]{1,12})[\s|]*$", run) or re.search(r"([%％])\s*$", run)
        if last and re.search(r"[\u4e00-\u9fff]{2}", run[: last.start(1)]):
            unit = cell(last[1], base + start + last.start(1))
            run = run[: last.start(1)]
    name = run.strip(" \t\u3000|\r")
    if not name or len(name) > _LONGEST or not re.search(r"[\u4e00-\u9fff]{2}", name):
        return None
    row.append(cell(run, base + start))
    if kind.unit:
        row.append(unit)
    return row
