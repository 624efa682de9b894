"""A ZIP of evidence: the same files give the same bytes, and it says how to check each of them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from tempfile import TemporaryFile
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from course.sheets.csv_files import csv_text
from course.sheets.xlsx_files import FileKind, Sheet, write_sheet

PIECE = 65536


@dataclass(frozen=True)
class PackedTable:
    """A table of a bundle. `lines` gives all of them each time that it is called."""

    name: str  # of its files, without what they end in
    title: str
    header: Sequence[str]
    kinds: Sequence[FileKind]
    lines: Callable[[], Iterable[Sequence[str]]]


@dataclass(frozen=True)
class Packed:
    """A ZIP that is being filled, and the hash of each file in it."""

    zipped: ZipFile
    hashes: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, pieces: Iterable[bytes]) -> None:
        """One file; its date is always the same."""
        info = ZipInfo(name)
        info.compress_type = ZIP_DEFLATED
        info.external_attr = 0o644 << 16
        hashed = hashlib.sha256()
        with self.zipped.open(info, "w", force_zip64=True) as member:
            for piece in pieces:
                hashed.update(piece)
                member.write(piece)
        self.hashes[name] = hashed.hexdigest()

    def add_table(self, table: PackedTable, day: date) -> None:
        """As CSV and as a spreadsheet."""
        pieces = csv_text(table.header, table.lines())
        self.add(f"{table.name}.csv", map(str.encode, pieces))
        sheet = Sheet(table.title, table.header, table.kinds, table.lines(), day)
        self.add(f"{table.name}.xlsx", _written(sheet))

    def finish(self, words: str) -> None:
        """How to check all of it, in words and with each hash as the usual tools read it."""
        lines = "".join(f"{hashed}  {name}\n" for name, hashed in sorted(self.hashes.items()))
        self.add("controle.txt", [(words + lines).encode()])


def sealed(file: IO[bytes]) -> str:
    """The SHA-256 of a whole file."""
    file.seek(0)
    hashed = hashlib.sha256()
    while piece := file.read(PIECE):
        hashed.update(piece)
    return hashed.hexdigest()


def packing(file: IO[bytes]) -> ZipFile:
    """An empty ZIP in a file."""
    return ZipFile(file, "w", ZIP_DEFLATED)


def _written(sheet: Sheet) -> Iterator[bytes]:
    with TemporaryFile() as file:
        write_sheet(file, sheet)
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece
