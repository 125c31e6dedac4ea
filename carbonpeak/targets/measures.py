"""What a number with its unit measures: a level, a share, an increment, a change; and in which direction."""

from __future__ import annotations

from collections.abc import Set

from carbonpeak.patterns import lazy
from carbonpeak.phrases import HEADS, PHRASES, VERBS

ADD = lazy(VERBS["add"])
LEVEL = lazy(rf"(?:{VERBS['level']}|{VERBS['stock']})(?:总数|合计)?$")
_DEED = lazy(
    rf"(?:{HEADS['whole']}|{PHRASES['placed']})?(?:{PHRASES['modal_first']}|计划)?(?:每年|年均|累计|共计|总计|合计|共|再|新)?(?!建成区)(?:{VERBS['add']})"
)
DEED = lazy(
    rf"(?:{HEADS['whole']}|{PHRASES['placed']})?(?:{PHRASES['modal_first']}|{PHRASES['deed_first']})*(?:{VERBS['deed']})(?!{PHRASES['no_deed']})"
)
_STOCK = lazy(rf"(?:{VERBS['stock']})$")
PER = lazy(PHRASES["per"])
_RATE = lazy(HEADS["rate"])
_NEW = lazy(PHRASES["new"])
NEW_FIRST = lazy(rf"(?:{HEADS['whole']})?(?:{PHRASES['new']})")
_FORMED = lazy(rf"(?:{HEADS['whole']})?(?:形成|新增)")
_WORKS = tuple(PHRASES["work_names"].split("|"))
_TO_BUILD = tuple(PHRASES["to_build"].split("|"))
_NEW_AT = lazy("新增(?!率)")
YEARLY = lazy(PHRASES["each_year"])
_NEW_USE = lazy(PHRASES["new_use"])
_MADE = lazy(PHRASES["made_able"])
LOWERED = lazy(PHRASES["lowered"])
_CUT = lazy(PHRASES["cut"])
_PUT_IN = lazy(PHRASES["put_in"])
GIVEN = lazy(PHRASES["given"])
DONE_BY = lazy(PHRASES["done_by"])
_SAVED = lazy(PHRASES["saved"])
_REBUILT = lazy(PHRASES["rebuilt"])
_REACHED_AREAS = tuple(PHRASES["reached_area"].split("|"))
_SERVED = tuple(PHRASES["served"].split("|"))
_OF_THESE = lazy(PHRASES["of_these"])
_HANDLED = tuple(PHRASES["handled"].split("|"))
_ABLE_TO = lazy("(?:日|年)[^,;、]{1,8}能力(?:合计|共)?$")
_DONE_TO = lazy("{han}{0,6}(?:改造|建成|投产|整治)后")
_BUILT_UP = lazy(rf"累计(?:{VERBS['add']})")
_STANDING = lazy(PHRASES["standing"])
_CHANGES = tuple(HEADS["change"].split("|"))
_GROWTHS = tuple(HEADS["growth"].split("|"))


