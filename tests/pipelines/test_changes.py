"""The table `changes` as it is released: empty at first, then every difference with its cause, and no reason for a release."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pandas as pd
import pytest
from conftest import PLANS, World

from pipelines.releases import causes, snapshots
from pipelines.releases.comparing import compare
from validations import schemas
from validations.tables import columns

pytestmark = pytest.mark.usefixtures("plain_releases")


@pytest.fixture
def world(tmp_path: Path) -> World:
    """Releasing needs no Dagster instance."""
    shutil.copytree(PLANS, tmp_path / "plans")
    return World(tmp_path)


def released(world: World) -> pd.DataFrame:
    """The changes of the next release, as a reader finds them in the CSV."""
    path = world.publish(world.content()).path / "data" / "changes.csv"
    parquet = pd.read_parquet(path.with_suffix(".parquet"))
    found = pd.read_csv(path, dtype=str, keep_default_na=False)
    assert list(found.columns) == list(parquet.columns) == columns(schemas.CHANGES)
    assert found.to_numpy().tolist() == parquet.fillna("").to_numpy().tolist()
    return found


def test_the_first_release_has_none(world: World) -> None:
    assert len(released(world)) == 0


def test_a_revised_plan_is_told_row_by_row(world: World) -> None:
    released(world)
    world.edit("xuhui.txt", "光伏装机容量2万千瓦", "光伏装机容量3万千瓦")
    table = released(world)
    assert set(table["from_version"]) == {"0.1.0"} and set(table["to_version"]) == {"0.1.1"}
    assert set(table["cause"]) == {causes.SOURCE}  # the other plan's rows stand as they stood
    assert table["change_id"].is_unique
    by_table = {name: sorted(set(found["kind"])) for name, found in table.groupby("table")}
    assert by_table["targets"] == ["corrected"]  # another number of the same target
    value = table[(table["table"] == "targets") & (table["field"] == "value")].iloc[0]
    assert (value["old"], value["new"], value["level"]) == ("2", "3", "patch")
    assert by_table["texts"] == ["text_edited"]
    hashed = table[(table["table"] == "documents") & (table["field"] == "sha256")].iloc[0]
    assert (
        hashed["key"] == "xuhui" and len(hashed["old"]) == len(hashed["new"]) == 64 and hashed["old"] != hashed["new"]
    )
    one, other = (snapshots.of_release(world.package / version) for version in ("0.1.0", "0.1.1"))
    assert len(table) == len(compare(one, other).differences)


def test_another_thing_is_another_target(world: World) -> None:
    released(world)
    world.edit("xuhui.txt", "光伏装机容量2万千瓦", "光伏发电装机容量2万千瓦")
    table = released(world)
    kinds = table.loc[table["table"] == "targets", "kind"]
    assert sorted(kinds[kinds != "corrected"]) == ["added", "removed"]  # offsets of later targets move
    assert set(table["to_version"]) == {"0.2.0"}


def correct(world: World, *lines: tuple[object, ...]) -> None:
    """Correct by plan, table, key, column, what is expected, and the new value."""
    with (world.plans / "corrections.csv").open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow("plan_id table key column expects value reason who when".split())
        writer.writerows((*line, "a misprint", "somebody", "2023-01-31") for line in lines)


def test_bodies_that_come_and_go_by_correction_are_told_as_that(world: World) -> None:
    released(world)
    frame = world.content().frames["responsibilities"]
    task, bodies = next((task, rows) for task, rows in frame.groupby("task_id") if len(rows) > 2)
    plan, _, path = task.partition("/")
    correct(world, (plan, "responsibilities", f"{path}/1", "name_written", bodies.iloc[0]["name_written"], ""))
    table = released(world)
    assert set(table["cause"]) == {causes.CORRECTION}
    assert {"responsibilities", "tasks"} <= set(table["table"])
    row = table[table["table"] == "tasks"].iloc[0]
    assert (row["key"], row["field"], row["new"]) == (task, "corrected", "responsibilities")
    correct(world)  # taken back
    table = released(world)
    assert set(table["cause"]) == {causes.CORRECTION} and "responsibilities" in set(table["table"])


def test_what_follows_from_a_corrected_indicator_is_told_as_that(world: World) -> None:
    released(world)
    target = world.content().frames["targets"].query("indicator_id == 'pv_capacity_added'").iloc[0]
    correct(world, (target["plan_id"], "targets", target["target_id"], "indicator_id", "pv_capacity_added", ""))
    table = released(world)
    assert set(table["cause"]) == {causes.CORRECTION}
    assert {"targets", "coverage"} <= set(table["table"])


def test_a_correction_is_told_as_one(world: World) -> None:
    released(world)
    target = world.content().frames["targets"].query("unit == '个'").iloc[0]
    assert target["value"] in (2000, 3000)
    wanted = (target["plan_id"], "targets", target["target_id"], "value", int(target["value"]), 2500)
    correct(world, wanted)
    table = released(world)
    assert set(table["cause"]) == {causes.CORRECTION}
    assert set(table["kind"]) == {"corrected"} and set(table["level"]) == {"patch"}
    value = table[(table["table"] == "targets") & (table["field"] == "value")].iloc[0]
    assert (value["key"], value["new"]) == (target["target_id"], "2500")
    assert {"value", "value_si", "corrected"} <= set(table.loc[table["table"] == "targets", "field"])


def test_what_the_registry_states_is_told_as_that(world: World) -> None:
    released(world)
    registry = world.plans / "plans.yaml"
    text = registry.read_text(encoding="utf-8").rstrip("\n")
    registry.write_text(f"{text}\n        metadata: {{document_number: 徐府发〔2022〕1号}}\n", encoding="utf-8")
    table = released(world)
    assert (table["table"][0], table["field"][0]) == ("plans", "document_number")
    assert set(table["cause"]) == {causes.REGISTRY}
    assert set(table["table"]) == {"plans", "discrepancies"}  # the missing value is no longer missing


def test_a_reader_that_reads_otherwise_is_told_as_that(world: World) -> None:
    released(world)
    content = world.content()
    content.frames["tasks"].loc[0, "title"] = "读法不同"
    world.publish(content)
    table = pd.read_csv(world.package / "0.1.1" / "data" / "changes.csv")
    assert table[["table", "field", "new", "kind", "cause"]].to_numpy().tolist() == [
        ["tasks", "title", "读法不同", "corrected", causes.READER]
    ]


def test_another_title_of_the_package_is_a_patch(world: World) -> None:
    released(world)
    registry = world.plans / "plans.yaml"
    registry.write_text(registry.read_text(encoding="utf-8").replace("Trial plans", "Plans on trial"), encoding="utf-8")
    table = released(world)
    assert table[["to_version", "table", "kind", "old", "new", "level", "cause"]].to_numpy().tolist() == [
        ["0.1.1", "package", "title_edited", "title: Trial plans", "title: Plans on trial", "patch", causes.REGISTRY]
    ]


def test_changes_are_no_change(world: World) -> None:
    released(world)
    world.edit("xuhui.txt", "光伏装机容量2万千瓦", "光伏装机容量3万千瓦")
    released(world)
    assert not world.publish(world.content()).released
