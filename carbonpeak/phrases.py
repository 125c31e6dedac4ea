"""Words and patterns by what they are used for: `data/heads.csv`, `data/verbs.csv`, `data/phrases.csv`."""

from __future__ import annotations

from carbonpeak.datafiles import rows

HEADS = {row["use"]: row["words"] for row in rows("heads")}  # parts of names and of clauses
VERBS = {row["sense"]: row["words"] for row in rows("verbs")}  # what is done
PHRASES = {row["use"]: row["pattern"] for row in rows("phrases")}  # what a clause, a sentence or a text means
