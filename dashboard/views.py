"""Views: one record a table or a chart.

From a `View` follow its rows as CSV and XLSX, its section on the page, its table, its chart with
PNG and SVG, its citation, its link, its embed and its SQL. A page lists its views; the registry
of pages makes `/data/NAME.csv` of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pandas as pd

from analysis.published import lists
from analysis.published.build import Build
from dashboard.charts.figure import PlotFigure
from dashboard.components import common, download_bar, drilldown, subjects
from dashboard.exports.sheet import Sheet, with_marks
from dashboard.exports.way_out import Taken
from dashboard.html import elements
from dashboard.html.elements import Element
from dashboard.published_data import Row, rows
from dashboard.text import citations
from dashboard.text import format as fmt
from dashboard.text.citations import Measure
from dashboard.url import paths
from dashboard.url.view_request import ViewRequest, unfiltered, view_request

Child = Any
"""A component, text or a list of them."""


def no_address(_: Mapping[str, Any]) -> str:
    """A row that leads nowhere."""
    return ""


@dataclass(frozen=True)
class Result:
    """A view with its rows in hand, of which its parts are drawn; they are read once.

    `facts`: what its page had to know before, such as totals, by name.
    """

    view: View
    request: ViewRequest
    frame: pd.DataFrame
    facts: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def rows(self) -> list[Row]:
        """Every row, by the names of its columns."""
        return rows(self.frame)

    @cached_property
    def leads(self) -> drilldown.Address:
        """The address that a row leads to."""
        return self.view.leads(self.request) if self.view.leads else no_address

    @cached_property
    def led(self) -> list[Row]:
        """Every row with that address, as charts take them."""
        return [{**row, "address": self.leads(row)} for row in self.rows]

    @cached_property
    def sum_address(self) -> drilldown.Sums:
        """The address that one sum of a row leads to."""
        if self.view.sum_address is None:
            return lambda row, _: self.leads(row)
        return self.view.sum_address(self.request)


Words = str | Callable[[Result], str]
"""Words, or a function of the rows."""


@dataclass(frozen=True)
class Column:
    """A column of a table on a page: its heading, its class and how a cell is drawn.

    `kind`: the class of its cells; `number` sets figures to the right.
    """

    heading: str
    cell: Callable[[Row, Result], Child]
    kind: str = ""


@dataclass(frozen=True)
class Table:
    """A table of a view: its caption, its columns, its id and how many rows a page shows."""

    caption: Words
    columns: Sequence[Column] | Callable[[Result], Sequence[Column]]
    name: str = ""
    most: int | None = None
    rows: Callable[[Result], Sequence[Row]] = lambda result: result.rows
    if_rows: bool = False
    """Is it left out where it has no rows?"""

    def draw(self, result: Result) -> Element:
        """The table as an element."""
        columns = self.columns(result) if callable(self.columns) else self.columns
        body = [
            [column.cell(row, result) for column in columns]
            for row in self.rows(result)[: self.most]
        ]
        heads = [(column.heading, column.kind) for column in columns]
        return common.table(words_of(self.caption, result), heads, body, self.name)


@dataclass(frozen=True)
class Chart:
    """A chart of a view: its name, how it is drawn, its words for who does not see it, its key."""

    name: str
    draw: Callable[[Result, str], PlotFigure]
    """The chart, of the rows and the source line below it."""
    spoken: Words
    key: Callable[[Result], Element] = lambda _: elements.Span()
    source: Callable[[Result], str] = lambda result: result.request.source


@dataclass(frozen=True)
class View:
    """One table or chart with all its ways out.

    `name`: of its rows, `/data/NAME.csv`. `title`, `definition`: what the rows are, in the notes
    of a file. `rows`: a frame of what is asked, `attrs["sql"]` its SQL. `path`: the page whose
    filters it follows. `read`: how it reads an address where filters are not all. `words`: the
    filters that its rows follow. `takes`: what the bar calls its rows. `address`: of the page that
    shows it.

    On a page: `heading` and `part`, the heading and id of its section; `lead`, what is said above;
    `chart`, `tables`; `above`, `below`, what else stands before and after them; `notes`, between a
    table and its `source`; `chart_name`, of a chart drawn in `above`; `cite`, its figures in words;
    `leads` and `sum_address`, where its rows lead; `also`, views whose rows are taken from the same
    section; `empty`, what stands there in its place where there is nothing to show.
    """

    name: str
    title: Words
    definition: Words
    rows: Callable[[ViewRequest], pd.DataFrame]
    path: str
    read: Callable[[Build, str], ViewRequest] | None = None
    words: Callable[[ViewRequest], str] = lambda request: request.in_words
    address: Callable[[ViewRequest], str] = lambda request: request.address
    takes: str = "These rows"
    search: Callable[[ViewRequest], str] = lambda request: request.query
    heading: Words = ""
    part: str = ""
    lead: Callable[[Result], Sequence[Child]] = lambda _: ()
    chart: Chart | None = None
    tables: Sequence[Table] = ()
    above: Callable[[Result], Sequence[Child]] = lambda _: ()
    below: Callable[[Result], Sequence[Child]] = lambda _: ()
    notes: Callable[[Result], Sequence[Child]] = lambda _: ()
    source: Callable[[Result], str] = lambda result: result.request.source_of_all
    chart_name: Callable[[Result], str] | None = None
    cite: Callable[[Result], str] = lambda _: ""
    leads: Callable[[ViewRequest], drilldown.Address] | None = None
    sum_address: Callable[[ViewRequest], drilldown.Sums] | None = None
    also: Sequence[View] = ()
    frames: Callable[[Result], Sequence[pd.DataFrame]] = lambda result: (result.frame,)
    empty: Callable[[Result], Sequence[Child] | None] = lambda _: None

    def request(self, build: Build, search: str) -> ViewRequest:
        """View request of an address."""
        return self.read(build, search) if self.read else view_request(build, search, self.path)

    def sheet(self, build: Build, search: str) -> Sheet:
        """The rows as a file has them, with what they are."""
        request = self.request(build, search)
        result = Result(self, request, self.rows(request))
        return Sheet(
            self.name,
            words_of(self.title, result),
            words_of(self.definition, result),
            with_marks(build, result.frame),
            self.words(request),
            self.address(request),
        )

    def result(
        self, request: ViewRequest, frame: pd.DataFrame | None = None, **facts: Any
    ) -> Result:
        """The view with its rows. `frame`: where a page has read them already."""
        return Result(self, request, self.rows(request) if frame is None else frame, facts)

    def section(
        self, request: ViewRequest, frame: pd.DataFrame | None = None, **facts: Any
    ) -> Element:
        """Its section of a page."""
        result = self.result(request, frame, **facts)
        heading = words_of(self.heading, result)
        # an empty view keeps its heading: what is missing is said where it would have stood
        nothing = self.empty(result)
        if nothing is not None:
            return common.section(heading, self.part, nothing)
        return common.section(heading, self.part, self.parts(result))

    def parts(self, result: Result) -> list[Element]:
        """Contents of its section, for pages without sections."""
        lead = [
            elements.P(each, className="lead") if isinstance(each, str) else each
            for each in self.lead(result)
        ]
        figures = [*self.above(result), *self.figures(result), *self.below(result)]
        return [*lead, *figures, self.take(result)]

    def figures(self, result: Result) -> list[Element]:
        """The chart with its tables below it, or the tables and their source line."""
        # before the chart: its figures stand folded below it
        drawn = [
            table.draw(result) for table in self.tables if not table.if_rows or table.rows(result)
        ]
        if self.chart is None:
            source = self.source(result)
            end = [elements.P(source, className="source")] if source else []
            return [*drawn, *self.notes(result), *end]
        source = self.chart.source(result)
        return [
            common.chart(
                self.chart.name,
                self.chart.draw(result, source),
                words_of(self.chart.spoken, result),
                source,
                self.chart.key(result),
                drawn,
            )
        ]

    def take(self, result: Result) -> Element:
        """Every way out."""
        search = self.search(result.request)
        taken = Taken(
            result.request.build,
            self.address(result.request),
            self.cite(result),
            self.frames(result),
            self._chart_name(result),
        )
        # rows of other views may stand in the same chart: the years, and the shares above them
        sets = [(f"{each.name}{search}", each.takes) for each in (self, *self.also)]
        return download_bar.bar(taken, sets)

    def _chart_name(self, result: Result) -> str:
        if self.chart_name:
            return self.chart_name(result)
        return self.chart.name if self.chart else ""


def words_of(words: Words, result: Result) -> str:
    """Words, of the rows where they are made of them."""
    return words if isinstance(words, str) else words(result)


def all_held(path: str) -> Callable[[Build, str], ViewRequest]:
    """Reader of an address for rows without filters."""
    return lambda build, search: unfiltered(build, path, search)


def if_none(*parts: Child) -> Callable[[Result], Sequence[Child] | None]:
    """Replacement of a view without rows."""
    return lambda result: None if len(result.frame) else parts


def definition(measure: str) -> Callable[[Result], str]:
    """The sentence of METHOD.md that defines a measure."""

    def words(_: Result) -> str:
        from analysis.docs.definitions import by_name  # Ibis takes a second: only when it is asked

        return by_name()[measure.replace("_", " ")]

    return words


# --- citations


def leading(label: str, *measures: Measure) -> Callable[[Result], str]:
    """The first rows in words."""
    return lambda result: citations.leading(result.rows, label, *measures)


# --- columns


def text(name: str, heading: str, otherwise: str = fmt.NOT_STATED, kind: str = "") -> Column:
    """Words of the record, or those that say there are none."""
    return Column(heading, lambda row, _: fmt.text(row[name], otherwise), kind)


def usd(name: str, heading: str, otherwise: str = fmt.NOT_STATED) -> Column:
    """Dollars to the cent."""
    return Column(heading, lambda row, _: fmt.exact(row[name], otherwise), "number")


def number(name: str, heading: str) -> Column:
    """A count."""
    return Column(heading, lambda row, _: f"{row[name]:,}", "number")


def share(name: str, heading: str, otherwise: str = fmt.NOT_KNOWN) -> Column:
    """A share of one, as percent."""
    return Column(heading, lambda row, _: fmt.share(row[name], otherwise), "number")


def not_competed() -> Column:
    """The range in which the share not competed lies."""
    return Column(
        "Share not competed",
        lambda row, _: fmt.share_range(row["not_competed_low"], row["not_competed_high"]),
        "number",
    )


def times(name: str, heading: str) -> Column:
    """A ratio."""
    return Column(heading, lambda row, _: fmt.times(row[name]), "number")


def day(name: str, heading: str, otherwise: str = fmt.NOT_STATED) -> Column:
    """A date."""
    return Column(heading, lambda row, _: fmt.day(row[name], otherwise), "date")


def yes_no(name: str, heading: str) -> Column:
    """A mark."""
    return Column(heading, lambda row, _: "yes" if row[name] else "no")


def fiscal_year(heading: str = "Fiscal year") -> Column:
    """A fiscal year."""
    return Column(heading, lambda row, _: f"FY{row['fiscal_year']}")


def award(heading: str = "Award") -> Column:
    """An award's number, which leads to its page, with its mark where it may be an error."""
    return Column(
        heading,
        lambda row, result: subjects.marked_link(
            row, lists.marks(result.request.build).get(row["award_key"])
        ),
    )


