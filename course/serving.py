"""The HTTP server between a browser or a proxy and the application: waitress, with deadlines and
our words.

One thread reads every connection at once, and a thread that works gets a request only when it is
all there. So a request that comes slowly or stops half way holds up nobody; here it gets a deadline
as well. An answer that is read slowly waits in a file, not in a thread. What the server itself has
to refuse is said in the words of the site.

    python -m course.serving                     one process, anywhere; what Windows uses
    gunicorn --config python:course.server …     the same, in several processes (course/server.py)
"""

from __future__ import annotations

import ctypes
import socket
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from time import time
from typing import Any

from flask import Flask
from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.server import TcpWSGIServer
from waitress.task import ThreadedTaskDispatcher

from course import create_app
from course.connections import Channel
from course.web.http.border import MAX_UPLOAD
from course.web.http.standing import Pages, draw

THREADS = 4  # of one process; docs/decisions/0015-serving.md has the measurement
LINGER = 1  # seconds in which a server that stops still takes a request on an open connection
LONGEST_WORK = (
    120  # seconds for one request; then it is given up, and its process makes way for a new one
)
LONGEST_HEADER = 32 * 1024  # bytes of everything before the body
CONNECTIONS = 1000  # at once, in one process
# as <malloc.h> has them
M_MMAP_THRESHOLD = -3
M_ARENA_MAX = -8


class Listener(TcpWSGIServer):  # type: ignore[misc]
    """One address that is listened to."""

    channel_class = Channel
    stopping = False
    pages: Pages

    def maintenance(self, now: float) -> None:
        """Once a second: let go of whoever keeps us waiting."""
        for channel in list(self.active_channels.values()):
            if channel.is_late(now):
                channel.give_up()
            elif channel.is_unread(now):
                # at once: a socket that nobody reads never becomes ready for a last word
                channel.handle_close()


class HttpServer:
    """The server of one process: some listening sockets, one thread that reads and writes, some
    that work.
    """

    def __init__(
        self, app: Flask, sockets: Iterable[socket.socket], threads: int = THREADS
    ) -> None:
        """Start to listen. The sockets are bound; `threads` is how many requests are worked on at
        once.

        Errors: ValueError for a socket that is not TCP.
        """
        give_memory_back()
        self.map: dict[int, Any] = {}
        self.dispatcher = ThreadedTaskDispatcher()
        self.dispatcher.queue_logger.disabled = True  # waiting for a turn is no news
        pages = draw(app)
        self.listeners = [self._listen(app, each, pages) for each in sockets]
        self.dispatcher.set_thread_count(threads)

    def _listen(self, app: Flask, bound: socket.socket, pages: Pages) -> Listener:
        if bound.family not in (socket.AF_INET, socket.AF_INET6):
            raise ValueError("this server listens on TCP addresses only, such as 127.0.0.1:8000")
        info = (bound.family, bound.type, bound.proto, bound.getsockname())
        shared = {"map": self.map, "dispatcher": self.dispatcher, "adj": adjustments()}
        listener = Listener(app, _sock=bound, sockinfo=info, bind_socket=False, **shared)
        listener.pages = pages
        return listener

    def turn(self) -> None:
        """Read and write what is ready, or wait for it, up to a second."""
        wasyncore.loop(timeout=1, use_poll=True, map=self.map, count=1)

    def wake(self) -> None:
        """End the waiting of `turn`. May be called from a signal handler, and when all is over."""
        with suppress(OSError):
            self.listeners[0].pull_trigger()

    def is_stuck(self) -> bool:
        """Whether some request has been worked on for so long that it will never be done."""
        return any(time() - since > LONGEST_WORK for since in self._working())

    def finish(self, seconds: float, beat: Callable[[], None] = lambda: None) -> None:
        """Take no connection any more, answer what was asked, at most so many seconds, and end."""
        begin = time()
        for listener in self.listeners:
            listener.stopping = True
            listener.del_channel()
            listener.socket.close()
        while (channels := self.channels()) and time() - begin < seconds:
            if all(self._may_go(channel, begin) for channel in channels):
                break
            beat()
            for listener in self.listeners:
                listener.maintenance(time())
            wasyncore.loop(timeout=0.1, use_poll=True, map=self.map, count=1)
        wasyncore.close_all(self.map, ignore_all=True)

    def _may_go(self, channel: Channel, begin: float) -> bool:
        """Whether nobody waits for this connection: nothing asked and nothing left to send, or
        stuck for good.
        """
        now = time()
        if channel.works_since is not None:
            return now - channel.works_since > LONGEST_WORK
        return (
            not (channel.requests or channel.request or channel.total_outbufs_len)
            and now - begin > LINGER
        )

    def channels(self) -> list[Channel]:
        """Every connection that is open."""
        found: list[Channel] = []
        for listener in self.listeners:
            found.extend(listener.active_channels.values())
        return found

    def _working(self) -> list[float]:
        return [since for channel in self.channels() if (since := channel.works_since) is not None]


def give_memory_back() -> None:
    """Have the C library return blocks of a megabyte and more at once, such as those of a password
    or a long file.

    By itself it keeps for good what was large once, and gives each thread a room of its own, where
    what one left is of no use to another. Nothing happens where it cannot be told: other than
    GNU's.
    """
    with suppress(OSError, AttributeError, TypeError):
        library = ctypes.CDLL(None)
        library.mallopt(M_MMAP_THRESHOLD, 1024 * 1024)
        library.mallopt(M_ARENA_MAX, 1)


def adjustments() -> Adjustments:
    """What of waitress is set otherwise than it comes."""
    return Adjustments(
        ident=None,  # who asks need not hear what serves
        # DEELWIJS_PROXY_HOPS says which of them count, in create_app
        clear_untrusted_proxy_headers=False,
        max_request_header_size=LONGEST_HEADER,
        max_request_body_size=MAX_UPLOAD + 1,  # Parser knows the paths that take less
        inbuf_overflow=64 * 1024,  # in memory; what is larger waits in a file
        outbuf_overflow=512 * 1024,
        outbuf_high_watermark=256 * 1024 * 1024,  # in a file: whoever reads slowly holds no thread
        connection_limit=CONNECTIONS,
        cleanup_interval=1,
        log_socket_errors=False,  # somebody who walks away is no error
        server_name="localhost",
    )


def main() -> int:
    """Serve on 127.0.0.1 until somebody stops it. Returns an exit code."""
    app = create_app()
    port = app.config["DEELWIJS"].port
    service = HttpServer(app, [socket.create_server(("127.0.0.1", port))])
    try:
        while not service.is_stuck():
            service.turn()
    except KeyboardInterrupt:
        pass
    service.finish(30)
    return 0


if __name__ == "__main__":
    sys.exit(main())
