"""A hash over what a release says, its tables and texts: whoever has them can tell whether another has the same."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

# `LC_ALL=C sh -c 'sha256sum data/*.csv texts/*.txt' | sha256sum` gives the same.
CONTENT = (("data/", ".csv"), ("texts/", ".txt"))


def fingerprint(digests: Mapping[str, str]) -> str:
    """`sha256:` and the SHA-256 over the list of the content's files as `sha256sum` prints it, in the order of their paths;
    `digests` gives the SHA-256 of each file of a release by its path, of which other formats do not count."""
    paths = sorted(path for path in digests if any(path.startswith(one) and path.endswith(end) for one, end in CONTENT))
    listed = "".join(f"{digests[path]}  {path}\n" for path in paths)
    return f"sha256:{hashlib.sha256(listed.encode()).hexdigest()}"
