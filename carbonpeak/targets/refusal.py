"""Why a number is no commitment: it reports the past, limits a scope (10万平方米以上大型商场), names something (15分钟生活圈).

A number is a commitment when its clause says that something reaches, changes by, or is built to it.
"""

from __future__ import annotations

import re

from carbonpeak.patterns import lazy
from carbonpeak.phrases import HEADS, PHRASES, VERBS
from carbonpeak.targets.clauses import Sentence
from carbonpeak.targets.ends import DONE_TO, OF_AMOUNTS, Clause, closing, costs, going_on, has_unknown_unit, of_doers
from carbonpeak.targets.measures import ADD, DONE_BY, GIVEN
from carbonpeak.targets.quantities import Quantity
from carbonpeak.targets.reporting import PAST

_FORBID = lazy(VERBS["forbid"])
_EQUALS = lazy(VERBS["equals"])
_VAIN = lazy(VERBS["vain"])
_LISTS = lazy(PHRASES["announced"])
_ASPECTS = lazy(PHRASES["aspects"])
_LISTED = lazy(PHRASES["told_list"])
_LISTS_BEHIND = lazy(PHRASES["announced_behind"])
_OFFICE = lazy(VERBS["office"])
_ELSEWHERE = lazy(PHRASES["elsewhere"])
_OTHERS = lazy(PHRASES["others"])
_CITED_AIM = lazy(PHRASES["cited_aim"])
_OWN_PLACE = lazy(PHRASES["own_place"])
_SIZED = lazy(PHRASES["sized"])
_SUBSIDY = lazy(PHRASES["subsidy"])
_RAISED = lazy(PHRASES["raised"])
_EACH = lazy(PHRASES["each"])
_REACHED = lazy(PHRASES["reached"])
_LASTING = lazy(rf"(?:{PHRASES['lasting']})$")
_ABLE = lazy(PHRASES["able"])
_ACTED = lazy(PHRASES["acted"])
_ACTED_BY = lazy(PHRASES["acted_by"])
_ACTORS, _CONSISTS, _HELD_TO, _AROUND, _COMMONLY = (
    tuple(PHRASES[use].split("|")) for use in ("acted_by", "consists", "held_to", "around", "commonly")
)
_STANDARD = lazy(PHRASES["saving_standard"])
_STANDARDS = lazy(PHRASES["any_standard"])
_COUNTED_TOO = lazy(PHRASES["counted_too"])
_UNTIL = ("到", "至", "自", "在", "于", "从")
_DEVELOPED = lazy(PHRASES["developed"])
_FUND = lazy(PHRASES["fund"])
_SET_WORK = lazy(PHRASES["set_work"])
_SETS = lazy(PHRASES["sets_work"])
_DONE_IN = lazy(PHRASES["done_in"])
_ALLOTTED = lazy(PHRASES["allotted"])
_KILNS = tuple(PHRASES["kilns"].split("|"))
_OF_NEXT = lazy(
    "(?:达到|不低于|不少于|不高于|不超过|控制在|[提升降][高升低]?[到至])[0-9]|再(?:新增|投运|建)"
)  # 8家电厂购电量不少于5亿千瓦时
_OF_SUCH = lazy("、[^,;。]{2,24}(?:以上|以下|低于|高于|超过)[^,;。]{0,12}的")
_INDICES = ("系数", "指数", "PUE", "PUE值")
_SIZED_WORKS = lazy(PHRASES["sized_works"])
_DEED_NEAR = 12  # characters from a deed to the size of what it makes
_NEED_NOUN = frozenset("个项处家座条台套名种批")  # a count that says nothing without what it counts
_SIZES = frozenset({"ratio", "pure"})
_SIZE = lazy(r"的?{han}{2,14}\d+[台套座条家艘辆处栋列项](?:套|次)?(?![一-鿿]{2}以上)")
_RULES, _SPLIT_INTO, _TASKS = (tuple(PHRASES[use].split("|")) for use in ("rule_ends", "split_into", "plan_parts"))
_WORKS = lazy(PHRASES["works"])
_NATURES = ("约束性", "预期性", "约束性指标", "预期性指标")
_SAVING = ("建筑节能", "执行节能")
_NOW = ("目前,", "当前,", "现状,")
_INVOLVED = lazy(
    rf"(?:{PHRASES['involves']})[^,;。、]{{0,4}}[0-9.]+[^,;。、0-9]{{1,6}}、[^,;。、0-9]{{0,4}}$|{PHRASES['benefits']}"
)  # 涉及6个小区、510户
_INVOLVES = tuple(PHRASES["involves"].split("|"))
_RESTATED = tuple(PHRASES["restated"].split("|"))
_PARTS = tuple(PHRASES["part_of"].split("|"))
_OF_ALL = lazy(f"(?:{HEADS['whole']})?[在对]?(?:{HEADS['whole']})?")  # 对全省50%以上的生产线进行改造
_ABLE_THINGS = tuple(PHRASES["able_thing"].split("|"))
_UNCOUNTED = lazy(PHRASES["uncounted"])
_BROKEN = frozenset({"gt", "range"})
_NEAR = 8  # characters at the head of a clause in which its verb stands
_ANNOUNCED = 14  # characters that _LISTS looks back
_OF_NAMES = frozenset({"time", "grade", "voltage", "capacity", "temperature"})
_BOUNDS = frozenset({"ge", "gt", "le", "lt"})
_SAID = frozenset({"reach", "hold", "up", "down", "tier"})
_DEEDS = frozenset({"reach", "hold", "up", "down", "tier", "add"})
_MOVED = frozenset({"reach", "up", "down"})


