"""`carbonpeak add`: entries in plans.yaml, in its own style, or everything as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from carbonpeak.errors import PlanError, RegistryError
from carbonpeak.extraction import add
from carbonpeak.plans import registry
from carbonpeak.plans.yamltext import scalar

PLANS = Path(__file__).parents[2] / "plans"
YAML = """\
# What each file is.
collections:
  shanghai:   # the first one
    package: shanghai-plans
    title: {zh: 上海, en: Shanghai}
    plans:
    - plan_id: 310106-2022
      district_code: "310106"
      renditions:
      - {path: jingan-2022.txt, rendition: markdown, canonical: true}  # from the web
      # seen on paper, too

  # nothing here yet
  other:
    package: other-plans
    title: {zh: 其他, en: Other}
    plans:
      - plan_id: 310105-2022
        district_code: '310105'
        renditions:
          - path: changning-2022.txt
            rendition: ocr
            canonical: true"""
QINGPU = add.Entry("shanghai", "310118-2022", "310118", "markdown")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    plans = tmp_path / "plans"
    plans.mkdir()
    for name in ("jingan-2022.txt", "changning-2022.txt"):
        (plans / name).write_bytes((PLANS / name).read_bytes())
    (plans / "plans.yaml").write_text(YAML, encoding="utf-8", newline="")
    return plans


def test_the_entry_stands_behind_the_others_and_nothing_else_changes(folder: Path) -> None:
    target = add.register(
        folder, PLANS / "qingpu-2022.txt", QINGPU._replace(metadata={"adopted_on": "2022-11-01", "issuer": ""})
    )
    assert target.read_bytes() == (PLANS / "qingpu-2022.txt").read_bytes()
    entry = """\
    - plan_id: 310118-2022
      district_code: "310118"
      renditions:
        - {path: qingpu-2022.txt, rendition: markdown, canonical: true}
      metadata:
        adopted_on: 2022-11-01
