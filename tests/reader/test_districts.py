"""Divisions by code and by name: what a title or an issuer says, and what it leaves open."""

import csv
import re

import pytest

from carbonpeak import datafiles
from carbonpeak.bodies import districts


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("上海市静安区人民政府", "310106"),
        ("静安区碳达峰实施方案", "310106"),
        ("上海市长宁区人民政府关于印发《长宁区碳达峰实施方案》的通知", "310105"),
        ("大力推进装配式和智能建造融合发展,上海市杨浦区碳达峰实施方案印发", "310110"),
        ("青浦区人民政府办公室", "310118"),
        ("上海市碳达峰实施方案", "310000"),
        ("浙江省", "330000"),
        ("浙江碳达峰实施方案", "330000"),
        ("关于印发《浙江碳达峰实施方案》的通知", "330000"),
        ("内蒙古自治区碳达峰实施方案", "150000"),
        ("新疆维吾尔自治区人民政府", "650000"),
        ("吉林省", "220000"),
        ("吉林市碳达峰实施方案", "220200"),
        ("吉林省长春市朝阳区人民政府", "220104"),
        ("苏州市吴江区", "320509"),
        ("恩施州碳达峰实施方案", "422800"),
        ("黔东南苗族侗族自治州人民政府", "522600"),
        ("赵县人民政府", "130133"),
        ("浦东新区碳达峰实施方案", "310115"),
        ("宜宾市长宁县碳达峰实施方案", "511524"),
        ("石河子市碳达峰实施方案", "659001"),
        ("重庆市江北区", "500105"),  # merged since, but plans of 2022 bear its name
    ],
)
def test_the_division_that_a_text_names(text: str, code: str) -> None:
    division = districts.find(text)
    assert division is not None
    assert division.code == code


@pytest.mark.parametrize(
    "text", ["朝阳区碳达峰实施方案", "国家发展改革委", "全市各县区", "城区绿化方案", "工业和信息化部", ""]
)
def test_what_names_no_single_division_is_left_open(text: str) -> None:
    assert districts.find(text) is None


def test_a_shared_name_is_settled_by_the_division_above() -> None:
    assert districts.find("朝阳区", "110000") == districts.by_code("110105")
    assert districts.find("朝阳区", "220100") == districts.by_code("220104")
    assert districts.find("朝阳区碳达峰实施方案，按照北京市统一部署") == districts.by_code("110105")
    assert districts.find("静安区", "110000") is None


def test_a_code_gives_both_names() -> None:
    assert districts.by_code("310106") == districts.Division("310106", "静安区", "Jing'an District, Shanghai")
    assert districts.by_code("330100") == districts.Division("330100", "杭州市", "Hangzhou, Zhejiang")
    assert districts.by_code("150100") == districts.Division("150100", "呼和浩特市", "Hohhot, Inner Mongolia")


@pytest.mark.parametrize("code", ["999999", "3101", "", "code"])
def test_an_unknown_code_gives_nothing(code: str) -> None:
    assert districts.by_code(code) is None


def test_the_table_is_whole_and_sound() -> None:
    with open(f"{datafiles.FOLDER}/divisions.csv", encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    codes = [row["code"] for row in rows]
    assert codes == sorted(set(codes))
    assert all(re.fullmatch(r"[1-8]\d{5}", code) for code in codes)
    assert sum(code.endswith("0000") for code in codes) == 34
    assert sum(code.endswith("00") and not code.endswith("0000") for code in codes) > 330
    assert all(row["name_zh"] and row["name_en"].isascii() for row in rows)
    provinces = {code[:2] for code in codes if code.endswith("0000")}
    assert {code[:2] for code in codes} == provinces


def test_every_division_is_found_by_its_name_within_the_one_above() -> None:
    lost = []
    with open(f"{datafiles.FOLDER}/divisions.csv", encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            code = row["code"]
            above = None if code.endswith("0000") else f"{code[:2]}0000" if code.endswith("00") else f"{code[:4]}00"
            if above and not districts.by_code(above):
                above = f"{code[:2]}0000"
            found = districts.find(row["name_zh"], above)
            if found is None or found.code != code:
                lost.append((code, row["name_zh"], found))
    assert lost == []
