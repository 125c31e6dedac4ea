"""plans/corrections.csv: what a correction changes in a row, and what is said when one does not fit."""

from __future__ import annotations

import csv
from pathlib import Path

import own_plans
import pytest

from carbonpeak.errors import PlanError
from carbonpeak.plans import corrections
from carbonpeak.plans.collection import Collection, read_collection

PLANS = Path(__file__).parents[2] / "plans"
JINGAN = "310106-2022"
BY = ("typing error in the copy", "editor", "2025-03-31")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "jingan-2022.txt").write_bytes((PLANS / "jingan-2022.txt").read_bytes())
    (tmp_path / "plans.yaml").write_text(
        "collections:\n  one:\n    package: one\n    title: {zh: 一, en: One}\n    plans:\n"
        f'      - plan_id: {JINGAN}\n        district_code: "310106"\n'
        "        renditions:\n          - {path: jingan-2022.txt, rendition: markdown, canonical: true}\n",
        encoding="utf-8",
    )
    return tmp_path


def write(folder: Path, *lines: tuple[str, ...]) -> None:
    with (folder / corrections.FILE).open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle).writerows([corrections.HEADER, *lines])


def read(folder: Path, *lines: tuple[str, ...]) -> Collection:
    write(folder, *lines)
    return read_collection(folder, "one")


def refused(folder: Path, *lines: tuple[str, ...]) -> str:
    write(folder, *lines)
    with pytest.raises(PlanError) as error:
        read_collection(folder, "one")
    assert error.value.path == folder / corrections.FILE
    return str(error.value)


def a_target(folder: Path):
    """A target of the plan with a value in 万千瓦, as read."""
    return next(row for row in read(folder).tables["targets"] if row.unit == "万千瓦")


def test_the_projects_own_file_can_be_loaded() -> None:
    assert not corrections.load(PLANS).faults


def test_without_a_file_or_lines_nothing_changes(folder: Path) -> None:
    without = read_collection(folder, "one")
    assert read(folder) == without
    assert all(row.corrected is None for name in corrections.COLUMNS for row in without.tables[name])


def test_a_plan_says_what_was_corrected(folder: Path) -> None:
    before = read(folder).tables["plans"][0]
    plan = read(
        folder,
        (JINGAN, "plans", "", "issued_on", before.issued_on or "", "2022-12-30", *BY),
        (JINGAN, "plans", "", "title", before.title, "静安区碳达峰方案", *BY),
    ).tables["plans"][0]
    assert (plan.title, plan.issued_on, plan.corrected) == ("静安区碳达峰方案", "2022-12-30", "title issued_on")


def test_what_follows_from_a_corrected_value_follows(folder: Path) -> None:
    before = a_target(folder)
    value = f"{before.value:g}"
    line = (JINGAN, "targets", before.target_id)
    rows = read(folder, (*line, "value", value, "7", *BY), (*line, "unit", "万千瓦", "亿千瓦", *BY)).tables["targets"]
    after = next(row for row in rows if row.target_id == before.target_id)
    assert (after.value, after.unit, after.value_si, after.unit_si) == (7, "亿千瓦", 700_000, "MW")
    assert after.corrected == "value unit"
    assert [row for row in rows if row.target_id != before.target_id] == [
        row for row in read(folder).tables["targets"] if row.target_id != before.target_id
    ]


def test_the_codebook_entry_follows_the_indicator_unless_it_is_stated(folder: Path) -> None:
    before = next(row for row in read(folder).tables["targets"] if row.indicator_id == "pv_capacity_added")
    line = (JINGAN, "targets", before.target_id)
    renamed = (*line, "indicator", before.indicator, "某种说法", *BY)
    entries = [
        next(row.indicator_id for row in read(folder, *lines).tables["targets"] if row.target_id == before.target_id)
        for lines in ([renamed], [renamed, (*line, "indicator_id", "pv_capacity_added", "charging_points_added", *BY)])
    ]
    assert entries == [None, "charging_points_added"]


def test_a_corrected_indicator_reaches_the_comparison(tmp_path: Path) -> None:
    own_plans.alone(tmp_path)
    collection = read_collection(tmp_path, "shanghai")
    row = next(row for row in collection.tables["comparison"] if row.value is not None and not row.other_target_ids)
    write(tmp_path, (row.plan_id, "targets", row.target_id, "value", f"{row.value:.12g}", "3", *BY))
    rows = read_collection(tmp_path, "shanghai").tables["comparison"]
    assert [one.value for one in rows if one.target_id == row.target_id] == [3]


def test_a_task_is_found_by_its_path_and_its_topic_follows(folder: Path) -> None:
    before = next(row for row in read(folder).tables["tasks"] if row.origin == "body" and row.category == "action")
    line = (JINGAN, "tasks", before.path, "category", "action", "safeguard", *BY)
    after = next(row for row in read(folder, line).tables["tasks"] if row.task_id == before.task_id)
    assert (after.category, after.corrected) == ("safeguard", "category")
    assert after.topic != before.topic


