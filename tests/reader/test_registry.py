"""plans.yaml: what is accepted, and what each mistake in it is answered with."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from carbonpeak.errors import RegistryError
from carbonpeak.plans import registry

ROOT = Path(__file__).parents[2]
GOOD = """\
collections:
  shanghai:
    package: shanghai-plans
    title: {zh: 方案, en: Plans}
    plans:
      - plan_id: 310105-2022
        district_code: "310105"
        renditions:
          - {path: a.txt, rendition: ocr, canonical: true}
          - {path: sub/b.html, rendition: web-page}
        metadata: {issued_on: 2022-12-31}
      - plan_id: 310106-2022
        district_code: 310106
        renditions:
          - {path: c.txt, rendition: markdown, canonical: true}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "sub").mkdir()
    for name in ("a.txt", "sub/b.html", "c.txt"):
        (tmp_path / name).write_text("x")
    (tmp_path / "plans.yaml").write_text(GOOD, encoding="utf-8")
    return tmp_path


def change(folder: Path, old: str, new: str) -> None:
    assert GOOD.count(old) >= 1
    (folder / "plans.yaml").write_text(GOOD.replace(old, new, 1), encoding="utf-8")


def test_the_registry_of_the_project_is_without_problems() -> None:
    found = registry.load(ROOT / "plans")
    assert found.problems == []
    assert sum(len(collection.plans) for collection in found.collections.values()) >= 4


def test_what_is_written_is_read(folder: Path) -> None:
    found = registry.load(folder)
    assert found.problems == []
    shanghai = found.collections["shanghai"]
    assert (shanghai.package, shanghai.title_zh, shanghai.title_en) == ("shanghai-plans", "方案", "Plans")
    first, second = shanghai.plans
    assert first.plan_id == "310105-2022"
    assert first.renditions == [("a.txt", "ocr", True), ("sub/b.html", "web-page", False)]
    assert first.metadata == {"issued_on": "2022-12-31"}
    assert second.district_code == "310106"


def test_where_a_collection_is_published_is_read(folder: Path) -> None:
    nowhere = registry.load(folder).collections["shanghai"]
    assert (nowhere.base_url, nowhere.contact, nowhere.doi) == (None, None, None)
    said = "base_url: https://data.example/plans\n    contact: data@example.org\n    doi: 10.1234/plans\n    package:"
    change(folder, "package:", said)
    somewhere = registry.load(folder).collections["shanghai"]
    assert (somewhere.base_url, somewhere.contact, somewhere.doi) == (
        "https://data.example/plans/",
        "data@example.org",
        "10.1234/plans",
    )
    assert somewhere.plans == nowhere.plans


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("base_url", "data.example/plans"),
        ("base_url", "ftp://data.example/plans"),
        ("base_url", "https://data.example/plans?version=1"),
        ("base_url", "https://data.example/my plans"),
        ("base_url", "''"),
        ("base_url", "[https://data.example]"),
        ("contact", "the office"),
        ("contact", "data@example"),
        ("doi", "https://data.example/10.1234/plans"),
        ("doi", "10.1234"),
        ("doi", "10.1234/a b"),
    ],
)
def test_an_address_in_the_wrong_form_is_refused(folder: Path, key: str, value: str) -> None:
    change(folder, "package:", f"{key}: {value}\n    package:")
    with pytest.raises(RegistryError, match=rf"shanghai: the {key} .*is not allowed; write ") as caught:
        registry.load(folder)
    assert "\n" not in str(caught.value)


def test_a_plan_is_found_by_any_path_of_its_files(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = registry.load(folder)
    first, second = found.collections["shanghai"].plans
    assert found.by_path("sub/b.html") == first
    assert found.by_path(folder / "sub" / ".." / "c.txt") == second
    monkeypatch.chdir(folder / "sub")
    assert found.by_path("b.html") == first
    assert found.by_path(folder / "d.txt") is None


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("    title: {zh", "    title: [zh", ["line 4", "not YAML"]),
        ("  shanghai:\n", "  shanghai:\n    colour: red\n", ["shanghai", "unknown key colour", "package"]),
        ("    package: shanghai-plans\n", "", ["shanghai", "no package"]),
        ("package: shanghai-plans", "package: 上海", ["package name 上海"]),
        ("  shanghai:", "  Shang hai:", ["Shang hai", "name"]),
        (", en: Plans", "", ["shanghai", "title has no en"]),
        ("collections:", "collection:", ["unknown key collection", "collections"]),
        ("    package: shanghai-plans\n", "    package: a\n    package: b\n", ["line 4", "package", "second time"]),
    ],
)
def test_a_mistake_in_the_structure_stops_everything(folder: Path, old: str, new: str, words: list[str]) -> None:
    change(folder, old, new)
    with pytest.raises(RegistryError) as caught:
        registry.load(folder)
    message = str(caught.value)
    assert message.startswith(str(folder / "plans.yaml"))
    assert "\n" not in message
    for word in words:
        assert word in message


@pytest.mark.parametrize("content", [None, "", "- a\n- b\n", "collections:\n", "collections: {}\n"])
def test_a_registry_that_is_missing_or_empty(folder: Path, content: str | None) -> None:
    (folder / "plans.yaml").unlink()
    if content is not None:
        (folder / "plans.yaml").write_text(content)
    with pytest.raises(RegistryError, match=r"plans\.yaml"):
        registry.load(folder)


