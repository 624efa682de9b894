"""One lesson file: its TOML head, its text and its blocks become a `Lesson`.

All problems are collected.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from itertools import chain
from pathlib import Path
from typing import Any, TypeVar

from course.content.types import (
    REQUIRED_BY_DEFAULT,
    Block,
    Callout,
    ClauseQuote,
    Figure,
    Lesson,
    LessonKind,
    Prose,
    Skippable,
)
from course.kinds.item import Audience, Sector, as_item, items_among
from course.kinds.registry import parser_of
from course.text import bounds, drawing, variables
from course.text.plain import plain
from course.text.source import Draft, RawBlock, RawText, split_blocks, split_head
from course.text.tables import BadToml, read_toml

MAX_BYTES = 64 * 1024
MAX_LINES = 1_000  # the longest lesson has some three hundred
MOST_MINUTES = 240
MOST_DRAWN = 100
LONGEST_TITLE = 200
_LONG_NUMBER = re.compile(r"\d{31}")
CALLOUTS = ("tip", "praktijk", "let-op")
_HEAD = {
    "title",
    "kind",
    "goals",
    "facts",
    "checked",
    "minutes",
    "required",
    "draw",
    "sectors",
    "audiences",
}
WordT = TypeVar("WordT", bound=StrEnum)


def read_lesson(path: Path, name: str, slug: str) -> tuple[Lesson | None, Draft]:
    """Read one file.

    `name` is how problems call it; the lesson is None when it cannot be understood at all.
    """
    draft = Draft(name, folder=path.parent)
    try:
        if path.stat().st_size > MAX_BYTES:
            draft.error(0, "too-large", "Dit bestand is groter dan 64 kB. Maak er twee lessen van.")
            return None, draft
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        draft.error(0, "encoding", "Dit bestand is geen UTF-8. Sla het op als UTF-8.")
        return None, draft
    except OSError:
        draft.error(0, "missing", "Dit bestand kan niet worden gelezen.")
        return None, draft
    if not _is_text(text, draft):
        return None, draft
    draft.source = text
    head_text, body = split_head(text, draft)
    head = _head(head_text, draft)
    if head is None:
        return None, draft
    blocks = tuple(_blocks(split_blocks(body, draft), path.parent, draft))
    return _lesson(head, blocks, slug, draft), draft


def _is_text(text: str, draft: Draft) -> bool:
    """Whether the lines are such as an author writes.

    What cannot be is said with its line, and not read on.
    """
    lines = text.splitlines()
    if len(lines) > MAX_LINES:
        draft.error(
            MAX_LINES,
            "too-large",
            f"Dit bestand heeft meer dan {MAX_LINES} regels. Maak er twee lessen van.",
        )
        return False
    if sign := bounds.sign_too_many(text):
        draft.error(
            _line_of_last(sign, text),
            "too-much",
            f"Vanaf deze regel staat het teken {sign} meer dan {bounds.MOST_SIGNS} keer in dit "
            "bestand. Maak er twee lessen van.",
        )
        return False
    before = len(draft.problems)
    for number, line in enumerate(lines, start=1):
        if "\0" in line:
            draft.error(
                number,
                "encoding",
                "Op deze regel staat een teken dat geen tekst is (een nulteken).",
            )
        if len(line) > bounds.LINE:
            draft.error(
                number,
                "too-much",
                f"Deze regel heeft meer dan {bounds.LINE} tekens. Maak er kortere regels van.",
            )
        if _LONG_NUMBER.search(line):
            draft.error(
                number, "too-much", "Op deze regel staat een getal van meer dan dertig cijfers."
            )
    return len(draft.problems) == before


def _line_of_last(sign: str, text: str) -> int:
    """The line on which a sign stands once more than a text may hold it."""
    before = sign.join(text.split(sign, bounds.MOST_SIGNS + 1)[:-1])
    return len(f"{before}{sign}".splitlines())


def _head(text: str, draft: Draft) -> dict[str, Any] | None:
    head = read_toml(text)
    if isinstance(head, BadToml):
        draft.error(head.line, "toml", f"De kop is geen goede TOML: {head.message}.")
        return None
    lines = {
        line.partition("=")[0].strip(): number
        for number, line in enumerate(text.splitlines(), start=1)
    }
    for key in sorted(head.keys() - _HEAD):
        message = f"‘{key[:40]}’ kent de kop niet. Bekend zijn: {', '.join(sorted(_HEAD))}."
        draft.error(lines.get(key, 1), "head", message)
    return head


def _lesson(
    head: dict[str, Any], blocks: tuple[Block, ...], slug: str, draft: Draft
) -> Lesson | None:
    title = head.get("title")
    if not isinstance(title, str) or not title.strip():
        draft.error(1, "head", 'Geef de les een titel: title = "…".')
        return None
    if len(title) > LONGEST_TITLE:
        draft.error(
            1,
            "head",
            f"De titel van de les heeft meer dan {LONGEST_TITLE} tekens. Maak hem korter.",
        )
        return None
    kind = _word(LessonKind, head.get("kind", "page"), "kind", draft)
    if kind is None:
        return None
    texts = [text for block in blocks for text in block.texts()]
    checked = head.get("checked")
    if checked is not None and type(checked) is not date:  # a moment is a date too, but not a day
        draft.error(
            1, "head", "‘checked’ is een dag, zonder aanhalingstekens: checked = 2026-11-20."
        )
        checked = None
    minutes = head.get("minutes", 1)
    draw = head.get("draw", 6 if kind is LessonKind.TEST else 0)
    if not _is_number(minutes, int | float, 0.1, MOST_MINUTES) or not _is_number(
        draw, int, 0, MOST_DRAWN
    ):
        message = (
            f"‘minutes’ is een getal tot en met {MOST_MINUTES}, ‘draw’ een heel getal tot en met "
            f"{MOST_DRAWN}."
        )
        draft.error(1, "head", message)
        minutes, draw = 1, 0
    return Lesson(
        slug=slug,
        title=title.strip(),
        kind=kind,
        required=bool(head.get("required", kind in REQUIRED_BY_DEFAULT)),
        blocks=blocks,
        minutes=float(minutes),
        goals=_strings(head, "goals", draft),
        facts=tuple(dict.fromkeys((*_strings(head, "facts", draft), *_facts_of(blocks)))),
        checked=checked.isoformat() if checked else None,
        draw=draw,
        sectors=_words(Sector, _strings(head, "sectors", draft), "sectors", draft),
        audiences=_words(Audience, _strings(head, "audiences", draft), "audiences", draft),
        variables=variables.used(texts),
        clauses=tuple(dict.fromkeys(key for block in blocks for key in _clauses_of(block))),
        words=sum(
            len(plain(text).split())
            for block in blocks
            if not as_item(block)
            for text in block.texts()
        ),
    )


def _is_number(value: object, kind: Any, least: float, most: float) -> bool:
    """Whether this is a number of a kind between two others. `true` is none, and nor is `nan`."""
    return isinstance(value, kind) and not isinstance(value, bool) and least <= value <= most


def _facts_of(blocks: tuple[Block, ...]) -> tuple[str, ...]:
    return tuple(chain.from_iterable(item.facts for item in items_among(blocks)))


def _clauses_of(block: Block) -> tuple[str, ...]:
    if item := as_item(block):
        return item.clauses
    return (block.clause,) if isinstance(block, ClauseQuote) else ()


def _blocks(pieces: list[RawBlock | RawText], folder: Path, draft: Draft) -> Iterable[Block]:
    for piece in pieces:
        if isinstance(piece, RawText):
            yield Prose(draft.html(piece.text))
        elif (block := _block(piece, folder, draft)) is not None:
            yield block


def _block(piece: RawBlock, folder: Path, draft: Draft) -> Block | None:
    text = "\n".join(line.text for line in piece.lines)
    match piece.kind:
        case "callout":
            if piece.argument not in CALLOUTS:
                draft.error(
                    piece.line,
                    "callout",
                    f"Een callout is {', '.join(CALLOUTS)}, niet ‘{piece.argument}’.",
                )
                return None
            return Callout(piece.argument, draft.html(text))
        case "figure":
            return _figure(piece, folder, draft)
        case "only":
            return _only(piece, text, draft)
        case "skippable":
            if not piece.argument:
                draft.error(
                    piece.line, "skippable", "Zeg waar dit over gaat: ::: skippable Dit gaat over …"
                )
            return Skippable(draft.inline(piece.argument), draft.html(text))
        case "clause":
            if not piece.argument or " " in piece.argument or text.strip():
                draft.error(
                    piece.line,
                    "block",
                    "Noem één afspraak uit clauses.toml: ::: clause bereikbaarheid.",
                )
            return ClauseQuote(piece.argument)
    parse = parser_of(piece.kind)
    if parse is None:
        draft.error(piece.line, "block", f"Een blok van de soort ‘{piece.kind}’ bestaat niet.")
        return None
    return parse(piece, draft)


def _figure(piece: RawBlock, folder: Path, draft: Draft) -> Figure | None:
    alt, _, caption = "\n".join(line.text for line in piece.lines).strip().partition("\n")
    if not alt.startswith("alt:") or not alt.removeprefix("alt:").strip():
        draft.error(piece.line, "alt", "Zeg op de eerste regel wat er te zien is: ‘alt: …’.")
        return None
    svg = drawing.read_drawing(folder / "media" / piece.argument, piece.line, draft)
    return Figure(svg, alt.removeprefix("alt:").strip(), draft.inline(caption)) if svg else None


def _only(piece: RawBlock, text: str, draft: Draft) -> Prose | None:
    """`::: only sectors=po,so audiences=leader`"""
    chosen: dict[str, list[str]] = {"sectors": [], "audiences": []}
    for part in piece.argument.split():
        name, _, value = part.partition("=")
        if name not in chosen or not value:
            draft.error(
                piece.line, "only", "Schrijf ::: only sectors=po,so of ::: only audiences=leader."
            )
            return None
        chosen[name] += value.split(",")
    if not any(chosen.values()):
        draft.error(
            piece.line,
            "only",
            "Zeg voor wie dit is: ::: only sectors=po,so of ::: only audiences=leader.",
        )
        return None
    return Prose(
        draft.html(text),
        _words(Sector, chosen["sectors"], "sectors", draft, piece.line),
        _words(Audience, chosen["audiences"], "audiences", draft, piece.line),
    )


def _strings(head: dict[str, Any], key: str, draft: Draft) -> tuple[str, ...]:
    value = head.get(key, [])
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        draft.error(1, "head", f'‘{key}’ is een rij woorden: {key} = ["…"].')
        return ()
    return tuple(value)


def _word(enum: type[WordT], value: object, key: str, draft: Draft, line: int = 1) -> WordT | None:
    word = value if isinstance(value, str) else ""
    try:
        return enum(word)
    except ValueError:
        draft.error(line, "head", f"‘{key}’ kent ‘{word[:40]}’ niet. Kies uit: {', '.join(enum)}.")
        return None


def _words(
    enum: type[WordT], values: Iterable[str], key: str, draft: Draft, line: int = 1
) -> tuple[WordT, ...]:
    return tuple(
        word for value in values if (word := _word(enum, value, key, draft, line)) is not None
    )
