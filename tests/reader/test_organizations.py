"""Names of bodies: every form met in the four districts, and the usual forms of the rest of the country."""

import csv
from pathlib import Path

import pytest

from carbonpeak import datafiles
from carbonpeak.bodies.organizations import Body, is_group, resolve

GOLD = Path(__file__).parents[1] / "data" / "gold"
KINDS = {
    "department",
    "party_organ",
    "town_or_subdistrict",
    "functional_area",
    "state_company",
    "municipal_body",
    "provincial_body",
    "national_body",
    "utility",
    "group",
}


def gold_names() -> list[tuple[str, str, bool]]:
    """Every (plan, name, is_group) of the hand-coded plans, once."""
    found = {}
    for path in sorted(GOLD.glob("*/responsibilities.csv")):
        with path.open(encoding="utf-8-sig", newline="") as handle:
            for row in csv.DictReader(handle):
                found[path.parent.name, row["name_written"]] = row["is_group"] == "true"
    return [(plan, name, group) for (plan, name), group in found.items()]


def body(name: str, region: str) -> Body:
    return resolve(name, f"{region}-2022", region)


@pytest.mark.parametrize(("plan", "name", "group"), gold_names())
def test_hand_coded_names(plan: str, name: str, group: bool) -> None:
    found = resolve(name, plan, plan[:6])
    assert found.is_group is group is is_group(name)
    assert found.kind in KINDS
    assert (found.kind == "group") is group
    assert found.function
    assert found.org_id.isascii()
    assert found.org_id.startswith(f"{plan}:") or found.plan_id is None  # 市税务局 stands above the district


@pytest.mark.parametrize(
    ("function", "names"),
    [
        (
            "development_and_reform",
            "区发改委 区发展改革委 发展改革委 区发展和改革委员会 市发展和改革委员会 县发展和改革局",
        ),
        ("construction", "区建管委 区建设管理委 区住房城乡建设局 区建设管理委（区交通委） 县住建局 省住房和城乡建设厅"),
        ("natural_resources", "区规划资源局 市自然资源和规划局 市规划和自然资源局 省自然资源厅"),
        ("government_offices", "区机管局 省机关事务管理局 市机关事务服务中心"),
        ("housing", "区房管局 区住房保障房屋管理局"),
        ("landscape", "区绿化市容局 区绿容局"),
        ("culture_tourism", "区文旅局 区文化旅游局 省文化和旅游厅"),
        ("health", "区卫健委 区卫生健康委"),
        ("industry", "区经委 市经信局 省工业和信息化厅 县科技工信局 县经信科技局 工业和信息化部"),
        ("environment", "区生态环境局 市环保局 区生态环境分局 市生态环境局西湖分局"),
        ("taxation", "区税务局 市税务局 国家税务总局上海市青浦区税务局"),
        ("investment_promotion", "区投促办 区投资促进办 区投促办（金融办）"),
        ("party_school", "区委党校 区委党校（行政学院）"),
        ("regional_integration", "区区域办"),
    ],
)
def test_one_function_for_the_same_job(function: str, names: str) -> None:
    assert {name: body(name, "310118").function for name in names.split()} == dict.fromkeys(names.split(), function)


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        (
            "department",
            "区发改委 区虹桥办 区大数据中心 区公安分局 区住房和城乡建设管理委员会 人民银行杭州中心支行 宁波海关",
        ),
        ("party_organ", "区委组织部 区委宣传部 区委党校（行政学院） 区委办 自治区党委宣传部 团区委"),
        ("town_or_subdistrict", "江浦路街道 金泽镇 五角场街道 江浦街道办事处 新泾镇政府"),
        ("functional_area", "南西功能区 市北高新园区 苏河湾功能区 高新区管委会 昆山高新区管委会"),
        ("state_company", "区滨江公司 区科创集团 区投控集团 市水投集团"),
        ("utility", "区供电公司 国网浙江省电力有限公司 国网杭州供电公司 市燃气集团 市自来水公司"),
        ("municipal_body", "市税务局 上海市税务局 市发展改革委"),
        ("national_body", "国家能源局 工业和信息化部 国家发展改革委"),
    ],
)
def test_kinds(kind: str, names: str) -> None:
    assert {name: body(name, "310118").kind for name in names.split()} == dict.fromkeys(names.split(), kind)


@pytest.mark.parametrize(
    "name",
    [
        "各街镇",
        "各街道镇",
        "各镇",
        "街道",
        "各街道",
        "相关街道镇",
        "相关街镇",
        "各相关镇",
        "区级公司",
        "各功能区",
        "各有关部门",
        "各有关部门和单位",
        "区各有关部门",
        "各有关职能部门",
        "各成员单位",
        "各县、区人民政府",
        "各区(市)县政府(管委会)",
        "各市（州）人民政府",
        "各县（市、区）人民政府",
        "县（市、区）政府",
        "各乡镇（街道）",
        "省直各部门",
        "市级有关部门",
        "电网企业",
        "区属国有企业",
        "重点用能单位",
        "各盟市",
        "各高校",
        "行业协会",
        "地方各级人民政府",
    ],
)
def test_classes_of_bodies(name: str) -> None:
    assert is_group(name)
    found = body(name, "310118")
    assert (found.kind, found.plan_id, found.name_full) == ("group", "310118-2022", None)


