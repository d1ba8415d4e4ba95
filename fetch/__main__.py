"""`python -m fetch`: the commands, in order of use."""

from __future__ import annotations

from fetch import console
from fetch.cli.accept import accept
from fetch.cli.again import again
from fetch.cli.award import award
from fetch.cli.describe import describe
from fetch.cli.doctor import doctor
from fetch.cli.export import export
from fetch.cli.history import history
from fetch.cli.import_ import import_
from fetch.cli.rebuild import rebuild
from fetch.cli.sample import sample
from fetch.cli.search import search
from fetch.cli.status import status
from fetch.cli.sync import sync
from fetch.cli.verify import verify

EXAMPLE_AWARD = "CONT_AWD_70CTD022FR0000170_7012_GS35F0086U_4730"
COMMANDS = (
    (sample, "sample"),
    (sync, "sync --years 2019-2026"),
    (import_, "import FY2024_070_Contracts_Full_20261106.zip"),
    (again, "again"),
    (status, "status --json"),
    (search, "search --keyword PALANTIR --component ICE"),
    (award, f"award {EXAMPLE_AWARD}"),
    (history, "history 70CTD022FR0000170"),
    (accept, "accept"),
    (export, "export"),
    (verify, "verify --json"),
    (rebuild, "rebuild"),
    (doctor, "doctor"),
    (describe, "describe DATA.md"),
)
"""Each command with an example of its use."""

app = console.application("Bring public contract records in, and report on them.")
for command, example in COMMANDS:
    name = command.__name__.rstrip("_")
    app.command(name, epilog=f"Example: python -m fetch {example}")(command)

if __name__ == "__main__":
    console.run(app)
