"""API key of SAM.gov: from the environment or the system's keyring, nowhere else.

It is never an argument, never in a setting, a file, a log or an error; what is written down of
it is the beginning of its hash, so that the requests of a day are counted per key.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass

from fetch.http import spellings
from fetch.http.redaction import LEFT_OUT

VARIABLE = "SOLESOURCE_SAM_KEY"
SERVICE, USER = "sole-source", "sam.gov"
HOW = f"set {VARIABLE}, or store it once with: keyring set {SERVICE} {USER}"
SIGNS_OF_SIGN = 16


@dataclass(frozen=True, repr=False)
class Key:
    """A key that does not show itself: not in a trace, a log or a message."""

    value: str

    def __repr__(self) -> str:
        return f"Key {self.sign}"

    @property
    def sign(self) -> str:
        """Short hash under which the key's requests are counted."""
        return hashlib.sha256(f"sole-source:{self.value}".encode()).hexdigest()[:SIGNS_OF_SIGN]

    def out_of(self, text: str) -> str:
        """A text without the key, however its signs are spelled."""
        return spellings.of_text(self.value).sub(LEFT_OUT, text)

    def out_of_bytes(self, content: bytes) -> bytes:
        """Bytes without the key, likewise."""
        return spellings.of_bytes(self.value).sub(LEFT_OUT.encode(), content)


def find() -> Key | None:
    """The key of whoever runs this, or None: most of the tool works without one."""
    value = os.environ.get(VARIABLE, "").strip() or _in_keyring()
    return Key(value) if value else None


def _in_keyring() -> str:
    import keyring
    from keyring.errors import KeyringError

    try:
        return (keyring.get_password(SERVICE, USER) or "").strip()
    except (KeyringError, OSError, RuntimeError):  # no keyring on this machine, or a locked one
        return ""
