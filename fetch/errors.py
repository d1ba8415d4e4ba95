"""What can go wrong, as one family.

    SoleSourceError            everything this project raises on purpose
    ├── InputError             what was given cannot be used: a file, a key, an option
    │   ├── FileRefused        a file is not what an import reads; nothing was changed
    │   └── DamagedFile        a file is of the right kind but cut short or altered
    ├── StoreBusy              another command is writing to the warehouse
    ├── NothingHeld            there are no records yet, or no published build
    └── IncompleteRead         rows were lost between the file and the warehouse

Each carries one sentence: which record or file, what was expected, what to do next.
"""

from __future__ import annotations


class SoleSourceError(Exception):
    """The root of the tree; commands print it as one line and end with 1."""


class InputError(SoleSourceError):
    """What was given cannot be used."""


class FileRefused(InputError):
    """A file that an import does not read. Nothing was changed."""


class DamagedFile(InputError):
    """A file of the right kind that is cut short, altered or unsafe. Nothing was changed."""


class StoreBusy(SoleSourceError):
    """Another command is writing to the warehouse."""


class NothingHeld(SoleSourceError):
    """No records, or no published build."""


class IncompleteRead(SoleSourceError):
    """Fewer rows arrived than the file holds: the run was given up whole."""
