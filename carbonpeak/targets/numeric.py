"""Section → targets with a number: what is counted, by when, against what.

Which numbers are no commitments is for `refusal`, what they speak of for `naming`, what they measure for `measures`.
"""

from __future__ import annotations

from itertools import zip_longest

from carbonpeak.patterns import lazy
from carbonpeak.phrases import PHRASES, VERBS
from carbonpeak.records import new
from carbonpeak.targets.bases import Leading, base_of, goes_on, last_year
from carbonpeak.targets.behind import period_behind
from carbonpeak.targets.clauses import UNDATED, Sentence
from carbonpeak.targets.earlier import names_before, scope_before
from carbonpeak.targets.ends import MEETS, Clause
from carbonpeak.targets.force import Force
from carbonpeak.targets.found import Found, Rejected
from carbonpeak.targets.framed import name_of_all
from carbonpeak.targets.lists import (
    AMOUNTS,
    BOUNDS,
    CLOSES,
    bounded_alike,
    each_with_its_own,
    each_year,
    is_twin,
    own_end,
    said_before,
    with_brackets,
)
from carbonpeak.targets.measures import ADD, LEVEL, LOWERED, measure
from carbonpeak.targets.naming import WHOLE, counted, elsewhere, scoped
from carbonpeak.targets.numbered import groups_of
from carbonpeak.targets.numbers import kind
from carbonpeak.targets.periods import Base, Period
from carbonpeak.targets.quantities import Quantity
from carbonpeak.targets.refusal import refuse
from carbonpeak.targets.reporting import moves, reports
from carbonpeak.targets.rises import risen
from carbonpeak.targets.spoken import Run, spoken

_AT_LEAST = lazy(rf"(?:{PHRASES['at_least']})(?={{han}}{{0,6}}$|(?:{VERBS['add']}){{han}}{{2,14}}$)")
_RULED = lazy(PHRASES["ruled"])
_AIM = lazy("的[^,;。、0-9]{0,4}目标(?:任务|值)?")
_COMING = lazy(PHRASES["coming"])
_CLOSED = lazy(rf"(?:{PHRASES['closing']})?(?:$|[,;。:、()…\n?])")
_VERB_ALONE = frozenset(PHRASES["only_verb"].split("|"))
_SHARES = tuple(PHRASES["share_name"].split("|"))
_CHANGED = frozenset({"up", "down"})
_NEAR = 20  # characters back to the deed that a part belongs to
_NO_FOLLOWING = frozenset({"grade", "voltage"})  # 80%以上产能达到1级能效, 建成2座500千伏变电站
_CHANGES = frozenset({"relative_change", "point_change"})


