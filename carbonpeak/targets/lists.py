"""Numbers, and years, that stand side by side: what joins them, where the words of one end, what all of a list share."""

from __future__ import annotations

from itertools import pairwise

from carbonpeak.patterns import lazy
from carbonpeak.phrases import PHRASES
from carbonpeak.targets.clauses import Sentence
from carbonpeak.targets.naming import WHOLE, items, of_places
from carbonpeak.targets.numbers import kind
from carbonpeak.targets.periods import Period
from carbonpeak.targets.quantities import Quantity

_GIVEN = tuple(PHRASES["given_name"].split("|"))
_STEERED = lazy(r"^(?:合理|严格|有效|持续|逐步)?(?:控制|严控|降低|减少|提高|提升|扩大|优化)")
_SET_ABOVE = lazy(PHRASES["set_above"])
_LONGEST_BRACKET, _MOST_INSIDE = 80, 8  # characters and numbers of a bracket inside a list
_LONGEST_LOST = 40  # characters from 分别 to a number
_LONGEST_ASIDE = 20  # characters from a bracket to its number
_PLANT = lazy(
    "(?:等级)?(?:及以[上下])?的?(?:[^,;。、0-9]{0,6}?)(?:变电[站所]|开关站|开闭[所站]|换流站|线路|输[变电]|电网|配电|主变|工程|项目)"
)
_HELD_TO = lazy(PHRASES["held_to"])
_OF_STORE = lazy("[0-9.]+{han}{1,3}时(?=[^,;。、()]{2})")
_OF_THEM = frozenset({"length", "area", "power", "mass", "volume", "money"})
_OF_SIZE = frozenset({"power", "ratio", "mass", "volume"})
BOUNDS = frozenset({"ge", "gt", "le", "lt"})
CLOSES = tuple(",;。:、()或…\n?")  # what ends the clause of a number; ? stands for a lost character
_OF_EACH = lazy(rf"({PHRASES['each']})({{han}}{{1,8}})$")
_OF_ONE = lazy("[、,和及与]{1,2}{han}{1,8}$")
_LONGEST_EACH = 20  # characters from the verb of such a list to its first number
AMOUNTS = lazy(r"的?[\d.]+[^\d、和及与]{1,4}(?:[、和及与][\d.]+[^\d、和及与]{1,4})*")
_LISTING = frozenset("、和及与以,/")
_NAMED_AFTER = lazy("的?(?:{han}|[“A-Za-z])")


def each_year(period: Period) -> bool:
    """Whether a period lists years that follow each other: 2023年、2024年."""
    years = (period.last or 0, *period.more)
    return len(years) > 1 and years == tuple(range(years[0], years[0] + len(years)))


def listed(text: str, end: int, head: int) -> bool:
    """Whether only what joins the members of a list stands between two numbers, behind what a bracket says of the first."""
    if end == head:  # 分别下降15%15%30%, of a copy that has lost the marks
        return text[end - 1] == "%" and text.rfind("分别", max(0, end - _LONGEST_LOST), end) >= 0
    if text.startswith("(", end):
        end = text.find(")", end, head) + 1 or end
    return end < head <= end + 3 and _LISTING.issuperset(text[end:head]) and text[end:head].strip(",") != ""


def is_twin(text: str, one: Quantity, following: Quantity, end: int) -> bool:
    """Whether a number directly behind a count ends the clause, and says how much the same things are: 管网3条128公里."""
    return (
        following.head == one.end
        and kind(one.unit) == "count"
        and kind(following.unit) in _OF_THEM
        and (following.end >= end or text.startswith(CLOSES, following.end))
    )


def own_end(text: str, stop: int, head: int, end: int) -> tuple[int, bool]:
    """Where the words of a number end that has another one in its clause, and whether the two cannot be parted."""
    if stop >= end or text[stop] in "、和及(":
        return stop, False
    cut = max(text.rfind("、", stop, head), text.rfind("和", stop, head))
    if cut > 0 and _NAMED_AFTER.match(text, stop):
        return cut, False
    return end, True


def said_before(sentence: Sentence, start: int, count: int) -> str:
    """What the clause before names, where it is `count` things without a number: A、B排放量，预计分别减少5%、6%."""
    before = sentence.previous(start)
    words = sentence.text[sentence.content(*before) : before[1]] if before else ""
    if len(items(words, count)) != count or any(map(str.isdigit, words)):
        return ""
    if count > 1:
        return words
    return _STEERED.sub("", words) if words.endswith(_GIVEN) else ""  # 控制煤炭消费总量，2020年控制在400万吨


