"""Server of the pages on this machine: a free port, one line when it listens, a clean end."""

from __future__ import annotations

import errno
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from threading import Thread
from typing import Any

from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]
from gunicorn.workers.gthread import ThreadWorker  # type: ignore[import-untyped]

from fetch.errors import InputError

PORTS_TRIED = 50
WORKERS, THREADS = 2, 4
"""Python runs one reader at a time in a process; each process holds its own tables in memory."""
QUIET_END_SECONDS, PATIENCE_SECONDS = 2, 10
"""Seconds for a worker to finish its answers, and for the server to wait for it."""
QUICK_END_SECONDS = 0.1
"""Seconds for answers in progress after a Ctrl-C."""
LONGEST_LINE = 8190
"""Of the first line of a request, in bytes: many filters make a long address. Gunicorn's most."""
ENDS = (signal.SIGINT, signal.SIGQUIT, signal.SIGTERM)


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens on the port, or on the next one that is free.

    InputError where the host is not of this machine or no port can be had.
    """
    if not host.strip():
        # to the system an empty host is every interface of the machine
        raise InputError("no host to listen on: give an address, such as --host 127.0.0.1")
    for candidate in range(port, min(port + PORTS_TRIED, 65536)):
        try:
            return _bound(host, candidate)
        except OSError as error:
            # a taken port has a next one; a wrong host or a forbidden port has none
            if error.errno != errno.EADDRINUSE:
                reason = error.strerror or str(error)
                raise InputError(f"cannot listen on {host}, port {candidate}: {reason}") from None
    raise InputError(f"no free port from {port} on: stop a server, or give another --port")


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family, backlog=128)


def address(listening: socket.socket) -> str:
    """The address of the first page, as a browser takes it."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


class Worker(ThreadWorker):  # type: ignore[misc]  # gunicorn ships no types
    """A process of several threads that ends however often it is told to."""

    def handle_quit(self, _signal: int, _frame: Any) -> None:
        """End soon: Ctrl-C, or the server after a Ctrl-C of its own.

        A terminal tells the processes and the server, and the server tells the processes
        again: Gunicorn's own handler takes a lock, and waits for itself when the second
        signal comes while it holds it.
        """
        time.sleep(QUICK_END_SECONDS)
        os._exit(0)


class Server(BaseApplication):  # type: ignore[misc]  # the same
    """Gunicorn with a few processes of several threads, over a socket that listens already."""

    def __init__(self, wsgi: Any, listening: socket.socket, warm: Callable[[], Any]) -> None:
        """`warm` is called in each process once it listens, beside the first readers."""
        self.served, self.warm = wsgi, warm
        self.address = address(listening)
        self.descriptor = listening.detach()  # gunicorn takes it over, and closes it
        super().__init__()

    def load_config(self) -> None:
        """Production settings; nothing is read from files or the environment."""
        settings = {
            # the socket was bound before, so that the port in the address is the one that is
            # served
            "bind": f"fd://{self.descriptor}",
            "workers": WORKERS,
            "worker_class": Worker,
            "threads": THREADS,
            "timeout": 120,
            "graceful_timeout": PATIENCE_SECONDS,
            "keepalive": 5,
            "limit_request_line": LONGEST_LINE,
            # made once and shared by fork: two processes would else import everything twice
            "preload_app": True,
            # no further socket on this machine
            "control_socket_disable": True,
            "loglevel": "error",
            "accesslog": None,
            "post_fork": hasten,
            "post_worker_init": self.begin,
            "worker_exit": leave,
            "when_ready": lambda _: say_ready(self.address),
        }
        for name, value in settings.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """The application, made before the process divides."""
        return self.served

    def run(self) -> None:
        """Serve until a signal ends it.

        A process that is not yet able to end when it is told to would not hear it, and be
        killed: until `begin` the signal waits.
        """
        os.register_at_fork(before=hold, after_in_parent=release)
        super().run()

    def begin(self, _worker: Any) -> None:
        """One of the processes listens: it can be ended, and fills its memory meanwhile."""
        release()
        # a daemon: a process that is told to end does not wait for its tables
        Thread(target=self.warm, daemon=True).start()


def hold() -> None:
    """Signals that end the server wait."""
    signal.pthread_sigmask(signal.SIG_BLOCK, ENDS)


def release() -> None:
    """Signals that waited arrive."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDS)


def hasten(_arbiter: Any, worker: Any) -> None:
    """In a process of its own: it ends sooner than the server stops to wait for it."""
    worker.cfg.set("graceful_timeout", QUIET_END_SECONDS)


def leave(_arbiter: Any, _worker: Any) -> None:
    """End a process without the end of Python: a thread that is in DuckDB then aborts it."""
    error = sys.exc_info()[1]
    code = error.code if isinstance(error, SystemExit) else 0
    sys.stderr.flush()
    os._exit(code if isinstance(code, int) else 1)


def say_ready(first_page: str) -> None:
    """The one line on stdout, once a browser can connect."""
    sys.stdout.write(f"Sole Source is at {first_page} (Ctrl-C stops it)\n")
    sys.stdout.flush()
