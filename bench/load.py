"""Asks a server for some seconds, several at once, and notes how long each answer took.

One who asks is a socket and little else: what measures takes its part of the same two cores.
"""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain

HOST = "127.0.0.1"
PATIENCE = 60.0  # seconds
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_LAST_CHUNK = b"\r\n0\r\n\r\n"


@dataclass(frozen=True)
class Ask:
    """One request, and the status that a right answer has; 0 when any is."""

    path: str
    headers: Mapping[str, str]
    body: str | None = None
    status: int = 200

    @property
    def method(self) -> str:
        """Who sends something, posts it."""
        return "GET" if self.body is None else "POST"

    @property
    def sent(self) -> bytes:
        """The request as it goes over the line."""
        body = (self.body or "").encode()
        lines = [f"{self.method} {self.path} HTTP/1.1", f"Host: {HOST}"]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        lines += [f"Content-Length: {len(body)}", "", ""]
        return "\r\n".join(lines).encode() + body


@dataclass(frozen=True)
class Crowd:
    """So many people who ask the same kind of thing. They share the iterator, so it is one of
    `itertools`, which threads may share.
    """

    asks: Iterator[Ask]
    people: int


class Client:
    """One who asks, on a connection that stays open as a proxy keeps it."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection((HOST, port), timeout=PATIENCE)
        self.first = 0.0  # when the last answer began to come

    def ask(self, ask: Ask) -> bytes:
        """The body of the answer.

        Errors: RuntimeError for another status than is right: a quick error page is no result.
        """
        self._socket.sendall(ask.sent)
        data = self._more(b"")
        self.first = time.perf_counter()
        while b"\r\n\r\n" not in data:
            data = self._more(data)
        head, _, body = data.partition(b"\r\n\r\n")
        length = _LENGTH.search(head)
        while not self._is_whole(body, length):
            body = self._more(body)
        status = int(head[9:12])
        if ask.status not in (0, status):
            raise RuntimeError(f"{ask.path}: {status}, not {ask.status}: {body[:300]!r}")
        return body

    def close(self) -> None:
        """Nothing more to ask."""
        self._socket.close()

    def _more(self, data: bytes) -> bytes:
        more = self._socket.recv(65536)
        if not more:
            raise ConnectionError("the server hung up")
        return data + more

    @staticmethod
    def _is_whole(body: bytes, length: re.Match[bytes] | None) -> bool:
        if length is None:
            return body.endswith(_LAST_CHUNK)
        return len(body) >= int(length[1])


def load(port: int, crowds: Mapping[str, Crowd], seconds: float) -> dict[str, list[float]]:
    """Everybody at once for some seconds: how many seconds each answer took, by crowd.

    Errors: RuntimeError when an answer was not what it should be.
    """
    end = time.perf_counter() + seconds
    names = list(chain.from_iterable([name] * crowd.people for name, crowd in crowds.items()))
    seen: dict[str, list[float]] = {name: [] for name in crowds}
    with ThreadPoolExecutor(len(names)) as pool:
        runs = [pool.submit(_ask_until, port, crowds[name].asks, end) for name in names]
        for name, run in zip(names, runs, strict=True):
            seen[name] += run.result()
    return seen


def share(times: list[float], percent: int) -> float:
    """Milliseconds within which this share of the answers came."""
    ordered = sorted(times)
    return 1000 * ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]


def _ask_until(port: int, asks: Iterator[Ask], end: float) -> list[float]:
    client, times = Client(port), []
    while (begin := time.perf_counter()) < end:
        client.ask(next(asks))
        times.append(time.perf_counter() - begin)
    client.close()
    return times
