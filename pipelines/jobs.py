"""What runs together: one job for the whole road, from the plan files to the release."""

from __future__ import annotations

from typing import Any

import dagster as dg

JOB_NAME = "release"


def release_job() -> Any:
    """The job over all assets and checks; one run handles one collection, which is the partition of all assets."""
    return dg.define_asset_job(
        JOB_NAME,
        selection=dg.AssetSelection.all(),
        executor_def=dg.in_process_executor,
        description="Reads a collection of plans, checks every table and releases the data package if anything is new.",
    )
