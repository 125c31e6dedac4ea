"""Names of responsible bodies → one canonical body each, and which names stand for a class of bodies.

What a name means stands in `data/organization_functions.csv` (区发改委, 区发展改革委 → one function) and
`data/organization_kinds.csv` (in order: the first row that fits gives the kind). Here is only how a name is built: level or place + stem +
ending + a remark in brackets.
"""

from __future__ import annotations

import re
import zlib
from functools import lru_cache
from typing import NamedTuple

from carbonpeak import datafiles, districts

# Words for a level of government: how high it stands and how it is called in an id.
_LEVELS = {
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
_MUNICIPALITIES = ("11", "12", "31", "50")  # 市 is there the level of a province
_LEVEL = re.compile("|".join(_LEVELS))
_PLACE = re.compile(r"([^\W\d_委局厅办部]{1,10}?(?:省|自治区|[市州盟县区旗]))(?=.{2})")
_PARTY = re.compile(r"^(?:党?委|党?工委)(?!员|办|$)")
_ENDING = re.compile(r"^(.+?)(委员会|办公室|办公厅|总局|分局|委|局|厅|部|办|署|中心)$")
_LONG_ENDING = {"委": "委员会", "办": "办公室"}
_SHORT_ENDING = {"委员会": "委", "办公室": "办"}
_NATIONAL_ENDING = ("部", "总局", "总署")
_ANY_REMARK = re.compile("（[^（）]*）")
# 各县、区人民政府 and 各市（州）、县人民政府: one name, whatever stands between its levels.
_GOVERNMENTS = (
    "各(?:设区)?[市州县区旗盟](?:（[^（）]*）)?(?:[、，][市州县区旗盟](?:（[^（）]*）)?)+(?:人民政府|政府|党委)"
)
_REMARK = re.compile(r"[（(]([^（）()]*)[）)]$")
_SEAT = re.compile(r"(?:(?<=街道)|(?<=[镇乡])|(?<=苏木))(?:人民政府|政府|办事处|办)$|(?<=..)(?:管委会|管理委员会)$")
_BRACKETS = str.maketrans("()", "（）")


class Body(NamedTuple):
    org_id: str
    plan_id: str | None  # None for a body above the plan's own level
    name: str
    name_full: str | None
    kind: str
    function: str | None
    is_group: bool


class _Form(NamedTuple):
    body: str
    function: str
    short: str
    full: str


class _Kind(NamedTuple):
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


@lru_cache(maxsize=1)
def _forms() -> dict[str, _Form]:
    """Every written stem (发改, 发展和改革, 科委) → the body that it means."""
    forms: dict[str, _Form] = {}
    for row in datafiles.rows("organization_functions"):
        form = _Form(row["body"], row["function"], row["short"], row["full"])
        for stem in row["forms"].split():
            forms.setdefault(stem, form)
    return forms


@lru_cache(maxsize=1)
def _kinds() -> list[_Kind]:
    return [
        _Kind(
            row["kind"],
            row["function"] or None,
            *(tuple(row[column].split()) for column in ("is", "starts", "ends", "contains")),
        )
        for row in datafiles.rows("organization_kinds")
    ]


@lru_cache(maxsize=1)
def names_with_and() -> re.Pattern[str]:
    """What holds 和, 与, 及 or 、 within one name: 工业和信息化部, 规划和自然资源局, 各县、区人民政府."""
    stems = {stem for stem in _forms() if len(stem) > 2 and re.search("[和与及]", stem[1:-1])}
    return re.compile("|".join([_GOVERNMENTS, *sorted(stems, key=lambda stem: (-len(stem), stem))]))


def tidy(name_written: str) -> str:
    """The name without white space, brackets at full width."""
    return "".join(name_written.split()).translate(_BRACKETS)


@lru_cache(maxsize=4096)
def is_group(name_written: str) -> bool:
    """Whether the name means a class of bodies (各街道镇, 区级公司) and no single one."""
    return _kind_of(tidy(name_written)).kind == "group"


@lru_cache(maxsize=4096)
def is_known(name_written: str) -> bool:
    """Whether the name ends in a body of the table (市规划和自然资源局), whatever level or place stands before it."""
    return _read(tidy(name_written)).form is not None


def _kind_of(name: str) -> _Kind:
    bare = _ANY_REMARK.sub("", name)
    for kind in _kinds():
        if kind.fits(name, bare):
            return kind
    raise ValueError(f"data/organization_kinds.csv has no row that fits {name!r}: its last row must fit any name")


class _Reading(NamedTuple):
    prefix: str  # 区, 市, 国家, 上海市 or ''
    form: _Form | None
    stem: str  # what follows the prefix, without the ending when the table knows it
    ending: str


@lru_cache(maxsize=4096)
def _read(name: str) -> _Reading:
    """Take a tidy name apart. The shortest prefix that leaves a known rest wins, so 区域办 does not lose its 区."""
    remark = _REMARK.search(name)
    bare = name[: remark.start()] if remark else name
    for prefix in _prefixes(bare):
        rest = bare[len(prefix) :]
        for stem in dict.fromkeys((rest, _PARTY.sub("", rest))):
            if form := _forms().get(stem):
                return _Reading(prefix, form, stem, "")
            ending = _ENDING.match(stem)
            if ending and (form := _forms().get(ending[1])):
                return _Reading(prefix, form, ending[1], ending[2])
    prefix = level[0] if (level := _LEVEL.match(bare)) and len(bare) > len(level[0]) + 1 else ""
    form = _read(remark[1]).form if remark else None
    rest = bare[len(prefix) :]
    ending = _ENDING.match(rest)
    return _Reading(prefix, form, ending[1] + _SHORT_ENDING.get(ending[2], ending[2]) if ending else rest, "")


def _prefixes(name: str) -> list[str]:
    """The beginnings of a name that may be a level or a place, the empty one first."""
    found = [""]
    if level := _LEVEL.match(name):
        found.append(level[0])
    start = len("国家税务总局") if name.startswith("国家税务总局") else 0
    position = start
    while place := _PLACE.match(name, position):
        position = place.end(1)
        found.append(name[:position])
    return found


@lru_cache(maxsize=8192)
def resolve(name_written: str, plan_id: str, region: str | None = None) -> Body:
    """The canonical body behind a written name.

    `region` is the six-digit code of the division whose plan it is; without one the code that `plan_id` begins with
    is taken. A body above that division has `plan_id` None and an id of its own region (`310000:taxation`); all
    others belong to the plan (`310106-2022:development_and_reform`). A name that the tables do not know gets an id
    made from its letters.
    """
    name = tidy(name_written)
    kind = _kind_of(name)
    if kind.kind == "group":
        return Body(f"{plan_id}:group.{_digest(name)}", plan_id, name, None, "group", kind.function, True)
    reading = _read(name)
    known_by_itself = kind.kind not in ("department", "party_organ")  # a town, an area, a firm
    if known_by_itself and not (kind.kind == "functional_area" and reading.form):
        own = _SEAT.sub("", _REMARK.sub("", name))
        return Body(f"{plan_id}:{_digest(own)}", plan_id, own, None, kind.kind, kind.function, False)
    form = reading.form
    function = form.function if form else kind.function
    slug = form.body if form and form.body else _digest(reading.stem)
    short, full = _names(name, reading)
    kind_name = "department" if known_by_itself else kind.kind
    region = region or (plan_id[:6] if plan_id[:6].isdigit() else None)
    owner, above = _owner(reading, region)
    if above or owner.isdigit():
        return Body(f"{owner}:{slug}", None, short, full, above or kind_name, function, False)
    return Body(f"{plan_id}:{owner}{slug}", plan_id, short, full, kind_name, function, False)


def _owner(reading: _Reading, region: str | None) -> tuple[str, str | None]:
    """Whose body it is, and its kind if it stands above the plan's own division.

    ('', None): the plan's own; ('city.', None): of the plan, but of a lower level; ('310000', 'municipal_body'): above;
    ('320509', None): of another place.
    """
    prefix = reading.prefix
    if not prefix:
        national = reading.ending in _NATIONAL_ENDING and reading.form is not None
        return ("cn", "national_body") if national and region else ("", None)
    if prefix not in _LEVELS:
        return _owner_by_place(prefix, region)
    level, word = _LEVELS[prefix]
    own = _level_of(region) if region else 0
    if level == 4:  # 国家能源局 is national, 国家能源局浙江监管办公室 is not
        return ("cn", "national_body") if reading.form else ("", None)
    if region is None:
        return f"{word}.", None
    if prefix == "市" and region[:2] in _MUNICIPALITIES:
        level = 3
    elif prefix == "市" and own == 1 and region[4:] > "80":  # a city of county rank: its own level is 市
        level = 1
    if level == own:
        return "", None
    if level < own:
        return f"{word}.", None
    code = f"{region[:2]}0000" if level == 3 else f"{region[:4]}00"
    return code, "provincial_body" if level == 3 and region[:2] not in _MUNICIPALITIES else "municipal_body"


def _owner_by_place(place: str, region: str | None) -> tuple[str, str | None]:
    """The same for a body that begins with a place: 上海市税务局 in a plan of one of its districts."""
    division = districts.find(place.removeprefix("国家税务总局"), None)
    if division is None or division.code == region:
        return "", None
    code = division.code
    if region is None or code.startswith(region[: 2 * _depth(region)]):
        return f"{code}.", None
    if not region.startswith(code[: 2 * _depth(code)]):
        return code, None
    above = "provincial_body" if code.endswith("0000") and code[:2] not in _MUNICIPALITIES else "municipal_body"
    return code, above


def _depth(code: str) -> int:
    """How many pairs of digits of a division's code are its own: 1 province, 2 prefecture, 3 county."""
    return 1 if code.endswith("0000") else 2 if code.endswith("00") else 3


def _level_of(code: str) -> int:
    return 4 - _depth(code)


def _names(name: str, reading: _Reading) -> tuple[str, str | None]:
    """The short form used for this body everywhere, and the full one where the table knows it."""
    bare = _REMARK.sub("", name)
    form, ending = reading.form, reading.ending
    if form is None or not form.short or not ending:
        return bare, None
    short = f"{reading.prefix}{form.short}{_SHORT_ENDING.get(ending, ending)}"
    return short, f"{reading.prefix}{form.full}{_LONG_ENDING.get(ending, ending)}" if form.full else None


def _digest(name: str) -> str:
    """Eight hexadecimal digits that stay the same for the same name."""
    return f"{zlib.crc32(name.encode()):08x}"
