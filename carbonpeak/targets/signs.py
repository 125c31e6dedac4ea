"""Cheap signs of a target: where in a text one could stand, and what a sentence could hold, before it is taken apart.

Every alternative of the patterns here begins with a letter of its own, so that the engine skips to it. The signs follow from the
words in `data/completeness.csv`, `data/milestones.csv` and `data/assigned.csv`: each row there needs its sign here.
"""

from __future__ import annotations

from carbonpeak.patterns import by_first, lazy
from carbonpeak.targets.written import COUNTERS, HAN

_EVERY = "均[应须要]?[采达使实执安完按纳设建制配拥有开]|都[应须要]?[采达使实执安完按纳设建制配拥有开]"
_WHOLE = (
    f"应.尽|能.尽|宜.尽|一律|达到相应|实现全|全覆盖|全域|全面|全部|全量|所有|总体达|达到超低|达到近零|翻倍|平价上网|{_EVERY}|零填埋|零排放|零增长|零使用|零外排|零直排|智能化|覆盖|接入全|功能区|保持[ⅠⅡⅢⅣⅤIV]|消除|基本[淘清替退取关完实达杜]|清零|归零|全接入|节能水平|基准水平|标杆水平"
    "|全[收回处利消接治]|达标|倍增|村村|镇镇|乡乡|县县|户户|Ⅰ类|Ⅱ类|Ⅲ类|Ⅳ类|Ⅴ类|I类|V类|不出[现园厂村镇县场]|不再|不发生|无黑臭|无重污|无劣"
    "|步节能|标准设|标准建|星级|A级|级标准|首次超|总体超|超过[火煤燃化]|零火点|采补平|电动化|新能源化|改由|改走"
)
_ABOVE = "下达|分解|分配|核定|确定|明确|规定|要求|国家|上级|考核|省定|市定|省控|市控|约束"
_PEAK = "由正转|由增转|达峰|峰值|平台期|碳中和|负增长"
_DONE = "成立|设立|挂牌成|互联互通|联网|创成|形成|编制完|组建|启动|核准|创建成|创成|获批|获评|入选|完成|建成|建立|投入|投产|投运|改造为|改建为|更新为|关停|退役|取消|停止|淘汰|关闭|退出|开工|开业|开港|试运营|运营|开通|通航|通气|通电|通水|启用|封顶|竣工|完工|机组发|并网|通车|上线|接入|完毕|收尾|下线|能够提|通过"
_ISSUED = "编印|修订|备案|审定|审批|出台|印发|发布|编制|制定|制订|公布|提出|报送|上报"
_PERIODS = "十五|十[一二三四五六七八]五|年内|年底|今年|明年|本年|全年|月底|月末|日前"
_COUNTED = lazy(f"[{HAN}翻分半过](?:(?<=[{HAN}])[{COUNTERS}]|(?<=翻)番|(?<=分)之|(?<=一)半|(?<=半)数|(?<=过)半)")
_NUMBERS = "|".join(f"{digit}[0-9]*年?" for digit in "0123456789")
_SIGN = lazy(by_first(f"{_NUMBERS}|{_PERIODS}|{_WHOLE}|{_ABOVE}|{_PEAK}|{_DONE}|{_ISSUED}"))
# The first two characters tell what a sign is a sign of; those of numbers are looked at, all others are of a whole.
_KINDS = {
    **dict.fromkeys((word[:2] for word in _ABOVE.split("|")), "above"),
    **dict.fromkeys((word[:2] for word in _PEAK.split("|")), "peak"),
    **dict.fromkeys((word[:2] for word in _DONE.split("|")), "done"),
    **dict.fromkeys((word[:2] for word in _ISSUED.split("|")), "issued"),
    **dict.fromkeys((word[:2] for word in "年内|年底|今年|明年|本年|全年|月底|月末|日前|十五".split("|")), "period"),
    **dict.fromkeys((f"十{han}" for han in "一二三四五六七八"), "period"),
}
_SOME = "|".join(f"{han}[成个座家条项处所亩{'' if han in '百千' else '百千万'}]" for han in "两三四五六七八九十百千")
_FIVE = "十五[”期规时]|十[一二三四五六七八]五[”期规时]"
# What a sentence that is not of the objectives must hold to be looked at.
_ALONE = (
    f"应.尽|能.尽|宜.尽|一律[拆关取清实使采改执达完安配更按淘接纳编开建设选停退]|总体达到|达到超低|达到近零|实现翻倍|平价上网|基本杜绝|全覆盖|全域覆盖|全面[执采使达建完淘消接实停退取禁按电新清]|全部[^门]|全量[接归还回利收替处资无]|所有|{_EVERY}"
    f"|零填埋|零排放|零增长|功能区|消除|清零|归零|节能水平|基准水平|标杆水平|下达|省定|市定|省控目标|市控目标|约束性[指目]|不出现|不再出现|不再主动|无黑臭|无重污|无劣|III类|II类|Ⅲ类|Ⅱ类|达标|倍增|完成.{{0,4}}[国省市]|{_PEAK}"
)
TRIGGER = lazy(
    by_first(
        f"{'|'.join('0123456789')}|{_ALONE}|分之|半以上|半数|翻番|翻一番|至少|不少于|超百|超千|破百|破千|{_FIVE}|{_SOME}"
    )
)


def signs(text: str, start: int, end: int) -> set[str]:
    """What the words between two offsets may hold: number, period, whole, above (a target set above), peak, done, issued."""
    found = set()
    for sign in _SIGN.findall(text, start, end):
        if "0" <= sign[0] <= "9":
            if sign[-1] != "年":
                found.add("number")
            if len(sign) >= 4:
                found.add("period")
        else:
            found.add(_KINDS.get(sign[:2], "whole"))
    if "number" not in found and _COUNTED.search(text, start, end):
        found.add("number")
    return found
