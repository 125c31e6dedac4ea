"""Many files to tables on disk, without Dagster, pandas or a registry."""