def with_brackets(sentence: Sentence, start: int, names: str) -> str:
    """The names of a list that brackets part: 二氧化硫(SO2)、氮氧化物(NOX)排放量."""
    text = sentence.text
    while text[start - 1] == ")" and text[start] in "、和及" and (before := sentence.previous(start)):
        names = text[sentence.content(*before) : start + (not names.startswith(text[start]))] + names
        start = before[0]
    return names


def two_plans(period: Period) -> bool:
    """Whether a period is two five-year plans."""
    return bool(period.first) and period.last == (period.first or 0) + 9


def halves(period: Period) -> list[Period | None]:
    half = (period.first or 0) + 5
    return [period._replace(last=half - 1), period._replace(first=half)]


def parts(period: Period, count: int) -> list[Period | None]:
    """What each of `count` numbers of one thing is meant for: two five-year plans, or the years that a period spans."""
    if count == 2 and two_plans(period):
        return halves(period)
    if period.first and period.last == period.first + count - 1:  # 2026—2027年，…分别下降3.5%、3.2%
        return [period._replace(first=None, last=year) for year in range(period.first, period.last + 1)]
    return [period] * count


def each_with_its_own(
    text: str, group: list[Quantity], start: int, name: str, names: str, period: Period | None
) -> tuple[list[Quantity], list[str], list[Period | None]]:
    """The numbers of a list whose clause begins at `start`, what each is of, and its period. `name` holds the words before them as
    they stand, `names` what these come to."""
    if period is not None and len(group) == 1 and each_year(period):
        period = period._replace(first=period.last, last=period.more[-1])  # 2023年、2024年每年…
    if len(group) == 1 and period is not None and two_plans(period) and "分别" in text[start : group[0].start]:
        return group * 2, [names] * 2, parts(period, 2)  # “十四五”、“十五五”期间分别新增…
    if len(group) > 1 and period is not None and len(period.more) == len(group) - 1:
        # 到2025年、2030年，风电、光伏装机分别达到…: by years
        return group, [names] * len(group), [period, *(period._replace(last=year) for year in period.more)]
    if len(group) == 1 and "分别" not in name:
        return group, [names], [period]
    named = each_named(text, name, group) or items(names, len(group))
    if len(group) == 1 or len(named) == len(group):
        return group, named, [period] * len(group)
    of_years = period is not None and not any(
        _differ(group[0], one) for one in group
    )  # but 完成改造15.6万户、1985万平方米
    return group, [names] * len(group), parts(period, len(group)) if period and of_years else [period] * len(group)


def grouped(text: str, quantities: list[Quantity]) -> list[list[Quantity]]:
    """The numbers that are read together: those of one list."""
    groups: list[list[Quantity]] = []
    for one in quantities:
        first, last = (groups[-1][0], groups[-1][-1]) if groups else (one, one)
        if one is not first and _member(text, first, last, one):
            groups[-1].append(one)
        elif one is first or not listed(text, last.end, one.head):
            groups.append([one])
        elif "hold" in one.senses and "hold" not in first.senses and one.head < one.start:
            groups.append([one])  # 压减1300万吨、控制在1.2亿吨以内
        elif _differ(first, one) and (one.head < one.start or not text.startswith(CLOSES, one.end)):
            groups.append([one])  # 下降5%、控制在1.2亿吨; 机组4台、40万吨装置2套: each by words of its own
        else:
            groups[-1].append(one)
    return groups


def _member(text: str, first: Quantity, last: Quantity, one: Quantity) -> bool:
    """Whether a number goes on with a list that says of whom each of its numbers is: 分别达到甲县220天、乙县210天."""
    return (
        not _differ(first, one)
        and _OF_ONE.match(text, last.end, one.head) is not None
        and _OF_EACH.search(text, max(0, first.head - _LONGEST_EACH), first.head) is not None
    )


def each_named(text: str, name: str, group: list[Quantity]) -> list[str]:
    """What each number of such a list speaks of, `name` being the words before the first; nothing where it is none."""
    of = _OF_EACH.search(name)
    if not of or not of.start():
        return []
    whose = [of[2], *(text[one.end : other.head].lstrip("、,和及与") for one, other in pairwise(group))]
    what = name[: of.start()]
    whole = WHOLE.match(what)
    return of_places(whose, what[whole.end() :] if whole else what) if all(whose) else []


