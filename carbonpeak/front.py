"""Text → plan metadata: title, issuer, 文号, dates, the superior plan. Only what the text states; the rest stays None.

Reads what stands before the first heading and the foot of the notice. A web site's own date is not the plan's.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from carbonpeak.clean import Text, dress
from carbonpeak.outline import Outline
from carbonpeak.patterns import lazy
from carbonpeak.phrases import PHRASES

_NUMBER = lazy(r"({han}{2,12})[〔\[(【﹝]((?:19|20)\d\d)[〕\])】﹞]第?(\d{1,4})号")
_DATED = r"((?:19|20)\d\d)年(\d{1,2})月(\d{1,2})日"
_DATE = lazy(_DATED)
_PRINTED = lazy(rf"{_DATED}印发")
_ADOPTED = lazy(
    rf"(?:经|于)((?:(?:19|20)\d\d)年\d{{1,2}}月\d{{1,2}}日)[^。]{{0,40}}?(?:{PHRASES['meeting']})[^。]{{0,12}}(?:{PHRASES['adopted']})"
)
_TITLE = lazy(
    rf"[^,。;:!?]{{4,60}}(?:{PHRASES['document']})(?:\((?:{PHRASES['document_state']}|20\d\d[^()]*年?[^()]*)\))?"
)
_NOTICE = lazy(PHRASES["notice"])
_QUOTED = lazy(r"[《«]([^》»]{4,60})[》»]")
_ISSUER_NAME = rf"(?:{{han}}|[()]){{2,30}}(?:{PHRASES['issuer_ends']})"
_ISSUER = lazy(_ISSUER_NAME)
_SIGNED = lazy(rf"({_ISSUER_NAME}){_DATED}")
_ISSUES = lazy(r"^(.{2,60}?)(?:等\w{0,6}部门)?关于")
_SUPERIOR = lazy(PHRASES["superior"])


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
        if block:
            spans.append((start, start + len(block)))
        start += len(block) + 1
    blocks = [text[a:b] for a, b in spans]
    title = _title(blocks)
    number = _document_number(blocks)
    issuer, issued = _signature(blocks)
    if issuer is None:
        for block in blocks[:6]:
            found = _ISSUES.match(block)
            if found and _ISSUER.fullmatch(found[1].replace("、", "")):
                issuer = found[1]
                break
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
    adopted_on = _iso(_DATE.search(adopted[1])) if adopted else None
    if year is None and adopted_on:
        year = int(adopted_on[:4])
    return Front(dress(title) if title else None, issuer, number, adopted_on, issued, dates[1], superior, year)


def _title(blocks: list[str]) -> str | None:
    """The plan's own title: the last line before its text that reads like one, else the one that the notice quotes."""
    lines = [block for block in blocks if _TITLE.fullmatch(block) and not _NOTICE.search(block)]
    if lines:
        return lines[-1]
    for block in blocks:
        if _NOTICE.search(block):
            quoted = _QUOTED.search(block)
            if quoted:
                return quoted[1]
    return None


def _document_number(blocks: list[str]) -> str | None:
    for block in blocks:
        if len(block) < 60:
            found = _NUMBER.search(block)
            if found and not block[: found.start()].endswith("("):
                return found[0]
    return None


def _signature(blocks: list[str]) -> tuple[str | None, str | None]:
    """Who signed and when: the names that stand directly above a date of their own."""
    for index, block in enumerate(blocks):
        date = _iso(_DATE.fullmatch(block) or _DATE.fullmatch(block.lstrip("()").rstrip("()")))
        signed = None
        if date is None:
            inline = _SIGNED.fullmatch(block)
            if inline:
                date, signed = _iso(inline), inline[1]
        if (
            date is None
            and _ISSUER.fullmatch(block)
            and index
            and ":" in "".join(blocks[:index])
            and index + 1 < len(blocks)
        ):
            # A signature without a date: the name stands alone below the notice's text.
            if (
                not _DATE.fullmatch(blocks[index + 1])
                and not _ISSUER.fullmatch(blocks[index + 1])
                and block.endswith("政府")
            ):
                return block, None
        if date is None:
            continue
        names = [signed] if signed else []
        above = index - 1
        while above >= 0 and _ISSUER.fullmatch(blocks[above]) and not signed:
            names.insert(0, blocks[above])
            above -= 1
        if names:
            return "、".join(name for name in names if name), date
    return None, None
