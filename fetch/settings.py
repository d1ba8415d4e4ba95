"""Settings: places of the data, addresses of the services, pace of requests.

Every field is an environment variable with `SOLESOURCE_` in front: `SOLESOURCE_DATA`,
`SOLESOURCE_REQUESTS_PER_SECOND`.
"""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

AGENCY = "070"
"""The department this tool is about, by its Treasury code (CGAC): Homeland Security."""


class Settings(BaseSettings):
    """The folder of the data, the services' addresses, and how politely they are asked."""

    model_config = SettingsConfigDict(env_prefix="SOLESOURCE_")

    data: Path = Path("data")
    plans_in: Path | None = Field(
        default=None, description="Where builds keep their plans; `plans` in the data else"
    )
    usaspending: str = "https://api.usaspending.gov"
    usaspending_files: str = "https://files.usaspending.gov"
    sam: str = "https://api.sam.gov"
    sam_files: str = "https://sam.gov/api/prod/fileextractservices/v1/api"
    sam_requests_per_day: int = Field(
        default=10, ge=0, description="Of one key; 10 is what SAM.gov gives a person without a role"
    )
    sam_seconds: float = Field(default=3, gt=0, description="Between two requests to SAM.gov")
    contact: str = Field(
        default="not given", description="Who runs this copy; sent with each request"
    )
    requests_per_second: float = Field(default=1.0, gt=0)
    at_once: int = Field(default=2, ge=1, le=8)
    attempts: int = Field(
        default=7, ge=1, description="Without progress, before a request is given up"
    )
    connect_seconds: float = Field(default=20, gt=0)
    read_seconds: float = Field(
        default=150, gt=0, description="The services may think for 90 seconds"
    )
    budget_seconds: float = Field(
        default=900, gt=0, description="All attempts of one request together"
    )
    poll_seconds: float = Field(
        default=15, gt=0, description="Between two looks at a download's state"
    )
    job_seconds: float = Field(default=4 * 3600, gt=0, description="For one download to be made")
    most_seconds_back_off: float = Field(default=120, gt=0)

    @property
    def warehouse(self) -> Path:
        """The DuckDB file that only `fetch` writes."""
        return self.data / "warehouse.duckdb"

    @property
    def archive(self) -> Path:
        """The folder of every response and file as it came."""
        return self.data / "archive"

    @property
    def sam_budget(self) -> Path:
        """The file that counts a key's requests of the day."""
        return self.data / "sam-budget.json"

    @property
    def exported(self) -> Path:
        """The folder that `fetch export` writes to by default."""
        return self.data / "export"

    @property
    def published(self) -> Path:
        """The folder of finished builds; `current` in it names the one in use."""
        return self.data / "published"

    @property
    def plans(self) -> Path:
        """The folder of the SQL of builds, kept between them: see `analysis.publish.plans`."""
        return self.plans_in or self.data / "plans"


def wrong_settings(error: ValidationError) -> str:
    """One sentence for settings that cannot be used, without their values."""
    wrong = [
        f"SOLESOURCE_{'_'.join(map(str, each['loc'])).upper()}: {each['msg']}"
        for each in error.errors(include_url=False, include_context=False, include_input=False)
    ]
    return f"a setting that cannot be used: {'; '.join(wrong)}"
