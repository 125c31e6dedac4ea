"""What starts the job by itself: news under plans/. Off until somebody switches it on."""

import json
from collections.abc import Sequence
from typing import Any

import dagster as dg

from carbonpeak.errors import PlanError
from pipelines.partitions import not_loaded
from pipelines.resources import PlanStore


def new_or_changed_plans(job: Any, loaded: Sequence[str]) -> dg.SensorDefinition:
    """Run the job for each collection of which a file, its entry or a correction is new, changed or gone since the last look.

    The cursor holds one digest a collection: time stamps do not count. Only the collections that were `loaded` with the
    definitions are partitions that can run.
    """

    @dg.sensor(
        name="new_or_changed_plans",
        job=job,
        minimum_interval_seconds=30,
        default_status=dg.DefaultSensorStatus.STOPPED,
        description="Starts the job for a collection when a registered plan file, its entry or a correction is new or changed.",
    )
    def watch(context: dg.SensorEvaluationContext, plans: PlanStore) -> dg.SensorResult | dg.SkipReason:
        seen: dict[str, str] = json.loads(context.cursor) if context.cursor else {}
        try:
            registered = plans.collections()
            now = {collection: plans.digest(collection) for collection in registered if collection in loaded}
        except PlanError as error:
            return dg.SkipReason(str(error))
        unknown = not_loaded(registered, loaded)
        news = [collection for collection, digest in now.items() if seen.get(collection) != digest]
        if not news:
            quiet = [f"No plan file is new or changed in {', '.join(now)}."] if now else []
            return dg.SkipReason(" ".join([*quiet, *unknown]))
        for line in unknown:  # a tick that starts runs has no reason to skip; its log is beside it
            context.log.warning(line)
        # No run key: content that returns to an earlier state is news, too.
        return dg.SensorResult(
            run_requests=[dg.RunRequest(partition_key=collection) for collection in news],
            cursor=json.dumps(now, sort_keys=True),
        )

    return watch
