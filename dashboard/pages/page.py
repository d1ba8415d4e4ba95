"""Pages: the record of a page, and of one whose view follows its filters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from dash import Dash

from analysis.published.build import Build
from dashboard import live_view
from dashboard.components import filter_bar, page_frame
from dashboard.html import elements
from dashboard.html.elements import Element
from dashboard.published_data import PublishedData
from dashboard.url.view_request import ViewRequest, view_request
from dashboard.views import View

Child = Any


class Page(Protocol):
    """What the registry knows of a page at one path."""

    @property
    def path(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def views(self) -> Sequence[View]: ...
    def layout(self, data: PublishedData, search: str = "", /) -> Element:
        """The page of an address."""
        ...

    def register(self, app: Dash, data: PublishedData) -> None:
        """Give the application what moves on it."""
        ...


@dataclass(frozen=True)
class PlainPage:
    """A page that is all said by its path: no filter, nothing that moves."""

    path: str
    name: str
    draw: Callable[[Build], Element]
    views: Sequence[View] = ()
    browser_title: str = ""

    @property
    def title(self) -> str:
        """Its name in the browser."""
        return self.browser_title or f"{self.name}, Sole Source"

    def layout(self, data: PublishedData, _: str = "") -> Element:
        """The page, whatever else its address says."""
        return self.draw(data.build())

    def register(self, app: Dash, data: PublishedData) -> None:
        """Nothing moves on it."""


@dataclass(frozen=True)
class SubjectPage:
    """The page of one thing, such as an award: what stands after `path` names it."""

    path: str
    draw: Callable[[Build, str], Element]
    title_of: Callable[[str], str]
    views: Sequence[View] = ()

    def of_one(self, data: PublishedData, request: str) -> Element:
        """The page of the thing that is named."""
        return self.draw(data.build(), request)

    def register(self, app: Dash, data: PublishedData) -> None:
        """Nothing moves on it: its address says all."""


Drawn = tuple[list[Element], list[Element]]
"""What stands in the two boxes of a page: the filters or a field, and the figures."""


@dataclass(frozen=True)
class LivePage:
    """A page that follows its address without loading anew.

    `heading`, `lead`: what stands above. `box`: what the ids of its two boxes begin with.
    """

    path: str
    name: str
    heading: str
    lead: str
    box: str

    @property
    def title(self) -> str:
        """Its name in the browser."""
        return f"{self.name}, Sole Source"

    def layout(self, data: PublishedData, search: str = "") -> Element:
        """The page of an address."""
        build = data.build()
        lead = [elements.P(self.lead, className="lead")] if self.lead else []
        boxes = live_view.boxes(self.box, self.view, build, search)
        return page_frame.of(build, self.heading, *lead, *boxes, *self.below(build))

    def register(self, app: Dash, data: PublishedData) -> None:
        """The address draws the page."""
        live_view.follow(app, data, self.box, self.path, self.view)

    def view(self, build: Build, search: str) -> Drawn:
        """What stands in both boxes for an address."""
        raise NotImplementedError

    def below(self, _: Build, /) -> Sequence[Element]:
        """What stands below, whatever the address says."""
        return ()


@dataclass(frozen=True)
class SearchedPage(LivePage):
    """A page that answers what is written into a field of its own."""

    draw: Callable[[Build, str], Drawn]
    views: Sequence[View] = ()

    def view(self, build: Build, search: str) -> Drawn:
        """The field and the answer."""
        return self.draw(build, search)


@dataclass(frozen=True)
class FilteredPage(LivePage):
    """A page of views that follow its filters.

    `measure`: what must be known before anything is drawn, such as totals; of it `says` makes the
    line under the filters, and `empty` what stands where they leave nothing (None: they leave
    something). `sections` draws the rest; without it each view has its section. `read`: how it
    reads its address where filters are not all; `bar_of`: the view that its filters change.
    `after`: what no filter narrows. `ignores`: filters that it does not heed.
    """

    says: Callable[[ViewRequest, Any], str]
    views: Sequence[View] = ()
    measure: Callable[[ViewRequest], Any] = lambda _: None
    empty: Callable[[ViewRequest, Any], Sequence[Element] | None] = lambda _, __: None
    sections: Callable[[ViewRequest, Any], Sequence[Element]] | None = None
    after: Callable[[Build], Sequence[Element]] = lambda _: ()
    read: Callable[[Build, str], ViewRequest] | None = None
    bar_of: Callable[[ViewRequest], ViewRequest] = lambda request: request
    ignores: tuple[str, ...] = ()
    browser_title: str = ""

    @property
    def title(self) -> str:
        """Its name in the browser."""
        return self.browser_title or f"{self.name}, Sole Source"

    def request(self, build: Build, search: str) -> ViewRequest:
        """What an address asks of it."""
        if self.read:
            return self.read(build, search)
        return view_request(build, search, self.path, ignores=self.ignores)

    def view(self, build: Build, search: str) -> Drawn:
        """The filters and the figures of an address."""
        request = self.request(build, search)
        known = self.measure(request)
        bar = filter_bar.bar(self.bar_of(request), self.says(request, known), self.ignores)
        nothing = self.empty(request, known)
        if nothing is not None:
            return bar, list(nothing)
        if self.sections:
            return bar, list(self.sections(request, known))
        return bar, [view.section(request) for view in self.views]

    def below(self, build: Build, /) -> Sequence[Element]:
        """What no filter narrows."""
        return self.after(build)
