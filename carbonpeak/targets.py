"""Section → targets with a number: which numbers are commitments, and what is counted, by when, against what.

A number is a commitment when the clause says that something reaches, changes by, or is built to it. A number that only
limits a scope (10万平方米以上大型商场), names something (15分钟生活圈) or reports the past is none.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from carbonpeak.clauses import HEADS, Sentence
from carbonpeak.datafiles import rows
from carbonpeak.numbers import DIGITS, kind, unit_end
from carbonpeak.periods import Base, Period
from carbonpeak.quantities import Quantity, scan

_VERBS = {row["sense"]: row["words"] for row in rows("verbs")}
_ADD = re.compile(_VERBS["add"])
_ADD_FIRST = re.compile(rf"(?:{_VERBS['add']})")
_LEVEL = re.compile(rf"(?:{_VERBS['level']})(?:总数|合计)?$")
_NEW = re.compile(r"新增|新建|累计|新改建|改造|增加(?!值)")
_PAST = re.compile(_VERBS["past"])
_REPORTS = re.compile("超额完成|截至目前|圆满完成|下降了|降低了|增长了|提高了|达到了")
_FORBID = re.compile(rf"(?:{_VERBS['forbid']})")
_VAIN = re.compile(_VERBS["vain"])
_SHARED_TAIL = re.compile(rf"(?:累计|平均|新增)?(?:{'|'.join(sorted(HEADS['tail'].split('|'), key=len, reverse=True))})$")
_FRONT = re.compile(HEADS["front"])
_CHANGE_NAME = re.compile(rf"(?:{HEADS['change']})$")
_GROWTH_NAME = re.compile(rf"(?:{HEADS['growth']})$")
_RATE = re.compile(HEADS["rate"])
_WHOLE = re.compile(rf"(?:{HEADS['whole']})")
_ENDS_SCOPE = HEADS["scope_end"]
_SCOPE = re.compile(
    rf"(.{{0,40}}?(?:{_ENDS_SCOPE})(?:[、和及与][^、和及与的]{{1,14}}?(?:{_ENDS_SCOPE}))*(?:等(?:建筑|领域|单位|行业|企业|设施)?)?(?:中|内|的)?)"
    r"(?=(?:[^中]{3,30}(?:率|比例|比重|占比)|[^的中]{1,24}(?:能效|效率|PUE|\(PUE\)))$)"
)
_DONE_FIRST = re.compile(r"^(?:累计)?(?:完成|落实)(?=[\u4e00-\u9fff]{3})")
_MODAL_FIRST = re.compile(r"^(?:力争|争取|确保|要|应|须)")
_EACH_ONE = re.compile(r"(每[个家县区市]?[^完建新设打]{1,6})(?=完成|建成|建设|新建|新增|设立|打造)")
_PLACED = re.compile(r"([\u4e00-\u9fff]{2,10}?(?:[区城段镇园县市州]|流域))(?=新增|新建|累计)")
_AMONG = re.compile(r"(.{2,30}?[^其])中(?=.{2,})")
_ITEMS = re.compile(r"[、]|和|及|以及|与")
_MEASURED = re.compile(r"半径|范围|[以之]?内|距离|生活圈|口径|[高宽深长]")  # 50米半径: a measure inside a scope
_AT_LEAST = re.compile(r"(?:至少|不少于|不低于)(?=[\u4e00-\u9fff]{0,6}$)")
# 加快既有数据中心升级改造，力争PUE不高于1.4: what is upgraded is what the ratio speaks of
_UPGRADED = re.compile(r"(?:^|(?<=[,;。\n]))(?:加快|推进|推动|加强|实施|开展|支持|鼓励)?([\u4e00-\u9fff]{3,12}?)(?:升级改造|节能改造|绿色改造)")
_RISE = re.compile(rf"[由从](?:((?:19|20)\d\d)年的?)?({DIGITS})")
_RISE_TO = re.compile(
    rf"[,]?(?:逐步|稳步)?(?:提高|提升|增加|上升|增长|下降|降低|减少|扩大)(?:到|至|为)(?:(?:19|20)\d\d年的?)?({DIGITS})"
)
_OFFICE = re.compile(_VERBS["office"])
_ELSEWHERE = re.compile("我国|中国|世界|发达国家|全球")
_SUBSIDY = re.compile(r"补助|补贴|奖补|奖励|罚款|电价|税率")
_PLACE = re.compile(r"(.{1,8}?[区县市省州镇旗盟])(.{2,})")
_UNKNOWN_UNIT = re.compile(r"[\u4e00-\u9fff]{1,3}(?:以上|以下|以内|左右)?(?=[,;。\n]|$)")
_EACH = re.compile(r"分别(?:达到|达|为|控制在|降至|提高到|不低于|不高于)")  # 分别达到甲区210天、乙区190天
_REACHED = re.compile(r"可[到通]?达|[到通]达")
_CLOSED = re.compile(r"(?:水平|的?[\u4e00-\u9fff]{0,4}目标|任务|的?(?:目标|任务)要求|规模|标准|节能(?:设计)?(?:要求|标准))?(?:$|[,;。:、()\n])")
_NAMED_AFTER = re.compile(r"[的]?[\u4e00-\u9fff“A-Za-z]")
_VERB_AFTER = re.compile(
    r"的?[\u4e00-\u9fff、“”()A-Za-z\d%]{0,30}?(?:建成|完成|实现|达到|配备|配建|预留|安装|采用|使用|接入|覆盖|执行|纳入|消除|清零|达标|实行|建立|参加|通过|淘汰|退出|改造|按照|具备|推广|满足|建设|开展|应用|替代|回收|利用|配置)"
)


class Found(NamedTuple):
    """One commitment before it is coded into a record. Offsets point into the cleaned text."""

    start: int
    end: int
    at: int  # where the number or the completeness word stands, for order
    indicator: str
    scope: str | None
    measure: str
    direction: str | None
    comparator: str | None
    value: float | None
    value_max: float | None
    unit: str | None
    base: Base | None
    base_inherited: bool
    base_value: float | None
    period: Period | None
    modality: str


class Rejected(NamedTuple):
    """A number that became no target, and why. `reason` is '' where no rule explains it."""

    start: int
    end: int
    reason: str


def reports(sentence: Sentence) -> bool:
    """Whether the sentence says what was, and not what shall be."""
    if _REPORTS.search(sentence.text, sentence.start, sentence.end):
        return True
    return sentence.start == 0 and sentence.text.startswith("过去")


class Rise(NamedTuple):
    """由2020年的16%提高到: where it begins and ends, the value it starts from, where that stands, and of which year it is."""

    start: int
    end: int
    start_value: int
    end_value: int
    value: float
    year: int | None


def _rises(text: str, start: int, end: int) -> dict[int, Rise]:
    """The rises between two offsets by where the value that they rise to begins."""
    found: dict[int, Rise] = {}
    if text.find("由", start, end) < 0 and text.find("从", start, end) < 0:
        return found
    at = start
    while low := _RISE.search(text, at, end):
        at = low.end()
        high = _RISE_TO.match(text, unit_end(text, at), end)
        if high:
            at = high.end()
            value = float(low[2].replace(",",""))
            found[high.start(1)] = Rise(low.start(), at, low.start(2), low.end(2), value, int(low[1]) if low[1] else None)
    return found


class Numeric:
    """Reads the numeric commitments of one sentence after another; remembers what a later clause carries on."""

    def __init__(self) -> None:
        self.rejected: list[Rejected] = []
        self._last: Found | None = None
        self._adding = False
        self._modality = "plain"

    def read(self, sentence: Sentence) -> list[Found]:
        """The numeric targets of a sentence, in order."""
        text = sentence.text
        quantities = scan(text, sentence.start, sentence.end, sentence.bases)
        self._adding = False
        self._modality = "plain"
        if not quantities:
            return []
        rises = _rises(text, sentence.start, sentence.end)
        if rises:
            quantities = [one for one in quantities if not any(rise.start_value == one.start for rise in rises.values())]
        found: list[Found] = []
        index = 0
        previous_end = sentence.start
        while index < len(quantities):
            group = [quantities[index]]
            while index + len(group) < len(quantities) and self._listed(text, group[-1], quantities[index + len(group)]):
                group.append(quantities[index + len(group)])
            following = quantities[index + len(group)] if index + len(group) < len(quantities) else None
            new = self._group(sentence, group, previous_end, following)
            rise = rises.get(group[0].start)
            if rise is not None and new:
                new = [self._risen(sentence, new[0], rise)]
            if new:
                previous_end = group[-1].end
                self._last = new[-1]
            found += new
            index += len(group)
        return found

    @staticmethod
    def _risen(sentence: Sentence, one: Found, rise: Rise) -> Found:
        """由2020年的16%提高到2025年的20%: a state to reach, with the value it starts from."""
        start, _ = sentence.bounds(rise.start)
        name = sentence.text[sentence.content(start, rise.start) : rise.start]
        scope, indicator = _scope(name)
        base = Base(rise.start, rise.end_value, rise.year) if rise.year else None
        period = next((p for p in sentence.periods if p.end <= rise.end and p.start >= rise.end_value), one.period)
        sort = kind(one.unit)
        return one._replace(
            indicator=indicator, scope=scope, base=base, base_value=rise.value, period=period, direction=None,
            measure="share" if sort == "share" else "level",
        )

    @staticmethod
    def _listed(text: str, here: Quantity, following: Quantity) -> bool:
        between = text[here.end : following.head]
        return len(between) <= 3 and between != "" and between.strip("、和及与以,") == "" and between != ","

    def _group(self, sentence: Sentence, group: list[Quantity], previous_end: int, following: Quantity | None) -> list[Found]:
        text = sentence.text
        first, last = group[0], group[-1]
        start, end = sentence.bounds(first.start)
        # 新增10家工厂、1~2条供应链: a number behind a number opens a clause of its own
        if previous_end > start:
            for mark in range(previous_end, first.head):
                if text[mark] in "、和及":
                    start = mark + 1
                    break
        shared = following is not None and following.start < end
        if shared and text[last.end : last.end + 1] in ("、", "和", "及"):
            end, shared = last.end, False
        if shared and following is not None:
            cut = max(text.rfind("、", last.end, following.head), text.rfind("和", last.end, following.head))
            if cut > 0 and _NAMED_AFTER.match(text, last.end):
                end, shared = cut, False
        content = sentence.content(start, first.head)
        name = text[content : first.head]
        if name in ("完成", "实现", "达到"):
            name, content = "", first.head
        if ";" in text[sentence.start if self._last is None else max(sentence.start, min(self._last.end, start)) : start]:
            self._modality = "plain"
        period = sentence.period_at(first.start)
        reason = self._refuse(sentence, group, start, end, content, shared, period)
        if reason is not None:
            for quantity in group:
                self.rejected.append(Rejected(quantity.start, quantity.end, reason))
            return []
        return self._accept(sentence, group, start, end, content, name, period)

    def _refuse(
        self, sentence: Sentence, group: list[Quantity], start: int, end: int, content: int, shared: bool, period: Period | None
    ) -> str | None:
        """Why the numbers are no commitment; '' where no rule says, None where they are one."""
        text = sentence.text
        first, last = group[0], group[-1]
        sort = kind(first.unit or last.unit)
        clause = text[start:end]
        behind = text[last.end : end]
        closed = _CLOSED.match(text, last.end, end + 1) is not None or last.end >= end
        said = bool(first.senses & {"reach", "hold", "up", "down"}) or first.comparator in ("ge", "gt", "le", "lt") and not first.after
        if period is not None and period.past:
            return "past"
        if (_PAST.search(text, start, end) and "不" not in clause) or reports(sentence):
            return "past"
        if _VAIN.search(text, start, end) and text.startswith("为", start):
            return "motive"
        forbidden = _FORBID.search(text, content, first.head)
        if forbidden and not first.senses & {"reach", "up", "down"}:
            return "forbidden"
        if sort == "":
            return "unit"
        if sort == "count" and _OFFICE.search(text, content, end):
            return "office"
        if period is None and sort != "pure" and _ELSEWHERE.search(text, sentence.start, first.start):
            return "past"  # 我国森林面积达…: what is said of the country without a year is a report
        if _SUBSIDY.search(text, sentence.start, sentence.end) and sort in ("money", "share"):
            return "subsidy"
        if text.startswith("其中", start) and self._last is not None and closed and kind(self._last.unit) == sort:
            return None
        said = said or (closed and _EACH.search(text, start, first.start) is not None)
        if sort in ("time", "grade", "voltage", "capacity", "temperature") and not (said and closed):
            return None if sort == "time" and _REACHED.match(text, last.end) else "name"
        if sort == "pure" and first.unit is None and said and not closed and _UNKNOWN_UNIT.match(text, last.end):
            return "unit"
        if sort == "pure":
            return None if said and closed and not first.senses & {"add"} and first.unit is None else "name"
        if "add" in first.senses and not closed and (not first.after or sort == "count"):
            return None
        if first.comparator == "gt" and not first.after and not closed and sort == "count" and text.startswith("突破", first.head):
            return None  # 突破100项关键技术: a breakthrough, not a comparison
        if behind[:1] == "的" and not closed:
            if sort == "share" and (content >= first.head or _WHOLE.fullmatch(text, content, first.head)) and _VERB_AFTER.match(text, last.end, end):
                return None
            return "scope"
        if shared and not (said and not behind.startswith(("的", "节能", "建筑"))):
            return "scope"
        if closed and said:
            return None
        if closed:
            if sort == "share":
                return None if _RATE.search(text[content : first.head]) or self._last_is_share(start) else ""
            if _ADD.search(text, content, first.head) or "add" in first.senses or self._adding:
                return None
            if sort in ("count",) and content >= first.head:
                return ""
            return None if (period is not None or first.after) and sort != "count" else ""
        if sort == "share":
            name = text[content : first.head]
            if _RATE.search(name):
                return "scope"
            verb = _VERB_AFTER.match(text, last.end, end)
            return None if verb else ("scope" if first.after else "")
        if self._adding and content >= first.head and sort == "count":
            return None
        if first.after and not said:
            return "scope"
        if first.comparator in ("ge", "gt", "le", "lt") and not first.after and "add" in first.senses:
            return None
        if first.senses & {"up", "down"} and "reach" not in first.senses and sort != "count":
            return None
        if said and "add" not in first.senses:
            return None if first.comparator == "ge" and not first.after else "scope"
        if _MEASURED.match(text, last.end):
            return "scope"
        if (_ADD_FIRST.match(text, content, first.head) or _ADD_FIRST.match(text, start, first.head)) and sort in ("area", "length", "power", "mass", "energy", "volume", "coal", "money"):
            return None
        if self._adding and content >= first.head:
            return None
        if _ADD_FIRST.search(text, content, first.head) and sort == "count" and re.search("每", text[content : first.head]):
            return None
        return ""

    def _last_is_share(self, start: int) -> bool:
        return self._last is not None and self._last.measure == "share" and self._last.end >= start - 2

    def _accept(
        self, sentence: Sentence, group: list[Quantity], start: int, end: int, content: int, name: str, period: Period | None
    ) -> list[Found]:
        text = sentence.text
        first, last = group[0], group[-1]
        apart = name.find("分别")
        base = next((quantity.base for quantity in group if quantity.base), None)
        for candidate in sentence.bases:
            if base is None and candidate.end >= start - 1 and candidate.start < last.start:
                base = candidate
        names = name.replace("分别", "").strip("、,“")
        if base is not None and content <= base.start < first.head:
            names = (text[content : base.start] + text[base.end : first.head]).replace("分别", "")
        items = _items(names, len(group)) if len(group) > 1 or apart >= 0 else [names]
        periods = [period] * len(group)
        if len(group) > 1 and len(items) != len(group):
            if period is not None and period.second and len(group) == 2:
                periods = [period, period._replace(last=period.second)]
            items = [names] * len(group)
        quote_start = sentence.quote_start(start)
        own = sentence.modality(max(quote_start, sentence.start), first.start)
        modality = first.modality or own
        opening = sentence.modality(quote_start, content)
        if any(one.modality for one in group[1:]):
            modality = first.modality or "plain"
        if modality == "plain" and self._modality != "plain" and start > sentence.start:
            modality = self._modality
        if opening == "strive":
            self._modality = opening
        elif any(start <= p.start < first.start for p in sentence.periods):
            self._modality = "plain"
        quote_end = last.end
        if not (_CLOSED.match(text, last.end, end + 1) or last.end >= end) or not names:
            quote_end = end
        found = []
        if "hold" in first.senses and last.comparator == "le":  # 分别控制在10万吨、9万吨以内
            group = [one._replace(comparator="le") for one in group]
        if first.comparator in ("ge", "gt", "le", "lt") and not first.after:  # 分别不低于43%、85%: said once, meant for all
            group = [one._replace(comparator=first.comparator) if one.comparator == "eq" else one for one in group]
        for quantity, item, when in zip(group, items, periods, strict=True):
            found.append(self._one(sentence, quantity, group, item, when, base, quantity.modality or modality, quote_start, quote_end, content, end))
        return found

    def _one(
        self,
        sentence: Sentence,
        quantity: Quantity,
        group: list[Quantity],
        item: str,
        period: Period | None,
        base: Base | None,
        modality: str,
        start: int,
        end: int,
        content: int,
        clause_end: int,
    ) -> Found:
        text = sentence.text
        head = group[0]
        senses = head.senses | quantity.senses
        sort = kind(quantity.unit)
        behind = text[group[-1].end : clause_end]
        closed = _CLOSED.match(text, group[-1].end, clause_end + 1) is not None
        indicator = _AT_LEAST.sub("", item)
        carried = False
        if not closed:
            changed = text[head.head : head.start] if senses & {"up", "down"} and "reach" not in senses else ""
            indicator += changed + behind.lstrip("的")
        elif not item:
            carried = self._last is not None
            indicator = self._last.indicator if self._last else ""
        measure, direction = self._measure(senses, sort, item, closed, behind)
        if not closed and sort == "share" and item and not _WHOLE.fullmatch(item):
            scope, indicator = item, behind.lstrip("的")  # 新建停车场100%配备充电设施
        elif not closed and item.endswith("使用"):
            scope, indicator = _AT_LEAST.sub("", item).removesuffix("使用"), f"使用{behind}"  # 新建建筑至少使用一种可再生能源
        else:
            scope, indicator = _scope(indicator)
        if scope is None and self._last is not None and text.startswith("其中", max(start, content - 2)):
            scope = self._last.scope
        if scope is None and sort == "pure" and not carried:
            upgraded = _UPGRADED.findall(text, sentence.start, content)
            scope = upgraded[-1] if upgraded else None
        inherited = False
        if carried and self._last is not None:
            scope = self._last.scope
            if measure in ("relative_change", "point_change") or self._last.measure == measure:
                if base is None and self._last.base is not None and measure in ("relative_change", "point_change"):
                    base, inherited = self._last.base, True
        if measure == "increment":
            self._adding = True
        return Found(
            start, end, quantity.start, indicator, scope, measure, direction, quantity.comparator, quantity.value, quantity.value_max,
            quantity.unit, base, inherited, None, period, modality,
        )

    def _measure(
        self, senses: frozenset[str], sort: str, item: str, closed: bool, behind: str
    ) -> tuple[str, str | None]:
        direction = "decrease" if "down" in senses else "increase" if "up" in senses else None
        if sort == "points":
            return "point_change", direction
        if sort == "share":
            if behind.startswith("节能"):
                return "level", None
            if _CHANGE_NAME.search(item):
                return "relative_change", "decrease"
            if _GROWTH_NAME.search(item):
                return "relative_change", "increase"
            if direction and "reach" not in senses:
                return "relative_change", direction
            if not item and self._last is not None and self._last.measure == "relative_change" and not direction:
                return "relative_change", self._last.direction
            return "share", None
        if direction and "reach" not in senses:
            return "increment", "decrease" if direction == "decrease" else None
        if sort in ("pure", "ratio", "time"):
            return "level", None
        if item.endswith("使用") and sort == "count":
            return "level", None
        if item.startswith("人均") or "人均" in item:
            return "level", None
        if _NEW.search(item) or ("add" in senses and not senses & {"reach"}):
            return "increment", None
        if _LEVEL.search(item) and not self._adding and not _ADD_FIRST.match(item):
            return "level", None
        if _ADD.search(item) or self._adding or (not closed and _ADD.search(behind)):
            return "increment", None
        if self._last is not None and not item:
            return self._last.measure, self._last.direction
        return "level", None


_OF = "\x00"  # parts a place from what is counted there, between _items and _scope


def _items(names: str, count: int) -> list[str]:
    """The things a list of numbers speaks of, with a head noun that they share restored to each."""
    names = names.strip("、,")
    names = names.removesuffix("等")
    for pattern in (_ITEMS, re.compile("、")):
        items = [item for item in pattern.split(names) if item]
        if len(items) == count:
            break
    else:
        return [names]
    place = _PLACE.fullmatch(items[-1])
    if place and len(items) > 1 and all(len(item) <= 8 and item[-1] in "区县市省州镇旗盟" for item in items[:-1]):
        return [f"{item}{_OF}{place[2]}" for item in [*items[:-1], place[1]]]  # 分别 over places
    front = _FRONT.match(items[0])
    if front and not any(_FRONT.match(item) for item in items[1:]):
        items = [items[0], *(front[0] + item for item in items[1:])]
    tail = _SHARED_TAIL.search(items[-1])
    if front:
        return items
    if tail and tail.start() > 0 and not any(_SHARED_TAIL.search(item) for item in items[:-1]):
        items = [*(item + tail[0] for item in items[:-1]), items[-1]]
    return items


def _scope(indicator: str) -> tuple[str | None, str]:
    """Parts a clause into the part of the world it is limited to and what is counted there."""
    if _OF in indicator:
        of, _, what = indicator.partition(_OF)
        return of, what
    indicator = _DONE_FIRST.sub("", indicator.strip("、,的“"))
    whole = _WHOLE.match(indicator)
    if whole and whole.end() < len(indicator):
        return whole[0], _MODAL_FIRST.sub("", indicator[whole.end() :])
    each = _EACH_ONE.match(indicator)
    if each:
        return each[1], indicator[each.end() :]
    among = _AMONG.match(indicator)
    if among and "集中" not in among[0] and "中心" not in indicator[among.end() - 1 : among.end() + 1]:
        return among[1], indicator[among.end() :]
    named = _SCOPE.match(indicator)
    if named and named.end() < len(indicator):
        return named[1].rstrip("的中内"), indicator[named.end() :].lstrip("的")
    placed = _PLACED.match(indicator)
    if placed:
        return placed[1], indicator[placed.end() :]
    return None, indicator
