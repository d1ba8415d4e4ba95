"""Printed figures: how often invented ones are confirmed, and true ones are not.

Over the embedded sample, so that anybody can repeat it. `python -m tests.benchmarks.figures`.
"""

from __future__ import annotations

import random
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from analysis.documents.press import check as press_check
from analysis.documents.press.check import OTHERWISE, REPRODUCED, known_figures
from analysis.publish.run import build as publish
from analysis.published.build import Build, current
from fetch import sources
from fetch.ingest.importer import import_sample
from fetch.settings import Settings

INVENTED = 1_000
SEED = 20261129
SUBJECTS = (
    "Palantir", "ICE Palantir", "Anduril", "CBP Anduril", "ShadowDragon", "ImmigrationOS", "FALCON",
    "70CTD022FR0000170", "ICE", "CBP", "DHS",
)  # fmt: skip
SPANS = ("", "FY2025", "2025", "since January 2025", "FY2022-FY2024", "2026", "until March 2026")
PHRASINGS = (
    "{who} {when} {usd}", "{usd} {who} {when}", "{when}: {who} {usd}", "{who} got {usd} {when}",
    "{usd} was obligated to {who} {when}", "{who} received {usd} in contracts {when}",
    "DHS paid {who} {usd} {when}", "{usd} for {who} {when}", "contracts of {usd} with {who} {when}",
    "{who} has been awarded {usd} {when}", "{who}: a total of {usd} {when}",
    "{when} {usd} went to {who}",
)  # fmt: skip
YEARS = {
    "": "", "fiscal 2025": "FY2025", "calendar year 2025": "2025", "FY25": "FY2025",
    "since January 20 2025": "since 2025-01-20", "FY2022-24": "FY2022-FY2024",
}  # fmt: skip
"""Spans as people write them, and another way to write each."""


@dataclass(frozen=True)
class Confirmed:
    """How many figures there were, and how many of them were confirmed, by verdict."""

    figures: int
    verdicts: Counter[str]

    def share(self, *verdicts: str) -> float:
        """Share of the figures with one of some verdicts."""
        return sum(self.verdicts[each] for each in verdicts) / self.figures


def invented(build: Build, number: int = INVENTED) -> Confirmed:
    """Figures that nobody printed: whole millions, tenths of millions and odd cents."""
    dice, verdicts = random.Random(SEED), Counter[str]()
    for place in range(number):
        usd = Decimal(str(round(10 ** dice.uniform(5.7, 9.3), 2)))
        written = (
            f"${usd:,.2f}",
            f"${max(int(usd / 10**6), 1)} million",
            f"${usd / 10**6:.1f} million",
        )[place % 3]
        text = f"{dice.choice(SUBJECTS)} {dice.choice(SPANS)} {written}"
        verdicts[press_check.check(build, text)["verdict"]] += 1
    return Confirmed(number, verdicts)


def real(build: Build) -> Confirmed:
    """Forty sums of the records in a dozen phrasings each, in millions to one place."""
    verdicts, number = Counter[str](), 0
    for who, when, usd in sums_of(build):
        for place, phrasing in enumerate(PHRASINGS):
            exact = place % 2 == 0
            written = f"${usd:,.2f}" if exact else f"${usd / 10**6:.1f} million"
            text = phrasing.format(who=who, when=when, usd=written)
            verdicts[press_check.check(build, text)["verdict"]] += 1
            number += 1
    return Confirmed(number, verdicts)


def sums_of(build: Build, most: int = 40) -> Iterator[tuple[str, str, Decimal]]:
    """Subject, span and sum of what the sample holds, above two million dollars."""
    some = 0
    for when, plain in YEARS.items():
        for who in SUBJECTS:
            answer = press_check.check(build, f"{who} {plain} $1,234,567.89")
            usd = answer["asked"]["usd"]
            if usd and Decimal(usd) > 2_000_000 and some < most:
                some += 1
                yield who, when, Decimal(usd)


def printed() -> None:
    """Print what a run over the sample gives."""
    sources.load()
    with tempfile.TemporaryDirectory() as folder:
        place = Settings(data=Path(folder))
        import_sample(place)
        publish(place)
        build = current(place)
        made_up, true = invented(build), real(build)
        known = Counter(row["verdict"] for row in known_figures(build))
    print(
        f"of {made_up.figures:,} invented figures {made_up.share(REPRODUCED):.1%} are called "
        f"reproduced, {made_up.share(OTHERWISE):.1%} under another definition"
    )
    print(f"of {true.figures:,} true sentences {true.share(REPRODUCED):.1%} are called reproduced")
    print(f"of {sum(known.values())} known figures: {dict(known)}")


if __name__ == "__main__":
    printed()
