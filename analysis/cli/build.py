"""`analysis build`: every published table, swapped in whole."""

from __future__ import annotations

from typing import Annotated

import typer

from fetch import console
from fetch.console import AsJson
from fetch.settings import Settings


def build(
    force: Annotated[bool, typer.Option(help="Build even where nothing changed.")] = False,
    engine: Annotated[
        str, typer.Option(help="duckdb, spark-local, or spark://HOST:PORT.")
    ] = "duckdb",
    source: Annotated[
        str | None, typer.Option("--from", help="Of a cluster: the export's folder or address.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Compute every published table and swap them in, whole."""
    from analysis.publish.staleness import up_to_date

    settings = Settings()
    manifest = None if force or engine != "duckdb" else up_to_date(settings)
    if manifest is None:
        from analysis.publish.run import build as publish

        manifest = publish(settings, engine, source)
    if as_json:
        console.document(manifest)
    else:
        console.say(
            f"build {manifest['build_id']}: {manifest['actions']:,} actions of "
            f"{manifest['awards']:,} awards, as of {manifest['as_of']}"
        )