def _differ(one: Quantity, other: Quantity) -> bool:
    """Whether two numbers are of different quantities."""
    return one.unit != other.unit and kind(one.unit) != kind(other.unit)


def bounded_alike(group: list[Quantity]) -> list[Quantity]:
    """The numbers of a list, with the comparator that one of them states for all."""
    first, last = group[0], group[-1]
    if "hold" in first.senses and last.comparator == "le":
        return [one._replace(comparator="le") for one in group]  # 分别控制在10万吨、9万吨以内
    if (
        len(group) > 1 and first.comparator in BOUNDS and not first.after
    ):  # 分别不低于43%、85%; not 超过43%、力争达到45%
        own = (one.comparator != "eq" or one.head < one.start for one in group)
        return [one if of else one._replace(comparator=first.comparator) for one, of in zip(group, own, strict=True)]
    return group


def _is_of_others(text: str, head: int) -> bool:
    """Whether the words from a bracket to a number say that somebody above has set it, or compare with such a number."""
    bracket = text.rfind("(", max(head - _LONGEST_ASIDE, 0), head)
    return bracket >= 0 and _SET_ABOVE.match(text, bracket + 1, head) is not None


def without_names(text: str, quantities: list[Quantity]) -> list[Quantity]:
    """The numbers without voltages that name a thing (220千伏变电站) and without those that only say the one before once
    more in another unit: 600万千瓦(6GW)."""
    kept: list[Quantity] = []
    for one in quantities:
        last = kept[-1] if kept else None
        sort = kind(one.unit)
        if last is not None and last.unit == "番" and one.head == last.end and one.unit != "番":
            kept.pop()  # 翻番至8%
        if last is not None and one.head == one.start == last.end and kind(last.unit) == "count" and sort in _OF_SIZE:
            continue  # 1台66万千瓦机组
        if last is not None and _HELD_TO.fullmatch(text, last.end, one.start) and text.startswith("节能", one.end):
            continue  # 新建建筑100%执行75%节能标准
        if sort == "voltage" and _PLANT.match(text, one.end):
            continue
        if text.startswith(")", one.end) and _is_of_others(text, one.head):
            continue  # 下降10%(省下达目标9.6%)
        if (
            last is not None
            and one.unit == "%"
            and one.head == last.end + 1
            and text[last.end] == "的"
            and not last.after
        ):
            kept.pop()  # 达到最高用电负荷9000万千瓦的5%
        if (
            last is not None
            and one.start == one.head == last.end + 1
            and text[last.end] == "("
            and text.startswith(")", one.end)
            and one.unit != last.unit
            and sort == kind(last.unit)
        ):
            kept[-1] = last._replace(end=one.end + 1)
        elif last is not None and text[last.end : one.start] == "/" and _OF_STORE.match(text, one.start):
            kept[-1] = last._replace(end=one.end)  # 20万千瓦/40万千瓦时储能电站: how long it lasts is no second number
        else:
            kept.append(one)
    return kept


def asides_last(text: str, quantities: list[Quantity]) -> list[Quantity]:
    """The numbers in their order, but for those that a bracket inside a list says of one member (减少11.9%(其中工业12.6%)、
    15.5%), which stand behind the list."""
    ordered: list[Quantity] = []
    aside: list[Quantity] = []
    for index, one in enumerate(quantities):
        if ordered and text.startswith("(", end := ordered[-1].end):
            close = text.find(")", end, end + _LONGEST_BRACKET)
            if one.end <= close and any(
                listed(text, end, other.head) for other in quantities[index : index + _MOST_INSIDE]
            ):
                aside.append(one)
                continue
        if aside and not listed(text, ordered[-1].end, one.head):
            ordered += aside
            aside = []
        ordered.append(one)
    return ordered + aside


def outside_titles(sentence: Sentence, quantities: list[Quantity]) -> list[Quantity]:
    """The numbers without those that are part of a document's title: 《7个通道城市工作方案》."""
    text = sentence.text
    return [
        one
        for one in quantities
        if text.rfind("《", sentence.start, one.start) <= text.rfind("》", sentence.start, one.start)
    ]
