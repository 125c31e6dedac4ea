"""What a number speaks of: the words before it parted into scope and indicator, a list of names into its items.

The words stand in `data/heads.csv` and `data/phrases.csv`.
"""

from __future__ import annotations

from carbonpeak.patterns import lazy
from carbonpeak.phrases import HEADS, PHRASES

FRONT = lazy(HEADS["front"])
_ALONE = lazy("(?:强度|总量|占比|比[重例率]|[^降低少]率)$")  # what a name ends with that is whole without a front
WHOLE = lazy(HEADS["whole"])
_TAIL = lazy(
    rf"(?:累计|年?平均|年均|日均|新增)?(?:{'|'.join(sorted(HEADS['tail'].split('|'), key=len, reverse=True))})$"
)
_SHARES, _RATIOS = PHRASES["share_name"], PHRASES["ratio_name"]
_RATE_ENDS = tuple(f"{_SHARES}|{_RATIOS}".replace("\\", "").split("|"))
_LIMIT = f"(?:{HEADS['scope_end']})(?:领域|行业)?"
_LIMITED = lazy(
    rf"(.{{0,40}}?{_LIMIT}(?:[、和及与][^、和及与的]{{0,14}}?{_LIMIT})*(?:{PHRASES['scope_group']})?(?:中|内|的)?)"
    rf"(?=(?:[^中]{{3,30}}(?:{_SHARES})|[^的中]{{1,24}}(?:{_RATIOS}))$)"
)
_ENDS_LIMITED = lazy(f"(?:{_LIMIT}|车)$")
# Vehicles are a scope where several are listed: 公交车、出租车新能源比例.
_VEHICLES = lazy(rf"(.{{1,12}}?车辆?)(?=[^车位型]{{2,12}}(?:{_SHARES})$)")
_GROUP = lazy("(.{1,12}?)(领域|行业)(?=.{2})")
_GOVERNS = lazy("新增(?!值)")  # a verb at the head of a list that holds for all of it
_DONE_FIRST = lazy(rf"(?:{PHRASES['done_first']})(?={{han}}{{3}})")
_MODAL_FIRST = lazy(PHRASES["modal_first"])
_EACH_ONE = lazy(PHRASES["each_one"])
_PLACED = lazy(PHRASES["placed"])
# 新建建筑中装配式建筑; but not 优质中小学
_AMONG = lazy(r"(.{2,30}?[^其])中(?!试|小(?:学|企业|微|河|型|城|水)|医|药|央|等(?:职|专|收入)|高(?:端|职|考))(?=.{2,})")
_PART_OF = lazy(rf"(.{{2,20}}|)在[^在]{{2,20}}中的?所?(?:{_SHARES}|占比例|占比重)")  # 绿电在用电量中的占比
_ITEMS = lazy("、|和|及|以及|与")
_PLACE = lazy(r"(.{1,8}?[区县市省州镇旗盟])(.{2,})")
_PLACE_ENDS = frozenset("区县市省州镇旗盟")
_OF_BOTH = ("占", "与", "和", "同")  # 装配式建筑占新建建筑的比例, 充电桩与汽车的比例: no scope is parted from these
_CHANGE = lazy(f"(?:{HEADS['change']}|{HEADS['growth']})$")
_KIND = lazy("{han}{1,4}[式型]")
_RISING = lazy(r"(?:将|要)?[从由](?:目前|现在|当前|现状|(?:19|20)\d\d年)?的?\d.*$")
_BY_WHICH = lazy("(?<=..)(?<!价值)实现(?=..)")  # 输变电工程实现投资
_DONE_LAST = lazy(r"(?<=..)(?:完成|形成|原则上|回升并|增长并|提高并|在(?:现有|目前|原有)(?:水平|基础)上)$")
_MODAL_LAST = lazy(
    r"[力一应可](?:(?<=力)争|(?<=一)般应|(?<=[^供响反效对适]应)|(?<=[^许认]可))$"
)  # 利用率可, 能力一般应
_PER_ONE = lazy(r"(?<=..)(?:降|达|提高|提升|控制|下降)[到至在](?=每[^每、]{1,4}$)")  # 煤耗降至每千瓦时295克标准煤
_SINCE_NEW_YEAR = lazy(r"(?<=..)[比较]年初$")
_WITHIN_YEARS = lazy("[0-9一二两三四五六七八九十]{1,2}年(?:之)?内")
_ELSEWHERE = lazy(r"(?:其[他它余]|一般|东部|中部|西部)(?:地区|区域|城市|省份|[省市县])")
_GIVEN_TO = lazy("^(?:的|给)?(?:(?!我|全)[^的、]{1,4}[省市县州])?")
_OTHER_PLACE = lazy(PHRASES["other_place"])
_NAMED_PLACE = lazy(PHRASES["named_place"])
_OF_TOTAL = lazy(r"(.*?{han}{2})达到?[^占、达]{2,20}$")  # 新车销售量达到销售总量的20%
_WILL = lazy(rf"({{han}}{{2,6}})将(?:要|会)?(?={PHRASES['will_verb']})")
_WILL_DO = lazy(rf"将(?={PHRASES['will_verb']})")
_BY_MEANS = lazy(r"(.{3,40}?等?)(?=(?:利用|采用|使用).{6,}的比例$)")  # 港口利用铁路、水路运输煤炭的比例
_HAS_RATE = lazy(rf"(.{{2,}})的(.{{2,10}}(?:{_SHARES}))$")
_OF = "\x00"  # parts a place from what is counted there, between items and scoped


