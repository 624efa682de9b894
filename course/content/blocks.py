"""The blocks of a lesson that are no question: a callout, a figure, a text for some, a quoted
clause. Questions are read by their kind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from course.content.types import Block, Callout, ClauseQuote, Figure, Prose, Skippable
from course.kinds.item import Audience, Sector
from course.kinds.registry import parser_of
from course.text import drawing
from course.text.source import Draft, RawBlock, RawText

CALLOUTS = ("tip", "praktijk", "let-op")
_ONLY = "::: only sectors=po,so of ::: only audiences=leader."
WordT = TypeVar("WordT", bound=StrEnum)


def read_blocks(pieces: Iterable[RawBlock | RawText], draft: Draft) -> tuple[Block, ...]:
    """The blocks that can be understood, in reading order."""
    blocks: list[Block] = []
    for piece in pieces:
        block = _block(piece, draft)
        if block is not None:
            blocks.append(block)
    return tuple(blocks)


def read_word(
    enum: type[WordT], value: object, key: str, draft: Draft, line: int = 1
) -> WordT | None:
    """One of the words that an attribute may say; None after reporting another."""
    word = ""
    if isinstance(value, str):
        word = value
    try:
        return enum(word)
    except ValueError:
        draft.error(line, "head", f"‘{key}’ kent ‘{word[:40]}’ niet. Kies uit: {', '.join(enum)}.")
        return None


def read_words(
    enum: type[WordT], values: Iterable[str], key: str, draft: Draft, line: int = 1
) -> tuple[WordT, ...]:
    """Those of several words that an attribute may say."""
    return tuple(filter(None, (read_word(enum, value, key, draft, line) for value in values)))


def _block(piece: RawBlock | RawText, draft: Draft) -> Block | None:
    if isinstance(piece, RawText):
        return Prose(draft.html(piece.text))
    parse = _OURS.get(piece.kind) or parser_of(piece.kind)
    if parse is None:
        draft.error(piece.line, "block", f"Een blok van de soort ‘{piece.kind}’ bestaat niet.")
        return None
    return parse(piece, draft)


def _callout(piece: RawBlock, draft: Draft) -> Callout | None:
    if piece.argument not in CALLOUTS:
        message = f"Een callout is {', '.join(CALLOUTS)}, niet ‘{piece.argument}’."
        draft.error(piece.line, "callout", message)
        return None
    return Callout(piece.argument, draft.html(piece.text))


def _figure(piece: RawBlock, draft: Draft) -> Figure | None:
    first, _, caption = piece.text.strip().partition("\n")
    label, _, alt = first.partition(":")
    if label != "alt" or not alt.strip():
        draft.error(piece.line, "alt", "Zeg op de eerste regel wat er te zien is: ‘alt: …’.")
        return None
    path = (draft.folder or Path()) / "media" / piece.argument
    svg = drawing.read_drawing(path, piece.line, draft)
    if not svg:
        return None
    return Figure(svg, alt.strip(), draft.inline(caption))


def _only(piece: RawBlock, draft: Draft) -> Prose | None:
    """`::: only sectors=po,so audiences=leader`"""
    chosen: dict[str, list[str]] = {"sectors": [], "audiences": []}
    for part in piece.argument.split():
        name, _, value = part.partition("=")
        if name not in chosen or not value:
            draft.error(piece.line, "only", f"Schrijf {_ONLY}")
            return None
        chosen[name] += value.split(",")
    if not any(chosen.values()):
        draft.error(piece.line, "only", f"Zeg voor wie dit is: {_ONLY}")
        return None
    return Prose(
        draft.html(piece.text),
        read_words(Sector, chosen["sectors"], "sectors", draft, piece.line),
        read_words(Audience, chosen["audiences"], "audiences", draft, piece.line),
    )


def _skippable(piece: RawBlock, draft: Draft) -> Skippable:
    message = "Zeg waar dit over gaat: ::: skippable Dit gaat over …"
    draft.expect(piece.argument, piece.line, "skippable", message)
    return Skippable(draft.inline(piece.argument), draft.html(piece.text))


def _clause(piece: RawBlock, draft: Draft) -> ClauseQuote:
    if not piece.argument or " " in piece.argument or piece.text.strip():
        message = "Noem één afspraak uit clauses.toml: ::: clause bereikbaarheid."
        draft.error(piece.line, "block", message)
    return ClauseQuote(piece.argument)


_OURS: dict[str, Callable[[RawBlock, Draft], Block | None]] = {
    "callout": _callout,
    "figure": _figure,
    "only": _only,
    "skippable": _skippable,
    "clause": _clause,
}
