"""Exceptions of the project, as one family.

    SoleSourceError            everything this project raises on purpose
    ├── InputError             what was given cannot be used: a file, a key, an option
    │   ├── WrongChoice        a word, day or number that no option or argument takes
    │   ├── FileRefused        a file is not what an import reads; nothing was changed
    │   └── DamagedFile        a file is of the right kind but cut short or altered
    ├── StoreBusy              another command is writing to the warehouse
    ├── StoreDamaged           the warehouse or a build was cut short or altered on the disk
    ├── OutOfMemory            the records need more memory than there is for them
    ├── OldLayout              the warehouse was made by another version of this tool
    ├── NothingHeld            there are no records yet, or no published build
    ├── IncompleteRead         rows were lost between the file and the warehouse
    ├── ArchiveDamaged         the archive lacks or has altered what was kept in it
    ├── Interrupted            the command was ended while it waited
    ├── PublicationBlocked     checks stopped the publication until a person decides
    └── ServiceError           a public service did not answer as it should
        ├── Unreachable        no answer: no connection, a cut one, a time-out
        ├── Overloaded         429, or 503 and 504 without a word: it asks for patience
        ├── ServerFault        500 or 502: it failed within itself
        ├── RequestRefused     4xx: it will not do what was asked
        │   ├── UnknownRecord  404: it knows no such award, job or file
        │   ├── Throttled      the key's requests of the day are used up
        │   └── KeyRefused     the key is missing, wrong or expired
        ├── WrongShape         an answer that is not what its contract says
        │   └── TruncatedResponse  an answer that ends before its end
        ├── TooMuch            an answer larger than any that it gives
        ├── JobFailed          it gave up a download that it was making
        ├── JobNeverEnds       it did not finish a download in the time allowed
        ├── FilterIgnored      it dropped a filter: the answer is of another question
        └── CountsDiffer       fewer or more records came than it counts

Each carries one sentence: which record or file, what was expected, what to do next.
"""

from __future__ import annotations

import unicodedata


class SoleSourceError(Exception):
    """The root of the tree; commands print it as one line and end with `exit_code`."""

    exit_code = 1


class InputError(SoleSourceError):
    """The input cannot be used."""


class WrongChoice(InputError):
    """Wrong usage: a word, a day or a number that an option or an argument does not take."""

    exit_code = 2


class FileRefused(InputError):
    """A file that an import does not read. Nothing was changed."""


class DamagedFile(InputError):
    """A file of the right kind that is cut short, altered or unsafe. Nothing was changed."""


class StoreBusy(SoleSourceError):
    """Another command is writing to the warehouse."""


class StoreDamaged(SoleSourceError):
    """The warehouse or a build is not as it was written; the message says how to mend it."""


class OutOfMemory(SoleSourceError):
    """More memory is needed than there is, or more room on the disk that stands in for it."""


class OldLayout(SoleSourceError):
    """The warehouse's tables are not those of this version."""


class NothingHeld(SoleSourceError):
    """No records, or no published build."""


class IncompleteRead(SoleSourceError):
    """Fewer rows arrived than the file holds: the run was given up whole."""


class ArchiveDamaged(SoleSourceError):
    """An object of the archive is gone or altered."""


class Interrupted(SoleSourceError):
    """The command was ended while it waited; nothing was lost."""


class PublicationBlocked(SoleSourceError):
    """Checks stopped the publication; the message says how to go on."""


MOST_SHOWN = 300
"""Characters of an answer that an error shows."""


MOST_IN_SHORT = 80
"""The same, of an error told while the work goes on."""


def plainly(text: str) -> str:
    """A text without signs that steer a terminal or turn its lines; line ends stay."""
    return "".join(sign if sign in "\n\t" or not steers(sign) else "\ufffd" for sign in text)


def steers(sign: str) -> bool:
    """Whether a sign is none to see: of control or format, or half of a pair."""
    return unicodedata.category(sign) in {"Cc", "Cf", "Cs"}


class ServiceError(SoleSourceError):
    """A service did not answer as it should.

    `request` is the method, the address and the body, `answer` the first 300 characters of
    what came, `advice` what to do next; none of them holds a key. `retry_after` is the
    pause in seconds that the service wished for, if it did.
    """

    advice = "try again later: the next run goes on where this one ended"

    def __init__(
        self, request: str, answer: str, advice: str = "", retry_after: float | None = None
    ) -> None:
        self.request = request
        self.answer = plainly(answer[:MOST_SHOWN])
        self.advice = advice or self.advice
        self.retry_after = retry_after
        super().__init__(f"{self.request}: {self.answer}; {self.advice}")

    @property
    def short(self) -> str:
        """What was asked, without its body, and the beginning of what came: for a line of a log."""
        asked, came = self.request.split(" {")[0], " ".join(self.answer.split())
        return f"{asked}: {came[:MOST_IN_SHORT]}{'…' if len(came) > MOST_IN_SHORT else ''}"


class Unreachable(ServiceError):
    """No answer at all, or none to its end."""

    advice = "look at the connection and try again: the next run goes on where this one ended"


class Overloaded(ServiceError):
    """The service asks for patience; every attempt was used up."""


class ServerFault(ServiceError):
    """The service failed within itself."""


class RequestRefused(ServiceError):
    """The service will not do what was asked."""

    advice = "run `python -m fetch doctor` to see whether the service has changed"


class UnknownRecord(RequestRefused):
    """The service knows no such thing."""

    advice = "check the key; PIIDs are not keys"


class Throttled(RequestRefused):
    """The key's requests of the day are used up; `until` is when the service answers again."""

    advice = "run it again after that: it goes on where it was"

    def __init__(self, request: str, answer: str, until: str) -> None:
        self.until = until
        super().__init__(request, f"no more requests for this key until {until} ({answer[:120]})")


class KeyRefused(RequestRefused):
    """The service does not take the key."""

    advice = (
        "keys expire after 90 days: make a new one on the Account Details page of SAM.gov, then "
        "`keyring set sole-source sam.gov` or the variable SOLESOURCE_SAM_KEY"
    )


class WrongShape(ServiceError):
    """An answer that is not what its contract says."""

    advice = "run `python -m fetch doctor` to see whether the service has changed"


class TruncatedResponse(WrongShape):
    """An answer that ends before its end."""

    advice = "try again: what came is kept, and only the rest is asked for"


class TooMuch(ServiceError):
    """An answer larger than any that the service gives."""

    advice = "nothing was taken from it; run `python -m fetch doctor`"


class JobFailed(ServiceError):
    """The service gave up a download that it was making."""

    advice = "try again later, or ask for a shorter time"


class JobNeverEnds(ServiceError):
    """The service did not finish a download in the time allowed."""

    advice = "try again later: the next run asks after the same download"


class FilterIgnored(ServiceError):
    """The service dropped a filter, so that what came answers another question."""

    advice = "nothing was taken from it; run `python -m fetch doctor`"


class CountsDiffer(ServiceError):
    """The number of records differs from the service's own count."""

    advice = "nothing was taken from it; try again"