def test_a_path_with_several_targets_is_ambiguous_and_the_ids_are_listed(folder: Path) -> None:
    targets = read(folder).tables["targets"]
    paths = [row.path for row in targets]
    path = next(path for path in paths if paths.count(path) > 1)
    message = refused(folder, (JINGAN, "targets", path, "modality", "plain", "strive", *BY))
    assert f"{paths.count(path)} targets stand at this path" in message
    assert all(row.target_id in message for row in targets if row.path == path)


def test_a_path_with_one_target_names_it(folder: Path) -> None:
    targets = read(folder).tables["targets"]
    paths = [row.path for row in targets]
    before = next(row for row in targets if paths.count(row.path) == 1)
    other = "strive" if before.modality != "strive" else "plain"
    rows = read(folder, (JINGAN, "targets", before.path, "modality", before.modality, other, *BY)).tables["targets"]
    assert [row.modality for row in rows if row.path == before.path] == [other]


def test_a_correction_out_of_date_says_what_is_there_now(folder: Path) -> None:
    target = a_target(folder)
    message = refused(folder, (JINGAN, "targets", target.target_id, "value", "123456", "7", *BY))
    assert "line 2" in message and "“123456”" in message and f"“{target.value:g}”" in message


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ((JINGAN, "targets", "no-such-id", "value", "1", "2", *BY), "there is no such row"),
        (("310199-2022", "plans", "", "title", "a", "b", *BY), "there is no plan 310199-2022"),
        ((JINGAN, "sections", "1", "title", "a", "b", *BY), "rows of the table sections cannot be corrected"),
        ((JINGAN, "targets", "1", "value_si", "1", "2", *BY), "the column value_si of targets cannot be corrected"),
        ((JINGAN, "targets", "1", "value", "1", "many", *BY), "value is “many”, but value takes a number"),
        ((JINGAN, "targets", "1", "value", "1", "nan", *BY), "takes a number"),
        ((JINGAN, "targets", "1", "period_end", "2025", "2030.5", *BY), "takes a whole number"),
        ((JINGAN, "targets", "1", "measure", "level", "", *BY), "measure is never empty"),
        ((JINGAN, "plans", "", "issued_on", "", "2021-02-30", *BY), "takes a date"),
        ((JINGAN, "plans", "1", "title", "a", "b", *BY), "the key of a plan is empty"),
        ((JINGAN, "plans", "", "title", "a", "a", *BY), "expects and value are the same"),
        ((JINGAN, "plans", "", "title", "a", "b", "", "editor", "2025-03-31"), "reason is empty"),
        ((JINGAN, "plans", "", "title", "a", "b", "typo", "", "2025-03-31"), "who is empty"),
        ((JINGAN, "plans", "", "title", "a", "b", "typo", "editor", "31.3.2025"), "not a date like"),
        ((JINGAN, "plans", "", "title"), "it has 4 cells, not 9"),
        (("310199-2022", "plans", "", "title"), "it has 4 cells, not 9"),
    ],
)
def test_a_wrong_line_is_refused(folder: Path, line: tuple[str, ...], says: str) -> None:
    assert f"line 2: {says}" in refused(folder, line) or says in refused(folder, line)


def test_all_wrong_lines_are_told_at_once_in_their_order(folder: Path) -> None:
    message = refused(
        folder,
        (JINGAN, "plans", "", "title", "not the title", "b", *BY),
        (JINGAN, "plans", "", "colour", "a", "b", *BY),
        ("310199-2022", "plans", "", "title", "a", "b", *BY),
    )
    assert message.index("line 2:") < message.index("line 3:") < message.index("line 4:")


def test_the_same_cell_is_corrected_once(folder: Path) -> None:
    title = read(folder).tables["plans"][0].title
    lines = [(JINGAN, "plans", "", "title", title, new, *BY) for new in ("a", "b")]
    assert "line 3: 310106-2022, plans: line 2 corrects title of the same row" in refused(folder, *lines)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"plan_id,table\n", "line 1 must be plan_id,table,key,"),
        (b"", "line 1 must be plan_id,table,key,"),
        ("方案".encode("gb18030"), "it is not UTF-8"),
        ((",".join(corrections.HEADER) + '\na,"b').encode(), "it is not CSV"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused(folder: Path, content: bytes, says: str) -> None:
    (folder / corrections.FILE).write_bytes(content)
    with pytest.raises(PlanError, match=r"corrections\.csv") as error:
        read_collection(folder, "one")
    assert says in str(error.value)


def test_a_line_counts_from_where_it_begins(folder: Path) -> None:
    title = read(folder).tables["plans"][0].title
    two_lines = (JINGAN, "plans", "", "title", title, "b", "first\nsecond", "editor", "2025-03-31")
    assert "line 4: it has 1 cells" in refused(folder, two_lines, (JINGAN,))
