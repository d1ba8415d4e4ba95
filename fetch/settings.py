"""Where the data live. Read from the environment, once per command."""

from __future__ import annotations

from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """`SOLESOURCE_DATA` is the folder of the warehouse and the published builds."""

    model_config = SettingsConfigDict(env_prefix="SOLESOURCE_")

    data: Path = Path("data")

    @property
    def warehouse(self) -> Path:
        """The DuckDB file that only `fetch` writes."""
        return self.data / "warehouse.duckdb"

    @property
    def published(self) -> Path:
        """The folder of finished builds; `current` in it names the one in use."""
        return self.data / "published"
