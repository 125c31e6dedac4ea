"""A number that ends its clause, and one behind which the clause goes on: what makes each of them a commitment.

Asked when nothing else has said what the number is: `refusal` knows the numbers that report, name something or limit a scope.
"""

from __future__ import annotations

from carbonpeak.patterns import lazy
from carbonpeak.phrases import HEADS, PHRASES, VERBS
from carbonpeak.shape import NamedTuple
from carbonpeak.targets.measures import ADD, DEED, DONE_BY, LEVEL, LOWERED, PER, YEARLY
from carbonpeak.targets.naming import WHOLE
from carbonpeak.targets.quantities import Quantity

_RATE = lazy(HEADS["rate"])
_BUILT_BEHIND = lazy(PHRASES["built_behind"])
_MEASURED = lazy(PHRASES["measured"])
MEETS = lazy(PHRASES["meets"])
_NAMED_LEVEL = lazy(PHRASES["named_level"])
_PLANT = lazy(PHRASES["plant"])
_AMOUNT = lazy(PHRASES["of_use"])
_DONE_ALL_OVER = lazy(rf"(?:{VERBS['add']})(?:{HEADS['whole']}|[^,;。、0-9]{{0,12}}?(?:其余|剩余|余下|仅剩|剩下))的?$")
DONE_TO = lazy(rf"的?[\w、“”()%]{{0,30}}?(?:{PHRASES['done_to']})(?![率量比])")
_DOERS = lazy(PHRASES["doers"])
OF_AMOUNTS = frozenset({"area", "length", "power", "mass", "energy", "volume", "coal", "money"})
_YEAR_LAST = lazy(r"20\d\d年[底末]?$")
_KEPT = lazy(PHRASES["kept_up"])
_THOSE = lazy(PHRASES["those_left"])
_AS_TASK = lazy(PHRASES["as_task"])
_MORE = lazy(PHRASES["more"])
_EACH_OF = lazy(PHRASES["each_of"])
_WORKS_PUSHED = tuple(PHRASES["pushed_works"].split("|"))
_WORKS = tuple(PHRASES["work_names"].split("|"))
_SHARES = tuple(PHRASES["share_name"].split("|"))
_BUILT = lazy(PHRASES["built_all"])
_REMOVED = tuple(PHRASES["removed"].split("|"))
_CHANGED = frozenset({"up", "down"})
_RATIO = lazy("{han}{0,6}/{han}")
_UNKNOWN_UNIT = lazy(
    r"(?![号期级型类版批届章节轮线年月日])(?!以[上下内]|左右){han}{1,3}(?:以上|以下|以内|左右)?(?=[,;。\n]|$)"
)
_BARE = frozenset({None, "万", "亿", "千", "百"})  # a number with nothing that is known for a unit
_INVESTED_TO = tuple(PHRASES["invested_to"].split("|"))
_COSTS = lazy("投资(?:额|约|共|估算|概算|为)*[0-9]")
_LONGEST_BRACKET = 60  # characters of one


class Clause(NamedTuple):
    """A number (or a list of them) in its clause."""

    start: int
    end: int
    content: int  # where the words before the number begin
    head: int  # where these end
    stop: int  # where the number ends
    closed: bool  # nothing of weight follows in the clause
    shared: bool  # another number follows in the clause
    sort: str  # the kind of its unit
    past: bool  # its period has ended
    dated: bool  # it has a period
    adding: bool  # the sentence has been adding things up
    after_same: bool  # the target before it has a unit of the same kind
    after_share: bool  # the target directly before it is a share
    after_target: bool  # a target stands directly before it
    after_change: bool  # the target directly before it is a change by a share


def of_doers(text: str, clause: Clause, end: int) -> bool:
    """Whether a share of those behind it is to do something by a year, whatever it is: 2027年，八成以上的饭店参加…."""
    whole = clause.content >= clause.head or WHOLE.fullmatch(text, clause.content, clause.head) is not None
    return clause.dated and whole and _DOERS.match(text, clause.stop, end) is not None


