"""What plans and files are called among each other, and what is told of two files of one plan."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from carbonpeak.extraction import extract
from carbonpeak.plans import collection
from carbonpeak.plans.collection import document_id, read_collection

DOCUMENTS = Path(__file__).parents[1] / "data" / "documents"
PLANS = Path(__file__).parents[2] / "plans"


def test_files_that_differ_by_their_ending_are_two_documents(tmp_path: Path) -> None:
    for name in ("plan.html", "plan.docx"):
        (tmp_path / name).write_bytes((DOCUMENTS / name).read_bytes())
    (tmp_path / "plans.yaml").write_text(
        "collections:\n  one:\n    package: one\n    title: {zh: 一, en: One}\n    plans:\n"
        '      - plan_id: 310106-2023-energy\n        district_code: "310106"\n        renditions:\n'
        "          - {path: plan.html, rendition: web-page, canonical: true}\n"
        "          - {path: plan.docx, rendition: word}\n",
        encoding="utf-8",
    )
    found = read_collection(tmp_path, "one")
    assert [(row.document_id, row.path) for row in found.tables["documents"]] == [
        ("plan", "plan.html"),
        ("plan-docx", "plan.docx"),
    ]
    assert found.texts.keys() == {"plan", "plan-docx"}
    assert {row.plan_id for row in found.tables["tasks"]} == {"310106-2023-energy"}


def test_a_text_that_is_no_plan_is_named_with_its_folder(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("今天下雨，我们在家。", encoding="utf-8")
    (tmp_path / "plans.yaml").write_text(
        "collections:\n  one:\n    package: one\n    title: {zh: 一, en: One}\n    plans:\n"
        '      - plan_id: 310106-2023\n        district_code: "310106"\n        renditions:\n'
        "          - {path: letter.txt, rendition: plain-text, canonical: true}\n",
        encoding="utf-8",
    )
    (left,) = read_collection(tmp_path, "one").left_out
    assert left.path == str(tmp_path / "letter.txt") and "nothing of a plan" in left.problem


def test_a_mistake_of_the_reader_costs_one_plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good = collection.read_plan

    def read_plan(copies: Any, *others: Any) -> Any:
        if copies[0].path == "plan.docx":
            raise KeyError("no such number")
        return good(copies, *others)

    monkeypatch.setattr(collection, "read_plan", read_plan)
    for name in ("plan.html", "plan.docx"):
        (tmp_path / name).write_bytes((DOCUMENTS / name).read_bytes())
    plans = "".join(
        f'      - plan_id: {plan}\n        district_code: "310106"\n        renditions:\n'
        f"          - {{path: {name}, rendition: word, canonical: true}}\n"
        for plan, name in (("310106-2023", "plan.html"), ("310106-2024", "plan.docx"))
    )
    (tmp_path / "plans.yaml").write_text(
        f"collections:\n  one:\n    package: one\n    title: {{zh: 一, en: One}}\n    plans:\n{plans}", encoding="utf-8"
    )
    read = read_collection(tmp_path, "one")
    assert [plan.plan_id for plan in read.tables["plans"]] == ["310106-2023"]
    (left,) = read.left_out
    assert left.path == str(tmp_path / "plan.docx") and left.problem.startswith("the reader failed on it (KeyError: ")


def test_names_that_meet_stay_apart() -> None:
    assert document_id("a/b.txt") == "a-b"
    assert document_id("a-b.txt", ["a-b"]) == "a-b-txt"
    assert document_id("a-b.txt", ["a-b", "a-b-txt"]) == "a-b-txt-txt"
    assert document_id("README") == "README"


def test_the_documents_of_the_project_keep_their_names() -> None:
    names = [row.document_id for row in read_collection(PLANS, "shanghai").tables["documents"]]
    assert {"changning-2022", "jingan-2022", "yangpu-2022.pdf", "yangpu-2022.web", "qingpu-2022"} <= set(names)


@pytest.mark.parametrize("jobs", [1, 2])
def test_two_files_of_one_plan_are_told(tmp_path: Path, jobs: int) -> None:
    first, second = tmp_path / "first.txt", tmp_path / "second.txt"
    for file, name in ((first, "yangpu-2022.pdf.txt"), (second, "yangpu-2022.web.txt")):
        file.write_bytes((PLANS / name).read_bytes())
    told: list[str] = []
    extract.extract([first, PLANS / "jingan-2022.txt", second], tmp_path / "out", jobs=jobs, warn=told.append)
    rows = (tmp_path / "out" / "plans.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert [row.partition(",")[0] for row in rows] == ["310110-2022", "310106-2022", "second"]
    (message,) = [one for one in told if "310110-2022" in one]
    assert str(first) in message
    assert str(second) in message
    assert "plans.yaml" in message
