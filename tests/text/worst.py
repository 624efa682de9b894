"""What keeps a parser busiest: lessons of one pattern, as large as a lesson may be.

`python3 -m tests.text.worst` reads and checks each of them at 64 kB, prints the processor time of the
ten slowest, and exits with 1 when one takes a second. The tests count the steps of small ones.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

from course.content.check import check_folder
from course.content.lesson import MAX_BYTES, MAX_LINES
from course.text import bounds
from tests.content.reading import write_folder

HEAD = '+++\ntitle = "Proef"\n+++\n'
SLOWEST = 10  # lines that are printed
ALLOWED = 1.0  # seconds of processor time
SIGNS = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
PATTERNS = [
    *SIGNS,
    *(f"{sign}a" for sign in SIGNS),
    *(f"a{sign}\n" for sign in SIGNS),
    *(f"{sign} a\n" for sign in SIGNS),
    *(
        "[a](",
        "[a](b)",
        "[a][b] ",
        "[a]: b\n",
        "](",
        "[\\",
        "`[",
        "\t[",
        "*[",
        "[_",
        ">>",
        "?;",
        "<a@b>",
        "&#1;",
    ),
    *(
        "**a",
        "__a",
        "*a_",
        "_a*",
        "*a**b",
        "``a`",
        "{def: ",
        "{en: a}",
        "{{a}}",
        "{",
        "\\[",
        "((",
        "<http://a",
    ),
    *(
        "a\n: b\n",
        "a\n: b\n\n",
        ": b\n",
        "> a\n",
        "> > a\n",
        "- a\n",
        "1. a\n",
        "|a|b\n",
        "a|b\n-|-\n",
        "|-|-\n",
    ),
    *(
        "a\n===\n",
        "---\n",
        "    a\n",
        "\ta\n",
        "a\n\n",
        "a  \n",
        " ",
        "\t",
        "\n",
        "é",
        "a",
        "a ",
        "a_a",
    ),
]
WORDS = "Een woord en nog een woord. "


Shape = Callable[[str, int], str]


def repeated(pattern: str, size: int) -> str:
    """Nothing but the pattern: what is mostly refused."""
    return pattern * (size // len(pattern))


def in_paragraphs(pattern: str, size: int) -> str:
    """As much of a pattern as the limits allow in each paragraph, over and over: the worst that is
    let through. Filled up with words.
    """
    piece = f"{_largest_piece(pattern)}\n\n"
    return _filled([piece] * (size // len(piece)), size)


def in_options(pattern: str, size: int) -> str:
    """A question with as many options as fit, each with the pattern in its text and feedback."""
    start = "::: choice k-1\n\nVraag?\n\n"
    one = pattern.replace("\n", " ").strip() or "a"
    options = (f"- [ ] a{n}. {one}\n  > {one}\n" for n in range(size // (2 * len(one) + 16)))
    return f"{start}{_filled(options, size)}\n:::\n"


def in_blocks(pattern: str, size: int) -> str:
    """Small questions, each with the pattern as its text."""
    one = pattern.strip("\n") or "a"
    rest = "- [x] a. ja\n- [ ] b. nee\n:::\n"
    blocks = (f"::: choice k-{n}\n\n{one}\n\n{rest}" for n in range(size // (len(one) + 50)))
    return _filled(blocks, size)


SHAPES = (repeated, in_paragraphs, in_options, in_blocks)


def _largest_piece(pattern: str) -> str:
    for count in (1200, 600, 200, bounds.SIGNS, bounds.SIGNS // 2, bounds.OPEN, 10, 4, 1):
        if bounds.excess_in(pattern * count) is None:
            return pattern * count
    raise AssertionError(f"{pattern!r} is refused even once")


def _filled(pieces: Any, size: int) -> str:
    """The pieces until a sign or the lines run out, then words up to the size."""
    text: list[str] = []
    lines = length = 0
    used: dict[str, int] = {}
    for piece in pieces:
        lines += piece.count("\n")
        length += len(piece.encode())
        for sign in "[(<>{*_`\\&#|":
            used[sign] = used.get(sign, 0) + piece.count(sign)
        if length > size or lines > MAX_LINES - 40 or max(used.values()) > bounds.MOST_SIGNS:
            break
        text.append(piece)
    room = size - sum(len(piece.encode()) for piece in text)
    paragraph = WORDS * 60 + "\n\n"
    return "".join(text) + paragraph * (room // len(paragraph))


def steps(deed: Callable[[], object]) -> int:
    """How many functions are called, ours and those of libraries, also those written in C."""
    count = 0

    def note(_frame: FrameType, event: str, _argument: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(note)
    try:
        deed()
    finally:
        sys.setprofile(None)
    return count


def lesson(shape: Shape, pattern: str, size: int, folder: Path) -> Path:
    """A content folder with one lesson of this shape, at most so many bytes."""
    return write_folder(folder, les=HEAD + shape(pattern, size - len(HEAD) - 100))


def _seconds() -> Iterator[tuple[float, str]]:
    for shape in SHAPES:
        for number, pattern in enumerate(PATTERNS):
            with tempfile.TemporaryDirectory() as place:
                folder = lesson(shape, pattern, MAX_BYTES, Path(place) / str(number))
                start = time.process_time()
                check_folder(folder)
                yield time.process_time() - start, f"{shape.__name__} {pattern!r}"


def main() -> int:
    """Try them all."""
    found = sorted(_seconds(), reverse=True)
    print(f"{len(found)} lessons of {MAX_BYTES // 1024} kB, processor seconds of the slowest:")
    for seconds, name in found[:SLOWEST]:
        print(f"{seconds:.2f}  {name}")
    return int(found[0][0] >= ALLOWED)


if __name__ == "__main__":
    sys.exit(main())
