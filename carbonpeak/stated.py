"""What a person may state of a plan and its copies where no text says it, and how it is written."""

from __future__ import annotations

from carbonpeak.patterns import lazy

COLUMNS = ("title", "issuer", "document_number", "adopted_on", "issued_on", "printed_on", "superior_plan")  # of `plans`
RENDITION = lazy(r"[a-z][a-z0-9-]*")
_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_DATE = lazy(r"(\d{4})-(\d\d)-(\d\d)")


def is_date(written: str) -> bool:
    """Whether it is a day of the calendar, written like 2025-03-31. (To import `datetime` takes longer than to know this.)"""
    found = _DATE.fullmatch(written)
    if not found:
        return False
    year, month, day = map(int, found.groups())
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 1 <= month <= 12 and 1 <= day <= (29 if month == 2 and leap else _DAYS[month - 1])


def wrong(column: str, value: str) -> tuple[str, str] | None:
    """What is wrong with a value stated for a column of `plans`, and what to do; None where nothing is."""
    if column not in COLUMNS:
        return f"{column} cannot be stated", f"state one of {', '.join(COLUMNS)}"
    if column.endswith("_on") and not is_date(value):
        return f"{column} is {value or 'empty'}, not a day", "write it like 2025-03-31"
    return None