def counted(words: str, of_whole: bool, closing: bool) -> str:
    """The words before a number without what says how it comes about: 将从目前的20%, and 达到…总量的 where the number is a share."""
    if "从" in words or "由" in words:
        words = _RISING.sub("", words)
    if "每" in words:
        words = _PER_ONE.sub("", words)
    if words.endswith("年初"):
        words = _SINCE_NEW_YEAR.sub("", words)
    if "年内" in words:
        words = _WITHIN_YEARS.sub("", words)
    if "下达" in words:
        words = _GIVEN_TO.sub("", words.rpartition("下达")[2])  # 完成省下达的能耗强度下降14.5%目标
    words = words.removeprefix("年底前")  # of a year that the text does not state
    words = _MODAL_LAST.sub("", words)
    if closing:
        words = _DONE_LAST.sub("", words)
        if "全部" in words:
            words = words.rpartition("且")[2]  # 产能全部达到基准且达到标杆水平的比例
        if "实现" in words:
            words = _BY_WHICH.sub("", words)
    reached = _OF_TOTAL.match(words) if of_whole else None
    return _MODAL_LAST.sub("", reached[1]) if reached else words


def items(names: str, count: int) -> list[str]:
    """The things a list of `count` numbers speaks of, with a head noun that they share restored to each."""
    names = names.strip("、,").removesuffix("等")
    whole = WHOLE.match(names) if count > 1 else None
    if whole:
        parts = items(names[whole.end() :], count)
        return [whole[0] + part for part in parts] if len(parts) == count else [names]
    for found in (_ITEMS.split(names), names.split("、")):
        parts = [part for part in found if part]
        if len(parts) == count:
            break
    else:
        return [names]
    governs = _GOVERNS.match(parts[0])
    if governs and count > 1 and not any(part.startswith("新") for part in parts[1:]):
        parts[1:] = [governs[0] + part for part in parts[1:]]  # 新增光伏、风电装机
    place = _PLACE.fullmatch(parts[-1])
    if place and count > 1 and all(len(part) <= 8 and part[-1] in _PLACE_ENDS for part in parts[:-1]):
        return of_places([*parts[:-1], place[1]], place[2])  # 分别 over places
    change = _CHANGE.search(parts[-1])
    if change and not any(_CHANGE.search(part) for part in parts[:-1]):
        parts[:-1] = [part + change[0] for part in parts[:-1]]  # 能耗和水耗降幅
    if FRONT.match(parts[0]):
        return parts if any(FRONT.match(part) for part in parts[1:]) else fronted(parts)
    group = _GROUP.match(parts[-1])
    if group and not any(part.endswith((group[2], *_RATE_ENDS)) for part in parts[:-1]):
        what = parts[-1][group.end() :].lstrip("的")  # 钢铁、水泥行业碳排放强度
        whose = [part + group[2] for part in (*parts[:-1], group[1])]
        return of_places(whose, what) if what.endswith(_RATE_ENDS) else [one + what for one in whose]
    limited = _LIMITED.match(parts[-1]) or _VEHICLES.match(parts[-1])
    if limited and limited.end() < len(parts[-1]) and all(_ENDS_LIMITED.search(part) for part in parts[:-1]):
        what = parts[-1][limited.end() :].lstrip("的")
        if not what.startswith("占"):
            return of_places([*parts[:-1], limited[1].rstrip("的中内")], what)  # 公共建筑、居住建筑节能率
    has = _HAS_RATE.match(parts[-1])
    if has and not any("的" in part or part.endswith(_RATE_ENDS) for part in parts[:-1]):
        return of_places([*parts[:-1], has[1]], has[2])  # 饭店、机场的绿色化率
    kind = _KIND.match(parts[-1])
    if kind and all(_KIND.fullmatch(part) for part in parts[:-1]):  # 分布式与集中式光伏装机
        return [*(part + parts[-1][kind.end() :] for part in parts[:-1]), parts[-1]]
    alike = _alike(parts)
    if alike:
        return [*(part + parts[-1][alike:].lstrip("的") for part in parts[:-1]), parts[-1]]
    inside = FRONT.search(parts[-1], 1)
    if inside and not any(FRONT.search(part) for part in parts[:-1]):  # 原油加工、乙烯单位产品能耗
        return [*(part + parts[-1][inside.start() :] for part in parts[:-1]), parts[-1]]
    tail = _TAIL.search(parts[-1])
    if tail and tail.start() > 0 and not any(_TAIL.search(part) or part.endswith(_RATE_ENDS) for part in parts[:-1]):
        own = parts[-1][: tail.start()].removesuffix("等")
        return [*(part + tail[0] for part in parts[:-1]), own + tail[0]]
    return parts


