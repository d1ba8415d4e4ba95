"""Subject: the award that an address names, and the words of a file about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from analysis.published.build import Build
from dashboard.url import paths
from dashboard.url.view_request import ViewRequest, unfiltered

Award = Mapping[str, Any]


def request_of(build: Build, award_key: str) -> ViewRequest:
    """What is asked of the rows of one award."""
    return unfiltered(build, paths.AWARD, urlencode({"award": award_key}))


def award_of(request: ViewRequest) -> Award:
    """The award that an address names, by key or PIID. InputError where it names none."""
    found: Award = request.build.award(request.needed("award"))
    return found


def key_of(request: ViewRequest) -> str:
    """Its official key."""
    return str(award_of(request)["award_key"])


def address(request: ViewRequest) -> str:
    """Its page."""
    return paths.award(key_of(request))


def search(request: ViewRequest) -> str:
    """What stands after `?` in the address of its rows."""
    return f"?{urlencode({'award': key_of(request)})}"
