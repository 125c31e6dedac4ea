"""Text → plan metadata: title, issuer, 文号, dates, the superior plan. Only what the text states; the rest stays None.

Reads what stands before the first heading and the foot of the notice. A web site's own date is not the plan's.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from carbonpeak.patterns import lazy
from carbonpeak.phrases import PHRASES
from carbonpeak.shape import NamedTuple
from carbonpeak.structure.clean import Text, dress
from carbonpeak.structure.ordinals import ordinal
from carbonpeak.structure.outline import Outline

_NUMBER = lazy(r"({han}{2,12})[〔\[(【﹝]((?:19|20)\d\d)[〕\])】﹞](第?\d{1,4}号)")
_NUMBERED = lazy(r"(?:^|文?字号:|文号:)")  # where a line may state the number, however long it is
_DATED = r"((?:19|20)\d\d)年(\d{1,2})月(\d{1,2})日"
_DATE = lazy(_DATED)
_PRINTED = lazy(rf"{_DATED}印发")
_ADOPTED = lazy(
    rf"(?:(?<=[经于]){_DATED}[^。]{{0,40}}?|(?<![\d经于]){_DATED}[^。,\n]{{0,40}}?)(?:{PHRASES['meeting']})[^。]{{0,12}}(?:{PHRASES['adopted']})"
)
_TITLE = lazy(
    rf"[^,。;:!?]{{4,60}}(?:{PHRASES['document']})(?:\((?:{PHRASES['document_state']}|20\d\d[^()]*年?[^()]*)\))?"
)
_NOTICE = lazy(PHRASES["notice"])
_TAGGED = lazy(
    rf"(?:{PHRASES['notice_ends']}|{PHRASES['document']})\(({{han}}{{2,12}}[〔\[【﹝](?:19|20)\d\d[〕\]】﹞]\d{{1,4}}号)\)$"
)
_ATTACHES = lazy(r"现将《|印发给?你们|现(?:予以?)?(?:印发|发布|公布)|[》的]通知$|印发《[^》]*》$")
_ATTACHED = lazy(r"现将《([^《》]{4,60})》")
_ITSELF = lazy(r"(?:[^《。,]{2,24}号)?《")
_CITED = lazy(r"《[^《》]*》")
_PARTY = lazy(r"(中共.{2,20}?委(?:员会)?(?:办公[厅室])?)(.{2,20}政府(?:办公[厅室])?)")
_BARE_DIGITS = lazy(r"(20\d\d)(\d{2,4})")
_QUOTED = lazy(r"[《«]([^》»]{4,60})[》»]")
_ISSUER_NAME = rf"(?:{{han}}|[()]){{2,30}}(?:{PHRASES['issuer_ends']})"
_ISSUER = lazy(_ISSUER_NAME)
_HEADED = lazy(rf"(?:(?<!{{han}})|(?<=^《)|(?<=号《))({_ISSUER_NAME})(?:关于(?:印发|批转|转发|发布)|印发(?:《|$))")
_SIGNED = lazy(rf"({_ISSUER_NAME}){_DATED}")
_ISSUES = lazy(rf"(.{{2,60}}?)(?:等\w{{0,6}}部门)?关于.*(?:{PHRASES['notice_ends']})$")
_STATE = lazy(rf"\((?:{PHRASES['document_state']})\)")
_WRITTEN = lazy(r"成文日期:\s*((?:19|20)\d\d)[-年/.](\d{1,2})[-月/.](\d{1,2})")
_HAN_DATE = lazy(
    r"([一二][〇○零一二三四五六七八九]{3})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日"
)
_HAN_ZERO = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_SUPERIOR = lazy(PHRASES["superior"])
_LONGEST_LINE = 60
_NEAR, _SHORTEST = 40, 12  # characters between the caption of a table and the table, and of those that are not blank
_OPENS = frozenset("为根按依")  # what the first sentence of a plan begins with: 为, 根据, 按照, 依据


class Front(NamedTuple):
    """What a text says of itself. Dates are ISO 8601."""

    title: str | None
    issuer: str | None
    document_number: str | None
    adopted_on: str | None
    issued_on: str | None
    printed_on: str | None
    superior_plan: str | None
    year: int | None  # the year of issue: the date, else the printing, else the 文号, else the adoption


def _iso(found: re.Match[str] | None) -> str | None:
    if found is None:
        return None
    year, month, day = (int(group) for group in found.groups()[-3:])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return f"{year:04d}-{month:02d}-{day:02d}"


def front(clean: Text, outline: Outline) -> Front:
    """The metadata that the text states."""
    text = clean.text
    spans = []
    start = 0
    for block in text[: outline.notice_end].split("\n"):
        if block.strip("?"):  # which stands for lost blanks
            spans += _titled(clean, start + len(block) - len(block.lstrip("?")), start + len(block.rstrip("?")))
        start += len(block) + 1
    blocks = [_HAN_DATE.sub(_digits, text[a:b]) for a, b in spans]
    number = _document_number(blocks)
    blocks = [_untagged(block) for block in blocks]
    title = _title(blocks, _captions(clean, spans) if clean.tables else frozenset())
    issuer, issued = _signature(blocks, [_parted(clean, a, b) for a, b in spans])
    issuer = issuer or _in_heading(blocks)
    if issued is None:
        written = _WRITTEN.search(text, 0, outline.notice_end)
        issued = _iso(written) or _bare_date(blocks, title)
    head = text[: outline.notice_end]
    adopted = _ADOPTED.search(head)
    foot = "\n".join(text[a:b] for a, b in outline.feet)
    printed = _PRINTED.search(foot)
    superior = None
    for quoted in _QUOTED.finditer(head):
        name = quoted[1]
        if (
            _SUPERIOR.search(name)
            and "关于" not in name
            and name != title
            and not (title and (name in title or title.endswith(name)))
        ):
            superior = dress(name)
    dates = [issued, _iso(printed)]
    year = next((int(date[:4]) for date in dates if date), None)
    if year is None and number:
        year = int(re.search(r"\d{4}", number)[0])  # type: ignore[index]
    adopted_on = _iso(_DATE.search(adopted[0])) if adopted else None
    if year is None and adopted_on:
        year = int(adopted_on[:4])
    return Front(dress(title) if title else None, issuer, number, adopted_on, issued, dates[1], superior, year)


def _titled(clean: Text, start: int, end: int) -> list[tuple[int, int]]:
    """A block of the text, parted around a title that runs on in one line with what follows: …实施方案 为深入贯彻…"""
    text, starts = clean.text, clean.starts
    places = [start, *starts[bisect_right(starts, start) : bisect_right(starts, end - 1)]]  # where a blank was dropped
    for index, stop in enumerate(places):
        if text[stop] not in _OPENS:
            continue
        title = stop
        for place in reversed(places[:index]):
            if stop - place > _LONGEST_LINE:
                break
            if _is_title(text[place:stop]):
                title = place  # the longest: a title may hold blanks
            if place > start and "\n" in clean.raw[clean.span(place - 1, place)[1] : clean.span(place, place + 1)[0]]:
                break
        if title < stop:
            return [*([(start, title)] if title > start else []), (title, stop), (stop, end)]
    return [(start, end)]


def _untagged(block: str) -> str:
    """A title without the 文号 that stands behind it in brackets."""
    tagged = block.endswith("号)") and _TAGGED.search(block)
    return block[: tagged.start(1) - 1] if tagged else block


def _digits(date: re.Match[str]) -> str:
    """二〇二二年十二月三日 → 2022年12月3日."""
    year, month, day = date.groups()
    return f"{year.translate(_HAN_ZERO)}年{ordinal(month)}月{ordinal(day)}日"


def _captions(clean: Text, spans: list[tuple[int, int]]) -> frozenset[int]:
    """The blocks directly above a table; its unit may stand between."""
    ends = [clean.to_raw(b - 1) + 1 for _, b in spans]
    return frozenset(
        number
        for number, end in enumerate(ends)
        for table in clean.tables
        if 0 <= table.start - end < _NEAR and len(clean.raw[end : table.start].strip()) <= _SHORTEST
    )


def _title(blocks: list[str], captions: frozenset[int]) -> str | None:
    """The plan's own title: the last line before its text that reads like one and is not that of a table, with what the notice quotes
    or the lines above and below add to it, else the one that the notice quotes."""
    titles = [i for i in reversed(range(len(blocks))) if _is_title(blocks[i])]
    last = next((i for i in titles if i not in captions), titles[0] if titles else None)
    named = [
        found[1]
        for block in blocks
        if _ATTACHES.search(block)
        for found in [_ATTACHED.search(block) or _QUOTED.search(block)]
        if found and not _NOTICE.search(found[1])
    ]
    if last is None:
        return named[0] if named else None
    title = blocks[last]
    state = blocks[last + 1] if last + 1 < len(blocks) and _STATE.fullmatch(blocks[last + 1]) else ""
    quoted = [name for block in blocks for name in _QUOTED.findall(block)]
    whole = next((name for name in quoted if name != title and name.endswith(title) and "关于" not in name), None)
    above = blocks[last - 1] if last else ""
    if whole is not None and above and whole.endswith(above + title):
        title = whole  # a title of several lines
    return title + state


def _is_title(block: str) -> bool:
    return _TITLE.fullmatch(block) is not None and not _NOTICE.search(block)


def _of(found: re.Match[str]) -> str:
    """A 文号 in the brackets of Chinese print, without the end of the line before it."""
    name = found[1].replace("文件", "通知").rpartition("通知")[2]
    return f"{name or found[1]}〔{found[2]}〕{found[3]}"


def _document_number(blocks: list[str]) -> str | None:
    """The first 文号 that is the document's own and not a cited one's, in the brackets of Chinese print: 〔2022〕."""
    for block in blocks:
        tagged = block.endswith("号)") and _TAGGED.search(block)  # behind the title, in brackets
        found = _NUMBER.search(block, tagged.start(1) if tagged else 0)
        if tagged and found:
            return _of(found)
        if found and (len(block) < _LONGEST_LINE or _NUMBERED.search(block[: found.start() + 1].rstrip())):
            before = block[: found.start()]
            if not before.endswith("(") and (len(block) < _LONGEST_LINE or not before or before.endswith(":")):
                return _of(found)
    return None


def _named(block: str) -> str:
    """A block without the names of plans that it cites; a title that stands in such marks itself stays."""
    return block if _ITSELF.match(block) else _CITED.sub("", block)


def _in_heading(blocks: list[str]) -> str | None:
    """Who issues by the notice's own title: 甲局关于印发…的通知, or names on the lines above 关于…."""
    for index, block in enumerate(blocks[:8]):
        found = _ISSUES.fullmatch(block) or _HEADED.search(_named(block))
        name = found[1].rpartition("丨")[2] if found else ""  # behind the name of a page's column
        if _ISSUER.fullmatch(name.replace("、", "")):
            return _PARTY.sub(r"\1、\2", name)
        if block.startswith("关于"):
            first = index
            while first and _ISSUER.fullmatch(blocks[first - 1]):
                first -= 1
            if first < index:
                return "、".join(blocks[first:index])
    return None