class Numeric:
    """Reads the numeric commitments of one sentence after another; remembers what a later clause carries on."""

    def __init__(self) -> None:
        self.rejected: list[Rejected] = []
        self._said: list[Found] = []  # the targets of the sentence so far
        self._last: Found | None = None
        self._adding = False
        self._force = Force()
        self._reports = False
        self._bases = Leading()
        self._told_names = ""  # what such a clause speaks of
        self._told = -9  # where a clause ends that tells what is
        self._framed: tuple[str, int] | None = (
            None  # the name that holds for a list of shares, and where the list ends so far
        )
        self._equal = -9  # where a clause ends that says the same in another unit

    def read(self, sentence: Sentence) -> list[Found]:
        """The numeric targets of a sentence, in order."""
        text = sentence.text
        groups, rise = groups_of(sentence)
        if not groups:
            return []
        self._adding = self._adding and text.startswith("其中", sentence.start)
        self._bases.end_sentence()
        self._force.end_sentence()
        self._reports = reports(sentence)
        found = self._said = []
        previous_end = sentence.start
        for group, following in zip_longest(groups, (others[0] for others in groups[1:])):
            first = group[0]
            new = self._group(sentence, group, previous_end, following)
            if not new:
                continue
            if first.start in rise:
                ended = rise[first.start].end_year
                if ended and (ended < sentence.year or (sentence.recent > 0 and ended <= UNDATED)):
                    self.rejected.append(Rejected(first.start, first.end, "past"))
                    continue  # 由2012年的4%提高到2021年的10%
                new = [risen(sentence, new[0], rise[first.start])]
            previous_end = group[-1].end
            self._last = new[-1]
            found += new
        return found

    def _group(
        self, sentence: Sentence, group: list[Quantity], previous_end: int, following: Quantity | None
    ) -> list[Found]:
        text, first, last = sentence.text, group[0], group[-1]
        stop = last.end
        start, end = sentence.near(first.start)
        # 新增10家工厂、1~2条供应链: a number behind a number opens a clause of its own
        if previous_end == first.head and self._last is not None and self._last.end == previous_end:
            start = previous_end  # 3条128公里: of the same things
        elif previous_end > start:
            mark = next(
                (
                    at
                    for at in range(previous_end, first.head)
                    if text[at] in "、和及(" and not text.startswith("及以", at)
                ),
                -1,
            )
            if mark < 0 and first.after and first.senses.isdisjoint(_CHANGED | {"reach", "hold", "add"}):
                self.rejected.append(Rejected(first.start, last.end, "scope"))
                return []  # 20家产值10亿元以上、有竞争力的企业
            start = max(start, mark + 1)
        if text.startswith("其中", start) and ADD.search(text, max(sentence.start, start - _NEAR), start):
            self._adding = True  # 建成一批绿色农房，其中示范农房500户
        shared = False
        if following is not None and kind(following.unit) in _NO_FOLLOWING:
            following = None
        if following is not None and is_twin(text, last, following, end):
            end = stop
        elif following is not None and following.start < end:
            end, shared = own_end(text, stop, following.head, end)
        content = sentence.content(start, first.head)
        name = sentence.undated(content, first.head)
        if name in _VERB_ALONE:
            name, content = "", first.head
        since = sentence.start if self._last is None else max(sentence.start, min(self._last.end, start))
        period = sentence.period_at(first.start)
        if text.find(";", since, start) >= 0:
            self._force.end_list()
            self._bases.end_part(sentence, start)
        closing = min(stop, first.end) <= end and text[stop : stop + 1] in CLOSES
        closing, behind = closing or _CLOSED.match(text, stop, end + 1) is not None, text[stop:end]
        later = period_behind(sentence, start, stop, end) if stop < end else None
        if later is not None:
            period, alone = later
            closing, behind = closing or alone, sentence.undated(stop, end)
        spent = period is not None and period.more and any(one.at > period.end for one in self._said)
        if period is not None and spent and len(group) == 1 and not each_year(period):
            period = period._replace(last=period.more[-1])  # 2023年、2025年分别达到70%、85%；岸电使用率达到80%
        sort = kind(first.unit or last.unit)
        previous = self._last
        aim = _AIM.match(text, previous.end, start) if previous is not None else None  # 完成14%的基本目标，力争15%
        told_to = aim.end() if aim else -9 if previous is None else previous.end
        clause = new(Clause, (
            start, end, content, first.head, stop, closing or stop >= end, shared, sort,
            (self._reports and not moves(sentence, start, first.head)) or (period is not None and period.past), (period or sentence.title_year) is not None or sentence.ahead, self._adding,
            previous is not None and kind(previous.unit) == sort,
            previous is not None and previous.measure == "share" and told_to >= start - 2,
            follows := previous is not None and sentence.start <= previous.start and told_to >= start - 2,
            follows and previous is not None and previous.measure == "relative_change",
        ))  # fmt: skip
        named = name if sort == "share" and clause.closed and not shared and len(group) == 1 else ""
        if self._framed and self._framed[1] == start - 1 and text[start - 1] in "、,和":
            frame = self._framed[0] if named else None
        else:
            frame = name_of_all(sentence, start, named)
        reason = None if frame else refuse(sentence, first, clause)
        if reason == "past" and (self._reports or not clause.past):
            self._told, self._told_names = end, name.replace("分别", "")
        elif self._told >= start - 1 and text[start - 1] == "," and not _COMING.search(text, start, stop):
            reason, self._told = "past", end  # 已关停企业42家，腾退岸线7公里
        if reason is None and self._equal >= start - 2 and LOWERED.match(name):
            reason = "equal"  # 相当于节煤15万吨，减排二氧化碳30万吨
        if reason is not None:
            self._equal = end if reason == "equal" else -9
            self.rejected += [Rejected(one.start, one.end, reason) for one in group]
            return []
        run = new(Run, (group, start, end, content, name, behind, closing))
        found = self._accept(sentence, run, period)
        if frame:
            found = [
                one._replace(scope=name, indicator=frame, measure="share", direction=None, base=None) for one in found
            ]
        self._framed = (frame, last.end) if frame else None
        return found

    def _accept(self, sentence: Sentence, run: Run, period: Period | None) -> list[Found]:
        text, (group, start, end, content, name, _, closing) = sentence.text, run
        first, last = group[0], group[-1]
        base = first.base
        if base is None and (sentence.bases or len(group) > 1):
            base = base_of(sentence, group, start)
        if base is not None and content <= base.start < first.head:
            names = (sentence.undated(content, base.start) + sentence.undated(base.end, first.head)).replace("分别", "")
        else:
            names = name.replace("分别", "").strip("、,“")
        if base is not None and AMOUNTS.fullmatch(names):
            names = ""  # 比2020年的3.1万吨、0.4万吨分别减少5%、6%
        if not names and (len(group) > 1 or self._last is None or self._last.start < sentence.start):
            names = said_before(sentence, start, len(group)) or names_before(self._said, sentence, len(group))
            names = names or (self._told_names if self._told == start - 1 else "")
        elif text[start - 1] == ")":
            names = with_brackets(sentence, start, names)
        group, named, periods = each_with_its_own(text, group, start, name, names, period)
        quote_start = sentence.quote_start(start)
        modality = self._force.of(sentence, group, start, content, quote_start)
        quote_end = last.end if names and (closing or last.end >= end) else end
        group = bounded_alike(group)
        return [
            self._one(sentence, run, one, item, when, base, one.modality or modality, quote_start, quote_end)
            for one, item, when in zip(group, named, periods, strict=True)
        ]

    def _one(
        self,
        sentence: Sentence,
        run: Run,
        quantity: Quantity,
        item: str,
        period: Period | None,
        base: Base | None,
        modality: str,
        start: int,
        end: int,
    ) -> Found:
        text = sentence.text
        head, behind, closing = run.group[0], run.behind, run.closing
        senses = head.senses | quantity.senses
        if item.startswith("约占"):
            item, quantity = item[1:], quantity._replace(comparator="approx")
        sort = "share" if quantity.value == 0 and item.endswith(_SHARES) else kind(quantity.unit)  # 比例为0
        senses |= {"reach"} if sort == "share" and "达到" in item else set()  # 销量达到汽车销量的50%
        item = counted(item, sort == "share" and text[head.head - 1] == "的", closing)
        last = self._last
        indicator, quantity, senses, carried = spoken(text, run, quantity, item, senses, sort, last)
        scope: str | None
        before = (last.measure, last.direction) if last is not None and last.unit != "番" else None
        part = text.startswith("其中", max(run.start, run.content - 2))
        least = quantity.comparator == "ge" and not LEVEL.search(item)  # 培育A 30家、B不少于10家
        bound = quantity.comparator in BOUNDS and not quantity.after and not least
        adding = self._adding and (part or not closing or not (bound or senses & {"reach", "hold"}))
        if (
            part
            and last is not None
            and last.measure == "level"
            and kind(last.unit) == sort
            and last.end >= run.start - 3
        ):
            adding = self._adding = False  # 岸电使用量达到1500万千瓦时，其中甲港400万千瓦时
        adding = adding or (len(run.group) > 1 and ADD.match(run.name) is not None)  # 淘汰甲、乙分别为3台、5台
        of, direction = measure(senses, sort, item, closing, behind, adding, before)
        if of == "increment" and (
            (
                quantity.comparator in ("le", "lt")
                and "add" not in senses
                and (sort in ("ratio", "length") or item.startswith("新建"))
            )
            or (sort == "area" and not closing and MEETS.match(behind))
            or (carried and not senses & {"add", "up", "down"} and "累计" in text[run.content : head.start])
        ):
            of = "level"  # 新建住宅不超过54米; 新增5座，累计达到20座
        elif of == "level" and carried and quantity.modality and before is not None and before[0] == "increment":
            of = "increment"  # 新增90万千瓦，力争达到120万千瓦
        if not closing and sort == "share" and item and not WHOLE.fullmatch(item):
            # 新建停车场100%配备充电设施
            scope, indicator = _RULED.sub("", item).strip("在对") or None, behind.lstrip("的").removeprefix("比例")
        elif not closing and item.endswith("使用"):
            scope, indicator = _AT_LEAST.sub("", item).removesuffix("使用"), f"使用{behind}"  # 至少使用一种可再生能源
        else:
            scope, indicator = scoped(indicator)
        if scope is None and last is not None and part:
            scope = last.scope
        if scope is None and not carried:
            scope = scope_before(sentence, run.start, run.content, sort)
        if base is None and of not in ("share", "level"):
            base = last_year(sentence, run.start, head.start, period)
        if base is not None and last is not None and of in ("share", "level") and base.end <= last.at < quantity.start:
            base = None  # 较2020年提高5个百分点或达到70%
        inherited = False
        again = "再" in text[run.content : head.start]  # “十五五”再下降5%: against where it stands by then
        if scope is None and not carried and last is not None:
            scope, indicator = elsewhere(indicator, last.scope, last.indicator)
        elliptic = of in _CHANGES and senses.isdisjoint(_CHANGED) and not item.endswith(_SHARES)  # 甲下降11%，乙12%
        alike = of == "relative_change" and goes_on(last, direction, text, start)  # 甲比2020年下降13%、乙下降20%
        if (carried or elliptic or alike) and last is not None:
            scope = last.scope if carried else scope
            if base is None and last.base is not None and of in _CHANGES and not again:
                base, inherited = last.base, True
        if of in _CHANGES:
            base, inherited = self._bases.of_change(sentence, run.content, base, inherited, again)
        else:
            base = self._bases.of_state(sentence, run.start, base, of != "increment")
        if of == "increment":
            self._adding = True
        return new(Found, (
            start, end, quantity.start, indicator, scope, of, direction, quantity.comparator, quantity.value,
            quantity.value_max, quantity.unit, base, inherited, None, period, modality,
        ))  # fmt: skip
