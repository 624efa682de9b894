"""A ZIP that somebody sent. What is broken in it is one error, whichever part of it breaks."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from lzma import LZMAError
from zipfile import BadZipFile, ZipFile

# A password and a way of packing that Python does not know are RuntimeErrors; an odd name or
# length is a ValueError.
_BROKEN = (BadZipFile, zlib.error, LZMAError, struct.error, OSError, EOFError)
_ODD = (RuntimeError, ValueError)


class BrokenZipError(Exception):
    """It cannot be read, or not all of it."""


@contextmanager
def opened_zip(data: bytes) -> Iterator[ZipFile]:
    """The files in it, for as long as they are read.

    Errors: BrokenZipError, also for what turns out to be broken while a file of it is read.
    """
    try:
        with ZipFile(BytesIO(data)) as parts:
            yield parts
    except (*_BROKEN, *_ODD) as error:
        raise BrokenZipError from error
