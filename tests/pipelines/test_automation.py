"""The schedule and the sensor, evaluated and followed on a real instance; and definitions that load without a warning."""

from __future__ import annotations

import json
import subprocess
import sys
import warnings
from datetime import datetime, timedelta

import dagster as dg
import pytest
from conftest import COLLECTION, PLANS, World

from pipelines.definitions import build_definitions
from pipelines.home import ROOT
from pipelines.releases import catalogue
from pipelines.resources import PlanStore


def look(world: World, cursor: str | None = None, definitions: dg.Definitions | None = None):
    """One evaluation of the sensor, by definitions that are loaded now or were earlier."""
    definitions = definitions or world.definitions()
    with dg.build_sensor_context(
        world.instance, cursor, repository_def=definitions.get_repository_def(), resources={"plans": world.store}
    ) as context:
        return definitions.resolve_sensor_def("new_or_changed_plans").evaluate_tick(context)


def on_monday(world: World, definitions: dg.Definitions, weeks: int = 0):
    """One evaluation of the schedule."""
    with dg.build_schedule_context(
        world.instance,
        datetime(2026, 1, 5, 6) + timedelta(weeks=weeks),
        repository_def=definitions.get_repository_def(),
        resources={"plans": world.store},
    ) as context:
        return definitions.resolve_schedule_def("weekly_recheck").evaluate_tick(context)


def follow(world: World, requests) -> None:
    """Do what a tick asks for."""
    for request in requests:
        assert request.partition_key == COLLECTION
        assert world.run(**request.tags).success


def test_the_sensor_starts_the_job_for_new_and_changed_content_only(world: World) -> None:
    first = look(world)
    assert len(first.run_requests) == 1
    follow(world, first.run_requests)
    assert len(catalogue.releases(world.package)) == 1

    (world.plans / "xuhui.txt").touch()
    quiet = look(world, first.cursor)
    assert quiet.run_requests == []
    assert "No plan file is new or changed" in quiet.skip_message

    world.edit("xuhui.txt", "光伏装机容量2万千瓦", "光伏装机容量3万千瓦")
    second = look(world, first.cursor)
    assert len(second.run_requests) == 1
    follow(world, second.run_requests)
    assert [entry.version for entry in catalogue.releases(world.package)] == ["0.1.0", "0.1.1"]
    assert look(world, second.cursor).run_requests == []
    assert len(world.instance.get_runs()) == 2


def test_content_that_returns_to_an_earlier_state_is_news(world: World) -> None:
    first = look(world)
    world.edit("xuhui.txt", "2万千瓦", "3万千瓦")
    second = look(world, first.cursor)
    world.edit("xuhui.txt", "3万千瓦", "2万千瓦")
    third = look(world, second.cursor)
    assert len(third.run_requests) == 1
    assert third.run_requests[0].run_key is None
    assert json.loads(third.cursor) == json.loads(first.cursor)


def test_a_correction_and_an_edited_entry_are_news(world: World) -> None:
    first = look(world)
    corrections = world.plans / "corrections.csv"
    corrections.write_text("plan_id,table,key,column,expects,value,reason,who,when\n", encoding="utf-8")
    second = look(world, first.cursor)
    assert len(second.run_requests) == 1
    world.edit("plans.yaml", "title: {zh: 试验方案", "title: {zh: 试行方案")
    assert len(look(world, second.cursor).run_requests) == 1


def test_the_sensor_says_what_is_wrong_with_the_registry(world: World) -> None:
    definitions = world.definitions()
    (world.plans / "plans.yaml").write_text("collections: [", encoding="utf-8")
    tick = look(world, definitions=definitions)
    assert "plans.yaml" in tick.skip_message


def test_the_schedule_runs_every_collection(world: World) -> None:
    definitions = world.definitions()
    tick = on_monday(world, definitions)
    assert len(tick.run_requests) == 1
    follow(world, tick.run_requests)
    follow(world, on_monday(world, definitions, weeks=1).run_requests)
    assert [run.status for run in world.instance.get_runs()] == [dg.DagsterRunStatus.SUCCESS] * 2
    assert len(catalogue.releases(world.package)) == 1


