"""A headless Java for the Spark tests: found, or installed where that needs no asking.

`python tests/java.py --prepare` prints where it is, or in one line what is left out without.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

PACKAGE = "openjdk-17-jre-headless"
LEFT_OUT = (
    "no Java: left out are the tests of tests/analysis/test_spark.py (DuckDB and Spark give the "
    f"same tables); apt-get install {PACKAGE}"
)


def find_java() -> str | None:
    """A Java that runs, by JAVA_HOME or on the path."""
    home = os.environ.get("JAVA_HOME")
    places = [str(Path(home) / "bin" / "java")] if home else []
    for path in (*places, shutil.which("java")):
        if path and _runs(path):
            return path
    return None


def prepare() -> str | None:
    """The same, installed where it is missing and the system lets us."""
    found = find_java()
    apt = shutil.which("apt-get")
    if found or not apt:
        return found
    as_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    for words in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", PACKAGE]):
        try:
            done = subprocess.run(
                [*as_root, "env", "DEBIAN_FRONTEND=noninteractive", apt, *words],
                stdout=subprocess.DEVNULL,
                check=False,
            )
        except OSError:
            return None
        if done.returncode:
            return None
    return find_java()


def _runs(path: str) -> bool:
    try:
        return not subprocess.run([path, "-version"], capture_output=True, check=False).returncode
    except OSError:
        return False


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--prepare", action="store_true", help="install one where there is none")
    found = prepare() if parser.parse_args().prepare else find_java()
    sys.stdout.write(f"{found or LEFT_OUT}\n")


if __name__ == "__main__":
    main()
