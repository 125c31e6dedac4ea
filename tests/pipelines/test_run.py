"""The whole road on a real Dagster instance: it releases, it says when nothing changed, and each gate stops it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import dagster as dg
import pandas as pd
import pytest
from conftest import World, files_of, garbling

from assets.common import reader_tables
from carbonpeak.plans.collection import Collection
from pipelines.releases import catalogue, describe
from pipelines.resources import PlanStore
from validations import pandera_gate, rulebook, tables
from validations.results import CheckResult
from validations.schemas import QUALITY


class Misreading(PlanStore):
    """A reader with a mistake: `column` of the first target holds `value`."""

    column: str
    value: str

    def read(self, collection: str) -> Collection:
        found = super().read(collection)
        first, *others = found.tables["targets"]
        found.tables["targets"][:] = [first._replace(**{self.column: self.value}), *others]
        return found


class Forgetful(PlanStore):
    """A reader that drops most rows of one table."""

    def read(self, collection: str) -> Collection:
        found = super().read(collection)
        del found.tables["responsibilities"][1:]
        return found


def misread(world: World, column: str, value: str) -> None:
    world.reader = Misreading(folder=str(world.plans), column=column, value=value)


def failed_checks(result: dg.ExecuteInProcessResult) -> dict[str, str]:
    return {
        f"{item.asset_key.to_user_string()}:{item.check_name}": item.description or ""
        for item in result.get_asset_check_evaluations()
        if not item.passed
    }


def metadata(result: dg.ExecuteInProcessResult, asset: str) -> dict[str, Any]:
    events = {
        event.materialization.asset_key.to_user_string(): event.materialization.metadata
        for event in result.get_asset_materialization_events()
    }
    return {name: value.value for name, value in events[asset].items()}


def test_the_whole_road_releases_once(world: World) -> None:
    result = world.run()
    assert result.success
    assert metadata(result, "data_package")["released"] is True
    rows = {name: metadata(result, name)["dagster/row_count"] for name in reader_tables()}
    assert rows == {name: len(frame) for name, frame in world.content().frames.items()}
    evaluations = {(item.asset_key.to_user_string(), item.check_name) for item in result.get_asset_check_evaluations()}
    assert evaluations == {
        *((name, "schema") for name in reader_tables()),
        ("readings", "every_file_is_read"),
        ("quality_checks", "dataset"),
        ("data_package", "package"),
    }
    before = files_of(world.published)

    again = world.run()
    assert again.success
    assert metadata(again, "data_package")["released"] is False
    assert metadata(again, "data_package")["version"] == "0.1.0"
    assert files_of(world.published) == before


def test_the_first_gate_stops_the_release_and_names_the_row(world: World) -> None:
    misread(world, "measure", "wish")
    result = world.run()
    assert not result.success
    failed = failed_checks(result)
    assert "targets:schema" in failed
    assert "wish" in failed["targets:schema"] and "310101-2022" in failed["targets:schema"]
    assert catalogue.releases(world.package) == []


def test_a_quote_that_is_not_in_the_text_stops_the_release(world: World) -> None:
    misread(world, "quote", "没有说过的话")
    result = world.run()
    assert "没有说过的话" in failed_checks(result)["targets:schema"]
    assert catalogue.releases(world.package) == []


def test_the_second_gate_stops_the_release(released: World) -> None:
    before = files_of(released.package)
    released.reader = Forgetful(folder=str(released.plans))
    result = released.run()
    assert not result.success
    assert list(failed_checks(result)) == ["quality_checks:dataset"]
    assert files_of(released.package) == before


def test_the_third_gate_stops_the_release(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(describe, "write", garbling(describe.write))
    result = world.run()
    assert not result.success
    assert list(failed_checks(result)) == ["data_package:package"]
    assert catalogue.releases(world.package) == []


def test_the_release_step_alone_does_not_slip_past_a_failed_check(released: World) -> None:
    before = files_of(released.package)
    misread(released, "measure", "wish")
    assert not released.run().success
    result = released.run("data_package")
    assert not result.success
    assert "other tables" in result.failure_data_for_node("data_package").user_failure_data.description
    assert files_of(released.package) == before


def test_the_release_step_alone_does_not_slip_past_the_second_gate(released: World) -> None:
    before = files_of(released.package)
    released.reader = Forgetful(folder=str(released.plans))
    assert not released.run().success
    result = released.run("data_package")
    assert not result.success
    assert "checks failed" in result.failure_data_for_node("data_package").user_failure_data.description
    assert files_of(released.package) == before


def test_the_release_step_alone_does_not_slip_past_a_rule_that_has_changed(
    released: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = files_of(released.published)
    judge = pandera_gate.check

    def stricter(table: str, frame: pd.DataFrame, context: pandera_gate.Context) -> list[CheckResult]:
        rule = CheckResult(f"pandera.{table}.new", table, "pandera", "a new rule", "error", passed=table != "targets")
        return [*judge(table, frame, context), rule]

    monkeypatch.setattr(pandera_gate, "check", stricter)
    monkeypatch.setattr(rulebook, "digest", lambda: "of the rules with the new one")
    assert list(failed_checks(released.run())) == ["targets:schema"]
    result = released.run("data_package")  # the tables are those of the last run, whose checks all held
    assert not result.success
    assert "other rules" in result.failure_data_for_node("data_package").user_failure_data.description
    assert files_of(released.published) == before


def test_every_file_of_the_rules_counts(tmp_path: Path) -> None:
    shutil.copytree(rulebook.FOLDER, tmp_path / "rules", ignore=shutil.ignore_patterns("__pycache__"))
    assert rulebook.digest(tmp_path / "rules") == rulebook.digest()
    for name in ("schemas/targets.yaml", "rules.py", "suites.py"):
        rulebook.digest.cache_clear()
        before = rulebook.digest(tmp_path / "rules")
        with (tmp_path / "rules" / name).open("a", encoding="utf-8") as handle:
            handle.write("\n")
        rulebook.digest.cache_clear()
        assert rulebook.digest(tmp_path / "rules") != before


def test_a_bad_file_is_left_out_and_the_good_ones_are_read(world: World) -> None:
    (world.plans / "xuhui.txt").write_bytes(b"")
    result = world.run()
    assert not result.success
    assert metadata(result, "readings")["plans"] == 1
    assert metadata(result, "plans")["dagster/row_count"] == 1
    (left_out,) = metadata(result, "readings")["left_out"]
    assert "xuhui.txt" in left_out
    assert "readings:every_file_is_read" in failed_checks(result)
    assert catalogue.releases(world.package) == []


def test_no_good_file_at_all(world: World) -> None:
    for path in world.plans.glob("*.txt"):
        path.write_bytes(b"\x00\x01\x02" * 100)
    result = world.run()
    description = result.failure_data_for_node("readings").user_failure_data.description
    assert "xuhui.txt" in description and "huangpu.txt" in description


def test_every_table_shows_its_columns(world: World) -> None:
    specs = {spec.key.to_user_string(): spec for spec in world.definitions().resolve_all_asset_specs()}
    for name in [*reader_tables(), QUALITY]:  # `changes` comes to be within the release
        columns = specs[name].metadata["dagster/column_schema"].columns
        assert [column.name for column in columns] == tables.columns(name)
        assert all(column.description for column in columns)


def test_every_asset_explains_itself(world: World) -> None:
    for spec in world.definitions().resolve_all_asset_specs():
        assert spec.description and spec.group_name and spec.owners and spec.kinds
        assert spec.partitions_def.get_partition_keys() == ["trial"]


def test_tables_stored_by_a_killed_run_do_not_reach_a_release(released: World, tmp_path: Path) -> None:
    released.edit("xuhui.txt", "光伏装机容量2万千瓦", "光伏装机容量3万千瓦")
    assert released.run("plan_files", "readings", *reader_tables()).success
    assert not released.run("data_package").success
    assert [entry.version for entry in catalogue.releases(released.package)] == ["0.1.0"]