"""
    at = YAML.index("\n  # nothing here yet")
    assert (folder / "plans.yaml").read_text(encoding="utf-8") == YAML[:at] + entry + YAML[at:]
    plan = registry.load(folder).by_path(target)
    assert plan is not None and plan.metadata == {"adopted_on": "2022-11-01"}


def test_the_last_collection_without_a_line_end(folder: Path) -> None:
    add.register(folder, PLANS / "qingpu-2022.txt", QINGPU._replace(collection="other"))
    text = (folder / "plans.yaml").read_text(encoding="utf-8")
    assert text.startswith(YAML + "\n      - plan_id: 310118-2022\n")
    assert [plan.plan_id for plan in registry.load(folder).collections["other"].plans] == ["310105-2022", "310118-2022"]


def test_line_ends_and_byte_order_mark_stay(folder: Path) -> None:
    yaml = folder / "plans.yaml"
    yaml.write_bytes(b"\xef\xbb\xbf" + YAML.replace("\n", "\r\n").encode())
    add.register(folder, PLANS / "qingpu-2022.txt", QINGPU)
    data = yaml.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf#") and data.count(b"\n") == data.count(b"\r\n")


def test_the_first_plan_of_all_and_a_new_collection(tmp_path: Path) -> None:
    plans = tmp_path / "plans"
    new = QINGPU._replace(package="qp", title_zh="青浦: 方案", title_en="Qingpu's plan")
    add.register(plans, PLANS / "qingpu-2022.txt", new)
    add.register(
        plans,
        PLANS / "jingan-2022.txt",
        new._replace(collection="two", package="two", plan_id="310106-2022", district_code="310106"),
    )
    collections = registry.load(plans).collections
    assert list(collections) == ["shanghai", "two"]
    assert (collections["shanghai"].title_zh, collections["shanghai"].title_en) == ("青浦: 方案", "Qingpu's plan")


def test_another_copy_joins_its_plan(folder: Path) -> None:
    copy = folder / "jingan-web.txt"  # lies in the folder already
    copy.write_text((PLANS / "jingan-2022.txt").read_text(encoding="utf-8") + "\n", encoding="utf-8")
    add.register(folder, copy, add.Entry("shanghai", "310106-2022", "310106", "web-page", another_copy=True))
    (plan,) = registry.load(folder).collections["shanghai"].plans
    assert [(one.path, one.canonical) for one in plan.renditions] == [
        ("jingan-2022.txt", True),
        ("jingan-web.txt", False),
    ]


def test_a_second_plan_of_a_division_and_year(folder: Path) -> None:
    entry = QINGPU._replace(plan_id="310106-2022-energy", district_code="310106")
    add.register(folder, PLANS / "qingpu-2022.txt", entry)
    plans = registry.load(folder).collections["shanghai"].plans
    assert [plan.plan_id for plan in plans] == ["310106-2022", "310106-2022-energy"]


def same_as_before(folder: Path, file: Path, entry: add.Entry, error: type[PlanError] = RegistryError) -> str:
    files = {path: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(error) as raised:
        add.register(folder, file, entry)
    assert {path: path.read_bytes() for path in folder.iterdir()} == files
    return str(raised.value)


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        (QINGPU._replace(plan_id="qingpu"), "the plan_id qingpu is not allowed"),
        (QINGPU._replace(plan_id="310117-2022"), "disagree"),
        (QINGPU._replace(district_code="319999", plan_id="319999-2022"), "is in no list of divisions"),
        (
            QINGPU._replace(plan_id="310105-2022", district_code="310105"),
            "is registered already, in the collection other",
        ),
        (QINGPU._replace(collection="beijing"), "there is no collection beijing"),
        (QINGPU._replace(another_copy=True), "the collection shanghai has no plan 310118-2022"),
        (
            QINGPU._replace(collection="new", package="other-plans", title_zh="新", title_en="New"),
            "has the package other-plans too",
        ),
    ],
)
def test_what_does_not_fit_changes_nothing(folder: Path, entry: add.Entry, says: str) -> None:
    assert says in same_as_before(folder, PLANS / "qingpu-2022.txt", entry)


def test_what_is_registered_is_refused(folder: Path, tmp_path: Path) -> None:
    assert "registered already" in same_as_before(folder, folder / "jingan-2022.txt", QINGPU, PlanError)
    again = tmp_path / "again.md"
    again.write_bytes((PLANS / "jingan-2022.txt").read_bytes())
    assert "the same text is registered already" in same_as_before(folder, again, QINGPU, PlanError)


def test_another_file_of_the_same_name_is_not_overwritten(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "jingan-2022.txt"
    other.write_bytes((PLANS / "qingpu-2022.txt").read_bytes())
    assert "is another file of the same name" in same_as_before(folder, other, QINGPU, PlanError)


def test_entries_in_brackets_are_left_to_a_person(folder: Path) -> None:
    flow = YAML[: YAML.index("    - plan_id")].rstrip() + (
        ' [{plan_id: 310106-2022, district_code: "310106", renditions: [{path: jingan-2022.txt, rendition: a, canonical: true}]}]\n'
    )
    (folder / "plans.yaml").write_text(flow, encoding="utf-8")
    assert "the entries of plans stand in brackets" in same_as_before(folder, PLANS / "qingpu-2022.txt", QINGPU)


def test_what_a_person_says_counts_where_the_text_is_silent() -> None:
    plan = add.understand(PLANS / "qingpu-2022.txt", metadata={"adopted_on": "2022-11-01"}).tables["plans"][0]
    assert (plan.plan_id, plan.adopted_on) == ("310118-2022", "2022-11-01")
    with pytest.raises(PlanError, match="there is no division 999999"):
        add.understand(PLANS / "qingpu-2022.txt", district_code="999999")


@pytest.mark.parametrize(
    "value",
    [
        "a.txt",
        "方案：一.txt",
        "no",
        "yes",
        "2022",
        "a: b",
        "#a",
        "- a",
        "2022-12-31",
        '"',
        "a\\b",
        "~",
        "1.5",
        "ocr",
        "x.y # z",
    ],
)
def test_a_text_written_as_yaml_reads_back(value: str) -> None:
    import yaml

    assert str(yaml.safe_load(f"- {{path: {scalar(value)}, other: 1}}")[0]["path"]) == value