def closing(text: str, one: Quantity, clause: Clause) -> str | None:
    """The same for a number that ends its clause and is not said to be reached."""
    content, head, sort = clause.content, clause.head, clause.sort
    if sort == "share":
        if content >= head and text[clause.start - 1] in ",:" and text.endswith(_SHARES, 0, clause.start - 1):
            return None  # 绿电消费占比，2023年50%
        # 下降3%,力争3.5%; 下降3%,力争完成3.5%的激励目标
        again = clause.after_share or (clause.after_target and clause.after_same and (one.modality or content >= head))
        again = again or (clause.after_change and content < head and not one.after)  # 甲下降11%，乙12%
        again = again or (
            clause.dated and content < head and text.endswith(_REMOVED, content, one.start)
        )  # 燃煤设备2023年淘汰70%
        return None if again or _RATE.search(text[content:head]) or LOWERED.match(text, content, head) else ""
    if "add" in one.senses or clause.adding or ADD.search(text, content, head) or DEED.match(text, content, head):
        return None
    if _KEPT.match(text, content, head):
        return None  # 稳定粮食播种面积45万亩
    if sort == "points" and text.find("高于", content, head) >= 0:
        return None  # 增幅高于工业平均水平3个百分点
    if PER.search(text, content, head) or YEARLY.search(text, content, head):
        return None  # 万人拥有公交车13标台
    if content >= head and sort == "ratio" and not clause.after_same:
        return "name"  # 20-40蒸吨/小时(含40蒸吨/小时)燃煤锅炉
    after = one.after.strip("余多")
    year = _YEAR_LAST.search(text, content, head)
    if sort == "count" and (clause.dated or after) and LEVEL.search(text, content, year.start() if year else head):
        return None  # 车辆保有量约5万辆, 企业数量3000家以内, 车辆保有量2025年5万辆
    if sort == "count" and text.startswith(_WORKS_PUSHED, clause.start) and text.endswith(_WORKS, content, head):
        return None  # 推进重大项目87个
    if sort == "count" and clause.dated and clause.after_target and clause.after_same and content >= head:
        return None  # 车辆保有量2025年5万辆，2030年12万辆
    if sort == "count" and not (clause.after_target and content < head):  # 占比达到19%、瞪羚企业30家
        return ""
    if clause.after_target and (LEVEL.search(text, content, head) or text.endswith(("能力", "利用量"), content, head)):
        return None  # 矿井达到60处，生产能力8亿吨/年
    return None if clause.dated or after or _NAMED_LEVEL.search(text, content, head) else ""