def vendor(heading: str = "Vendor") -> Column:
    """A vendor's name, which leads to its page."""
    return Column(
        heading, lambda row, _: subjects.vendor_link(row["recipient_name"], row["vendor_family"])
    )


def own_words(heading: str = "What") -> Column:
    """The record's own text, or our label."""
    return Column(heading, lambda row, _: subjects.own_words(row), "words")


def bought() -> Column:
    """The class of an award in words, with the color of its group."""
    return Column("How bought", lambda row, _: subjects.award_bought(row), "bought")


def bought_class(name: str, heading: str) -> Column:
    """A class in words, with the color of its group."""
    return Column(heading, lambda row, _: subjects.bought(row[name]), "bought")


def official(heading: str = "Official record") -> Column:
    """A link to the official record."""
    return Column(heading, lambda row, _: subjects.official(row))


def led_usd(name: str = "obligated_usd", heading: str = "Obligated") -> Column:
    """Dollars that lead to their awards, by what tells the row."""
    return Column(
        heading, lambda row, result: drilldown.link(row[name], result.leads(row)), "number"
    )


def sum_usd(name: str, heading: str) -> Column:
    """One sum of several of a row, which leads to its own awards."""
    return Column(
        heading, lambda row, result: drilldown.sums(row, (name,), result.sum_address)[0], "number"
    )


def award_mark(row: Mapping[str, Any]) -> str:
    """Where the mark of an award in a chart leads."""
    return paths.award(row["award_key"])
