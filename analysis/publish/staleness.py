"""Staleness of the published build: comparison with the last run and the code."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from analysis.published import seal
from fetch.export import last_run
from fetch.settings import Settings
from fetch.warehouse.database import Warehouse

ROOT = Path(__file__).parents[2]
MADE_BY = ("analysis", "fetch/codes", "fetch/schema")
"""Folders whose changes can change a number and so require a new build."""


def made_from(store: Warehouse) -> dict[str, str]:
    """Inputs of a build: the last run that changed anything, and the code."""
    return {"run_id": last_run(store), "made_by": made_by()}


def made_by() -> str:
    """One hash of the code and the rules that can change a number."""
    digest = hashlib.sha256()
    for part in MADE_BY:
        path = ROOT / part
        for file in [path] if path.is_file() else sorted(path.rglob("*")):
            if file.suffix in (".py", ".csv"):
                digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def manifest_of(folder: Path) -> dict[str, Any] | None:
    """The manifest of a build; None where there is none that can be read."""
    try:
        manifest = json.loads((folder / "build.json").read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    return manifest if isinstance(manifest, dict) else None


def up_to_date(settings: Settings) -> dict[str, Any] | None:
    """The manifest of the build in use if it is whole and a new one would be the same."""
    folder = settings.published / "current"
    manifest = manifest_of(folder)
    if manifest is None or not folder.is_symlink() or not seal.is_whole(folder):
        return None
    with Warehouse(settings.warehouse, read_only=True) as store:
        # the manifest says more than its origin; the origin must be part of it
        return manifest if made_from(store).items() <= manifest.items() else None
