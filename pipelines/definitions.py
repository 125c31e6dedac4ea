"""Wires everything together for Dagster; what is wired stands elsewhere."""

from __future__ import annotations

import os
from collections.abc import Sequence

import dagster as dg

import assets
from pipelines import home
from pipelines.jobs import release_job
from pipelines.resources import DocsFolder, PlanStore, Publisher
from pipelines.schedules import weekly
from pipelines.sensors import new_or_changed_plans


def build_definitions(
    plans: PlanStore | None = None,
    published: str = "published",
    *,
    date: str | None = None,
    stable: bool = False,
    withdrawn: Sequence[str] = (),
    docs_folder: str | None = None,
    loggers: dict[str, dg.LoggerDefinition] | None = None,
) -> dg.Definitions:
    """The definitions over a folder of plans and a folder, or an address, of releases. Tests hand in their own.

    Raises PlanError when the registry of the plans cannot be read.
    """
    plans = plans or PlanStore()
    collections = plans.collections()
    publisher = Publisher(plans=plans, folder=published, date=date, stable=stable, withdrawn=list(withdrawn))
    job = release_job({"carbonpeak/plans": str(plans.path.resolve()), "carbonpeak/published": publisher.where})
    resources = {
        "plans": plans,
        "publisher": publisher,
        "data_docs": DocsFolder(folder=docs_folder),
        "io_manager": dg.FilesystemIOManager(),
    }
    return dg.Definitions(
        assets=assets.build(dg.StaticPartitionsDefinition(collections)),
        jobs=[job],
        schedules=[weekly(job, collections)],
        sensors=[new_or_changed_plans(job, collections)],
        resources=resources,
        loggers=loggers,
        executor=dg.in_process_executor,
    )


@dg.definitions
def defs() -> dg.Definitions:
    """What Dagster's own web page and daemon load: the project's plans and releases."""
    published = os.environ.get(home.PUBLISHED_VARIABLE) or "published"
    return build_definitions(published=published, docs_folder=".dagster/data-docs")