def _lost_date(found: re.Match[str] | None) -> str | None:
    """2022510, which has lost its 年月日, where it can be read in one way only."""
    if found is None:
        return None
    year, rest = found.groups()
    cuts = (2,) if len(rest) == 4 else tuple(cut for cut in range(1, len(rest)) if rest[cut] != "0")
    ways = [(int(rest[:cut]), int(rest[cut:])) for cut in cuts]
    dates = [f"{year}-{month:02d}-{day:02d}" for month, day in ways if 1 <= month <= 12 and 1 <= day <= 31]
    return dates[0] if len(dates) == 1 else None


def _bare_date(blocks: list[str], title: str | None) -> str | None:
    """A date that stands alone below the notice, where the copy has lost its signature, or in brackets below the title."""
    noticed = False
    for index, block in enumerate(blocks):
        bare = block.strip("()")
        if _DATE.fullmatch(bare) and (noticed or (index and bare != block)):
            return _iso(_DATE.fullmatch(bare))
        noticed = noticed or "印发给" in block or "印发你们" in block
    return None


def _parted(clean: Text, start: int, end: int) -> list[str]:
    """The names of issuers in one line, parted where the original has white space between two that are complete."""
    text = clean.text
    names, at = [], start
    if end - start < _LONGEST_LINE:
        for place in clean.starts[bisect_right(clean.starts, start) : bisect_right(clean.starts, end - 1)]:
            if place > at and _ISSUER.fullmatch(text, at, place) and _ISSUER.fullmatch(text, place, end):
                names.append(text[at:place])
                at = place
    return [*names, text[at:end]]


