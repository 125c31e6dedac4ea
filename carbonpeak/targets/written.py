"""Numbers in Chinese numerals: 二十个, 七成五, 两万株, 三分之二, 一半, 翻一番; and where such words count nothing.

The pattern finds numbers in digits, too, so that one search goes over a text.
"""

from __future__ import annotations

import re

from carbonpeak.patterns import lazy
from carbonpeak.targets.numbers import number

HAN = "一二两三四五六七八九十百千"
# What a counted unit behind a Chinese numeral begins with.
COUNTERS = "成个种座家条项处所户台辆名对倍番件艘套份支人公平亩万吨千米"
_AREAS = "公里 平方公里 平方米 公顷 亩 万亩 万千瓦 万吨 吨 千瓦 米 亿元 亿吨 万亿元 万辆 万户 万台".split()
NO_TENTHS = f"{HAN}立就分为员果长功熟"  # behind 成, where it is no tenth
_COUNTED = (
    f"成(?:[一二三四五六七八九](?![{NO_TENTHS}])|(?![{NO_TENTHS}]))|[个种座家条项处所户台辆名对倍件艘套份支]|人次|"
    + "|".join(_AREAS)
    + "|[万亿](?:千瓦时?|吨标准煤|吨|平方米|立方米|平方公里|公里|公顷|亩|株|棵|户|人次|人|台|辆|头|只|元|个|座|套|块|米)"
)
# Led by a class, which the engine skips to; what a digit begins is group 0, what a Chinese numeral begins stands in groups:
# the numeral's further characters and its unit (二十个, 七成五), a fraction (三分之二), a half (一半, 半数), doublings (翻一番).
NUMBER = lazy(
    rf"[0-9{HAN}半翻](?:(?<=[0-9])[0-9]*(?:,[0-9]{{3}})*(?:\.[0-9]+)?|(?<=[{HAN}])([{HAN}]{{0,3}})({_COUNTED})"
    rf"|(?<=[{HAN}])分之([{HAN}零]+(?:点[零一二三四五六七八九]+)?)|(?<=一)(半)|(?<=半)(数?)|(?<=翻)([一两二三]?)番)"
)
_FRACTION, HALF, HALVES, DOUBLINGS = 3, 4, 5, 6  # groups of it
_NO_HALF = frozenset("径导年月天小个封自固")  # behind 半 or 一半, where it is no half of anything
NOT_BEHIND = frozenset(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz.第〔“+×*0123456789"
)  # 第3, PM10, “1+5”: no quantity
_CLASSED = frozenset("个座片处项")  # 2个百万亩基地
_NOT_BEHIND_HAN = frozenset(f"{HAN}第几数多若每同统唯万")
LOCKED = lazy(
    r"(不少于|不低于|至少|超过|突破|超(?=[一二三四五六七八九十百千]|$))[^,;。、]{0,8}$|达到[^,;。、]{0,8}$|(?:增加|增长|提高|提升)(?:约|了|近)?$"
)
REACH = 12  # characters that these look back
_BUILT = lazy(r"(?:新增|建成|建设|打造|创建|培育|形成|新建|引进|建立|设立)(?:了)?$")
_BUILT_NAMED = lazy(r"(?:新增|建成|建设|新建|改造|修复|治理|种植|营造|绿化)[^,;。、()]{2,10}$")
_BUILT_LAST = lazy(
    r"(?:新增|增设|配建|建成|建设|新建|打造|创建|培育|引进|组建|设立|筹建|新设|布局|推出|实施|完成)[^,;。()]{2,28}$"
)
_BUILT_LISTED = lazy(r"(?:建设|建成|打造|新建|创建)[^,;。()\d的]{2,12}、[^,;。()\d的]{2,8}$")
_NAMED_WORKS = lazy("[^,;。]{2,20}(?:工程|行动|计划)(?=[,;。、]|$)")
_NAMED_PLAN = lazy("[^,;。]{0,4}(?:工程|行动|计划)")
_BUILT_SHORT = lazy(r"(?:新增|建成|建设|新建|打造|创建)[^,;。()、]{2,20}$")
_CLAUSE_ENDS, _LONG = frozenset(["", *",;。、)\n"]), 32
_OF_WHOLE = lazy(r"[占达到至约近过于降升长加减少高低率重例]$|占[^,;。、0-9]{2,16}的?$")
_GOES_ON = lazy(r"[0-9][个家座项处条台户所][,、][^,;。()0-9]{2,16}$")  # 培育绿色工厂20个，绿色园区两个
_LISTED_SHARES = lazy("[0-9]%[、,][^,;。、0-9%]{1,8}$")
_AMONG = lazy("[^,;。、0-9]{2,6}(?:开展|推进|实施|推广)")