def measure(
    senses: Set[str], sort: str, item: str, closed: bool, behind: str, adding: bool, last: tuple[str, str | None] | None
) -> tuple[str, str | None]:
    """The measure and its direction.

    `senses` are those of the words before the number, `sort` is the kind of its unit, `item` what stands before it and
    `behind` what follows it in its clause, which is nothing of weight where it is `closed`; `adding` tells that the
    sentence has been adding things up, `last` is the measure and direction of the number before.
    """
    item = item.removeprefix("将")
    direction = "decrease" if "down" in senses else "increase" if "up" in senses else None
    if sort == "points":
        return "point_change", direction
    if sort == "share":
        return _share(senses, item, behind, direction, last if closed else None)
    if sort == "times":
        return ("relative_change", direction) if direction and "reach" not in senses else ("level", None)
    if "hold" in senses and not item and direction is None:
        return "level", None  # 较2020年压减1300万吨、控制在1.2亿吨以内
    if direction and "reach" not in senses:
        return "increment", "decrease" if direction == "decrease" else None
    if sort == "count" and item in ("", "有") and not closed and (GIVEN.match(behind) or DONE_BY.match(behind)):
        return "increment", None
    if (
        sort == "ratio"
        and NEW_FIRST.match(item)
        and not item.endswith("指标")
        and ("reach" not in senses or not _REBUILT.match(item))
    ):
        return "increment", None  # but 新建机组煤耗达到270克标准煤/千瓦时, 改造后机组煤耗降至290克标准煤/千瓦时
    if "reach" not in senses and (_MADE.match(item) or item.endswith("新增")):
        return "increment", None  # 建成焚烧处理能力500吨/日, 形成节能能力60万吨标准煤, 利用能力累计新增20万吨/年
    if "reach" in senses and item.endswith(_REACHED_AREAS) and not _NEW_AT.search(item):
        return "level", None  # 推广面积达到60万亩
    if sort == "mass" and "reach" not in senses and _CUT.match(item):
        return "increment", None  # 预计可减排化学需氧量1700吨
    if item.endswith(_TO_BUILD):
        return "increment", None  # 第一批风电项目建设规模700万千瓦
    if sort == "count" and closed and "reach" not in senses and item.endswith(_WORKS):
        return "increment", None  # 推进重大项目87个
    if item.startswith(_SERVED):
        return "level", None  # 建成集中供冷站1座，供冷面积15万平方米
    if last is not None and last[0] == "increment" and "reach" not in senses and _OF_THESE.fullmatch(item):
        return "increment", None  # 开工建设抽水蓄能电站4座，装机容量合计500万千瓦
    if "add" in senses and item.endswith(_HANDLED):
        return "level", None  # 铁水联运量完成1100万吨
    if sort == "count" and (item.endswith("保有量") or (item.endswith("规模") and not _DEED.match(item))):
        return "level", None  # 建成充电站保有量8000座, 运营规模3500辆
    if sort == "ratio" and "reach" not in senses:
        listed = adding and last is not None and last[0] == "increment"
        if item.endswith("能力") and (listed or _NEW_AT.search(item)):
            return "increment", None  # 某市今年新增焚烧处理能力4500吨/日、生化处理能力2040吨/日
        if item.endswith(("能力", "产能", "规模")) and _DEED.match(item):
            return "increment", None  # 淘汰焦化能力500吨/日
        if item.endswith("产能") and _PUT_IN.search(item):
            return "increment", None  # 通过产能置换增加先进产能5亿吨/年
    if sort in ("pure", "ratio", "time") or PER.search(item) or (sort == "count" and item.endswith("使用")):
        return "level", None
    if _DONE_TO.match(item):
        return "level", None  # 改造后单机容量不小于5兆瓦
    if YEARLY.search(item) and not item.endswith("新增") and not _FORMED.match(item):
        return "level", None  # 年产沼气60万立方米: what it is able to
    if "add" in senses and "reach" not in senses:
        return "increment", None
    if "reach" in senses and _NEW_USE.search(item):
        return "level", None  # 新建建筑可再生能源应用面积达到500万平方米
    if _ABLE_TO.search(item) and not ADD.match(item):
        return "level", None  # 新增生产线3条，年处置能力150万吨
    if _NEW.search(item):
        standing = _STANDING.search(item) and ("reach" in senses or not _BUILT_UP.search(item))
        return ("level", None) if standing else ("increment", None)  # 累计装机; but not 累计建成光伏装机30万千瓦
    if "reach" in senses and item.endswith("能力") and (item.startswith("报废") or not ADD.match(item)):
        return "level", None
    if (_STOCK if adding else LEVEL).search(item) and (item.startswith("报废") or not _DEED.match(item)):
        return "level", None  # 报废汽车回收量: no deed at its head
    if "reach" in senses and not adding and not _DEED.match(item) and not _SAVED.search(item):
        return "level", None  # 整县推进资源化利用的县达到4个
    if adding or ADD.search(item) or DEED.match(item) or (not closed and ADD.search(behind)):
        return "increment", None
    if last is not None and closed and not item and not last[0].endswith("_change"):
        return last
    return "level", None


def _share(
    senses: Set[str], item: str, behind: str, direction: str | None, last: tuple[str, str | None] | None
) -> tuple[str, str | None]:
    if behind.startswith("节能") or (item.endswith("节能") and "建筑" in item):
        return "level", None
    item = item.removesuffix("目标")  # 能耗降幅目标为3.4%
    if item.endswith(_CHANGES):
        return "relative_change", "decrease"
    if item.endswith(_GROWTHS):
        return "relative_change", "increase"
    if not direction and "reach" not in senses and LOWERED.match(item):
        direction = "decrease"  # 减少建筑垃圾排放20%以上
    if direction:  # 下降达到13%, too; 下降到13% has no direction
        return "relative_change", direction
    elliptic = not item or ("reach" not in senses and not _RATE.search(item))
    if elliptic and last is not None and last[0] == "relative_change":
        return last  # 甲下降11%，乙12%
    return "share", None
