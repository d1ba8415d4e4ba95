"""`python -m tests.service [--replay FOLDER]`: a service to try the tool on by hand."""

from __future__ import annotations

import argparse
import threading
from pathlib import Path

from tests.service.fictional import Service
from tests.service.replay import Replay
from tests.service.server import Server


def main() -> None:
    parser = argparse.ArgumentParser(prog="tests.service", description=__doc__)
    parser.add_argument("--replay", type=Path, help="a folder with exchanges/ and files/")
    folder = parser.parse_args().replay
    with Server(Replay(folder) if folder else Service.small()) as server:
        url = server.url
        print(f"SOLESOURCE_USASPENDING={url} SOLESOURCE_USASPENDING_FILES={url}", flush=True)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            print(f"{len(server.asked)} requests answered")


if __name__ == "__main__":
    main()