def _signature(blocks: list[str], parts: list[list[str]]) -> tuple[str | None, str | None]:
    """Who signed and when: the names that stand directly above a date of their own. `parts` are the names in each block."""
    addressed = next((index for index, block in enumerate(blocks) if ":" in block), len(blocks))
    for index, block in enumerate(blocks):
        date = _iso(_DATE.fullmatch(block) or _DATE.fullmatch(block.lstrip("()").rstrip("()")))
        signed = None
        if date is None:
            inline = _SIGNED.fullmatch(block)
            if inline:
                date, signed = _iso(inline), inline[1]
        if date is None and _ISSUER.fullmatch(block) and index > addressed and index + 1 < len(blocks):
            # A signature without a date: the name stands alone below the notice's text.
            below = blocks[index + 1]
            bare = _BARE_DIGITS.fullmatch(below)
            if (
                bare
                or below.startswith("(此件")
                or (block.endswith("政府") and not _DATE.fullmatch(below) and not _ISSUER.fullmatch(below))
            ):
                return block, _lost_date(bare)
        if date is None:
            continue
        names = [signed] if signed else []
        above = index - 1
        while above >= 0 and _ISSUER.fullmatch(parts[above][-1]) and not signed:
            names[:0] = parts[above]
            above -= 1
        if names:
            return "、".join(name for name in names if name), date
    return None, None
