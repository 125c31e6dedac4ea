"""The numbers that Word prints before paragraphs and does not store in them: 一、（一）1. of automatic numbering."""

from __future__ import annotations

from typing import Any

from carbonpeak.shape import NamedTuple

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DIGITS = "〇一二三四五六七八九"
_FORMAL = "零壹贰叁肆伍陆柒捌玖"
_CHINESE = ("chineseCounting", "japaneseCounting", "taiwaneseCounting", "ideographTraditional")  # …Thousand too
_FORMAL_CHINESE = ("chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal")
_ROMAN = [(1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x")]
_ROMAN += [(9, "ix"), (5, "v"), (4, "iv"), (1, "i")]


class _Level(NamedTuple):
    start: int
    form: str  # decimal, chineseCounting, …
    pattern: str  # （%2）
    suffix: str  # tab, space, nothing
    restarts: bool


class Numbering:
    """Counts along while the paragraphs of a document pass by in order."""

    def __init__(self, numbering: Any, styles: Any) -> None:
        """The root elements of numbering.xml and styles.xml; either may be None."""
        self._styles = (
            {} if styles is None else {style.get(f"{_W}styleId"): style for style in styles.iter(f"{_W}style")}
        )
        self._levels: dict[str, dict[int, _Level]] = {}  # number definition → its levels
        self._abstract: dict[str, str] = {}  # number definition → the scheme whose count it shares
        self._restart: dict[str, dict[int, int]] = {}  # number definition → level → where it begins anew
        self._style_level: dict[tuple[str, str], int] = {}  # scheme and paragraph style → level
        self._counts: dict[str, dict[int, int]] = {}
        self._seen: set[str] = set()
        if numbering is not None:
            self._define(numbering)

    def label(self, paragraph: Any) -> str:
        """What Word prints before this `w:p`, '' without automatic numbering and for bullets."""
        number, depth = self._of(paragraph)
        levels = self._levels.get(number, {})
        level = levels.get(depth)
        if level is None:
            return ""
        count = self._count(number, depth, levels)
        if level.form in ("bullet", "none"):
            return ""
        text = level.pattern
        for above in range(depth + 1):
            if f"%{above + 1}" in text and above in levels:
                text = text.replace(
                    f"%{above + 1}", _written(count.get(above, levels[above].start), levels[above].form)
                )
        return text if level.suffix == "nothing" or not text or text[-1] > "\x7f" else f"{text} "

    def _define(self, numbering: Any) -> None:
        schemes = {scheme.get(f"{_W}abstractNumId"): scheme for scheme in numbering.iter(f"{_W}abstractNum")}
        linked = {_value(scheme, "styleLink"): scheme for scheme in schemes.values()}
        for number in numbering.iter(f"{_W}num"):
            key, abstract = number.get(f"{_W}numId"), _value(number, "abstractNumId")
            scheme = schemes.get(abstract)
            if scheme is None:
                continue
            scheme = linked.get(_value(scheme, "numStyleLink") or "", scheme)
            levels = {int(level.get(f"{_W}ilvl")): _level(level) for level in scheme.iter(f"{_W}lvl")}
            for level in scheme.iter(f"{_W}lvl"):
                style = _value(level, "pStyle")
                if style:
                    self._style_level[key, style] = int(level.get(f"{_W}ilvl"))
            for override in number.iter(f"{_W}lvlOverride"):
                depth = int(override.get(f"{_W}ilvl"))
                own = override.find(f"{_W}lvl")
                if own is not None:
                    levels[depth] = _level(own)
                start = _value(override, "startOverride")
                if start:
                    self._restart.setdefault(key, {})[depth] = int(start)
            self._levels[key] = levels
            self._abstract[key] = scheme.get(f"{_W}abstractNumId")

    def _of(self, paragraph: Any) -> tuple[str, int]:
        """The number definition and the level of a paragraph, from itself or from its styles."""
        properties = paragraph.find(f"{_W}pPr")
        number = depth = None
        style = _value(properties, "pStyle") if properties is not None else None
        own = properties.find(f"{_W}numPr") if properties is not None else None
        if own is not None:
            number, depth = _value(own, "numId"), _value(own, "ilvl")
        seen = set()
        while style and style not in seen and number is None:
            seen.add(style)
            definition = self._styles.get(style)
            if definition is None:
                break
            inherited = definition.find(f"{_W}pPr/{_W}numPr")
            if inherited is not None and _value(inherited, "numId"):
                number = _value(inherited, "numId")
                depth = depth or _value(inherited, "ilvl") or str(self._style_level.get((number or "", style), 0))
            style = _value(definition, "basedOn")
        return number or "", int(depth or 0)

    def _count(self, number: str, depth: int, levels: dict[int, _Level]) -> dict[int, int]:
        """The counts of the scheme after one more paragraph at this level."""
        counts = self._counts.setdefault(self._abstract[number], {})
        if number not in self._seen:
            self._seen.add(number)
            for level, start in self._restart.get(number, {}).items():
                counts[level] = start - 1
        counts[depth] = counts.get(depth, levels[depth].start - 1) + 1
        for below in [level for level in counts if level > depth]:
            if below not in levels or levels[below].restarts:
                del counts[below]
        for above in range(depth):
            if above in levels:
                counts.setdefault(above, levels[above].start)
        return counts


def _level(level: Any) -> _Level:
    return _Level(
        int(_value(level, "start") or 1),
        _value(level, "numFmt") or "decimal",
        _value(level, "lvlText") or "",
        _value(level, "suff") or "tab",
        _value(level, "lvlRestart") != "0",
    )


def _value(element: Any, name: str) -> str | None:
    child = element.find(f"{_W}{name}")
    value = None if child is None else child.get(f"{_W}val")
    return None if value is None else str(value)


def _written(count: int, form: str) -> str:
    """A count in one of Word's forms; in digits where the form is not known."""
    if form.startswith(_CHINESE):
        return _chinese(count, _DIGITS, "十百")
    if form.startswith(_FORMAL_CHINESE):
        return _chinese(count, _FORMAL, "拾佰")
    if form == "ideographDigital":
        return "".join(_DIGITS[int(digit)] for digit in str(count))
    if form == "decimalZero":
        return f"{count:02}"
    if form == "decimalFullWidth":
        return "".join(chr(ord(digit) + 0xFEE0) for digit in str(count))
    if form.startswith("decimalEnclosedCircle") and 1 <= count <= 20:
        return chr(0x2460 + count - 1)
    if form in ("upperLetter", "lowerLetter") and count > 0:
        letters = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letters.upper() if form == "upperLetter" else letters
    if form in ("upperRoman", "lowerRoman"):
        text = ""
        for value, letters in _ROMAN:
            text += letters * (count // value)
            count %= value
        return text.upper() if form == "upperRoman" else text
    return str(count)


def _chinese(count: int, digits: str, places: str) -> str:
    """1–999 in Chinese numerals: 十二, 一百零三."""
    if not 0 < count < 1000:
        return str(count)
    hundreds, rest = divmod(count, 100)
    tens, ones = divmod(rest, 10)
    text = digits[hundreds] + places[1] if hundreds else ""
    if tens:
        text += (digits[tens] if tens > 1 or hundreds or digits is _FORMAL else "") + places[0]
    elif hundreds and ones:
        text += "零"
    return text + (digits[ones] if ones else "")