def _first(sentence: Sentence, what: str, words: re.Pattern[str]) -> int:
    """Where the first of some words in a sentence ends, behind its end where it has none; looked for once."""
    if what not in sentence.asked:
        match = words.search(sentence.text, sentence.start, sentence.end)
        sentence.asked[what] = match.end() if match else sentence.end + 1
    return sentence.asked[what]


def _part_end(sentence: Sentence, at: int) -> int:
    """Where the part of a sentence ends that ； parts from the next."""
    end = sentence.text.find(";", at, sentence.end)
    return sentence.end if end < 0 else end


def of_others(sentence: Sentence, at: int) -> bool:
    """Whether what stands at `at` is an aim of others: 国家提出到2030年A，我市力争B holds only the second."""
    text = sentence.text
    if text.find("》", sentence.start, at) >= 0 and _CITED_AIM.match(text, sentence.bounds(at)[0], at):
        return True
    told = _first(sentence, "others", _OTHERS)
    return told <= at and _OWN_PLACE.search(sentence.text, told, at) is None


def refuse(sentence: Sentence, one: Quantity, clause: Clause) -> str | None:
    """Why a number is no commitment: a word, '' where no rule says; None where it is one. `one` is the first of a list."""
    text = sentence.text
    start, end, content, head, stop, closed, shared, sort, past, dated, _, after_same, _, _, _ = clause
    senses = one.senses
    bounded = one.comparator in _BOUNDS and not one.after
    said = bounded or not senses.isdisjoint(_SAID)
    if text.endswith(_NOW, sentence.start, start) and (
        dated or not sentence.periods or sentence.periods[0].start > start
    ):
        return "past"  # 目前，甲、乙比例为14%、48%，2025年分别提高到…
    if past or (PAST.search(text, start, end) and text.find("不", start, end) < 0):
        return "past"
    if text[one.start - 1] in "?？":
        return ""  # 不少于?0万平方米: a digit is lost
    if text.startswith(_RESTATED, start) and (clause.after_target or not text.startswith("即", start)):
        return "equal"  # 不低于92.5%(即污染天数不超过27天); but 目标任务有5项，即能耗下降4.5%
    if (
        text.endswith(_INVOLVES, start, head)
        or costs(text, clause)
        or _INVOLVED.search(text, start, head)
        or (text.startswith(_AROUND, content) and not (closed and ADD.search(text, content, head)))
        or text.endswith(_COMMONLY, start, one.start)
    ):
        return "scope"  # 涉及16个县, 建立覆盖40家企业的平台, (含65蒸吨/小时), 投资2800万元: what a project costs
    if (
        text[content] in "对将把"
        and text[stop : stop + 1] == "、"
        and (head - content == 1 or _OF_SUCH.match(text, stop))
    ):
        return "scope"  # 对2000平方米以上、能耗超过500吨的建筑开展审计
    if text.startswith("为", start) and _VAIN.search(text, start, end):
        return "motive"
    if senses.isdisjoint(_MOVED) and _FORBID.search(text, content, head):
        return "forbidden"
    able = text.endswith("能力", stop, end) and _ABLE.search(text, max(clause.start, head - 20), head)
    if _EQUALS.search(text, start, head) and not able:
        return "equal"
    breaks = 0 < start and stop >= len(text.rstrip("\n"))  # a cell is whole: 建成120个
    counts = (one.unit or "")[-1:] in _NEED_NOUN and ADD.fullmatch(text, content, head)
    if breaks and (counts or not (one.unit or text.endswith(_INDICES, content, head))):
        return "unit"  # 比重达到2, 打造10个以上: the text breaks off
    if sort == "" or has_unknown_unit(text, one, clause, said):
        return "unit"
    if text.endswith(_RULES, stop, end) and text.find("按照", start, head) >= 0:
        return "rule"  # 按照每县至少建成1座的要求
    if one.unit in ("种", "类") and text.endswith(_CONSISTS, start, head):
        return "name"  # 补贴包含7种
    if sort == "pure" and 1990 <= one.value <= 2100 and text.endswith(_UNTIL, start, one.start):
        return "name"  # a year that is cut off: 开展技改,到2027
    if one.after and (one.unit or "").endswith("人口"):
        return "scope"  # 20万人口以上县城
    if sort == "count" and _OFFICE.search(text, content, end):
        return "office"
    if sort == "count" and (
        text.startswith("指标", stop)  # 设置14项指标，其中约束性3项
        or text.endswith(_NATURES, content, head)
        or _COUNTED_TOO.match(text, stop)  # 4大行动、17个工程、55项具体任务: how the plan is made
        or _ASPECTS.match(text, stop, end)  # 从4个主要方面
        or text.startswith(_TASKS, stop)
        or text.endswith(_SPLIT_INTO, start, head)  # 任务细化为9项
    ):
        return "name"
    if (
        sort == "count"
        and _LISTS_BEHIND.match(text, stop, end)
        and (_LISTS.search(text, max(start, head - _ANNOUNCED), head) or _LISTED.search(text, start, head))
    ):
        return "name"  # 提出了21项举措
    if sort == "count" and text[head - 1] == "等" and not closed:
        done = ADD.search(text, content, min(head, content + _NEAR))  # 建成甲、乙等10个基地, 在甲、乙等6个县开展试点
        if done and done[0] == "实施" and _WORKS.match(text, stop):
            return "name"  # 实施甲、乙等5项重点工程: how the plan is made
        if done or (DONE_BY.match(text, stop, end) and text.find("全覆盖", stop, end) < 0):
            return None  # 甲、乙等12处建筑完成接入
        return None if text.startswith("在", content) and _DONE_IN.search(text, stop, end) else "name"
    if of_others(sentence, one.start):
        return "others"
    if not dated and sort != "pure" and _first(sentence, "elsewhere", _ELSEWHERE) <= one.start:
        return "past"
    if (
        (sort in ("money", "share") or (one.unit or "").startswith("元/") or text.find("补贴", start, one.start) >= 0)
        and _first(sentence, "subsidy", _SUBSIDY) <= sentence.end
        and _SUBSIDY.search(
            text, max(sentence.start, text.rfind(";", sentence.start, one.start)), _part_end(sentence, one.end)
        )
    ):
        # 完善补贴政策，到2025年新能源汽车占比达到50%
        moved = not senses.isdisjoint(_MOVED) and sentence.period_at(one.start) is not None
        moved = moved or (sort == "money" and _RAISED.match(text, content, head) is not None)
        if not moved or _SUBSIDY.search(text, start, end):
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
        lasts = closed and (one.after or clause.after_target) and _LASTING.search(text, content, head)  # 时长2小时以上
        if sort == "capacity" and closed and (said or ADD.search(text, content, head)):
            return None  # 新增变电容量120万千伏安
        by = text.find("按", sentence.bounds(start)[0], head) >= 0 and _ALLOTTED.match(text, stop, end)
        if sort == "time" and by:
            return None  # 按10%、2小时配置储能
        return None if sort == "time" and (lasts or _REACHED.match(text, stop)) else "name"
    if sort in OF_AMOUNTS and text.startswith(_KILNS, stop):
        return "name"  # 关停4.3米焦炉
    if sort == "pure":
        if one.unit is None and (said or (dated and one.modality and text.endswith(_INDICES, content, head))):
            return None if closed and "add" not in senses else "name"
        return "name"
    if shared and (sort in OF_AMOUNTS or sort in _SIZES) and _SIZE.match(text, stop, end) and not ADD.match(text, stop):
        return "scope"  # 建成100万千瓦机组2台: the size of what is counted
    if "add" in senses and sort == "ratio" and not closed and _SIZED_WORKS.search(text, stop, end):
        return "name"  # 建成10万吨/年装置
    if "add" in senses and sort == "ratio" and not closed and text.endswith(_ABLE_THINGS, stop, end):
        return None  # 形成1亿吨/年以上产能储备
    if "add" in senses and not closed and one.comparator in ("ge", "gt") and sort in OF_AMOUNTS:
        if _UNCOUNTED.fullmatch(text, stop, end):
            return None  # 建设30公里以上供热管网; but 淘汰10万千瓦以上机组
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
    if sort == "share" and text.endswith(_SAVING, content, one.start) and _STANDARDS.match(text, stop):
        return "name"  # 全面执行住宅节能75%、校舍节能65%标准
    if sort == "share" and _STANDARD.match(text, stop, end) and text.endswith(_HELD_TO, start, head):
        return None  # 新建住宅执行75%节能标准
    if sort == "count" and text.endswith("满足", start, head) and text.endswith("需求", stop, end):
        return None  # 满足35万辆以上电动汽车充电需求
    if able:
        return None  # 具备5%以上的尖峰负荷响应能力
    if text[head - 1] == "的" and sort == "count" and _ACTED.search(text, stop, end):
        if _ACTED_BY.match(text, content) or text.endswith(_ACTORS, start, content):
            return None  # 对年用能1万吨以上的12家单位开展诊断
    if text[head - 1] == "在" and sort == "count" and _DONE_IN.search(text, stop, end):
        return None  # 在30个县开展试点
    upon = text[head - 1] == "对" or (text[content] == "对" and _OF_ALL.fullmatch(text, content, head))
    if upon and (sort == "count" or (sort in OF_AMOUNTS and not one.after)):
        if _ACTED.search(text, clause.start, head) or _ACTED.search(text, stop, end):
            return None  # 对100家企业开展节能诊断
    if text[one.start - 1] == "为" and sort == "count" and GIVEN.match(text, stop, end):
        return None  # 为400家企业提供诊断服务
    if sort in _SIZES or sort in OF_AMOUNTS:
        if text[stop : stop + 1] == "的" and _SIZED.search(text, content, head):
            if ADD.search(text, max(content, head - _DEED_NEAR, text.rfind("、", content, head) + 1), head):
                return None  # 配套建设长度约68公里的管道
    if sort == "money" and _FUND.match(text, stop, end) and ADD.search(text, start, head):
        return None  # 设立规模100亿元的基金
    if sort == "share" and text.find("按", start, head) >= 0:
        if _ALLOTTED.match(text, stop, sentence.bounds(start)[1]):
            return None  # 按不低于15%的比例配建充电桩
    if sort == "share" and text.endswith("覆盖", start, head):
        return None  # 覆盖80%以上的公共机构
    if not closed and _SET_WORK.match(text, stop, end) and _SETS.search(text, start, head):
        return None  # 完成下达2000亩的造林任务
    if stop < end and text[stop] == "的" and not closed:
        if sort in OF_AMOUNTS and text.endswith(_ABLE_THINGS, stop, end) and ADD.search(text, content, head):
            return None  # 形成年拆解电池15万吨的处理能力
        of_all = content >= head or text.startswith(_PARTS, stop) or _OF_ALL.fullmatch(text, content, head)
        ends = sentence.bounds(stop)[1] if end < sentence.end and text[end] in "和及、" else end
        deed = (
            sort == "share" and of_all and (DONE_TO.match(text, stop, ends) is not None or of_doers(text, clause, ends))
        )
        by = sort == "count" and content >= head and not shared and DONE_BY.match(text, stop, end)
        return None if deed or by else "scope"
    if text.startswith("的基础上", stop) and not (dated and "reach" in senses):
        return "scope"
    if shared and clause.adding and content >= head and sort == "count" and not _OF_NEXT.search(text, stop, end):
        return None  # 培育龙头企业5家，20家产值10亿元以上的企业
    if shared and not closed and one.after and sort != "share":
        return "scope"  # 压减2000吨/日以下熟料生产线10条
    if shared and (not said or text[stop:end].startswith(("的", "节能", "建筑"))):
        return "scope"
    if closed:
        listed = sort == "count" and content < head and sentence.ahead and bool(sentence.periods)
        return None if said or listed else closing(text, one, clause)  # 2023年，网点1800个 of the objectives
    return going_on(text, one, clause, said, bounded)
