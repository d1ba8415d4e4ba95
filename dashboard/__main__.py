"""`python -m dashboard`: show what is published, on this machine."""

from __future__ import annotations

from typing import Annotated

import typer

from fetch import console

FIRST_PORT = 8050
app = console.application("Show what is published, in a browser on this machine.")
Port = Annotated[
    int, typer.Option(min=0, max=65535, help="The port to begin with; 0 for any that is free.")
]
Host = Annotated[str, typer.Option(help="The address to listen on.")]


@app.callback(invoke_without_command=True, no_args_is_help=False)
def main(context: typer.Context, port: Port = FIRST_PORT, host: Host = "127.0.0.1") -> None:
    """Show what is published, in a browser on this machine. Example: python -m dashboard"""
    if context.invoked_subcommand is None:
        _serve(host, port)


@app.command(epilog="Example: python -m dashboard serve --port 8060")
def serve(port: Port = FIRST_PORT, host: Host = "127.0.0.1") -> None:
    """Serve the pages until Ctrl-C. A port that is taken gives way to the next free one."""
    _serve(host, port)


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
