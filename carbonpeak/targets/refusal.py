"""Why a number is no commitment: it reports the past, limits a scope (10万平方米以上大型商场), names something (15分钟生活圈).

A number is a commitment when its clause says that something reaches, changes by, or is built to it.
"""

from __future__ import annotations

import re

from carbonpeak.patterns import lazy
from carbonpeak.phrases import HEADS, PHRASES, VERBS
from carbonpeak.shape import NamedTuple
from carbonpeak.targets.clauses import Sentence
from carbonpeak.targets.measures import ADD, LOWERED, PER
from carbonpeak.targets.naming import WHOLE
from carbonpeak.targets.quantities import Quantity

_REPORTS = lazy(PHRASES["reports"])
_PAST = lazy(VERBS["past"])
_FORBID = lazy(VERBS["forbid"])
_EQUALS = lazy(VERBS["equals"])
_VAIN = lazy(VERBS["vain"])
_RATE = lazy(HEADS["rate"])
_LISTS = lazy(PHRASES["announced"])
_ASPECTS = lazy("{han}{0,4}?(?:方面|维度|环节|阶段|步骤)")
_LISTED = lazy("(?:提出|部署|明确|推出)了")
_LISTS_BEHIND = lazy(PHRASES["announced_behind"])
_OFFICE = lazy(VERBS["office"])
_ELSEWHERE = lazy(PHRASES["elsewhere"])
_SUBSIDY = lazy(PHRASES["subsidy"])
_BUILT_BEHIND = lazy(PHRASES["built_behind"])
_EACH = lazy(PHRASES["each"])
_REACHED = lazy(PHRASES["reached"])
_MEASURED = lazy(PHRASES["measured"])
_LASTING = lazy(rf"(?:{PHRASES['lasting']})$")
_MEETS = lazy(PHRASES["meets"])
_ABLE = lazy(PHRASES["able"])
_ACTED = lazy(PHRASES["acted"])
_ACTED_BY = lazy(PHRASES["acted_by"])
_ACTORS = tuple(PHRASES["acted_by"].split("|"))
_PLANT = lazy("[^,;。、]{0,16}(?:项目|工程|电站|机组|基地)")
_AMOUNT = lazy("的?{han}{0,8}(?:量|能耗|水耗|排放|消费|消耗)$")
_DONE_BY = lazy(r"的?{han}{1,8}?(?:\([^()]*\))?(?:率先)?(?:建成|完成|实现|创建成|创成|通过)(?=[^,;。]{2})(?!的)")
_CONSISTS = ("包含", "包括", "分为", "共有", "分成")
_STANDARD = lazy("节能(?:设计)?(?:标准|要求)$")
_HELD_TO = ("执行", "满足", "按照", "落实")
_DEVELOPED = lazy("[^,;。、]{0,12}(?:技术|研发|研制)")
_FUND = lazy(PHRASES["fund"])
_DONE_IN = lazy("{han}(?:推进|推广|开展{han}{0,10}|试点|实施{han}{0,10}|示范)$")
_DONE_ALL_OVER = lazy(rf"(?:{VERBS['add']})(?:{HEADS['whole']}|其余|剩余|余下)的?$")
_DONE_TO = lazy(rf"的?[\w、“”()%]{{0,30}}?(?:{PHRASES['done_to']})(?![率量比])")
_ALLOTTED = lazy("的?(?:{han}{0,4}比例)?(?:配[建备置套]|建设|安装|预留|设置|布局|布设|改造)")
_UNKNOWN_UNIT = lazy(
    r"(?![号期级型类版批届章节轮线年月日])(?!以[上下内]|左右){han}{1,3}(?:以上|以下|以内|左右)?(?=[,;。\n]|$)"
)
_RULES = ("的要求", "的规定", "的原则", "的部署", "的思路")
_TASKS = tuple(f"{of}{what}" for of in ("具体", "重点", "主要", "工作") for what in ("任务", "举措", "措施"))
_TASKS += ("专项行动",)
_NOW = ("目前,", "当前,", "现在,")
_PARTS = ("的面积", "的区域")  # of what stands before the share: 建成区45%以上的面积达到要求
_BARE = frozenset({None, "万", "亿", "千", "百"})  # a number with nothing that is known for a unit
_BROKEN = frozenset({"gt", "range"})
_NEAR = 8  # characters at the head of a clause in which its verb stands
_ANNOUNCED = 14  # characters that _LISTS looks back
_OF_NAMES = frozenset({"time", "grade", "voltage", "capacity", "temperature"})
_OF_AMOUNTS = frozenset({"area", "length", "power", "mass", "energy", "volume", "coal", "money"})
_BOUNDS = frozenset({"ge", "gt", "le", "lt"})
_SAID = frozenset({"reach", "hold", "up", "down", "tier"})
_CHANGED = frozenset({"up", "down"})
_DEEDS = frozenset({"reach", "hold", "up", "down", "tier", "add"})
_MOVED = frozenset({"reach", "up", "down"})


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


