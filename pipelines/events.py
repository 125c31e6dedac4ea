"""What a run tells while it goes on: the whole story to a log file, the steps to whoever shows progress."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

import dagster as dg

Listener = Callable[[dg.DagsterEvent], None]


class _ToListener(logging.Handler):
    def __init__(self, listener: Listener) -> None:
        super().__init__()
        self.listener = listener

    def emit(self, record: logging.LogRecord) -> None:
        event = getattr(record, "dagster_event", None)
        if event is not None:
            self.listener(event)


def run_logger(log_file: Path, listener: Listener) -> dg.LoggerDefinition:
    """A Dagster logger in place of the console's: writes to `log_file` (appended) and hands events to `listener`."""

    def to_file_and_listener(_: dg.InitLoggerContext) -> logging.Logger:
        log_file.parent.mkdir(parents=True, exist_ok=True)
        logger = logging.Logger("carbonpeak", logging.DEBUG)
        to_file = logging.FileHandler(log_file, encoding="utf-8")
        to_file.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        logger.addHandler(to_file)
        logger.addHandler(_ToListener(listener))
        return logger

    return dg.LoggerDefinition(to_file_and_listener)
