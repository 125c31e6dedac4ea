"""What runs together: one job for the whole road, from the plan files to the release."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import dagster as dg

JOB_NAME = "release"


def release_job(run_tags: Mapping[str, str]) -> Any:
    """The job over all assets and checks; one run handles one collection, which is the partition of all assets.

    Every run bears the tags, whoever starts it.
    """
    return dg.define_asset_job(
        JOB_NAME,
        selection=dg.AssetSelection.all(),
        executor_def=dg.in_process_executor,
        run_tags=run_tags,
        description="Reads a collection of plans, checks every table and releases the data package if anything is new.",
    )