def _counts(text: str, start: int, at: int, written: str, unit: str) -> bool:
    """Whether a Chinese numeral counts something to reach or to build (至少建设一个, 新建三座), and is no part of a phrase."""
    if LOCKED.search(text, max(start, at - REACH), at):
        return True
    if written[0] in "一二两三四五六七八九" and written[-1] in "百千":
        return not _NAMED_PLAN.match(text, at + len(written) + len(unit))  # 两千户, 三百辆; 两千家企业行动
    if unit == "倍" and text[at - 1 : at] == "的":
        return True  # 2020年的两倍
    if unit[0] in "万亿" and len(unit) > 1 and written not in "百千":
        return True  # 植树两万株
    if unit == "成":
        if at == start or text[at - 1] in ",;。\n":
            return True  # 到2027年，四成企业完成改造
        if (text[at - 1] == "、" and text[at - 2] in "成%") or _LISTED_SHARES.search(text, max(start, at - 12), at):
            return True  # 分别超过三成、五成; 钢铁30%、合成氨四成
        return _OF_WHOLE.search(text, max(start, at - 20), at) is not None
    ends_there = text[at + len(written) + len(unit) : at + len(written) + len(unit) + 1] in _CLAUSE_ENDS
    if written != "一" and ends_there:
        built = _BUILT_LAST if len(written) > 1 or written in "百千" else _BUILT_SHORT
        if built.search(text, max(start, at - _LONG), at):
            return True  # 培育企业百家, 实施技改项目三百项
        if _GOES_ON.search(text, max(start, at - _LONG), at):
            return True
    if text.startswith("等", at - 1) and written != "一" and _AMONG.match(text, at + len(written) + len(unit)):
        return True  # 在甲、乙等五个区域开展试点
    if written == "一":
        ends = text[at + 1 + len(unit) : at + 2 + len(unit)]
        return (
            ends in _CLAUSE_ENDS and _BUILT_LAST.search(text, max(start, at - _LONG), at) is not None
        )  # 建成…工程一项
    if _BUILT_LISTED.search(text, max(start, at - _LONG), at):
        return True  # 建设甲、乙两个基地
    if (len(written) > 1 or unit in _AREAS) and _BUILT_NAMED.search(text, max(start, at - REACH), at):
        return True  # 新增绿地三十公顷
    return _BUILT.search(text, max(start, at - REACH), at) is not None or (unit in _AREAS and written in "百千万")


def in_words(text: str, start: int, match: re.Match[str], after: str) -> tuple[float, str] | None:
    """Value and unit of a number that is written in words; None where these words count nothing."""
    a = match.start()
    sort = match.lastindex
    behind = text[a - 1] if a > start else ""
    if sort == _FRACTION:
        whole = number(text[a])
        part = number(match[_FRACTION])
        return (
            (round(100 * part / whole, 2), "%") if behind not in NOT_BEHIND and (part < whole or part == 100) else None
        )
    if sort == DOUBLINGS:
        return number(match[DOUBLINGS] or "一"), "番"
    if sort in (HALF, HALVES):
        if sort == HALVES and not (match[HALVES] or behind in "过超"):
            return None
        return (50.0, "%") if text[match.end() : match.end() + 1] not in _NO_HALF else None
    written, unit = text[a] + match[1], match[2]
    if (
        behind in _NOT_BEHIND_HAN
        or (behind in _CLASSED and written in "百千万")
        or not (
            _counts(text, start, a, written, unit[:1] if unit[0] == "成" else unit)
            or (after and (unit[0] == "成" or written != "一" or after.startswith("及以上")))
        )
    ):
        return None
    if unit in _AREAS and written in "百千" and _NAMED_WORKS.match(text, match.end()):
        return None  # 实施千万亩森林提升工程
    if unit[0] == "成":  # 七成 is 70 %, 七成五 is 75 %
        return 10 * number(written) + (number(unit[1]) if len(unit) > 1 else 0), "%"
    return number(written), unit
