"""`python -m analysis`: the commands, in order of use."""

from __future__ import annotations

from analysis.cli.award import award
from analysis.cli.build import build
from analysis.cli.caveats import caveats
from analysis.cli.chains import chains
from analysis.cli.check import FIGURE, check
from analysis.cli.classify import classify
from analysis.cli.cohorts import cohorts
from analysis.cli.compare import compare
from analysis.cli.competition import competition
from analysis.cli.describe import describe
from analysis.cli.growth import growth
from analysis.cli.leads import leads
from analysis.cli.money import money
from analysis.cli.ota import ota
from analysis.cli.paid import paid
from analysis.cli.places import places
from analysis.cli.program import program
from analysis.cli.review import review
from analysis.cli.technology import technology
from analysis.cli.vehicle import vehicle
from analysis.cli.vendor import vendor
from fetch import console

COMMANDS = (
    (build, "build"),
    (award, "award 70CTD022FR0000170 --json"),
    (competition, "competition --rule-set extent_only --by fiscal_year"),
    (growth, "growth --component ICE --class SOLE_SOURCE --top 5"),
    (program, "program immigrationos --json"),
    (vendor, "vendor shadowdragon --count-under maker"),
    (technology, "technology biometrics --component ICE"),
    (vehicle, "vehicle CONT_IDV_70B02C20D00000019_7014 --json"),
    (check, f"check {FIGURE}"),
    (leads, "leads --kind no-notice --json"),
    (money, "money --component ICE --constant 2025"),
    (compare, "compare --first 2021-01-20 --second 2025-01-20"),
    (places, "places --side vendor --by district"),
    (cohorts, "cohorts --since 2020"),
    (chains, "chains --candidates --json"),
    (paid, "paid --component FEMA"),
    (ota, "ota --component 7040"),
    (caveats, "caveats --json"),
    (review, "review technology --top 20"),
    (classify, "classify contracts.csv"),
    (describe, "describe docs/tables"),
)
"""Each command with an example of its use."""

app = console.application("Turn the records held into findings.")
for command, example in COMMANDS:
    app.command(command.__name__, epilog=f"Example: python -m analysis {example}")(command)

if __name__ == "__main__":
    console.run(app)