def test_a_registry_in_another_encoding(folder: Path) -> None:
    (folder / "plans.yaml").write_bytes(GOOD.encode("gb18030"))
    with pytest.raises(RegistryError, match="UTF-8"):
        registry.load(folder)


def test_two_collections_do_not_share_a_package(folder: Path) -> None:
    other = GOOD.replace("collections:\n", "").replace("  shanghai:", "  other:")
    (folder / "plans.yaml").write_text(GOOD + other, encoding="utf-8")
    with pytest.raises(RegistryError, match="package shanghai-plans"):
        registry.load(folder)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("path: a.txt", "path: gone.txt", ["310105-2022", "no file gone.txt"]),
        ("path: a.txt", "path: ../a.txt", ["310105-2022", "outside"]),
        ("path: a.txt", "path: 2022", ["310105-2022", "quotation marks"]),
        ('"310105"', '"319999"', ["310105-2022", "319999", "GB/T 2260"]),
        ('"310105"', '"310107"', ["310105-2022", "310107", "disagree"]),
        (", canonical: true", "", ["310105-2022", "none of its 2 renditions"]),
        ("rendition: web-page", "rendition: web-page, canonical: true", ["310105-2022", "2 of its 2 renditions"]),
        ("canonical: true", "canonical: maybe", ["310105-2022", "canonical is maybe"]),
        ("path: sub/b.html", "path: ./a.txt", ["310105-2022", "registered 2 times"]),
        ("plan_id: 310105-2022", "plan_id: changning", ["shanghai, plan 1", "changning", "310106-2022"]),
        ('        district_code: "310105"\n', "", ["shanghai, plan 1", "no district_code"]),
        ("rendition: ocr", "kind: ocr", ["310105-2022", "unknown key kind"]),
        ("{issued_on: 2022-12-31}", "{issued_on: [1, 2]}", ["310105-2022", "issued_on"]),
        ("{issued_on: 2022-12-31}", "{issued_on: 2022-02-29}", ["issued_on is 2022-02-29", "2025-03-31"]),
        ("{issued_on: 2022-12-31}", "{issued: 2022-12-31}", ["issued cannot be stated", "issued_on"]),
        ("rendition: web-page", "rendition: Web page", ["310105-2022", "Web page", "small letters"]),
    ],
)
def test_a_mistake_about_a_plan_leaves_out_that_plan_only(folder: Path, old: str, new: str, words: list[str]) -> None:
    change(folder, old, new)
    found = registry.load(folder)
    (problem,) = found.problems
    assert [plan.plan_id for plan in found.collections["shanghai"].plans] == ["310106-2022"]
    assert problem.collection == "shanghai"
    message = str(problem)
    assert message.startswith(str(folder / "plans.yaml"))
    for word in words:
        assert word in message


def test_a_second_plan_of_a_division_and_year_has_a_word_behind_its_id(folder: Path) -> None:
    change(
        folder,
        "plan_id: 310106-2022\n        district_code: 310106",
        'plan_id: 310105-2022-energy\n        district_code: "310105"',
    )
    found = registry.load(folder)
    assert found.problems == []
    assert [plan.plan_id for plan in found.collections["shanghai"].plans] == ["310105-2022", "310105-2022-energy"]


@pytest.mark.parametrize(
    "plan_id", ["310106-2022-", "310106-2022-2", "310106-2022-Energy", "310106-2022-a/b", "310106-22"]
)
def test_another_form_of_a_plan_id_is_refused(folder: Path, plan_id: str) -> None:
    change(folder, "plan_id: 310106-2022", f'plan_id: "{plan_id}"')
    (problem,) = registry.load(folder).problems
    assert "310106-2022-energy" in str(problem)


def test_two_plans_with_one_id_are_both_left_out(folder: Path) -> None:
    third = GOOD[GOOD.index("      - plan_id: 310106") :].replace("310106", "310110").replace("c.txt", "d.txt")
    (folder / "d.txt").write_text("x")
    text = GOOD.replace("310106-2022", "310105-2022").replace("310106", '"310105"') + third
    (folder / "plans.yaml").write_text(text, encoding="utf-8")
    found = registry.load(folder)
    assert [plan.plan_id for plan in found.collections["shanghai"].plans] == ["310110-2022"]
    assert len(found.problems) == 2
    assert all("2 plans have this plan_id" in str(problem) for problem in found.problems)
    assert "c.txt" in str(found.problems[1])


def test_a_file_of_two_plans_leaves_out_both(folder: Path) -> None:
    change(folder, "path: c.txt", "path: a.txt")
    found = registry.load(folder)
    assert found.collections["shanghai"].plans == []
    assert [problem.entry for problem in found.problems] == ["310105-2022", "310106-2022"]


def test_a_problem_survives_the_way_between_processes(folder: Path) -> None:
    change(folder, "path: a.txt", "path: gone.txt")
    (problem,) = registry.load(folder).problems
    copy = pickle.loads(pickle.dumps(problem))
    assert (str(copy), copy.entry, copy.collection) == (str(problem), "310105-2022", "shanghai")