def reports(sentence: Sentence) -> bool:
    """Whether the sentence says what was, and not what shall be."""
    if sentence.reports is None:
        said = _REPORTS.search(sentence.text, sentence.start, sentence.end) is not None
        now = not sentence.periods and sentence.text.startswith(_NOW, sentence.start)
        sentence.reports = said or now or (sentence.start == 0 and sentence.text.startswith("过去"))
    return sentence.reports


def _first(sentence: Sentence, what: str, words: re.Pattern[str]) -> int:
    """Where the first of some words in a sentence ends, behind its end where it has none; looked for once."""
    if what not in sentence.asked:
        match = words.search(sentence.text, sentence.start, sentence.end)
        sentence.asked[what] = match.end() if match else sentence.end + 1
    return sentence.asked[what]


def refuse(sentence: Sentence, one: Quantity, clause: Clause) -> str | None:
    """Why a number is no commitment: a word, '' where no rule says; None where it is one. `one` is the first of a list."""
    text = sentence.text
    start, end, content, head, stop, closed, shared, sort, past, dated, _, after_same, _, _ = clause
    senses = one.senses
    bounded = one.comparator in _BOUNDS and not one.after
    said = bounded or not senses.isdisjoint(_SAID)
    if past or (_PAST.search(text, start, end) and text.find("不", start, end) < 0):
        return "past"
    if text.startswith("为", start) and _VAIN.search(text, start, end):
        return "motive"
    if senses.isdisjoint(_MOVED) and _FORBID.search(text, content, head):
        return "forbidden"
    if _EQUALS.search(text, start, head):
        return "equal"
    if sort == "" or _has_unknown_unit(text, one, clause, said):
        return "unit"
    if text.endswith(_RULES, stop, end) and text.find("按照", start, head) >= 0:
        return "rule"  # 按照每县至少建成1座的要求
    if one.unit in ("种", "类") and text.endswith(_CONSISTS, start, head):
        return "name"  # 补贴包含7种
    if sort == "count" and _OFFICE.search(text, content, end):
        return "office"
    if sort == "count" and (_ASPECTS.match(text, stop, end) or text.startswith(_TASKS, stop)):
        return "name"  # 从4个主要方面; 55项具体任务
    if (
        sort == "count"
        and _LISTS_BEHIND.match(text, stop, end)
        and (_LISTS.search(text, max(start, head - _ANNOUNCED), head) or _LISTED.search(text, start, head))
    ):
        return "name"  # 提出了21项举措
    if sort == "count" and text[head - 1] == "等" and not closed:
        done = ADD.search(text, content, min(head, content + _NEAR))  # 建成甲、乙等10个基地, 在甲、乙等6个县开展试点
        return None if done or (text.startswith("在", content) and _DONE_IN.search(text, stop, end)) else "name"
    if not dated and sort != "pure" and _first(sentence, "elsewhere", _ELSEWHERE) <= one.start:
        return "past"
    if sort in ("money", "share") and _first(sentence, "subsidy", _SUBSIDY) <= sentence.end:
        return "subsidy"
    if after_same and closed and text.startswith("其中", start):
        return None
    said = said or (closed and _EACH.search(text, start, one.start) is not None)
    quoted = text.rfind("“", clause.start, head)
    if quoted >= 0 and not said and text.find("”", quoted, head) < 0 and text.find("”", stop, end) >= 0:
        return "name"  # “300米见绿、500米见园”
    if (
        text.startswith(")", stop)
        and text.rfind("(", start, head) > text.rfind(")", start, head)
        and not senses & _DEEDS
    ):
        return "scope"  # 中长距离运输(运距500公里以上)
    if sort in _OF_NAMES and not (said and closed):
        lasts = closed and one.after and _LASTING.search(text, content, head)  # 时长2小时以上
        if sort == "capacity" and closed and (said or ADD.search(text, content, head)):
            return None  # 新增变电容量120万千伏安
        return None if sort == "time" and (lasts or _REACHED.match(text, stop)) else "name"
    if sort == "pure":
        if one.unit is None and said:
            return None if closed and "add" not in senses else "name"
        return "name"
    if "add" in senses and not closed and (not one.after or sort == "count"):
        return "name" if sort == "power" and _DEVELOPED.match(text, stop, end) else None  # 推进10兆瓦机组技术研发
    if (
        one.comparator in _BROKEN
        and not one.after
        and not closed
        and sort == "count"
        and text.endswith("突破", head, one.start)
    ):
        return None  # 突破100项关键技术: a breakthrough, not a comparison
    if sort == "share" and _STANDARD.match(text, stop, end) and text.endswith(_HELD_TO, start, head):
        return None  # 新建住宅执行75%节能标准
    if sort == "count" and text.endswith("满足", start, head) and text.endswith("需求", stop, end):
        return None  # 满足35万辆以上电动汽车充电需求
    if text.endswith("能力", stop, end) and _ABLE.search(text, max(clause.start, head - 20), head):
        return None  # 具备5%以上的尖峰负荷响应能力
    if text[head - 1] == "的" and sort == "count" and _ACTED.search(text, stop, end):
        if _ACTED_BY.match(text, content) or text.endswith(_ACTORS, start, content):
            return None  # 对年用能1万吨以上的12家单位开展诊断
    if text[head - 1] == "在" and sort == "count" and _DONE_IN.search(text, stop, end):
        return None  # 在30个县开展试点
    if text[head - 1] == "对" and (sort == "count" or (sort in _OF_AMOUNTS and not one.after)):
        if _ACTED.search(text, clause.start, head) or _ACTED.search(text, stop, end):
            return None  # 对100家企业开展节能诊断
    if sort == "money" and _FUND.match(text, stop, end) and ADD.search(text, start, head):
        return None  # 设立规模100亿元的基金
    if sort == "share" and not closed and _ALLOTTED.match(text, stop, end) and text.find("按", start, head) >= 0:
        return None  # 按不低于15%的比例配建充电桩
    if sort == "share" and text.endswith("覆盖", start, head):
        return None  # 覆盖80%以上的公共机构
    if stop < end and text[stop] == "的" and not closed:
        of_all = content >= head or text.startswith(_PARTS, stop) or WHOLE.fullmatch(text, content, head)
        deed = (
            sort == "share"
            and of_all
            and _DONE_TO.match(
                text, stop, sentence.bounds(stop)[1] if end < sentence.end and text[end] in "和及、" else end
            )
        )
        by = sort == "count" and content >= head and not shared and _DONE_BY.match(text, stop, end)
        return None if deed or by else "scope"
    if text.startswith("的基础上", stop) and not (dated and "reach" in senses):
        return "scope"
    if shared and clause.adding and content >= head and sort == "count":
        return None  # 培育龙头企业5家，20家产值10亿元以上的企业
    if shared and not closed and one.after and sort != "share":
        return "scope"  # 压减2000吨/日以下熟料生产线10条
    if shared and (not said or text[stop:end].startswith(("的", "节能", "建筑"))):
        return "scope"
    if closed:
        return None if said else _closed(text, one, clause)
    return _open(text, one, clause, said, bounded)


