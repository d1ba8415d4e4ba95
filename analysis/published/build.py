"""Published build: finished, read-only tables that every reader shares.

A build is a folder of Parquet files and `build.json`. `published/current` is a link
to the build in use; it is swapped in one step, so a reader sees the old build or the
new one, whole. Money columns end in `_usd` and are decimal(18,2) dollars; a missing
figure is null, never zero.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.published import seal
from analysis.published.reproducible_sql import Where, recipe, with_values
from fetch.errors import InputError, NothingHeld
from fetch.settings import Settings
from fetch.warehouse.parquet_reader import ParquetReader

if TYPE_CHECKING:  # Ibis takes a second that pages should not wait for
    import ibis
    import ibis.expr.types as ir

TABLES = (
    "awards",
    "actions",
    "award_years",
    "classes",
    "rule_set_differences",
    "growth",
    "cohorts",
    "under_vehicles",
    "vehicle_orders",
    "vehicles",
    "chains",
    "award_months",
    "deflator",
    "places",
    "arrivals",
    "changes",
    "signed_elsewhere",
    "moved_awards",
    "moved_actions",
    "unread",
    "mentions",
    "vendor_names",
    "categories",
    "program_actions",
    "programs",
    "press_figures",
    "notices",
    "authorities",
    "notice_links",
    "justified_actions",
    "above_threshold",
    "service_differences",
    "other_transactions",
    "contract_records",
    "vendor_standing",
    "attachments",
)
STATED = ("build_id", "as_of", "sources", "actions", "awards", "obligated_usd", "run_id")
"""What every manifest says."""
NOTHING = "no published build in {}: run `python -m fetch sample` and `python -m analysis build`"


@dataclass(frozen=True)
class Build:
    """One published build, open for reading.

    `manifest` holds `build_id`, `built_at`, `as_of` (the latest day the records speak
    for), `sources` (a list of words, `["sample"]` when only the embedded sample is
    held), `actions`, `awards`, `obligated_usd`, `run_id`.
    """

    directory: Path
    manifest: dict[str, Any]

    @property
    def build_id(self) -> str:
        return str(self.manifest["build_id"])

    @property
    def as_of(self) -> str:
        """The latest day the records speak for, `YYYY-MM-DD`."""
        return str(self.manifest["as_of"])

    @property
    def provenance(self) -> dict[str, Any]:
        """Common part of every document: `as_of`, `build_id`, `only_sample`, `coverage`, `unread`.

        `coverage` says in words what is held (`analysis.published.coverage`). `unread` counts
        the rows that are in no sum, as `fetch.reports.unread` has them.
        """
        return {
            "as_of": self.as_of,
            "build_id": self.build_id,
            "only_sample": self.only_sample,
            "coverage": self.manifest.get("coverage"),
            "unread": self.manifest.get("unread"),
        }

    @property
    def only_sample(self) -> bool:
        return bool(self.manifest["sources"] == ["sample"])

    def query(self, sql: str, parameters: Sequence[Any] = ()) -> pd.DataFrame:
        """Rows of a read-only query over the published tables.

        `attrs["sql"]` reproduces them: see `analysis.published.reproducible_sql`.
        """
        return self._asked(sql, parameters)

    def _asked(
        self, sql: str, parameters: Sequence[Any], whole: Sequence[str] = ()
    ) -> pd.DataFrame:
        with seal.told_where_broken(self.directory):
            reader = _reader(self.directory)
            frame = reader.query(sql, parameters, whole)
        frame.attrs["sql"] = recipe(with_values(sql, parameters), TABLES, reader.held)
        return frame

    def part(self, question: Where) -> str:
        """Name of a temporary table with the rows of a query that a view uses repeatedly.

        It belongs to the calling thread and is dropped after some further queries.
        """
        with seal.told_where_broken(self.directory):
            return _reader(self.directory).part(with_values(question.sql, question.parameters))

    def keep(self, name: str, sql: str) -> None:
        """Run a query once and keep its rows in memory as a table of that name."""
        with seal.told_where_broken(self.directory):
            _reader(self.directory).keep(name, sql)

    def keep_made(self, name: str, make: Callable[[Build], ir.Table]) -> None:
        """The same for the rows of the measure that `make(build)` is."""
        if not self.keeps(name):
            self.keep(name, _made(self.directory, make, ())[0])

    def keeps(self, name: str) -> bool:
        """True where a table of that name is in memory."""
        with seal.told_where_broken(self.directory):
            return name in _reader(self.directory).kept

    def table(self, name: str, called: str | None = None) -> ir.Table:
        """A published table as an expression, for the measures; `run` gives its rows.

        `called`: the name of a part that is passed to `run`.
        """
        import ibis

        return ibis.table(_schema(self.directory, name), called or name)

    def run(self, measure: ir.Table, parts: Mapping[str, Where] | None = None) -> pd.DataFrame:
        """The rows of a measure over the published tables.

        `parts`: queries for parts of tables, by their names in the measure.
        """
        # whole numbers are named: DuckDB sums them into wider types, which the reader narrows
        # again
        sql, whole = _compiled(measure)
        return self._asked(*_over(sql, parts or {}), whole)

    def run_made(
        self, make: Callable[..., ir.Table], given: tuple[Hashable, ...], parts: Mapping[str, Where]
    ) -> pd.DataFrame:
        """The same for the measure that `make(build, *given)` is, compiled once a build."""
        sql, whole = _made(self.directory, make, given)
        return self._asked(*_over(sql, parts), whole)

    def award(self, key_or_piid: str) -> dict[str, Any]:
        """One row of `awards`, by its key or by a PIID that names one award only.

        A number under which it stood before it moved leads to it too.

        InputError where nothing is found, or where a PIID names several awards: the
        message lists their keys.
        """
        wanted = key_or_piid.strip().upper()
        # two steps: the small column of keys is searched, and the wide row read by its key alone
        held = self._named(wanted)
        places = ", ".join("?" * len(held))
        awards = self.query(
            f"select * from awards where award_key in ({places or 'null'}) order by award_key",
            list(held),
        ).to_dict("records")
        # a key can also be another award's PIID; the key is then meant
        exact = [row for row in awards if row["award_key"].upper() == wanted]
        if len(exact or awards) == 1:
            return {str(name): value for name, value in (exact or awards)[0].items()}
        if not awards and (elsewhere := self._signed_elsewhere(wanted)):
            raise InputError(elsewhere)
        if not awards:
            raise InputError(
                f"no award {key_or_piid!r} among the {self.manifest['awards']:,} held: give a PIID "
                "or the key that begins CONT_AWD_ or CONT_IDV_"
            )
        keys = "\n  ".join(row["award_key"] for row in awards)
        raise InputError(f"{key_or_piid} names {len(awards)} awards; give one of\n  {keys}")

    def _named(self, wanted: str) -> list[str]:
        """Keys of the awards that a key or PIID in capitals names, or named before they moved."""
        held = self.query(
            "select award_key from awards where upper(award_key) = ? or upper(piid) = ?",
            [wanted, wanted],
        )["award_key"]
        moved = self.query(
            "select award_key from moved_awards where award_key is not null and ? in ("
            "upper(earlier_key), upper(earlier_piid), upper(later_key), upper(later_piid))",
            [wanted],
        )["award_key"]
        return sorted({*held, *moved})

    def _signed_elsewhere(self, wanted: str) -> str:
        """What to say of an award that is held and that others sign; empty where it is not."""
        held = self.query(
            "SELECT piid, coalesce(agency, 'another agency') AS agency, usaspending_url "
            "FROM signed_elsewhere WHERE upper(award_key) = ? OR upper(piid) = ?",
            [wanted, wanted],
        ).to_dict("records")
        return "\n".join(
            f"{row['piid']} is held and signed by {row['agency']}: no award of DHS's own; "
            f"`python -m analysis paid` has it, and {row['usaspending_url'] or 'USAspending.gov'}"
            for row in held
        )

    def actions(self, award_key: str) -> pd.DataFrame:
        """The actions of one award in order."""
        return self.query(
            "select * from actions where award_key = ? order by order_in_award", [award_key]
        )


def _compiled(measure: ir.Table) -> tuple[str, Sequence[str]]:
    """A measure in SQL, and which of its columns are whole numbers."""
    import ibis

    whole = [name for name, kind in measure.schema().items() if kind.is_integer()]
    return str(ibis.to_sql(measure, dialect="duckdb")), whole


@lru_cache(maxsize=512)
def _made(
    directory: Path, make: Callable[..., ir.Table], given: tuple[Hashable, ...]
) -> tuple[str, Sequence[str]]:
    return _compiled(make(opened(directory), *given))


def _over(sql: str, parts: Mapping[str, Where]) -> tuple[str, list[Any]]:
    """The query with its parts as common table expressions, and their parameters."""
    if not parts:
        return sql, []
    named = ", ".join(f"{name} AS ({part.sql})" for name, part in parts.items())
    # the compiled query may begin with WITH itself: one list of parts, not two
    rest = f", {sql.removeprefix('WITH ')}" if sql.startswith("WITH ") else f" {sql}"
    return f"WITH {named}{rest}", [value for part in parts.values() for value in part.parameters]


def current(settings: Settings | None = None) -> Build:
    """The build in use. NothingHeld where none was published yet."""
    published = (settings or Settings()).published
    link = published / "current"
    if not link.exists():
        raise NothingHeld(NOTHING.format(published))
    # resolved here: the link may be swapped while the page is made
    return opened(link.resolve())


def finished(directory: Path, manifest: dict[str, Any]) -> Build:
    """Build with all tables written, not yet in use."""
    return Build(directory, manifest)


@lru_cache(maxsize=4)
def opened(directory: Path) -> Build:
    """The build in a folder. StoreDamaged where its manifest is gone or broken."""
    try:
        manifest = json.loads((directory / seal.MANIFEST).read_text("utf-8"))
        lacking = [name for name in STATED if name not in manifest]
    except (OSError, ValueError, TypeError, RecursionError) as error:
        raise seal.broken(directory, error) from error
    if lacking or not isinstance(manifest, dict):
        raise seal.broken(directory, f"its manifest lacks {', '.join(lacking) or 'everything'}")
    return Build(directory, manifest)


@lru_cache(maxsize=64)
def _schema(directory: Path, name: str) -> ibis.Schema:
    import ibis
    from pyarrow import parquet

    with seal.told_where_broken(directory):
        return ibis.Schema.from_pyarrow(parquet.read_schema(directory / f"{name}.parquet"))


@lru_cache(maxsize=2)  # the build in use and the one before: each holds tables in memory
def _reader(directory: Path) -> ParquetReader:
    paths = {name: directory / f"{name}.parquet" for name in TABLES}
    # a build of an earlier version lacks the newer tables and is still read
    return ParquetReader({name: path for name, path in paths.items() if path.exists()})
