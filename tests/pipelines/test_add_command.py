"""The command `carbonpeak add`: what it shows, asks and takes from its options."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from carbonpeak.plans import registry
from carbonpeak.plans.collection import read_collection
from pipelines.commands import app, execute
from pipelines.home import ROOT

TEXT = Path(__file__).parents[2] / "plans" / "qingpu-2022.txt"
NEW = ("--collection", "qingpu", "--package", "qp", "--title-zh", "青浦", "--title-en", "Qingpu")


def add(*arguments: str | Path, answers: str = "") -> Result:
    return CliRunner().invoke(app, ["add", *map(str, arguments)], input=answers)


def test_it_shows_what_was_understood_and_registers(tmp_path: Path) -> None:
    result = add(TEXT, "--plans", tmp_path, *NEW, "--metadata", "adopted_on=2022-11-01", "--yes")
    assert result.exit_code == 0, result.output
    for shown in (
        "上海市青浦区碳达峰实施方案",
        "青浦区",
        "tasks",
        "targets",
        "responsible bodies",
        "numbers not understood",
    ):
        assert shown in result.stdout
    (plan,) = registry.load(tmp_path).collections["qingpu"].plans
    assert (plan.plan_id, plan.metadata) == ("310118-2022", {"adopted_on": "2022-11-01"})


def test_it_asks_for_what_the_text_does_not_say(tmp_path: Path) -> None:
    fragment = tmp_path / "fragment.txt"
    fragment.write_text("到2025年，新增光伏装机容量29.4万千瓦；新增异想天开3.5万灵石。", encoding="utf-8")
    # the kind of copy and the issuer are left as they are; a code, an id and a date that are none are asked for again
    answers = "318\n310118\n310107-2023\n310118-2023\n\n青浦区方案\n\n2023-02-30\n\ny\n"
    result = add(fragment, "--plans", tmp_path / "plans", *NEW, answers=answers)
    assert result.exit_code == 0, result.output
    (plan,) = registry.load(tmp_path / "plans").collections["qingpu"].plans
    assert (plan.plan_id, plan.district_code, plan.metadata) == ("310118-2023", "310118", {"title": "青浦区方案"})
    assert "318 is in no list of divisions" in result.output
    assert "310107-2023: write it like 310118-2022" in result.output
    assert "2023-02-30, not a day" in result.output
    assert "warning: the text does not name 青浦区" in result.output
    assert f"carbonpeak run --plans {tmp_path / 'plans'}" in result.output


def test_a_plan_id_tells_the_district(tmp_path: Path) -> None:
    fragment = tmp_path / "fragment.txt"
    fragment.write_text("青浦区到2025年，新增光伏装机容量29.4万千瓦。", encoding="utf-8")
    result = add(fragment, "--plans", tmp_path / "plans", *NEW, "--plan-id", "310118-2023", "--yes")
    assert result.exit_code == 0 and "warning" not in result.output
    (plan,) = registry.load(tmp_path / "plans").collections["qingpu"].plans
    assert plan.district_code == "310118"


def letter(folder: Path, issuer: str, title: str, day: str) -> Path:
    """A notice with a plan of one target."""
    path = folder / "letter.txt"
    lines = [
        f"{issuer}关于印发{title}的通知",
        "现印发给你们，请执行。",
        issuer,
        day,
        title,
        "一、主要目标",
        "到2025年，森林覆盖率达到42%。",
    ]
    path.write_text("\n\n".join(lines), encoding="utf-8")
    return path


def test_the_day_of_issue_tells_the_year(tmp_path: Path) -> None:
    file = letter(tmp_path, "甲县人民政府", "甲县碳达峰实施方案", "2023年3月8日")
    result = add(file, "--plans", tmp_path / "plans", *NEW, "--district-code", "310118", "--yes")
    assert result.exit_code == 0, result.output
    (plan,) = registry.load(tmp_path / "plans").collections["qingpu"].plans
    assert plan.plan_id == "310118-2023"


def test_a_ministry_has_no_district(tmp_path: Path) -> None:
    file = letter(tmp_path, "工业和信息化部", "冷链行业碳达峰实施方案", "2022年7月7日")
    result = add(file, "--plans", tmp_path / "plans", *NEW, "--district-code", "000000", "--yes")
    assert result.exit_code == 0 and "warning" not in result.output, result.output
    (row,) = read_collection(tmp_path / "plans", "qingpu").tables["plans"]
    assert (row.plan_id, row.district_code, row.district_zh) == ("000000-2022", None, None)


def test_another_copy_is_asked_for(tmp_path: Path) -> None:
    assert add(TEXT, "--plans", tmp_path, *NEW, "--yes").exit_code == 0
    copy = tmp_path / "copy.md"
    copy.write_text(TEXT.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    result = add(copy, "--plans", tmp_path, "--yes")
    assert result.exit_code == 1 and "is registered already" in str(result.exception)
    result = add(copy, "--plans", tmp_path, answers="\n\n\ny\n\n")
    assert result.exit_code == 0, result.output
    (plan,) = registry.load(tmp_path).collections["qingpu"].plans
    assert [one.path for one in plan.renditions] == ["qingpu-2022.txt", "copy.md"]


def hangzhou(folder: Path) -> Path:
    return letter(folder, "杭州市上城区人民政府", "杭州市上城区碳达峰实施方案", "2023年3月8日")


def test_a_plan_of_another_province_is_asked_about(tmp_path: Path) -> None:
    plans = tmp_path / "plans"
    assert add(TEXT, "--plans", plans, *NEW, "--yes").exit_code == 0
    # the code and the collection are taken as they are; no; a new collection; its package and titles; the id, the kind, yes
    answers = "\n\nn\nzhejiang\nzj\n浙江\nZhejiang\n\n\ny\n"
    result = add(hangzhou(tmp_path), "--plans", plans, answers=answers)
    assert result.exit_code == 0, result.output
    said = "The plans of the collection qingpu are of 上海市, and this one is of 浙江省. Add it there all the same?"
    assert result.output.count(said) == 1
    (plan,) = registry.load(plans).collections["zhejiang"].plans
    assert plan.plan_id == "330102-2023"
    assert len(registry.load(plans).collections["qingpu"].plans) == 1


def test_a_plan_of_another_province_is_added_where_somebody_wants_it(tmp_path: Path) -> None:
    plans = tmp_path / "plans"
    assert add(TEXT, "--plans", plans, *NEW, "--yes").exit_code == 0
    result = add(hangzhou(tmp_path), "--plans", plans, answers="\n\ny\n\n\ny\n")
    assert result.exit_code == 0, result.output
    assert len(registry.load(plans).collections["qingpu"].plans) == 2


@pytest.mark.parametrize("options", [("--yes",), ("--yes", "--collection", "qingpu")])
def test_a_plan_of_another_province_is_warned_of(tmp_path: Path, options: tuple[str, ...]) -> None:
    plans = tmp_path / "plans"
    first = add(TEXT, "--plans", plans, *NEW, "--yes")
    assert first.exit_code == 0 and "warning" not in first.output
    result = add(hangzhou(tmp_path), "--plans", plans, *options)
    assert result.exit_code == 0, result.output
    said = "warning: the plans of the collection qingpu are of 上海市, and this one is of 浙江省."
    assert f"{said} Another collection is named with --collection NAME." in result.output
    (tmp_path / "letter.txt").unlink()
    shanghai = letter(tmp_path, "上海市徐汇区人民政府", "上海市徐汇区碳达峰实施方案", "2023年3月8日")
    result = add(shanghai.rename(tmp_path / "xuhui.txt"), "--plans", plans, *options)
    assert result.exit_code == 0 and "warning" not in result.output, result.output


def test_where_nobody_answers_it_says_what_to_write(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pipelines.cli", "add", str(TEXT), "--plans", str(tmp_path / "plans"), *NEW]
    done = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    assert done.returncode == 2
    question, said = done.stderr.splitlines()
    assert question.startswith("District code") and "Aborted" not in done.stdout + done.stderr
    assert said.startswith("This needs an answer, and there is nobody to give it: --yes takes what was understood")
    assert not (tmp_path / "plans").exists()


def test_no_is_no(tmp_path: Path) -> None:
    result = add(TEXT, "--plans", tmp_path / "plans", *NEW, answers="\n\n\nn\n")
    assert result.exit_code == 1 and not (tmp_path / "plans").exists()


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--yes",), "--collection"),
        ((*NEW, "--yes", "--metadata", "colour=red"), "COLUMN=VALUE"),
        ((*NEW, "--yes", "--metadata", "issued_on=2022-13-40"), "not a day"),
        ((*NEW, "--yes", "--district-code", "999999"), "there is no division 999999"),
    ],
)
def test_options_that_do_not_do(tmp_path: Path, options: tuple[str, ...], says: str) -> None:
    result = add(TEXT, "--plans", tmp_path / "plans", *options)
    assert result.exit_code in (1, 2) and says in result.output + str(result.exception)
    assert not (tmp_path / "plans").exists()


def test_a_file_that_is_registered_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert execute(["add", str(TEXT)]) == 1
    assert (
        capsys.readouterr().err == f"{TEXT}: it is registered already, as plan 310118-2022; there is nothing to add.\n"
    )
