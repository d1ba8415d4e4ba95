"""Deadline of a connection: a server that sends a byte now and then is given up in time.

A time-out of a socket begins again with each byte. The head of an answer and the size of a
chunk come byte by byte without a word to the caller, so the bound stands at the socket itself.
"""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import httpcore


class ReadDeadline:
    """The moment at which a thread's reads end; each thread has its own, or none."""

    def __init__(self) -> None:
        self._own = threading.local()

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """Everything read in the block comes within so many seconds."""
        self._own.until = time.monotonic() + seconds
        try:
            yield
        finally:
            self._own.until = None

    def left(self, seconds: float | None) -> float | None:
        """Seconds that a read may take; httpcore.ReadTimeout where none are left."""
        until = getattr(self._own, "until", None)
        if until is None:
            return seconds
        left: float = until - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the answer came too slowly")
        return left if seconds is None else min(left, seconds)


class TimedStream(httpcore.NetworkStream):
    """A connection whose reads keep a deadline."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: ReadDeadline) -> None:
        self._stream, self._deadline = stream, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, timeout)

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, timeout)
        return TimedStream(stream, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class TimedNetwork(httpcore.NetworkBackend):
    """The network, with a deadline on what is read of it."""

    def __init__(self, deadline: ReadDeadline) -> None:
        self._network, self._deadline = httpcore.SyncBackend(), deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        stream = self._network.connect_tcp(host, port, timeout, local_address, socket_options)
        return TimedStream(stream, self._deadline)

    def sleep(self, seconds: float) -> None:
        self._network.sleep(seconds)


def keep(deadline: ReadDeadline, transports: Mapping[Any, Any]) -> None:
    """Make the connections of httpx's transports keep a deadline.

    httpx passes no network on to its pools, so it is put there: a test holds the place.
    """
    for transport in transports.values():
        pool = getattr(transport, "_pool", None)
        if pool is not None:
            pool._network_backend = TimedNetwork(deadline)
