"""What a person may state of a plan and its copies where no text says it, and how it is written."""

from __future__ import annotations

from carbonpeak.patterns import lazy

COLUMNS = ("title", "issuer", "document_number", "adopted_on", "issued_on", "printed_on", "superior_plan")  # of `plans`
RENDITION = lazy(r"[a-z][a-z0-9-]*")


def is_date(written: str) -> bool:
    """Whether it is a day of the calendar, written like 2025-03-31."""
    from datetime import date  # not imported where nothing is stated

    try:
        return date.fromisoformat(written).isoformat() == written
    except ValueError:
        return False


def wrong(column: str, value: str) -> tuple[str, str] | None:
    """What is wrong with a value stated for a column of `plans`, and what to do; None where nothing is."""
    if column not in COLUMNS:
        return f"{column} cannot be stated", f"state one of {', '.join(COLUMNS)}"
    if column.endswith("_on") and not is_date(value):
        return f"{column} is {value or 'empty'}, not a day", "write it like 2025-03-31"
    return None
