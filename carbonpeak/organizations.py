"""Names of responsible bodies → one canonical body each, and which names stand for a class of bodies.

What a name means stands in `data/organization_functions.csv` (区发改委, 区发展改革委 → one function) and
`data/organization_kinds.csv` (in order: the first row that fits gives the kind). Here is only how a name is built:
level or place + stem + ending + a remark in brackets.
"""

from __future__ import annotations

import re
import zlib
from functools import cache, lru_cache
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
_PLACE_ENDS = frozenset("省市州盟县区旗")
_PLACE_NEVER = frozenset("委局厅办部（）")  # would belong to a body
_PARTY = re.compile(r"^(?:党?委|党?工委)(?!员|办|$)")
_ENDING = re.compile(r"^(.+?)(委员会|办公室|办公厅|总局|分局|委|局|厅|部|办|署|中心)$")
_LONG_ENDING = {"委": "委员会", "办": "办公室"}
_SHORT_ENDING = {"委员会": "委", "办公室": "办"}
_NATIONAL_ENDING = ("部", "总局", "总署")
_TAX = "国家税务总局"  # stands before the place in the full name of every tax bureau
_ANY_REMARK = re.compile("（[^（）]*）")
_REMARK = re.compile("（([^（）]*)）$")
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


@cache
def _forms() -> dict[str, _Form]:
    """Every written stem (发改, 发展和改革, 科委) → the body that it means."""
    forms: dict[str, _Form] = {}
    for row in datafiles.rows("organization_functions"):
        form = _Form(row["body"], row["function"], row["short"], row["full"])
        for stem in row["forms"].split():
            forms.setdefault(stem, form)
    return forms


@cache
def _kinds() -> list[_Kind]:
    return [
        _Kind(
            row["kind"],
            row["function"] or None,
            *(tuple(row[column].split()) for column in ("is", "starts", "ends", "contains")),
        )
        for row in datafiles.rows("organization_kinds")
    ]


def _tidy(name_written: str) -> str:
    """The name without white space, brackets at full width."""
    return "".join(name_written.split()).translate(_BRACKETS)


@lru_cache(maxsize=4096)
def is_group(name_written: str) -> bool:
    """Whether the name means a class of bodies (各街道镇, 区级公司) and no single one."""
    return _kind_of(_tidy(name_written)).kind == "group"


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
    begins: str | None  # the function that an unknown name begins with


@lru_cache(maxsize=4096)
def _read(name: str) -> _Reading:
    """Take a tidy name apart. The shortest prefix that leaves a known rest wins, so 区域办 does not lose its 区."""
    remark = _REMARK.search(name)
    bare = name[: remark.start()] if remark else name
    for prefix in _prefixes(bare):
        rest = bare[len(prefix) :]
        for stem in dict.fromkeys((rest, _PARTY.sub("", rest))):
            if form := _forms().get(stem):
                return _Reading(prefix, form, stem, "", None)
            ending = _ENDING.match(stem)
            if ending and (form := _forms().get(ending[1])):
                return _Reading(prefix, form, ending[1], ending[2], None)
    prefix = _level_word(bare)
    prefix = prefix if len(bare) > len(prefix) + 1 else ""
    form = _read(remark[1]).form if remark else None
    rest = bare[len(prefix) :]
    ending = _ENDING.match(rest)
    stem = ending[1] + _SHORT_ENDING.get(ending[2], ending[2]) if ending else rest
    # 经信科技局, 生态环境局西湖分局: a body of its own, with the function that its name begins with
    begins = next((found for end in range(len(rest), 1, -1) if (found := _forms().get(rest[:end]))), None)
    return _Reading(prefix, form, stem, "", begins.function if begins else None)


def _prefixes(name: str) -> list[str]:
    """The beginnings of a name that may be a level or a place, the empty one first."""
    found = [""]
    if level := _level_word(name):
        found.append(level)
    start = len(_TAX) if name.startswith(_TAX) else 0
    for end in range(start + 2, len(name) - 1):
        last = name[end - 1]
        if last in _PLACE_NEVER:
            break
        if last in _PLACE_ENDS:
            found.append(name[:end])
    return found


def _level_word(name: str) -> str:
    return next((name[:length] for length in (3, 2, 1) if name[:length] in _LEVELS), "")


