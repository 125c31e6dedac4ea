"""How the name of a body is built: level or place + stem + ending + a remark in brackets; and what kind of body it names.

What the parts mean stands in `data/organization_functions.csv` (发改, 发展改革 → one function) and `data/organization_kinds.csv` (in
order: the first row that fits gives the kind). Whose body it is in a plan is for `organizations`.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from carbonpeak import datafiles
from carbonpeak.patterns import lazy
from carbonpeak.shape import NamedTuple
from carbonpeak.text.fold import fold

# Words for a level of government: how high it stands and how it is called in an id.
LEVELS = {
    "国家": (4, "cn"),
    "国务院": (4, "cn"),
    "全国": (4, "cn"),
    "中央": (4, "cn"),
    "中国": (4, "cn"),
    "省": (3, "province"),
    "自治区": (3, "province"),
    "市": (2, "city"),
    "州": (2, "prefecture"),
    "盟": (2, "league"),
    "地区": (2, "prefecture"),
    "县": (1, "county"),
    "区": (1, "district"),
    "旗": (1, "banner"),
}
TAX = "国家税务总局"  # stands before the place in the full name of every tax bureau
REMARK = lazy("（([^（）]*)）$")
SHORT_ENDING = {"委员会": "委", "办公室": "办"}
_ANY_REMARK = lazy("（[^（）]*）")
_ENDING = lazy(r"^(.+?)(委员会|办公室|办公厅|总局|分局|委|局|厅|部|办|署|中心)$")
_LONGEST_STEM = 40
_PARTY = lazy(r"^(?:党?委|党?工委)(?!员|办|$)")
_PLACE_ENDS = frozenset("省市州盟县区旗")
_PLACE_NEVER = frozenset("委局厅办部（）")  # would belong to a body
_WIDTHS = str.maketrans("()【】〈〉", "（）（）（）", "*@?#")
_BRACKETED = lazy("（([^（）]+)）")


class Form(NamedTuple):
    """A row of `organization_functions`: what a written stem means."""

    body: str
    function: str
    short: str
    full: str


class Kind(NamedTuple):
    """A row of `organization_kinds`: every test that it states must hold."""

    kind: str
    function: str | None
    exact: tuple[str, ...]
    starts: tuple[str, ...]
    ends: tuple[str, ...]
    contains: tuple[str, ...]

    def fits(self, name: str, bare: str) -> bool:
        return (
            (not self.exact or name in self.exact or bare in self.exact)
            and (not self.starts or name.startswith(self.starts))
            and (not self.ends or bare.endswith(self.ends))
            and (not self.contains or any(word in bare for word in self.contains))
        )


class Reading(NamedTuple):
    """A name taken apart."""

    prefix: str  # 区, 市, 国家, 上海市 or ''
    form: Form | None
    stem: str  # what follows the prefix, without the ending when the table knows it
    ending: str
    begins: str | None  # the function that an unknown name begins with


@cache
def _forms() -> dict[str, Form]:
    """Every written stem (发改, 发展和改革, 科委) → the body that it means."""
    forms: dict[str, Form] = {}
    for row in datafiles.rows("organization_functions"):
        form = Form(row["body"], row["function"], row["short"], row["full"])
        for stem in row["forms"].split():
            forms.setdefault(stem, form)
    return forms


@cache
def _kinds() -> list[Kind]:
    return [
        Kind(
            row["kind"],
            row["function"] or None,
            *(tuple(row[column].split()) for column in ("is", "starts", "ends", "contains")),
        )
        for row in datafiles.rows("organization_kinds")
    ]


@cache
def _kinds_ending(last: str) -> list[Kind]:
    """The rows that a name with this last character can fit."""
    return [kind for kind in _kinds() if not kind.ends or any(word.endswith(last) for word in kind.ends)]


def tidy(name_written: str) -> str:
    """The name in simplified characters without white space and noise, brackets at full width."""
    name = fold("".join(name_written.split())).translate(_WIDTHS)
    return _BRACKETED.sub(_without_noise, name) if "（" in name else name


def _without_noise(bracket: re.Match[str]) -> str:
    """The bracket, unless it holds no Chinese: pinyin beside a character, 萬（wàn）源市."""
    return bracket[0] if any("一" <= character <= "鿿" for character in bracket[1]) else ""


@lru_cache(maxsize=4096)
def kind_of(name: str) -> Kind:
    """The first row of the table that fits a tidy name."""
    bare = _ANY_REMARK.sub("", name)
    for kind in _kinds_ending(bare[-1:]):
        if kind.fits(name, bare):
            return kind
    raise ValueError(f"data/organization_kinds.csv has no row that fits {name!r}: its last row must fit any name")


@lru_cache(maxsize=4096)
def read(name: str) -> Reading:
    """Take a tidy name apart. The shortest prefix that leaves a known rest wins, so 区域办 does not lose its 区."""
    remark = REMARK.search(name)
    bare = name[: remark.start()] if remark else name
    for prefix in _prefixes(bare):
        rest = bare[len(prefix) :]
        for stem in dict.fromkeys((rest, _PARTY.sub("", rest))):
            if form := _forms().get(stem):
                return Reading(prefix, form, stem, "", None)
            ending = _ENDING.match(stem)
            if ending and (form := _forms().get(ending[1])):
                return Reading(prefix, form, ending[1], ending[2], None)
    prefix = _level_word(bare)
    prefix = prefix if len(bare) > len(prefix) + 1 else ""
    form = read(remark[1]).form if remark else None
    rest = bare[len(prefix) :]
    ending = _ENDING.match(rest)
    stem = ending[1] + SHORT_ENDING.get(ending[2], ending[2]) if ending else rest
    # 经信科技局, 生态环境局西湖分局: a body of its own, with the function that its name begins with
    begins = next(
        (found for end in range(min(len(rest), _LONGEST_STEM), 1, -1) if (found := _forms().get(rest[:end]))), None
    )
    return Reading(prefix, form, stem, "", begins.function if begins else None)


def _prefixes(name: str) -> list[str]:
    """The beginnings of a name that may be a level or a place, the empty one first."""
    found = [""]
    if level := _level_word(name):
        found.append(level)
    start = len(TAX) if name.startswith(TAX) else 0
    for end in range(start + 2, len(name) - 1):
        last = name[end - 1]
        if last in _PLACE_NEVER:
            break
        if last in _PLACE_ENDS:
            found.append(name[:end])
    return found


def _level_word(name: str) -> str:
    return next((name[:length] for length in (3, 2, 1) if name[:length] in LEVELS), "")
