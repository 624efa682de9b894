"""One lesson file: its TOML head, its text and its blocks become a `Lesson`.

All problems are collected.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

from course.content.blocks import read_blocks, read_word, read_words
from course.content.types import REQUIRED_BY_DEFAULT, Block, ClauseQuote, Lesson, LessonKind
from course.kinds.item import Audience, Sector, as_item, items_among
from course.text import bounds, variables
from course.text.plain import Html, plain
from course.text.source import Draft, split_blocks, split_head
from course.text.tables import BadToml, read_toml

MAX_BYTES = 64 * 1024
MAX_LINES = 1_000  # the longest lesson has some three hundred
MOST_MINUTES = 240
MOST_DRAWN = 100
DRAWN_BY_DEFAULT = 6  # in a test
LONGEST_TITLE = 200
_LONG_NUMBER = re.compile(r"\d{31}")
_HEAD = {
    *("title", "kind", "goals", "facts", "checked"),
    *("minutes", "required", "draw", "sectors", "audiences"),
}


def read_lesson(path: Path, name: str, slug: str) -> tuple[Lesson | None, Draft]:
    """Read one file.

    `name` is how problems call it; the lesson is None when it cannot be understood at all.
    """
    draft = Draft(name, folder=path.parent)
    text = _text_of(path, draft)
    if text is None or not _is_text(text, draft):
        return None, draft
    draft.source = text
    head_text, body = split_head(text, draft)
    head = _head(head_text, draft)
    if head is None:
        return None, draft
    blocks = read_blocks(split_blocks(body, draft), draft)
    return _lesson(head, blocks, slug), draft


def _text_of(path: Path, draft: Draft) -> str | None:
    try:
        if path.stat().st_size <= MAX_BYTES:
            return path.read_text(encoding="utf-8-sig")
        draft.error(0, "too-large", "Dit bestand is groter dan 64 kB. Maak er twee lessen van.")
    except UnicodeDecodeError:
        draft.error(0, "encoding", "Dit bestand is geen UTF-8. Sla het op als UTF-8.")
    except OSError:
        draft.error(0, "missing", "Dit bestand kan niet worden gelezen.")
    return None


def _is_text(text: str, draft: Draft) -> bool:
    """Whether the lines are such as an author writes.

    What cannot be is said with its line, and not read on.
    """
    lines = text.splitlines()
    if len(lines) > MAX_LINES:
        message = f"Dit bestand heeft meer dan {MAX_LINES} regels. Maak er twee lessen van."
        draft.error(MAX_LINES, "too-large", message)
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
        for rule, message in _faults(line):
            draft.error(number, rule, message)
    return len(draft.problems) == before


def _faults(line: str) -> Iterator[tuple[str, str]]:
    """What is wrong with one line: the rule, and what to do."""
    if "\0" in line:
        yield "encoding", "Op deze regel staat een teken dat geen tekst is (een nulteken)."
    if len(line) > bounds.LINE:
        message = f"Deze regel heeft meer dan {bounds.LINE} tekens. Maak er kortere regels van."
        yield "too-much", message
    if _LONG_NUMBER.search(line):
        yield "too-much", "Op deze regel staat een getal van meer dan dertig cijfers."


def _line_of_last(sign: str, text: str) -> int:
    """The line on which a sign stands once more than a text may hold it."""
    before = sign.join(text.split(sign, bounds.MOST_SIGNS + 1)[:-1])
    return len(f"{before}{sign}".splitlines())


@dataclass(frozen=True)
class _Head:
    """The settings of a lesson. Getters report what is wrong, and then give something harmless."""

    row: dict[str, Any]
    draft: Draft

    def title(self) -> str | None:
        title = self.row.get("title")
        if not isinstance(title, str) or not title.strip():
            self._error('Geef de les een titel: title = "…".')
            return None
        if len(title) > LONGEST_TITLE:
            message = f"De titel van de les heeft meer dan {LONGEST_TITLE} tekens. Maak hem korter."
            self._error(message)
            return None
        return title.strip()

    def kind(self) -> LessonKind | None:
        return read_word(LessonKind, self.row.get("kind", "page"), "kind", self.draft)

    def checked(self) -> str | None:
        day = self.row.get("checked")
        if type(day) is date:  # a moment is a date too, but not a day
            return day.isoformat()
        if day is not None:
            self._error("‘checked’ is een dag, zonder aanhalingstekens: checked = 2026-11-20.")
        return None

    def minutes_and_draw(self, drawn: int) -> tuple[float, int]:
        """How long it takes, and how many items a sitting draws: so many when it does not say."""
        minutes, draw = self.row.get("minutes", 1), self.row.get("draw", drawn)
        is_time = _is_number(minutes, int | float, 0.1, MOST_MINUTES)
        if is_time and _is_number(draw, int, 0, MOST_DRAWN):
            return float(minutes), draw
        self._error(
            f"‘minutes’ is een getal tot en met {MOST_MINUTES}, ‘draw’ een heel getal tot en met "
            f"{MOST_DRAWN}."
        )
        return 1.0, 0

    def strings(self, key: str) -> tuple[str, ...]:
        value = self.row.get(key, [])
        if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
            self._error(f'‘{key}’ is een rij woorden: {key} = ["…"].')
            return ()
        return tuple(value)

    def _error(self, message: str) -> None:
        self.draft.error(1, "head", message)


def _head(text: str, draft: Draft) -> _Head | None:
    row = read_toml(text)
    if isinstance(row, BadToml):
        draft.error(row.line, "toml", f"De kop is geen goede TOML: {row.message}.")
        return None
    keys = [line.partition("=")[0].strip() for line in text.splitlines()]
    for key in sorted(row.keys() - _HEAD):
        message = f"‘{key[:40]}’ kent de kop niet. Bekend zijn: {', '.join(sorted(_HEAD))}."
        draft.error(_last_place(keys, key), "head", message)
    return _Head(row, draft)


def _last_place(keys: list[str], key: str) -> int:
    """The last line on which a key stands; 1 when it stands on none."""
    if key not in keys:
        return 1
    return len(keys) - keys[::-1].index(key)


def _lesson(head: _Head, blocks: tuple[Block, ...], slug: str) -> Lesson | None:
    title = head.title()
    if title is None:
        return None
    kind = head.kind()
    if kind is None:
        return None
    checked = head.checked()
    drawn = DRAWN_BY_DEFAULT * (kind is LessonKind.TEST)
    minutes, draw = head.minutes_and_draw(drawn)
    goals = head.strings("goals")
    facts = [head.strings("facts")]
    for item in items_among(blocks):
        facts.append(item.facts)
    return Lesson(
        slug=slug,
        title=title,
        kind=kind,
        required=bool(head.row.get("required", kind in REQUIRED_BY_DEFAULT)),
        blocks=blocks,
        minutes=minutes,
        goals=goals,
        facts=_once(*facts),
        checked=checked,
        draw=draw,
        sectors=read_words(Sector, head.strings("sectors"), "sectors", head.draft),
        audiences=read_words(Audience, head.strings("audiences"), "audiences", head.draft),
        variables=variables.used(_texts(blocks)),
        clauses=_once(*map(_clauses_of, blocks)),
        words=_count_words(blocks),
    )


def _is_number(value: object, kind: Any, least: float, most: float) -> bool:
    """Whether this is a number of a kind between two others. `true` is none, and nor is `nan`."""
    return isinstance(value, kind) and not isinstance(value, bool) and least <= value <= most


def _once(*rows: tuple[str, ...]) -> tuple[str, ...]:
    """The keys of all rows, each once, in order."""
    return tuple(dict.fromkeys(chain.from_iterable(rows)))


def _clauses_of(block: Block) -> tuple[str, ...]:
    if isinstance(block, ClauseQuote):
        return (block.clause,)
    if item := as_item(block):
        return item.clauses
    return ()


def _texts(blocks: Iterable[Block]) -> Iterator[Html]:
    for block in blocks:
        yield from block.texts()


def _count_words(blocks: Iterable[Block]) -> int:
    """The words of running text."""
    running = [block for block in blocks if not as_item(block)]
    count = 0
    for text in _texts(running):
        count += len(plain(text).split())
    return count
