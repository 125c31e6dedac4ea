"""What a command answers with when it cannot be followed, or fails in a way that nobody foresaw."""

from pathlib import Path


class Misuse(Exception):
    """An option or argument that cannot be followed; the message says what to write instead."""


def unexpected(error: BaseException, log: Path | None = None) -> str:
    """What is said of an error that has no words of its own, a mistake of the program."""
    where = f"; the log is {log}" if log else ""
    problem = f"Unexpected error, a mistake of the program: {type(error).__name__}: {error}"
    return f"{problem}\nSet CARBONPEAK_DEBUG=1 to see where{where}."
