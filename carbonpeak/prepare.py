"""What set-up does once, so that `carbonpeak extract` starts fast.

python -m carbonpeak.prepare
"""

from __future__ import annotations

import carbonpeak.extract
import carbonpeak.registry  # noqa: F401 - with these come all modules of the reader
from carbonpeak.patterns import keep

if __name__ == "__main__":
    print(f"{keep()} patterns compiled")