def with_another_collection(world: World) -> None:
    """What a person adds to plans.yaml while Dagster runs."""
    lines = (world.plans / "xuhui.txt").read_text(encoding="utf-8").replace("徐汇", "杭州")
    (world.plans / "hangzhou.txt").write_text(lines, encoding="utf-8")
    with (world.plans / "plans.yaml").open("a", encoding="utf-8") as registry:
        registry.write(
            "  zhejiang:\n"
            "    package: zhejiang-plans\n"
            "    title: {zh: 浙江方案, en: Zhejiang plans}\n"
            "    plans:\n"
            "      - plan_id: 330100-2022\n"
            '        district_code: "330100"\n'
            "        renditions:\n"
            "          - {path: hangzhou.txt, rendition: markdown, canonical: true}\n"
        )


def test_the_sensor_goes_on_beside_a_collection_that_is_not_loaded_yet(world: World, capfd) -> None:
    definitions = world.definitions()
    with_another_collection(world)
    first = look(world, definitions=definitions)
    follow(world, first.run_requests)
    assert len(first.run_requests) == 1
    assert "The collection zhejiang is new in plans.yaml: reload the definitions" in capfd.readouterr().err
    quiet = look(world, first.cursor, definitions)
    assert quiet.run_requests == []
    assert "No plan file is new or changed in trial." in quiet.skip_message
    assert "The collection zhejiang is new in plans.yaml: reload the definitions" in quiet.skip_message

    after = look(world, quiet.cursor)  # by definitions that are loaded now
    assert [request.partition_key for request in after.run_requests] == ["zhejiang"]


def test_the_schedule_goes_on_beside_a_collection_that_is_not_loaded_yet(world: World, capfd) -> None:
    definitions = world.definitions()
    with_another_collection(world)
    for loaded, expected in ((definitions, [COLLECTION]), (world.definitions(), [COLLECTION, "zhejiang"])):
        capfd.readouterr()
        tick = on_monday(world, loaded)
        assert [request.partition_key for request in tick.run_requests] == expected
        assert len({request.run_key for request in tick.run_requests}) == len(expected)
        assert ("The collection zhejiang is new" in capfd.readouterr().err) == (loaded is definitions)


def test_a_run_says_which_folders_it_was_on(world: World) -> None:
    assert world.run("plan_files").success
    (run,) = world.instance.get_runs()
    assert run.tags["carbonpeak/plans"] == str(world.plans)
    assert run.tags["carbonpeak/published"] == str(world.published)


def test_a_tag_repeats_no_password() -> None:
    job = build_definitions(PlanStore(folder=str(PLANS)), "sftp://data:secret@data.example:2222/releases")
    tags = job.resolve_job_def("release").run_tags
    assert tags["carbonpeak/published"] == "sftp://data:…@data.example:2222/releases"


def test_both_are_off_until_switched_on(world: World) -> None:
    definitions = world.definitions()
    sensor = definitions.resolve_sensor_def("new_or_changed_plans")
    schedule = definitions.resolve_schedule_def("weekly_recheck")
    assert sensor.default_status is dg.DefaultSensorStatus.STOPPED
    assert schedule.default_status is dg.DefaultScheduleStatus.STOPPED


def test_definitions_load_without_a_warning(world: World) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        dg.Definitions.validate_loadable(world.definitions())


@pytest.mark.parametrize("category", ["BetaWarning", "PreviewWarning", "SupersessionWarning"])
def test_the_projects_definitions_use_nothing_unsettled(category: str) -> None:
    script = (
        f"import warnings, dagster; warnings.simplefilter('error', dagster.{category});"
        "warnings.simplefilter('error', DeprecationWarning);"
        "from pipelines.definitions import defs; defs().resolve_job_def('release')"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
