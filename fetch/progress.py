"""Progress of long steps: the types that workers call and the console draws.

Apart from the console, so that no worker imports what prints.
"""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[int], None]
"""Moves a step on by so many bytes, or by whatever its size counts."""
Announce = Callable[[str, int], Progress]
"""Begins a step under a name, of a size (0: unknown); returns the function that moves it on."""


def silent(_: str, __: int) -> Progress:
    """The announcement that nobody watches."""
    return lambda ___: None
