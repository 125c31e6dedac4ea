"""The console script `carbonpeak`. Only decides who answers: `extract` must start before anything heavy is imported."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code: 0 done, 1 refused or failed, 2 not understood.

    Without `argv` it is the process's own command line, and the process ends here.
    """
    if argv is not None:
        return _answer(list(argv))
    try:
        code = _answer(sys.argv[1:])
    except KeyboardInterrupt:  # while the command was still being imported
        print("Stopped.", file=sys.stderr)
        code = 130
    # Everything is written and closed by now. Taking the libraries down one object after the other takes a second.
    with suppress(BrokenPipeError):  # whoever read our output may have heard enough
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code)


def _answer(arguments: list[str]) -> int:
    if arguments[:1] != ["extract"]:
        from pipelines.commands import execute

        return execute(arguments)
    gc.set_threshold(50_000)  # modules and records are many and stay; looking through them again and again takes long
    try:
        from carbonpeak.extraction.extract import main as extract

        return extract(arguments[1:])
    except BrokenPipeError:  # nobody listens any more
        return 1
    except Exception as error:
        if os.environ.get("CARBONPEAK_DEBUG"):
            raise
        from carbonpeak import datafaults
        from pipelines.misuse import unexpected

        print(datafaults.error() or unexpected(error), file=sys.stderr)
        return 1


if __name__ == "__main__":
    main()