@lru_cache(maxsize=8192)
def resolve(name_written: str, plan_id: str, region: str | None = None) -> Body:
    """The canonical body behind a written name.

    `region` is the six-digit code of the division whose plan it is; without one the code that `plan_id` begins with
    is taken. A body above that division has `plan_id` None and an id of its own region (`310000:taxation`); all
    others belong to the plan (`310106-2022:development_and_reform`). A name that the tables do not know gets an id
    made from its letters.
    """
    name = _tidy(name_written)
    kind = _kind_of(name)
    if kind.kind == "group":
        return Body(f"{plan_id}:group.{_digest(name)}", plan_id, name, None, "group", kind.function, True)
    reading = _read(name)
    form = reading.form
    known_by_itself = kind.kind not in ("department", "party_organ")  # a town, an area, a firm
    if known_by_itself and not (kind.kind == "functional_area" and form):
        own = _SEAT.sub("", _REMARK.sub("", name))
        return Body(f"{plan_id}:{_digest(own)}", plan_id, own, None, kind.kind, kind.function, False)
    region = region or (plan_id[:6] if plan_id[:6].isdigit() else None)
    owner = _owner(reading, region)
    short, full = _names(name, reading, owner.code)
    slug = form.body if form and form.body else _digest(reading.stem)
    function = form.function if form else kind.function or reading.begins
    own_kind = "department" if known_by_itself else kind.kind
    if owner.kind or owner.elsewhere:
        above = own_kind if own_kind == "party_organ" else owner.kind or own_kind
        return Body(f"{owner.code or 'cn'}:{slug}", None, short, full, above, function, False)
    return Body(f"{plan_id}:{owner.mark}{slug}", plan_id, short, full, own_kind, function, False)


class _Owner(NamedTuple):
    """Whose body it is: the plan's own division unless one of the other fields says otherwise."""

    code: str | None  # of the division that the body belongs to, where it can be told
    kind: str | None = None  # of a body above the plan's division
    mark: str = ""  # in the id of a body below it: 'city.'
    elsewhere: bool = False  # a body of another place


def _owner(reading: _Reading, region: str | None) -> _Owner:
    prefix = reading.prefix
    if not prefix:
        national = reading.ending in _NATIONAL_ENDING and reading.form is not None and region is not None
        return _Owner(None, "national_body") if national else _Owner(region)
    if prefix not in _LEVELS:
        return _owner_by_place(prefix, region)
    level, word = _LEVELS[prefix]
    if level == 4:  # 国家能源局 is national, 国家能源局浙江监管办公室 is not
        return _Owner(None, "national_body") if reading.form else _Owner(region)
    if region is None:
        return _Owner(None, mark=f"{word}.")
    own = 4 - _depth(region)
    if prefix == "市" and region[:2] in _MUNICIPALITIES:
        level = 3
    elif prefix == "市" and (own == 1 and region[4:] > "80" or own == 2 and region[2:4] > "20"):
        level = 1  # in a city of county rank its own, in an autonomous prefecture one below
    if level == own:
        return _Owner(region)
    if level < own:
        return _Owner(None, mark=f"{word}.")
    return _above(f"{region[:2]}0000" if level == 3 else f"{region[:4]}00")


def _owner_by_place(place: str, region: str | None) -> _Owner:
    """The same for a body that begins with a place: 上海市税务局 in a plan of one of its districts."""
    place = place.removeprefix(_TAX)
    division = districts.find(place, f"{region[:2]}0000" if region else None) or districts.find(place)
    if division is None or division.code == region:
        return _Owner(region)
    code = division.code
    if region is None or code.startswith(region[: 2 * _depth(region)]):
        return _Owner(code, mark=f"{code}.")
    return _above(code) if region.startswith(code[: 2 * _depth(code)]) else _Owner(code, elsewhere=True)


def _above(code: str) -> _Owner:
    provincial = _depth(code) == 1 and code[:2] not in _MUNICIPALITIES
    return _Owner(code, "provincial_body" if provincial else "municipal_body")


def _depth(code: str) -> int:
    """How many pairs of digits of a division's code are its own: 1 province, 2 prefecture, 3 county."""
    return 1 if code.endswith("0000") else 2 if code.endswith("00") else 3


def _names(name: str, reading: _Reading, code: str | None) -> tuple[str, str | None]:
    """The short form used for this body everywhere, and the full one where the table knows it."""
    form, ending, prefix = reading.form, reading.ending, reading.prefix
    if form is None or not form.short or not ending:
        return _REMARK.sub("", name), None
    short = f"{prefix}{form.short}{_SHORT_ENDING.get(ending, ending)}"
    if not form.full:
        return short, None
    division = districts.by_code(code) if code and (not prefix or _LEVELS.get(prefix, (4,))[0] < 4) else None
    place = division.name_zh if division else prefix
    return short, f"{place}{form.full}{_LONG_ENDING.get(ending, ending)}"


def _digest(name: str) -> str:
    """Eight hexadecimal digits that stay the same for the same name."""
    return f"{zlib.crc32(name.encode()):08x}"