def of_places(places: list[str], what: str) -> list[str]:
    """One thing of several places, as an item for each that `scoped` parts."""
    return [f"{place}{_OF}{what}" for place in places]


def fronted(parts: list[str]) -> list[str]:
    """The things, with the front of the first restored to those that need one: 单位GDP能耗、二氧化碳排放, but not 非化石能源消费占比."""
    front = FRONT.match(parts[0])
    if not front:
        return parts
    alone = (FRONT.match(part) or (_ALONE.search(part) and not _CHANGE.search(part)) for part in parts[1:])
    return [parts[0], *(part if whole else front[0] + part for part, whole in zip(parts[1:], alone, strict=True))]


def _alike(parts: list[str]) -> int:
    """Where what a list shares begins in its last item, by the letter that ends what differs: 乘用车、商用车碳排放强度."""
    if len(parts) < 2:
        return 0
    letter = parts[0][-1]
    if any(part[-1] != letter or part.endswith(_RATE_ENDS) or _TAIL.search(part) for part in parts[:-1]):
        return 0
    at = parts[-1].find(letter, 1, max(map(len, parts[:-1])) + 1) + 1
    return at if at and len(parts[-1]) - at > 1 else 0


def scoped(words: str) -> tuple[str | None, str]:
    """Parts the words of a clause into the part of the world they are limited to and what is counted there."""
    if _OF in words:
        place, _, what = words.partition(_OF)
        return place, what
    words = words.strip("、,的“")
    done = _DONE_FIRST.match(words)
    if done:
        words = words[done.end() :]
    if "将" in words:
        will = _WILL.match(words)
        if will and not WHOLE.match(words):
            return will[1], words[will.end() :]
        words = _WILL_DO.sub("", words)
    whole = WHOLE.match(words)
    if whole and whole.end() < len(words):
        modal = _MODAL_FIRST.match(words, whole.end())
        return whole[0], words[modal.end() if modal else whole.end() :]
    each = _EACH_ONE.match(words)
    if each:
        return each[1], words[each.end() :]
    if "在" in words and _PART_OF.fullmatch(words):
        return None, words
    if "中" in words:
        among = _AMONG.match(words)
        if (
            among
            and "集中" not in among[0]
            and "碳中和" not in words
            and "中心" not in words[among.end() - 1 : among.end() + 1]
        ):
            return among[1], words[among.end() :]
    if words.endswith(_RATE_ENDS):
        of, _, meant = words.partition("力争")
        if len(of) > 2 and meant:
            return of, meant  # 新建建筑屋顶力争实现光伏覆盖率达到50%
        means = _BY_MEANS.match(words) if words.endswith("的比例") else None
        if means:
            return means[1], words[means.end() :]
        limited = None if FRONT.match(words) else _LIMITED.match(words)
        # 新建公共机构建筑、新建厂房屋顶光伏覆盖率: an item of a list is not cut in its middle
        if (
            limited
            and not words.startswith(_OF_BOTH, limited.end())
            and "占" not in limited[0]
            and "、" not in words[limited.end() :]
            and not ("与" in words[limited.end() :] and words.endswith("比例"))  # 电动汽车充电桩与电动汽车比例
        ):
            return limited[1].rstrip("的中内"), words[limited.end() :].lstrip("的")
    placed = _PLACED.match(words)
    if placed:
        return placed[1], words[placed.end() :]
    return None, words.removeprefix("在") if words.endswith(_RATE_ENDS) else words  # 在A比重达到20%以上的基础上


def elsewhere(words: str, scope: str | None, indicator: str) -> tuple[str | None, str]:
    """Scope and indicator of words that only name a place or a whole, of which the number before speaks of another place or
    of the part."""
    if words.startswith("占") and not indicator.endswith(_RATE_ENDS):
        return scope, indicator + words  # 装机达到80万千瓦，占总装机的20%
    if words.startswith("在"):
        part = _PART_OF.fullmatch(indicator)  # 绿电在用电量中的占比…，在新增用电量中的占比…
        return scope, part[1] + words if part else words.removeprefix("在")
    if (scope and _ELSEWHERE.fullmatch(words)) or _NAMED_PLACE.fullmatch(words):
        return words, indicator  # 其他地区不低于60%; 完成改造600万平方米，其中甲市60万平方米
    if _OTHER_PLACE.fullmatch(words):
        named = _OTHER_PLACE.match(indicator)
        return words, indicator[named.end() :].lstrip("的") if named and named.end() < len(indicator) else indicator
    return None, words
