"""Run of a list → its names: how entries are parted, what a name may hold inside, what only joins, opens or closes a list.

The shapes stand in `data/name_lists.csv`, marks of a role behind a name in `data/roles.csv`. Where a list stands and which role it
gives is for `responsibilities`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from carbonpeak.bodies import districts, names
from carbonpeak.bodies.organizations import is_group
from carbonpeak.datafiles import rows
from carbonpeak.patterns import lazy
from carbonpeak.records import new
from carbonpeak.shape import NamedTuple

NAME_LISTS = {row["use"]: row["pattern"] for row in rows("name_lists")}
BRACKETED = r"(?:\((?:[^()]|\([^()]*\))*\)|〔[^〔〕]*〕|\[[^\[\]]*\]|【[^【】]*】|〈[^〈〉]*〉)"
_MARKS = [(row["role"], row["words"]) for row in rows("roles") if row["where"] == "mark"]
ROLE_MARK = lazy(rf"[(〔\[](?:{'|'.join(f'(?P<{role}>{words})' for role, words in _MARKS)})[)〕\]]")
_ONE_NAMES = "|".join(row["pattern"] for row in rows("name_lists") if row["use"] == "one_name")
_ONE_NAME = lazy(_ONE_NAMES)
_PARTS = lazy(
    rf"{_ONE_NAMES}|{BRACKETED}|[、,;。\n|]|(?:以?及|和|与)(?={NAME_LISTS['split_before']})|(?:以及|及|和|与|会同)"
)
_SUFFIX = lazy(rf"(?:{NAME_LISTS['suffix']}){BRACKETED}?$")
_CLOSING = lazy(rf"(?:{NAME_LISTS['closing']})$")
_OPENING = lazy(rf"(?:{NAME_LISTS['opening']})")
DUE = lazy(rf"(?:{NAME_LISTS['due']})")
# What a word that joins, opens or closes names begins with, and marks that are no part of a name.
_JOINTS = frozenset("及和与以由等会.:")
_ANY_JOINT = lazy("[及和与以由等会.:]")
PAIRS = {"(": ")", "[": "]", "【": "】", "〔": "〕"}
_SPLIT_INSIDE = lazy(r"[(〔\[【〈][^)〕\]】〉]*[、,;。\n|]")
_CLOSES = (")", "〕", "]")
DUE_ENDS = frozenset("成进续年底末前月行持实工用")
_NEXT = lazy(r"(?:[^、,;。\n()及和与]|\([^()]*\))+(?:[和与](?:[^、,;。\n()及和与])+)?")
_CLASS = lazy(NAME_LISTS["split_before"])
_RUN_ON = lazy(
    r"[委局厅办部院会心团司](?<![省市县区州盟旗]委)(?=[省市县区州](?![委府]){han}{2,14}(?:[委局厅办部院会]|中心|公司|集团))"
    r"|[委局厅办团司](?<![省市县区州盟旗党工]委)(?=各(?!分局|直属|下属|处室|科室|派出|基层))"
)
_WHOLE = lazy(r".{2,}[局厅部委院](?<![省市县区州盟旗工]委)$")  # a name that may end where a blank stands
_SHORTEST_PART = 4  # characters of a part that its level makes a body of its own
_PART_OF_BODY = lazy(
    r"(?:[支大总中]队|办公室|分局)$"
)  # with a blank before it still a part of the body it stands behind
_LONGEST_FORENAME = 4
_DIRECTIONS = frozenset("东西南北中")
_WHOLE_ENDS = frozenset("局委厅办部社会院市县区旗镇街")
_GOES_ON = frozenset("(等有宣组统网编机办")
_NEVER_FIRST = lazy(
    r"[(等]|有限(?:责任)?公司|宣传部|组织部|统战部|网信办|编办|机关工委|办公[室厅]"
)  # part of the name before a blank
_OF_THEIR_OWN = ("utility", "functional_area", "state_company")  # kinds of bodies that do not begin with the territory
_LEVELS = frozenset("省市县区州盟旗国")
_GOVERNMENT = lazy("{han}{1,6}[市县区州盟旗](?:人民)?政府$")
_SHORTEST_PAIR = 6  # characters of two names without a mark between them
LONGEST = 40  # characters of a name
_PERSON = lazy(NAME_LISTS["person"])
_COUNTED = lazy(r"\d{1,2}[.)](?={han})")  # 1.甲局；2.乙局
_ALSO = lazy("[/、,;]")
_SPLITS = frozenset(",;。\n|")  # part two names as 、 does


class Named(NamedTuple):
    """One body in a list. Offsets point into the cleaned text."""

    name: str
    role: str
    start: int
    end: int
    group: bool


@lru_cache(maxsize=4096)
def is_body(name: str) -> bool:
    """Whether the name ends as the name of a body or a class of bodies does, or is of a kind that tells: 国网湖南电力."""
    return bool(_SUFFIX.search(name)) or names.kind_of(names.tidy(name)).kind != "department"


def ends_like_body(name: str) -> bool:
    """Whether the name ends as one does; 各单位按月报送 begins like a class of bodies."""
    return _SUFFIX.search(name) is not None


@lru_cache(maxsize=1024)
def is_known(name: str) -> bool:
    """Whether the tables know what body the name means."""
    return names.read(names.tidy(name)).form is not None


def tells(name: str) -> bool:
    """Whether a name alone says that it is a body: the tables know it, its kind tells, or it has a level before and an ending."""
    if is_known(name) or is_group(name):
        return True
    kind = names.kind_of(names.tidy(name))
    return is_body(name) and (name[0] in _LEVELS or kind.kind != "department" or kind.function is not None)


def entries(text: str, start: int, end: int, role: str, blanks: Sequence[int] = ()) -> list[Named]:
    """The names between two offsets of a folded text, in order. `blanks` are the offsets at which the original had white space."""
    if start < end and text[start] in PAIRS and text[start + 1 : end].find(PAIRS[text[start]]) < 0:
        start += 1  # 〔甲局、乙局 of a copy that breaks off
    words = text[start:end]
    if _SPLIT_INSIDE.search(words) or (
        ("各" in words or "级" in words or "部门、" in words or "峰、" in words) and _ONE_NAME.search(words)
    ):
        return _shared(text, _parted(text, start, end, role, blanks))
    if "/" in words and all(map(is_known, _ALSO.split(words))):
        words = words.replace("/", "、")
    for mark in _SPLITS:
        if mark in words:
            words = words.replace(mark, "、")
    found: list[Named] = []
    blanks = blanks[bisect_left(blanks, start) : bisect_left(blanks, end)]
    may_run_on = len(blanks) > 0 or _RUN_ON.search(words) is not None
    joined = _ANY_JOINT.search(words) is not None
    at = start
    for name in words.split("、"):
        stop = at + len(name)
        if may_run_on and stop - at >= _SHORTEST_PAIR:
            cuts = _run_on(name, at, blanks)
            if cuts:
                for a, b in zip([at, *cuts], [*cuts, stop], strict=True):
                    found += entries(text, a, b, role)
                at = stop + 1
                continue
        if (joined and not _JOINTS.isdisjoint(name)) or (name and name[-1] in DUE_ENDS) or name.endswith(_CLOSES):
            found += _parted(text, at, stop, role)
        elif name and stop - at <= LONGEST:
            found.append(new(Named, (name, role, at, stop, is_group(name))))
        at = stop + 1
    return _shared(text, found)


def _shared(text: str, found: list[Named]) -> list[Named]:
    """The names, those that share one ending as one: 蒙东、蒙西电网公司."""
    at = len(found)
    for index, one in enumerate(found):
        name = one.name
        if len(name) <= _LONGEST_FORENAME and name[-1] not in _WHOLE_ENDS:
            at = index
            break
    while at < len(found) - 1:
        last = at
        while last < len(found) - 1 and _is_forename(text, found[last], found[last + 1]):
            last += 1
        if last > at and is_body(found[last].name):
            start, end = found[at].start, found[last].end
            name = text[start:end]
            found[at : last + 1] = [found[last]._replace(name=name, start=start, group=is_group(name))]
        at += 1
    return found


def name_somebody(found: Sequence[Named]) -> list[bool]:
    """For each entry of a list whether it names a body, or a place whose body the entries behind it name: 三亚、儋州市政府."""
    named: list[bool] = []
    goes_on = False  # the entry behind begins with a place
    for one in reversed(found):
        place = districts.is_forename(one.name)
        named.append(is_body(one.name) or is_known(one.name) or (place and goes_on))
        goes_on = place or any(districts.is_forename(one.name[:end]) for end in (2, 3))
    return named[::-1]


def _is_forename(text: str, one: Named, following: Named) -> bool:
    """Whether a name differs from the one behind it in a direction, and nothing but 、 parts the two."""
    size = len(one.name)
    if size > _LONGEST_FORENAME or text[one.end] != "、":
        return False
    return (
        one.name[-1] in _DIRECTIONS
        and size < len(following.name)
        and following.name[size - 1] in _DIRECTIONS
        and following.name.startswith(one.name[:-1])
    )


def _run_on(name: str, at: int, blanks: Sequence[int]) -> list[int]:
    """Where names that stand at `at` without a mark between them begin, but for the first: 市城管局市财政局, or 市城管局 财政局 with a blank."""
    inside = blanks[bisect_left(blanks, at + 3) : bisect_left(blanks, at + len(name) - 2)] if blanks else ()
    parts = [name[a - at : b - at] for a, b in pairwise([at, *inside, at + len(name)])] if inside else []
    levelled = all(part[:1] in _LEVELS for part in parts[1:])
    first = parts and "国务院" not in parts and len(parts[0]) > 2 and ends_like_body(parts[0])  # 国务院 国资委
    first = first and (tells(parts[0]) or (levelled and is_body(parts[0])))
    if first and all(map(_stands_alone, parts[1:])) and not any(map(_NEVER_FIRST.match, parts[1:])):
        return [*inside]  # 市妇联 市残联 市城投集团
    if "(" in name:
        return []
    cuts = [at + cut.end() for cut in _RUN_ON.finditer(name) if name[cut.end()] in (name[0], "各")]
    if cuts or not blanks:
        return cuts
    last = at
    for place in inside:
        if place - last > LONGEST:
            return []
        if name[place - at] in _GOES_ON and _NEVER_FIRST.match(name, place - at):
            continue
        if _WHOLE.match(name[last - at : place - at]) and is_known(name[last - at : place - at]):
            cuts.append(place)
            last = place
    rest = name[last - at :]
    return (
        cuts
        if cuts
        and len(rest) <= LONGEST
        and (is_known(rest) or is_group(rest) or _stands_alone(rest))
        and not _PART_OF_BODY.search(rest)
        else []
    )


def _stands_alone(name: str) -> bool:
    """Whether a name between two blanks is a whole one, by how it begins and ends; 机关党委 may go on with the name before it."""
    name = _CLOSING.sub("", name, 1)
    whole = len(name) > _SHORTEST_PART and name[0] in _LEVELS  # 区生态环境分局; but 交警分局
    if len(name) < 3 or not ends_like_body(name) or (_PART_OF_BODY.search(name) and not whole):
        return False
    return (
        name[0] in _LEVELS
        or name[0] in "各团"
        or _GOVERNMENT.match(name) is not None
        or names.kind_of(names.tidy(name)).kind in _OF_THEIR_OWN
    )


def _parted(text: str, start: int, end: int, role: str, blanks: Sequence[int] = ()) -> list[Named]:
    """The names between two offsets, where more than a 、 may part or join them."""
    found: list[Named] = []
    at = start
    for part in _PARTS.finditer(text, start, end):
        a, b = part.span()
        mark = text[a]
        if mark == "、" or mark in _SPLITS:
            _add_all(found, text, at, a, role, blanks)
            at = b
        elif mark in "及和与以会" and a > at and not _ONE_NAME.match(text, a):
            left = text[at:a]
            follows = _NEXT.match(text, b, end)
            if follows and (
                _CLASS.match(text, b)
                or (len(left) > 2 and len(follows[0]) > 2 and is_body(left) and is_body(follows[0]))
            ):
                _add_all(found, text, at, a, role, blanks)
                at = b
    _add_all(found, text, at, end, role, blanks)
    return found


def _add_all(found: list[Named], text: str, start: int, end: int, role: str, blanks: Sequence[int]) -> None:
    """The same for names between which the mark is lost."""
    cuts = _run_on(text[start:end], start, blanks) if end - start >= _SHORTEST_PAIR else []
    for a, b in zip([start, *cuts], [*cuts, end], strict=True):
        _add(found, text, a, b, role)


def _add(found: list[Named], text: str, start: int, end: int, role: str) -> None:
    """Appends the name between two offsets, without what only joins or closes a list, and with the role that a mark gives it."""
    name = text[start:end]
    if not name:
        return
    if name[0] in "由会和及与以":
        opening = _OPENING.match(name)
        if opening and opening.end() < len(name):
            start += opening.end()
            name = name[opening.end() :]
    elif "由" in name:
        by = name.rfind("由")
        if name[by - 1] != "自" and is_body(name[by + 1 :]):  # 奖励工作由省财政厅负责; but not 自由贸易区管委会
            start += by + 1
            name = name[by + 1 :]
    if "等" in name[1:]:
        closing = _CLOSING.search(name, 1)
        if closing:
            end -= len(name) - closing.start()
            name = name[: closing.start()]
    if name.endswith(_CLOSES):
        person = _PERSON.search(name)
        if person and person.end() == len(name):
            end -= len(name) - person.start()
            name = name[: person.start()]
        mark = ROLE_MARK.search(name)
        if mark and mark.end() == len(name):
            role = mark.lastgroup or role
            end -= len(name) - mark.start()
            name = name[: mark.start()]
    if name[:1].isdecimal():
        count = _COUNTED.match(name)
        start += count.end() if count else 0
        name = name[count.end() :] if count else name
    name = name.strip(".:")
    if not name or len(name) > LONGEST or (name[-1] in DUE_ENDS and DUE.fullmatch(name)):
        return
    found.append(new(Named, (name, role, start, end, is_group(name))))
