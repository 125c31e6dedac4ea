"""What can be wrong with the input, as one small tree. Mistakes of our own are ordinary exceptions and do not belong here.

CarbonpeakError             everything below; str() is one line for a person, without a traceback
├─ DataFileError            a line of the reader's own tables, which people edit
└─ PlanError                something about one file: which file, what is wrong, what to do
   ├─ Missing               the file is not there, or cannot be opened
   ├─ Empty                 nothing in it, or white space only
   ├─ NotText               a binary file, or a file that is not what its ending says
   ├─ UnknownEncoding       text, but neither UTF-8 nor UTF-16 nor GB18030
   ├─ NoTextLayer           a scanned PDF: pictures of text
   ├─ NotAPlan              readable text that is no plan
   └─ RegistryError         plans.yaml itself
"""

from __future__ import annotations

from pathlib import Path


class CarbonpeakError(Exception):
    """Anything that a user of the reader can cause and put right."""


class DataFileError(CarbonpeakError):
    """A table in `carbonpeak/data/` cannot be used: str() says which line, what is wrong and what to do."""


class PlanError(CarbonpeakError):
    """One file cannot be used: `path` says which, `problem` what is wrong with it, `remedy` what to do.

    `problem` and `remedy` are clauses without a final stop; str() is `PATH: PROBLEM; REMEDY.` on a single line.
    """

    def __init__(self, path: str | Path, problem: str, remedy: str) -> None:
        super().__init__(
            path, problem, remedy
        )  # all three, so that the error survives the way back from a worker process
        self.path = Path(path)
        self.problem = problem
        self.remedy = remedy

    def __str__(self) -> str:
        return " ".join(f"{self.path}: {self.problem}; {self.remedy}.".split())


class Missing(PlanError):
    """The file is not there, is a folder, or may not be read."""


class Empty(PlanError):
    """The file holds no characters, or only white space."""


class NotText(PlanError):
    """The file is binary, damaged, or in a format that is not read."""


class UnknownEncoding(PlanError):
    """The file looks like text, but its encoding cannot be told."""


class NoTextLayer(PlanError):
    """A PDF that consists of pictures: there is nothing to read without optical character recognition."""


class NotAPlan(PlanError):
    """Readable text in which nothing of a plan was found."""


class RegistryError(PlanError):
    """plans.yaml says something impossible.

    `entry` is the plan or collection it says it of, or None for the file itself; `collection` is the one affected, if one is.
    """

    def __init__(
        self, path: str | Path, problem: str, remedy: str, entry: str | None = None, collection: str | None = None
    ) -> None:
        super().__init__(path, problem, remedy)
        self.args = (path, problem, remedy, entry, collection)
        self.entry = entry
        self.collection = collection

    def of(self, collection: str) -> RegistryError:
        """The same, said of a plan of this collection."""
        return RegistryError(self.path, self.problem, self.remedy, self.entry, collection)
