"""A branching dilemma: scenes with choices, three kinds of ending, and meters when the story keeps
score.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from course.kinds.dilemma.soundness import is_sound
from course.kinds.item import Item, Sector
from course.kinds.marking import with_key
from course.kinds.parsing import (
    attribute,
    check_attributes,
    check_item_key,
    common,
    line_of,
    members,
    pieces,
)
from course.kinds.registry import item_kind
from course.text.parts import read_parts
from course.text.plain import NO_TEXT, Html, plain
from course.text.source import Draft, Line, Parts, RawBlock

_SCENE = re.compile(r"^## ([a-z0-9-]+)(?: \[(\w+)\])?: (.+)$")
_TARGET = re.compile(r"^(.*?) *-> *([a-z0-9-]+)(?: *\(([^()]*)\))?$")
_CHANGE = re.compile(r"^([a-z]+) ([+-]\d+)$")
_NO_SECTOR = ("sector", "Sector ‘{}’ bestaat niet. Kies po, vo, mbo of so.")
_METER = re.compile(r"^([a-z]+) (\d+)$")


class Ending(StrEnum):
    """How a story may end. No ending is a mark; each says what does work."""

    GOOD = "good"
    BETTER = "better"  # it could have gone better
    HARM = "harm"


Change = tuple[str, int]


@dataclass(frozen=True)
class Choice:
    """What the reader may do in a scene.

    `changes` are meter points, added and then kept within 0 to 10.
    """

    key: str
    text: Html
    target: str
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class Echo:
    """An earlier choice that works through in this scene: an extra text, and extra changes to every
    choice here.
    """

    after: str
    text: Html
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class Scene:
    """One moment of the story. A scene with an `ending` has no choices."""

    key: str
    title: str
    text: Html
    choices: tuple[Choice, ...] = ()
    ending: Ending | None = None
    expert: Html = NO_TEXT
    lesson: Html = NO_TEXT
    echoes: tuple[Echo, ...] = ()
    module: str = ""  # the module that this decision is about


@dataclass(frozen=True, kw_only=True)
class DilemmaItem(Item):
    """The story starts in its first scene.

    `warning` is set for heavy subjects, which may be skipped.
    """

    kind: ClassVar[str] = "dilemma"
    graded: ClassVar[bool] = False
    stepwise: ClassVar[bool] = True
    title: str
    sectors: tuple[Sector, ...]
    scenes: tuple[Scene, ...]
    meters: tuple[Change, ...] = ()  # name and starting value, 0 to 10
    warning: Html = NO_TEXT
    instead: Html = NO_TEXT  # what to do, for who skips the story

    def scene(self, key: str) -> Scene:
        """The scene with this key. KeyError when there is none."""
        return with_key(self.scenes, key)


def stories_of(items: Iterable[Item]) -> list[DilemmaItem]:
    """The stories among these items, in their order."""
    return [item for item in items if isinstance(item, DilemmaItem)]


@item_kind(DilemmaItem)
def parse_dilemma(block: RawBlock, draft: Draft) -> DilemmaItem | None:
    """Read a `::: dilemma` block: attributes, an optional line of introduction, then `## key:
    Title` scenes.
    """
    head, chapters = _split(block)
    parts = read_parts(head, block.line, draft)
    check_attributes(block, parts, ("title", "sectors", "meters", "warning"), draft)
    check_item_key(block, "Geef dit dilemma één blijvende sleutel: ::: dilemma S2.1.", draft)
    title = attribute(parts, "title")
    if not title:
        draft.error(block.line, "no-title", "Geef het dilemma een titel: ‘title: …’.")
        return None
    meters = _meters(parts, draft)
    names = frozenset(dict(meters))
    scenes = tuple(_scene(*chapter, meters=names, draft=draft) for chapter in chapters)
    if not scenes:
        draft.error(
            block.line,
            "no-scene",
            "Een dilemma heeft minstens één scène: een regel als ‘## start: Titel’.",
        )
        return None
    lines = {match[1]: start.number for start, match, _ in chapters}
    if not is_sound(scenes, lines, draft):
        return None
    fields = common(block, parts, draft)
    fields["label"] = plain(draft.inline(title))
    return DilemmaItem(
        **fields,
        title=title,
        sectors=members(parts, "sectors", Sector, _NO_SECTOR, draft),
        scenes=scenes,
        meters=meters,
        warning=draft.html(attribute(parts, "warning")),
        instead=draft.note(parts, "instead"),
    )


_Chapter = tuple[Line, re.Match[str], tuple[Line, ...]]


def _split(block: RawBlock) -> tuple[tuple[Line, ...], list[_Chapter]]:
    head: list[Line] = []
    chapters: list[tuple[Line, re.Match[str], list[Line]]] = []
    for line in block.lines:
        if match := _SCENE.match(line.text):
            chapters.append((line, match, []))
        elif chapters:
            chapters[-1][2].append(line)
        else:
            head.append(line)
    return tuple(head), [(line, match, tuple(lines)) for line, match, lines in chapters]


def _scene(
    start: Line, match: re.Match[str], lines: tuple[Line, ...], meters: frozenset[str], draft: Draft
) -> Scene:
    parts = read_parts(lines, start.number, draft)
    draft.expect(parts.stem, start.number, "no-text", f"Scène ‘{match[1]}’ heeft geen tekst.")
    for name, note in parts.attributes.items():
        draft.expect(
            name == "module" or name.startswith("after-"),
            note.line,
            "attribute",
            f"‘{name}’ kent een scène niet. Wel: ‘after-<keuze>: …’ en ‘module: …’.",
        )
    return Scene(
        key=match[1],
        title=match[3].strip(),
        text=draft.html(parts.stem),
        choices=tuple(_choices(parts, meters, draft)),
        ending=_ending(match[2], start.number, draft),
        expert=draft.note(parts, "expert"),
        lesson=draft.note(parts, "lesson"),
        echoes=tuple(_echoes(parts, meters, draft)),
        module=attribute(parts, "module"),
    )


def _ending(word: str | None, line: int, draft: Draft) -> Ending | None:
    draft.expect(
        not word or word in set(Ending),
        line,
        "ending",
        f"Een einde is [good], [better] of [harm], niet [{word}].",
    )
    if word not in set(Ending):
        return None
    return Ending(word)


def _choices(parts: Parts, meters: frozenset[str], draft: Draft) -> Iterator[Choice]:
    for entry in parts.entries:
        match = _TARGET.match(entry.text)
        if match is None:
            draft.error(
                entry.line, "target", "Zeg waar deze keuze heen gaat: ‘- a. Tekst -> scène’."
            )
            continue
        yield Choice(
            entry.key,
            draft.inline(match[1]),
            match[2],
            _changes(match[3] or "", entry.line, meters, draft),
        )


def _echoes(parts: Parts, meters: frozenset[str], draft: Draft) -> Iterator[Echo]:
    """`after-di1: (vertrouwen -1) De ouder had de foto al gezien.`"""
    for name, note in parts.attributes.items():
        if name.startswith("after-"):
            changes, text = "", note.text
            if match := re.match(r"^(?:\(([^()]*)\))? *(.*)$", note.text):
                changes, text = match[1] or "", match[2]
            yield Echo(
                name.removeprefix("after-"),
                draft.html(text),
                _changes(changes, note.line, meters, draft),
            )


def _changes(text: str, line: int, meters: frozenset[str], draft: Draft) -> tuple[Change, ...]:
    changes: list[Change] = []
    for part in pieces(text.replace("−", "-"), ","):
        match = _CHANGE.match(part)
        if match is None or match[1] not in meters:
            draft.error(
                line,
                "meter",
                f"‘{part}’ verandert geen meter. Schrijf bijvoorbeeld (vertrouwen -1, rust +2).",
            )
        else:
            changes.append((match[1], int(match[2])))
    return tuple(changes)


def _meters(parts: Parts, draft: Draft) -> tuple[Change, ...]:
    if "meters" not in parts.attributes:
        return ()
    meters: list[Change] = []
    for part in attribute(parts, "meters").split(","):
        match = _METER.match(part.strip())
        if match is None or int(match[2]) > 10:
            draft.error(
                line_of(parts, "meters"),
                "meter",
                "Schrijf meters als ‘meters: vertrouwen 6, privacy 6’, van 0 tot 10.",
            )
        else:
            meters.append((match[1], int(match[2])))
    return tuple(meters)
