"""The console script `carbonpeak`. Only decides who answers: `extract` must start before anything heavy is imported."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code: 0 done, 1 refused or failed, 2 not understood, 130 interrupted."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments[:1] == ["extract"]:
        from carbonpeak.extract import main as extract

        return extract(arguments[1:])
    from pipelines.commands import execute

    return execute(arguments)


if __name__ == "__main__":
    sys.exit(main())
