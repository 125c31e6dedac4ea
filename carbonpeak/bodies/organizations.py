"""Names of responsible bodies → one canonical body each: its id, its names, and whether it is the plan's own or stands above it.

How a name is built and what kind it is of is for `names`.
"""

from __future__ import annotations

import zlib
from functools import lru_cache

from carbonpeak.bodies import districts
from carbonpeak.bodies.names import LEVELS, REMARK, SHORT_ENDING, TAX, Reading, kind_of, read, tidy
from carbonpeak.patterns import lazy
from carbonpeak.shape import NamedTuple

_MUNICIPALITIES = ("11", "12", "31", "50")  # 市 is there the level of a province
_LONG_ENDING = {"委": "委员会", "办": "办公室"}
_NATIONAL_ENDING = ("部", "总局", "总署")
_SEAT = lazy(r"(?:(?<=街道)|(?<=[镇乡])|(?<=苏木))(?:人民政府|政府|办事处|办)$|(?<=..)(?:管委会|管理委员会)$")


class Body(NamedTuple):
    org_id: str
    plan_id: str | None  # None for a body above the plan's own level
    name: str
    name_full: str | None
    kind: str
    function: str | None
    is_group: bool


class _Owner(NamedTuple):
    """Whose body it is: the plan's own division unless one of the other fields says otherwise."""

    code: str | None  # of the division that the body belongs to, where it can be told
    kind: str | None = None  # of a body above the plan's division
    mark: str = ""  # in the id of a body below it: 'city.'
    elsewhere: bool = False  # a body of another place


@lru_cache(maxsize=4096)
def is_group(name_written: str) -> bool:
    """Whether the name means a class of bodies (各街道镇, 区级公司) and no single one."""
    return kind_of(tidy(name_written)).kind == "group"


def resolve(name_written: str, plan_id: str, region: str | None = None) -> Body:
    """The canonical body behind a written name.

    `region` is the six-digit code of the division whose plan it is; without one the code that `plan_id` begins with
    is taken. A body above that division has `plan_id` None and an id of its own region (`310000:taxation`); all
    others belong to the plan (`310106-2022:development_and_reform`). A name that the tables do not know gets an id
    made from its letters.
    """
    region = region or (plan_id[:6] if plan_id[:6].isdigit() else None)
    body = _resolved(name_written, region)
    if body.plan_id is None:
        return body
    own_id, _, name, full, kind, function, group = body
    return Body(plan_id + own_id, plan_id, name, full, kind, function, group)


@lru_cache(maxsize=8192)
def _resolved(name_written: str, region: str | None) -> Body:
    """The same with an empty `plan_id`, so that what a name means is found out once for all plans of a division."""
    name = tidy(name_written)
    kind = kind_of(name)
    if kind.kind == "group":
        return Body(f":group.{_digest(name)}", "", name, None, "group", kind.function, True)
    reading = read(name)
    form = reading.form
    known_by_itself = kind.kind not in ("department", "party_organ")  # a town, an area, a firm
    if known_by_itself and not (kind.kind == "functional_area" and form):
        own = _SEAT.sub("", REMARK.sub("", name))
        return Body(f":{_digest(own)}", "", own, None, kind.kind, kind.function, False)
    owner = _owner(reading, region)
    short, full = _names(name, reading, owner.code)
    slug = form.body if form and form.body else _digest(reading.stem)
    function = form.function if form else kind.function or reading.begins
    own_kind = "department" if known_by_itself else kind.kind
    if owner.kind or owner.elsewhere:
        above = own_kind if own_kind == "party_organ" else owner.kind or own_kind
        return Body(f"{owner.code or 'cn'}:{slug}", None, short, full, above, function, False)
    return Body(f":{owner.mark}{slug}", "", short, full, own_kind, function, False)


def _owner(reading: Reading, region: str | None) -> _Owner:
    prefix = reading.prefix
    if not prefix:
        national = reading.ending in _NATIONAL_ENDING and reading.form is not None and region is not None
        return _Owner(None, "national_body") if national else _Owner(region)
    if prefix not in LEVELS:
        return _owner_by_place(prefix.removeprefix(TAX), region)
    level, word = LEVELS[prefix]
    if level == 4:  # 国家能源局 is national, 国家能源局浙江监管办公室 is not
        return _Owner(None, "national_body") if reading.form else _Owner(region)
    if region is None:
        return _Owner(None, mark=f"{word}.")
    own = _level_of(region)
    if prefix == "市" and region[:2] in _MUNICIPALITIES:
        level = 3
    elif prefix == "市" and ((own == 1 and _is_county_city(region)) or (own == 2 and region[2:4] > "20")):
        level = 1  # in a city of county rank its own, in an autonomous prefecture one below
    if level == own:
        return _Owner(region)
    if level < own:
        return _Owner(None, mark=f"{word}.")
    return _above(f"{region[:2]}0000" if level == 3 else f"{region[:4]}00")


def _owner_by_place(place: str, region: str | None) -> _Owner:
    """The same for a body that begins with a place: 上海市税务局 in a plan of one of its districts."""
    division = districts.find(place, f"{region[:2]}0000" if region else None) or districts.find(place)
    if division is None:  # a former or an ambiguous name
        return _Owner(None, mark=f"{_digest(place)}.")
    code = division.code
    if code == region:
        return _Owner(region)
    if region is None or code.startswith(districts.inside(region)):
        return _Owner(code, mark=f"{code}.")
    return _above(code) if region.startswith(districts.inside(code)) else _Owner(code, elsewhere=True)


def _above(code: str) -> _Owner:
    provincial = _level_of(code) == 3 and code[:2] not in _MUNICIPALITIES
    return _Owner(code, "provincial_body" if provincial else "municipal_body")


def _level_of(code: str) -> int:
    """3 for a province, 2 for a prefecture, 1 for a county."""
    return 3 if code.endswith("0000") else 2 if code.endswith("00") else 1


def _is_county_city(code: str) -> bool:
    """Whether the code is one of those given to cities of county rank, under a prefecture or directly under a province."""
    return code[4:] > "80" or code[2:4] == "90"


def _names(name: str, reading: Reading, code: str | None) -> tuple[str, str | None]:
    """The short form used for this body everywhere, and the full one where the table knows it."""
    form, ending, prefix = reading.form, reading.ending, reading.prefix
    if form is None or not form.short or not ending:
        return REMARK.sub("", name), None
    short = f"{prefix}{form.short}{SHORT_ENDING.get(ending, ending)}"
    if not form.full:
        return short, None
    division = districts.by_code(code) if code and (not prefix or LEVELS.get(prefix, (4, ""))[0] < 4) else None
    place = division.name_zh if division else prefix
    return short, f"{place}{form.full}{_LONG_ENDING.get(ending, ending)}"


def _digest(name: str) -> str:
    """Eight hexadecimal digits that stay the same for the same name."""
    return f"{zlib.crc32(name.encode()):08x}"
