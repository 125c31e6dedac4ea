"""Text that is not clean UTF-8: which encoding reads it as Chinese. What fits none is refused; nothing is guessed."""

from __future__ import annotations

import codecs
import re
from contextlib import suppress
from pathlib import Path

from carbonpeak.errors import NotText, UnknownEncoding
from carbonpeak.text.fold import fold

_MARKS = [
    (codecs.BOM_UTF8, "utf-8-sig", 3),
    (codecs.BOM_UTF32_LE, "utf-32-le", 4),
    (codecs.BOM_UTF32_BE, "utf-32-be", 4),
    (codecs.BOM_UTF16_LE, "utf-16-le", 2),
    (codecs.BOM_UTF16_BE, "utf-16-be", 2),
]
# Nearly every byte sequence means something in each of these: which one it is, the characters tell.
_CANDIDATES = ("gb18030", "utf-16-le", "utf-16-be", "big5hkscs")
# The commonest characters of Chinese official prose make up two thirds of a plan, half of any text, and a
# twentieth of what comes out when text in another encoding or language is read as Chinese.
_COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"
    "十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平"
    "形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题"
    "党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别手角期根论运农指九区强放决西被"
    "干做必战先回则任取据处府究战碳能源低推色绿节筑委市局排减排达峰目标任务责单位技术示范项目交通城镇乡县省厅规划"
)
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ue000-\uf8ff\ufffe\uffff]")
_LEAST = 0.2  # share of the Chinese characters that have to be common ones
_FOREIGN = 0.02  # share of all characters that may be controls or for private use
_ASCII = dict.fromkeys(range(0x80))


def decode(path: Path, data: bytes) -> tuple[str, str]:
    """The encoding and the text of `data`, which is not clean UTF-8. Raises NotText or UnknownEncoding."""
    for mark, encoding, length in _MARKS:
        if data.startswith(mark):
            try:
                text = data[length:].decode(encoding.removesuffix("-sig"))
            except UnicodeDecodeError as error:
                raise UnknownEncoding(
                    path,
                    f"it is marked as {encoding}, but is damaged at byte {length + error.start:,}",
                    "take the file from its source again, or save it as UTF-8",
                ) from None
            if _foreign(text) > _FOREIGN:
                raise NotText(path, "it is full of control characters, so it is no text", "take the plan's text")
            return encoding, text
    with suppress(UnicodeDecodeError):
        text = data.decode("utf-8")
        if _foreign(text) <= _FOREIGN:  # UTF-8 with stray zero bytes
            return "utf-8", text
    readings = [(_plausible(text), encoding, text) for encoding, text in _readings(data)]
    best = max(readings, key=lambda reading: reading[0], default=(0.0, "", ""))
    if best[0] >= _LEAST:
        return best[1], best[2]
    raise _refusal(path, data)


def _readings(data: bytes) -> list[tuple[str, str]]:
    found = []
    for encoding in _CANDIDATES:
        try:
            found.append((encoding, data.decode(encoding)))
        except UnicodeDecodeError:
            continue
    return found


def _plausible(text: str) -> float:
    """The share of common characters among the Chinese ones, 0 for what cannot be Chinese text at all."""
    if _foreign(text) > _FOREIGN:
        return 0.0
    han = _HAN.findall(fold(text))
    strange = len(text.translate(_ASCII)) - len(han)
    if len(han) < strange:  # accented letters, kana and the like: Chinese prose has some, not more than characters
        return 0.0
    return sum(1 for character in han if character in _COMMON) / len(han) if han else 0.0


def _foreign(text: str) -> float:
    return len(_CONTROL.findall(text)) / len(text) if text else 0.0


def _refusal(path: Path, data: bytes) -> NotText | UnknownEncoding:
    """Why the file is not read, as closely as can be told."""
    remedy = "open it in an editor that shows it rightly and save it as UTF-8"
    rest = data.decode("utf-8", "ignore")
    lost = len(data) - len(rest.encode())
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        if b"\0" not in data and rest and lost * 50 <= len(data) and _plausible(rest) >= _LEAST:
            return UnknownEncoding(
                path,
                f"it is UTF-8, but damaged at byte {error.start:,} in line {line:,} ({lost} bytes in all)",
                "take the file from its source again, or open it, correct that place and save it as UTF-8",
            )
        if _plausible(data[: error.start].decode("utf-8")) >= _LEAST:
            return UnknownEncoding(
                path,
                f"it is UTF-8 up to byte {error.start:,} in line {line:,}, and in another encoding from there",
                "take the file from its source again, or put it together anew from texts of one encoding",
            )
    controls = sum(data.count(byte) for byte in range(0x20) if byte not in b"\t\n\x0b\x0c\r")
    if controls * 100 > len(data):
        return NotText(path, "it is a binary file, not text", "take the plan's text as .txt, .docx, .html or .pdf")
    return UnknownEncoding(path, "its encoding is none of UTF-8, UTF-16, GB18030 and Big5", remedy)
