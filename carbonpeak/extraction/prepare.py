"""What set-up does once, so that `carbonpeak extract` starts fast.

python -m carbonpeak.extraction.prepare
"""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path

import carbonpeak.extraction.extract  # noqa: F401 - with it and the registry come all modules of the reader
from carbonpeak.errors import RegistryError
from carbonpeak.patterns import keep
from carbonpeak.plans import registry

if __name__ == "__main__":
    print(f"{keep()} patterns compiled")
    sys.dont_write_bytecode = False  # it is what this is for
    with suppress(RegistryError):  # whoever reads it next says so
        registry.load(Path("plans"))