@pytest.mark.parametrize(
    "name", ["区发改委", "金泽镇", "南西功能区", "区滨江公司", "市税务局", "国家能源局", "区供电公司", "省总工会"]
)
def test_single_bodies_are_no_class(name: str) -> None:
    assert not is_group(name)


@pytest.mark.parametrize(
    ("name", "region", "org_id", "plan_id"),
    [
        ("区发改委", "310106", "310106-2022:development_and_reform", "310106-2022"),
        ("区税务局", "310106", "310106-2022:taxation", "310106-2022"),
        ("市税务局", "310118", "310000:taxation", None),
        ("上海市税务局", "310118", "310000:taxation", None),
        ("市税务局", "330100", "330100-2022:taxation", "330100-2022"),
        ("市税务局", "330122", "330100:taxation", None),
        ("省税务局", "330122", "330000:taxation", None),
        ("市税务局", "320583", "320583-2022:taxation", "320583-2022"),  # a city of county rank
        ("市税务局", "429004", "429004-2022:taxation", "429004-2022"),
        ("州发展改革委", "522600", "522600-2022:development_and_reform", "522600-2022"),
        ("市发展改革委", "522600", "522600-2022:city.development_and_reform", "522600-2022"),
        ("市发展改革委", "310000", "310000-2022:development_and_reform", "310000-2022"),
        ("区发展改革委", "310000", "310000-2022:district.development_and_reform", "310000-2022"),
        ("国家能源局", "330000", "cn:energy", None),
        ("西湖区发改局", "330100", "330100-2022:330106.development_and_reform", "330100-2022"),
        ("吴江区发改委", "310118", "320509:development_and_reform", None),
        ("大竹县人民政府", "511700", "511700-2022:511724.government", "511700-2022"),
    ],
)
def test_whose_body_it_is(name: str, region: str, org_id: str, plan_id: str | None) -> None:
    found = body(name, region)
    assert (found.org_id, found.plan_id) == (org_id, plan_id)


def test_names() -> None:
    found = body("区发改委", "310106")
    assert (found.name, found.name_full) == ("区发展改革委", "静安区发展和改革委员会")
    found = body("区科委", "310106")
    assert (found.name, found.name_full) == ("区科委", "静安区科学技术委员会")
    assert body("市税务局", "310118").name_full == "上海市税务局"
    assert body("区虹桥办", "310105").name_full is None


def test_forms_of_one_body_share_an_id_and_neighbours_do_not() -> None:
    for first, second in [
        ("区建管委", "区建设管理委（区交通委）"),
        ("区机\n管局", "区机管局"),
        ("区综合治理办公室", "区综合治理办"),
        ("江浦路街道", "江浦路街道办事处"),
        ("区投促办(金融办)", "区投促办"),
    ]:
        assert body(first, "310118").org_id == body(second, "310118").org_id
    for first, second in [
        ("区虹桥办", "区东虹办"),
        ("区青东办", "区青西办"),
        ("区城管局", "区城管执法局"),
        ("区投促办", "区金融办"),
        ("区滨江办", "区滨江公司"),
        ("各镇", "街道"),
    ]:
        assert body(first, "310118").org_id != body(second, "310118").org_id


@pytest.mark.parametrize(
    "name", ["區發展改革委", "区发展(fāzhǎn)改革委", "区发展【zhǎn】改革委", " 区发 展改\n革委", "**区发展改革委**"]
)
def test_characters_and_noise_change_no_body(name: str) -> None:
    assert body(name, "310106") == body("区发展改革委", "310106")


def test_an_unknown_body_has_a_stable_id_of_its_own() -> None:
    first = body("区蓝天办", "310118")
    assert first == body("区蓝天办", "310118")
    assert (first.kind, first.function, first.is_group) == ("department", None, False)
    assert first.org_id != body("区碧水办", "310118").org_id
    assert first.org_id.isascii()


def test_the_tables_hold_each_form_once_and_know_their_words() -> None:
    forms = [form for row in datafiles.rows("organization_functions") for form in row["forms"].split()]
    assert sorted(forms) == sorted(set(forms))
    kinds = datafiles.rows("organization_kinds")
    assert {row["kind"] for row in kinds} <= KINDS
    *_, last = kinds
    assert not any(last[column] for column in ("is", "starts", "ends", "contains"))


@pytest.mark.parametrize("row", datafiles.rows("organization_kinds"), ids=lambda row: row["example"])
def test_the_example_of_each_row_is_of_its_kind(row: dict[str, str]) -> None:
    found = resolve(row["example"], "330000-2022", "330000")
    assert found.kind == row["kind"]
    if row["function"]:
        assert found.function == row["function"]
