"""Reports of mail servers that a mail was not delivered, from a file (RFC 3464)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from itertools import chain

LONGEST = 1024 * 1024  # bytes of one message; what comes after it is the mail that came back
_FOR_GOOD = re.compile(r"\s*(5\.\d{1,3}\.\d{1,3})(?!\d)")
_ADDRESS = re.compile(r"\s*rfc822\s*;\s*<?([^\s<>@]+@[^\s<>@]+)>?\s*", re.IGNORECASE)
_ESCAPED = re.compile(r"\+([0-9A-F]{2})")  # RFC 3461, xtext


@dataclass(frozen=True)
class BounceReports:
    """What a file said. `codes`: who is not reached for good, and the code that says so."""

    codes: Mapping[str, str]
    reports: int
    others: int  # messages that are no report


def read(lines: Iterable[bytes]) -> BounceReports:
    """All reports of a file: one message, or a mailbox (mbox)."""
    codes: dict[str, str] = {}
    reports = others = 0
    for content in _messages(lines):
        recipients = _recipients(content)
        if recipients is None:
            others += 1
            continue
        reports += 1
        for recipient in recipients:
            codes.update(_gone(recipient))
    return BounceReports(codes, reports, others)


def _messages(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Each message, at most so much of it. A line that begins with From and a space begins one."""
    kept = bytearray()
    for line in lines:
        if line.startswith(b"From "):
            if kept.strip():
                yield bytes(kept)
            kept.clear()
        elif len(kept) < LONGEST:
            kept += line[:LONGEST]
    if kept.strip():
        yield bytes(kept)


def _recipients(content: bytes) -> list[Message] | None:
    """What a report says of each recipient; None when this is no report."""
    try:
        message = message_from_bytes(content)
    except RecursionError:  # parts in parts in parts
        return None
    if message.get_content_type() != "multipart/report" or not message.is_multipart():
        return None
    parts = [part for part in _inside(message) if _is_status(part)]
    if not parts:
        return None
    return list(chain.from_iterable(map(_inside, parts)))


def _inside(message: Message) -> list[Message]:
    inside = message.get_payload()
    return [one for one in inside if isinstance(one, Message)] if isinstance(inside, list) else []


def _is_status(part: Message) -> bool:
    return part.get_content_type() == "message/delivery-status"


def _gone(recipient: Message) -> dict[str, str]:
    """The address and the code, when this recipient is not reached for good."""
    status = _FOR_GOOD.match(str(recipient["Status"] or ""))
    if status is None or str(recipient["Action"] or "").strip().lower() != "failed":
        return {}
    # the address that we wrote to; the other one may be where it was sent on to
    asked = _ADDRESS.fullmatch(str(recipient["Original-Recipient"] or ""))
    final = _ADDRESS.fullmatch(str(recipient["Final-Recipient"] or ""))
    if asked is not None:
        return {_ESCAPED.sub(_plain, asked[1]): status[1]}
    return {} if final is None else {final[1]: status[1]}


def _plain(escaped: re.Match[str]) -> str:
    return chr(int(escaped[1], 16))
