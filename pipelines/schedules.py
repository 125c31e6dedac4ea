"""When the job runs by the clock: a weekly re-check of everything. Off until somebody switches it on."""

from collections.abc import Iterator
from typing import Any

import dagster as dg

from pipelines.resources import PlanStore


def weekly(job: Any) -> dg.ScheduleDefinition:
    """Re-run the job for every collection on Monday mornings; without news it releases nothing."""

    @dg.schedule(
        name="weekly_recheck",
        job=job,
        cron_schedule="0 6 * * 1",
        execution_timezone="Asia/Shanghai",
        default_status=dg.DefaultScheduleStatus.STOPPED,
        description="Re-reads and re-checks every collection each Monday at 06:00; releases only what is new.",
    )
    def weekly_recheck(plans: PlanStore) -> Iterator[dg.RunRequest]:
        for collection in plans.collections():
            yield dg.RunRequest(partition_key=collection)

    return weekly_recheck
