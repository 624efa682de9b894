"""Paper: a page of ours as a tagged PDF, PDF/UA, made in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from threading import BoundedSemaphore

from course.config import ROOT
from course.papers.press import UNABLE

PRESS = Path(__file__).with_name("press.py")
LONGEST_S = 60  # that somebody waits
LONGEST_OF_WORKER_S = 900  # for whom nobody waits
AT_ONCE = 2  # of each process that serves pages
# one more waits for a place; who comes then hears that it is busy, so that a thread stays for pages
MOST = AT_ONCE + 1
# What its process is told of the machine. No setting of ours, and the same bytes each time.
_PASSED = ("PATH", "HOME", "LANG", "LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "SYSTEMROOT")
_SAME = {"PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": "0"}
_PLACES, _ROOM = BoundedSemaphore(AT_ONCE), BoundedSemaphore(MOST)


class NoPressError(Exception):
    """This machine cannot make a PDF: a library of the system is not there."""


class BusyError(Exception):
    """Too many wait for a PDF already, or it took too long."""


def pdf(page: str, identifier: str, longest_s: int = LONGEST_S) -> bytes:
    """A page of HTML as PDF. The same page and identifier give the same bytes.

    Errors: NoPressError, BusyError.
    """
    if not _ROOM.acquire(blocking=False):
        raise BusyError
    try:
        return _pressed(page, identifier, longest_s)
    finally:
        _ROOM.release()


def _pressed(page: str, identifier: str, longest_s: int) -> bytes:
    about = {"files": f"{(ROOT / 'static').as_uri()}/", "identifier": identifier}
    told = json.dumps(about).encode() + b"\n" + page.encode()
    with _PLACES:
        try:
            made = subprocess.run(
                [sys.executable, "-s", "-P", str(PRESS)],
                env={name: os.environ[name] for name in _PASSED if name in os.environ} | _SAME,
                input=told,
                capture_output=True,
                timeout=longest_s,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise BusyError from error
    if made.returncode == UNABLE:
        raise NoPressError(made.stderr.decode(errors="replace"))
    if made.returncode or not made.stdout:
        raise RuntimeError(f"the press failed: {made.stderr.decode(errors='replace')[-2000:]}")
    return made.stdout
