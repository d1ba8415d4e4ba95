"""`python -m dashboard`: the pages on this machine."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fetch import console

FIRST_PORT = 8050
app = console.application("Show what is published, in a browser on this machine.")
Port = Annotated[
    int, typer.Option(min=0, max=65535, help="First port to try; 0 for any that is free.")
]
Host = Annotated[str, typer.Option(help="The address to listen on.")]


@app.callback(invoke_without_command=True, no_args_is_help=False)
def main(context: typer.Context, port: Port = FIRST_PORT, host: Host = "127.0.0.1") -> None:
    """Show what is published, in a browser on this machine."""
    if context.invoked_subcommand is None:
        _serve(host, port)


@app.command(epilog="Example: python -m dashboard serve --port 8060")
def serve(port: Port = FIRST_PORT, host: Host = "127.0.0.1") -> None:
    """Serve the pages until Ctrl-C, at the first free port."""
    _serve(host, port)


@app.command(epilog="Example: python -m dashboard describe docs/cli.md")
def describe(
    document: Annotated[Path, typer.Argument(exists=True, help="A document, or a folder.")],
) -> None:
    """Write a document's tables of commands and filters anew."""
    from analysis.__main__ import app as of_analysis
    from dashboard.describe import parts
    from fetch.__main__ import app as of_fetch
    from fetch.describe import write

    write(document, parts({"fetch": of_fetch, "analysis": of_analysis, "dashboard": app}))


def _serve(host: str, port: int) -> None:
    from analysis.published import build
    from dashboard.app import create_app, warm
    from dashboard.server import Server, listen
    from fetch.settings import Settings

    settings = Settings()
    build.current(settings)
    listening = listen(host, port)
    got = listening.getsockname()[1]
    if port and got != port:
        console.say(f"port {port} is taken; using {got}")
    Server(create_app(settings).server, listening, lambda: warm(settings)).run()


if __name__ == "__main__":
    console.run(app)
