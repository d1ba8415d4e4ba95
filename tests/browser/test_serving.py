"""Starting and stopping the dashboard as a person does."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).parent.parent.parent
Start = Callable[..., Any]


def test_a_second_dashboard_takes_the_next_free_port_and_says_so(start: Start) -> None:
    first = start()
    port = int(first.address.rsplit(":", 1)[1])
    second = start("serve", "--port", str(port))
    assert int(second.address.rsplit(":", 1)[1]) > port
    for server in (first, second):
        assert urlopen(server.address).status == 200
    assert second.stop() == 0
    assert f"port {port} is taken" in second.process.stderr.read()
    assert first.stop() == 0


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("alone", [True, False])
def test_it_stops_without_a_trace_and_with_exit_code_0(start: Start, how: int, alone: bool) -> None:
    server = start("serve", "--port", "0")
    assert server.line == f"Sole Source is at {server.address}/ (Ctrl-C stops it)\n"
    assert urlopen(server.address).status == 200
    if alone:  # a signal to the command, not to all that a terminal reaches
        server.process.send_signal(how)
        assert server.process.wait(timeout=120) == 0
    assert server.stop(how) == 0
    assert server.process.stdout.read() == ""
    assert server.process.stderr.read() == ""


SLOW_TO_DIVIDE = "os.register_at_fork(after_in_child=lambda: time.sleep(1))"
SLOW_TO_END = """
from concurrent.futures import ThreadPoolExecutor
def shutdown(pool, **_):
    with pool._shutdown_lock:
        time.sleep(1)
ThreadPoolExecutor.shutdown = shutdown
"""
SERVES_NOTHING = """
import os, time
from dashboard.server import Server, listen
{slow}
Server(None, listen("127.0.0.1", 0), lambda: None).run()
"""


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("slow", [SLOW_TO_DIVIDE, SLOW_TO_END])
@pytest.mark.parametrize("alone", [True, False])
def test_a_process_that_is_busy_ends_when_it_is_told_to(how: int, slow: str, alone: bool) -> None:
    server = subprocess.Popen(
        [sys.executable, "-c", SERVES_NOTHING.format(slow=slow)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert server.stdout is not None
    assert server.stdout.readline().startswith("Sole Source is at")
    if slow == SLOW_TO_END:
        time.sleep(1)  # it listens by now, and hears each signal at once
    (os.kill if alone else os.killpg)(server.pid, how)
    assert server.communicate(timeout=120) == ("", "")
    assert server.returncode == 0


def test_every_answer_forbids_other_hosts_and_frames(server: Any) -> None:
    headers = urlopen(server.address).headers
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "http" not in policy
    assert "frame-ancestors 'none'" in policy
    assert "'unsafe-inline'" not in policy.split("style-src")[0]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Frame-Options"] == "DENY"


def run(*words: str, data: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "dashboard", *words],
        cwd=ROOT,
        env={**os.environ, "SOLESOURCE_DATA": str(data)},
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )


def test_without_a_build_it_says_what_to_run_in_one_line(tmp_path: Path) -> None:
    done = run(data=tmp_path)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "python -m fetch sample" in done.stderr


def test_a_host_that_is_not_of_this_machine_is_one_line(data: Path) -> None:
    done = run("serve", "--host", "192.0.2.1", data=data)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "cannot listen on 192.0.2.1" in done.stderr


@pytest.mark.parametrize("words", [("serve", "--port", "x"), ("--port", "99999"), ("open",)])
def test_wrong_usage_ends_with_2(tmp_path: Path, words: tuple[str, ...]) -> None:
    assert run(*words, data=tmp_path).returncode == 2


def test_a_port_that_only_listens_elsewhere_is_left_alone(start: Start) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = other.getsockname()[1]
        server = start("serve", "--port", str(taken))
        assert not server.address.endswith(f":{taken}")
        assert server.stop() == 0


def test_an_address_of_many_filters_is_served(server: Any) -> None:
    assert urlopen(f"{server.address}/explore?q={'a' * 6000}").status == 200
