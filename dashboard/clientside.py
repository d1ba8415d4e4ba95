"""Clientside callbacks: functions of assets/*.js that Dash calls in the browser."""

from __future__ import annotations

from dash import ClientsideFunction, Dash
from dash.dependencies import DashDependency


def clientside(
    app: Dash,
    namespace: str,
    function: str,
    *dependencies: DashDependency,
    at_once: bool = True,
) -> None:
    """Call a function of the page where its inputs change. `at_once`: also when the page opens."""
    app.clientside_callback(  # type: ignore[no-untyped-call]  # Dash ships no type of this method
        ClientsideFunction(namespace, function),
        *dependencies,
        prevent_initial_call=not at_once,
    )
