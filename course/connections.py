"""One connection of the HTTP server: waitress, with deadlines and our words.

A request that comes slowly or stops half way gets a deadline, and what the server itself has to
refuse is said in the words of the site. `course/serving.py` listens and keeps the time.
"""

from __future__ import annotations

import re
import socket
from copy import copy
from http import HTTPStatus
from time import time

from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.task import ErrorTask
from waitress.utilities import Error

from course.web.http.border import most_bytes
from course.web.http.standing import HEADERS

HEADER_WITHIN = (
    10  # seconds for a header, from its first byte; also for that first byte on a new connection
)
BODY_WITHIN = 60  # seconds for header and body together: a megabyte over a bad connection
REST = 75  # seconds a connection may rest between two requests; longer than the proxy keeps it (60)
UNREAD = 60  # seconds in which somebody who is sent something takes none of it
DRAIN = 3  # seconds in which what was refused may still come in, so that the refusal can be read
LONGEST_LINE = 8190  # bytes of method and address
# a name or an address, with or without a port; two headers read as one with a comma between them
_HOST = re.compile(r"[\w.~!$&'()*+;=%:\[\]-]*", re.ASCII)


class AddressTooLongError(Error):  # type: ignore[misc]
    """The address alone is longer than LONGEST_LINE."""

    code = HTTPStatus.REQUEST_URI_TOO_LONG
    reason = code.phrase


class TooLateError(Error):  # type: ignore[misc]
    """The request was not there in time."""

    code = HTTPStatus.REQUEST_TIMEOUT
    reason = code.phrase


class Parser(HTTPRequestParser):  # type: ignore[misc]
    """A request while it comes in. Tells an address that is too long from a header that is, and
    refuses at once what is larger than its path takes.
    """

    adj: Adjustments

    def received(self, data: bytes) -> int:
        """Take in more bytes; returns how many of them belong to this request."""
        before = self.header_plus
        consumed: int = super().received(data)
        if self.completed and self.body_rcv is None:
            line = (before + data).lstrip().partition(b"\r\n")[0]
            if len(line) > LONGEST_LINE:
                self.error = AddressTooLongError("")
        return consumed

    def parse_header(self, header_plus: bytes) -> None:
        """Read the header; how much may follow depends on the path in it.

        Errors: ParsingError, also where it is not sure how long the body is: who stands in front
                may think otherwise, and what one takes for a body is a request to the other.
        """
        try:
            super().parse_header(header_plus)
        except ValueError as error:  # a length of thousands of digits, an address that is none
            raise ParsingError("this cannot be read") from error
        if "TRANSFER_ENCODING" in self.headers or (
            self.chunked and "CONTENT_LENGTH" in self.headers
        ):
            raise ParsingError("the body may end in two places")
        if not _names_one_host(self):
            raise ParsingError("this is asked of nobody, or of two")
        if self.body_rcv is not None:
            self.adj = copy(self.adj)
            self.adj.max_request_body_size = most_bytes(self.path) + 1


def _names_one_host(request: Parser) -> bool:
    """Source: RFC 9112, 3.2. Who speaks HTTP/1.0 may leave it out."""
    host: str | None = request.headers.get("HOST")
    if host is None:
        return str(request.version) <= "1.0"
    return _HOST.fullmatch(host) is not None


class Refusal(ErrorTask):  # type: ignore[misc]
    """What the server answers by itself: our page, with the headers that every answer has."""

    def execute(self) -> None:
        """Write the page of this error."""
        error = self.request.error
        body = self.channel.server.pages.get(error.code, b"")
        self.status = f"{int(error.code)} {error.reason}"
        self.response_headers = [*HEADERS, ("Content-Type", "text/html; charset=utf-8")]
        self.set_close_on_finish()
        self.content_length = len(body)
        # there may be no first line yet
        self.write(b"" if getattr(self.request, "command", "") == "HEAD" else body)
        self.channel.refused = True


class Channel(HTTPChannel):  # type: ignore[misc]
    """One connection."""

    parser_class = Parser
    error_task_class = Refusal
    request: Parser | None
    close_when_flushed: bool
    began: float | None = None  # when the first byte came of a request that is not all there
    works_since: float | None = None  # when a thread began on a request
    answered = False  # whether this connection has had an answer
    refused = False  # the last answer was ours, to a request that was perhaps not read to its end
    drains_since: float | None = None

    def received(self, data: bytes) -> bool:
        """Take in what was read."""
        taken: bool = super().received(data)
        if self.request is None:
            self.began = None
        elif self.began is None:
            self.began = time()
        return taken

    def service(self) -> None:
        """Answer one request, in a thread that works."""
        if self.server.stopping:
            self.requests[0].headers["CONNECTION"] = "close"
        self.works_since = time()
        try:
            super().service()
        finally:
            self.works_since, self.answered = None, True
            self.began = (
                None  # what came in behind this request has its own time, from the next byte
            )

    def is_late(self, now: float) -> bool:
        """Whether a request, or its very first byte, should have been here by now."""
        if self.requests or self.close_when_flushed or self.drains_since:
            return False
        if self.request is None:
            return self._rests_too_long(now)
        within = BODY_WITHIN if self.request.headers_finished else HEADER_WITHIN
        return now - (self.began or self.last_activity) > within

    def _rests_too_long(self, now: float) -> bool:
        rest = REST if self.answered else HEADER_WITHIN
        return now - self.last_activity > rest and not self.total_outbufs_len

    def give_up(self) -> None:
        """Say that the request came too late, and close. Who never began to ask gets no answer."""
        if self.request is None:
            self.will_close = True
            return
        with self.requests_lock:
            late, self.request, self.began = self.request, None, None
            late.close()
            request = self.parser_class(self.adj)
            request.version, request.error = "1.1", TooLateError("")
            self.requests.append(request)
        self.server.add_task(self)

    def is_unread(self, now: float) -> bool:
        """Whether nothing of an answer was taken for too long, or nothing more of a refused request
        came.
        """
        if self.drains_since:
            return now - self.drains_since > DRAIN
        return bool(self.total_outbufs_len) and now - self.last_activity > UNREAD

    def readable(self) -> bool:
        """Whether the loop should read from this connection."""
        return bool(self.drains_since) or bool(super().readable())

    def handle_read(self) -> None:
        """Read a request, or throw away the rest of one that was refused: closing at once would
        wipe out our answer.
        """
        if not self.drains_since:
            super().handle_read()
            return
        try:
            data = self.recv(self.adj.recv_bytes)  # closes by itself at the end
        except OSError:
            self.handle_close()
        else:
            self.connected = bool(data)

    def handle_write(self) -> None:
        """Send what is ready; after a refusal close our half first."""
        super_closes = not (self.refused and self.close_when_flushed and not self.total_outbufs_len)
        if super_closes or self.will_close:
            super().handle_write()
            return
        self.close_when_flushed, self.drains_since = False, time()
        try:
            self.socket.shutdown(socket.SHUT_WR)
        except OSError:
            self.handle_close()