def going_on(text: str, one: Quantity, clause: Clause, said: bool, bounded: bool) -> str | None:
    """The same for a number behind which its clause goes on."""
    content, head, sort, senses = clause.content, clause.head, clause.sort, one.senses
    if sort == "share":
        done = DONE_TO.match(text, clause.stop, clause.end)
        if not senses.isdisjoint(_CHANGED) and _AMOUNT.match(text, clause.stop, clause.end):
            return None  # 每年节约1%用能量
        if _RATE.search(text[content:head]) and not (bounded and done):
            return "scope"
        if done or of_doers(text, clause, clause.end):
            return None
        return "scope" if one.after else ""
    if sort == "count" and content < head and text.find("全部", clause.stop, clause.end) >= 0:
        if _THOSE.fullmatch(text, content, head):
            return "scope"  # 剩余5.6万户全部改为集中供热: the whole is what counts
    if (
        sort == "count"
        and (content >= head or _THOSE.fullmatch(text, content, head))
        and (clause.adding or (not clause.shared and DONE_BY.match(text, clause.stop, clause.end)))
    ):
        return None  # 30个村建成示范点
    if (
        sort in ("count", "power")
        and clause.dated
        and content < head
        and _BUILT.fullmatch(text, clause.stop, clause.end)
    ):
        return None  # 试点线2条建成投产
    if sort == "area" and content >= head and MEETS.match(text, clause.stop, clause.end):
        return None  # 50平方公里以上建设用地面积达到标准
    if sort == "count" and text[head - 1] in "和及与" and ADD.match(text, content, head):
        return None  # 建设国家和6个省级中心
    if _AS_TASK.match(text, clause.stop, clause.end) and text.find("下达", clause.start, head) >= 0:
        return None  # 国家下达江海省2000万平方米改造任务
    if one.after and not said:
        built = sort == "count" and _BUILT_BEHIND.search(text, clause.stop, clause.end)
        return None if built and ADD.match(text, content, head) else "scope"  # 完成甲、乙20个以上项目并网
    if bounded and "add" in senses:
        return None
    if not senses.isdisjoint(_CHANGED) and "reach" not in senses:
        more = sort == "count" and _MORE.fullmatch(text, head, one.start)  # 再增加3个低碳园区
        if sort != "count" or (more and (content >= head or WHOLE.fullmatch(text, content, head))):
            return None
    if said and "add" not in senses:
        return None if one.comparator == "ge" and not one.after else "scope"
    if _MEASURED.match(text, clause.stop):
        return "scope"
    if sort == "power" and text.startswith(_WORKS_PUSHED, clause.start) and _PLANT.match(text, clause.stop, clause.end):
        return "name"  # 推进甲镇20万千瓦光伏工程
    if sort in OF_AMOUNTS and (ADD.match(text, content, head) or ADD.match(text, clause.start, head)):
        return None
    if sort in OF_AMOUNTS and text.startswith("并", clause.stop) and ADD.search(text, content, head):
        return None  # 在主要街道铺设管网28公里并接入主管网
    if sort == "money" and text[head - 1] != "的" and ADD.search(text, content, head):
        return None  # 每年安排资金2亿元支持改造
    if clause.adding and content >= head and not _EACH_OF.match(text, clause.stop, clause.end):
        return None
    if sort == "power" and _PLANT.match(text, clause.stop, clause.end):
        return "name"  # 加快推进甲镇120MW光伏项目
    counted = sort == "count" and ADD.search(text, content, head)
    if (
        counted
        and "、" in text[content:head]
        and ADD.match(text, content)
        and "的" not in text[clause.stop : clause.end]
    ):
        return None  # 打造甲、乙、丙3个千亿级产业集群
    if counted and _DONE_ALL_OVER.search(text, content, head):
        return None  # 完成全县120艘渔船油改电
    if counted and ("每" in text[content:head] or _BUILT_BEHIND.search(text, clause.stop, clause.end)):
        return None
    return ""


def has_unknown_unit(text: str, one: Quantity, clause: Clause, said: bool) -> bool:
    """Whether something is brought to a number of which only its unit is not known: 冷库容量达到3.5万石."""
    content, head, stop = clause.content, clause.head, clause.stop
    if said and not clause.closed and _RATIO.match(text, stop):
        return True  # 12.5吨某物/吨某品
    return (
        not clause.closed
        and content < head
        and one.unit in _BARE
        and (said or ADD.search(text, content, head) is not None)
        and _UNKNOWN_UNIT.match(text, stop) is not None
    )


def costs(text: str, clause: Clause) -> bool:
    """Whether a number tells what a project costs: in a bracket, (总投资63亿元，年产18万吨), or beside what is built, 投资2800万元."""
    opened = text.rfind("(", max(0, clause.head - _LONGEST_BRACKET), clause.head)
    if opened >= 0 and text.find(")", opened, clause.head) < 0 and _COSTS.search(text, opened, clause.head):
        return True
    alone = text[clause.start : clause.head] == "投资" and not text.startswith(_INVESTED_TO, clause.stop + 1)
    return alone and (clause.after_target or not clause.dated)
