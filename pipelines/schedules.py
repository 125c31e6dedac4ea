"""When the job runs by the clock: a weekly re-check of everything. Off until somebody switches it on."""

from collections.abc import Iterator, Sequence
from typing import Any

import dagster as dg

from pipelines.partitions import not_loaded
from pipelines.resources import PlanStore


def weekly(job: Any, loaded: Sequence[str]) -> dg.ScheduleDefinition:
    """Re-run the job for every collection on Monday mornings; without news it releases nothing.

    Only the collections that were `loaded` with the definitions are partitions that can run.
    """

    @dg.schedule(
        name="weekly_recheck",
        job=job,
        cron_schedule="0 6 * * 1",
        execution_timezone="Asia/Shanghai",
        default_status=dg.DefaultScheduleStatus.STOPPED,
        description="Re-reads and re-checks every collection each Monday at 06:00; releases only what is new.",
    )
    def weekly_recheck(context: dg.ScheduleEvaluationContext, plans: PlanStore) -> Iterator[dg.RunRequest]:
        registered = plans.collections()
        for line in not_loaded(registered, loaded):
            context.log.warning(line)
        day = context.scheduled_execution_time.date()
        for collection in registered:
            if collection in loaded:  # several runs of one tick need keys to be told apart
                yield dg.RunRequest(run_key=f"{collection} {day}", partition_key=collection)

    return weekly_recheck