def _has_unknown_unit(text: str, one: Quantity, clause: Clause, said: bool) -> bool:
    """Whether something is brought to a number of which only its unit is not known: 冷库容量达到3.5万石."""
    content, head, stop = clause.content, clause.head, clause.stop
    return (
        not clause.closed
        and content < head
        and one.unit in _BARE
        and (said or ADD.search(text, content, head) is not None)
        and _UNKNOWN_UNIT.match(text, stop) is not None
    )


def _closed(text: str, one: Quantity, clause: Clause) -> str | None:
    """The same for a number that ends its clause and is not said to be reached."""
    content, head, sort = clause.content, clause.head, clause.sort
    if sort == "share":
        again = clause.after_share or (one.modality and clause.after_target and clause.after_same)  # 下降3%,力争3.5%
        return None if again or _RATE.search(text[content:head]) or LOWERED.match(text, content, head) else ""
    if "add" in one.senses or clause.adding or ADD.search(text, content, head):
        return None
    if PER.search(text, content, head):
        return None  # 万人拥有公交车13标台
    if sort == "count" and not (clause.after_target and content < head):  # 占比达到19%、瞪羚企业30家
        return ""
    return None if clause.dated or one.after.strip("余多") else ""


def _open(text: str, one: Quantity, clause: Clause, said: bool, bounded: bool) -> str | None:
    """The same for a number behind which its clause goes on."""
    content, head, sort, senses = clause.content, clause.head, clause.sort, one.senses
    if sort == "share":
        done = _DONE_TO.match(text, clause.stop, clause.end)
        if not senses.isdisjoint(_CHANGED) and _AMOUNT.match(text, clause.stop, clause.end):
            return None  # 每年节约1%用能量
        if _RATE.search(text[content:head]) and not (bounded and done):
            return "scope"
        return None if done else ("scope" if one.after else "")
    if (
        sort == "count"
        and (content >= head or text[content:head] == "包括")
        and (clause.adding or (not clause.shared and _DONE_BY.match(text, clause.stop, clause.end)))
    ):
        return None  # 30个村建成示范点
    if sort == "area" and content >= head and _MEETS.match(text, clause.stop, clause.end):
        return None  # 50平方公里以上建设用地面积达到标准
    if sort == "count" and text[head - 1] in "和及与" and ADD.match(text, content, head):
        return None  # 建设国家和6个省级中心
    if one.after and not said:
        return "scope"
    if bounded and "add" in senses:
        return None
    if not senses.isdisjoint(_CHANGED) and "reach" not in senses and sort != "count":
        return None
    if said and "add" not in senses:
        return None if one.comparator == "ge" and not one.after else "scope"
    if _MEASURED.match(text, clause.stop):
        return "scope"
    if sort in _OF_AMOUNTS and (ADD.match(text, content, head) or ADD.match(text, clause.start, head)):
        return None
    if sort == "money" and text[head - 1] != "的" and ADD.search(text, content, head):
        return None  # 每年安排资金2亿元支持改造
    if clause.adding and content >= head:
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
