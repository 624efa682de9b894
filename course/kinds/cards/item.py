"""Cards with several small questions each: which role, which action; whom to call, how soon, what
not to do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from course.kinds.item import Item, Option
from course.kinds.marking import by_key, keys_of
from course.kinds.parsing import (
    attribute,
    common,
    line_of,
    marked,
    member,
    open_block,
    options_of,
    pieces,
)
from course.kinds.registry import item_kind
from course.text.plain import Html
from course.text.source import Draft, Entry, Note, Parts, RawBlock

_POINTS = re.compile(r"^([a-z]+) (\d+)$")


class Scoring(StrEnum):
    """How the facets of one card add up."""

    EACH = "each"  # points for each facet
    ALL_OR_FIRST = "all-or-first"  # 2 when all are right, 1 when only the first is


@dataclass(frozen=True)
class Facet:
    """One question that is asked of every card, with its choices in words."""

    key: str
    label: str
    choices: tuple[str, ...]
    points: int = 1


@dataclass(frozen=True)
class FacetAnswer:
    """What is right for one facet of one card, and what is half right."""

    facet: str
    right: tuple[str, ...]
    half: tuple[str, ...] = ()


@dataclass(frozen=True)
class FacetCard:
    """One card.

    A facet without an answer is not asked for. `own` is a last question with choices of its own.
    """

    key: str
    text: Html
    answers: tuple[FacetAnswer, ...]
    feedback: Html
    must: bool = False  # all of it must be right before the exercise is done
    own: tuple[Option, ...] = ()
    own_right: str | None = None
    misconception: str | None = None  # the code of the wrong idea that makes people misjudge it

    def answer(self, facet: str) -> FacetAnswer | None:
        """The answer for this facet, or None when the card does not ask it."""
        for answer in self.answers:
            if answer.facet == facet:
                return answer
        return None

    def right_for(self, facet: str) -> tuple[str, ...]:
        """The right choices for this facet; none when the card does not ask it."""
        answer = self.answer(facet)
        if answer is None:
            return ()
        return answer.right


@dataclass(frozen=True)
class ClockStep:
    """One step of a clock beside a card: how late it is, and what can still be done."""

    hours: int
    when: str
    text: Html


@dataclass(frozen=True, kw_only=True)
class CardsItem(Item):
    """Cards in a fixed order, from easy to hard, dealt one at a time."""

    kind: ClassVar[str] = "cards"
    stepwise: ClassVar[bool] = True
    facets: tuple[Facet, ...]
    cards: tuple[FacetCard, ...]
    scoring: Scoring
    own_label: str  # the question above each card's own choices, or ''
    after: Html
    # the choice after which a card's own question is asked; empty: together with the others
    own_after: str = ""
    clock_card: str = ""
    clock: tuple[ClockStep, ...] = ()

    @property
    def clock_hours(self) -> int:
        """How long the clock runs."""
        return max((step.hours for step in self.clock), default=0)


_NO_SCORING = ("scoring", "‘scoring’ is each of all-or-first, niet ‘{}’.")


@item_kind(CardsItem)
def parse_cards(block: RawBlock, draft: Draft) -> CardsItem:
    """Read a `::: cards` block.

    `facet-rol: Welke rol? | privépersoon | medewerker` asks a question of every card. An entry
    reads
    `- 1. Tekst = rol: medewerker; actie: aanpassen / overleggen ~ plaatsen`: both after the colon
    are right, what follows `~` is half right. `[!]` means that the card must be wholly right.
    Entries below it are its own question;
    `own-after:` names the choice after which that is asked. `clock: 1` with `clock-24: U meldt na
    een dag | Nog veel.` lets a clock run along with card 1.
    """
    named: list[str] = []
    for line in block.lines:
        if line.text.startswith(("facet-", "clock-")):
            named.append(line.text.partition(":")[0])
    parts = open_block(block, draft, "scoring", "points", "own", "own-after", "clock", *named)
    facets = _facets(parts, draft)
    known = by_key(facets)
    cards = tuple(_card(entry, known, draft) for entry in parts.entries)
    choices: set[str] = set()
    for facet in facets:
        choices.update(facet.choices)
    return CardsItem(
        **common(block, parts, draft),
        facets=facets,
        cards=cards,
        scoring=member(parts, "scoring", Scoring, _NO_SCORING, draft) or Scoring.EACH,
        own_label=attribute(parts, "own"),
        after=draft.note(parts, "after"),
        own_after=_one_of(parts, "own-after", choices, draft),
        clock_card=_one_of(parts, "clock", {*keys_of(cards)}, draft),
        clock=tuple(_clock(parts, draft)),
    )


def _one_of(parts: Parts, name: str, known: set[str], draft: Draft) -> str:
    text = attribute(parts, name)
    message = f"‘{name}: {text}’ noemt iets dat hier niet staat."
    draft.expect(
        name not in parts.attributes or text in known, line_of(parts, name), "attribute", message
    )
    return text


def _prefixed(parts: Parts, prefix: str) -> Iterator[tuple[str, Note]]:
    """The attributes whose names begin so, by the rest of their name."""
    for name, note in parts.attributes.items():
        if name.startswith(prefix):
            yield name.removeprefix(prefix), note


def _clock(parts: Parts, draft: Draft) -> Iterator[ClockStep]:
    for hours, note in _prefixed(parts, "clock-"):
        when, _, text = note.text.partition("|")
        if hours.isdecimal() and text.strip():
            yield ClockStep(int(hours), when.strip(), draft.inline(text.strip()))
        else:
            message = "Schrijf een stap als ‘clock-24: U meldt na een dag | Nog veel.’."
            draft.error(note.line, "clock", message)


def _facets(parts: Parts, draft: Draft) -> tuple[Facet, ...]:
    points = _points(parts, draft)
    facets = []
    for key, note in _prefixed(parts, "facet-"):
        facets.append(_facet(key, note, points, draft))
    message = "Geef minstens één vraag bij de kaarten: ‘facet-rol: Welke rol? | een | twee’."
    draft.expect(facets, parts.line, "facet", message)
    return tuple(facets)


def _facet(key: str, note: Note, points: dict[str, int], draft: Draft) -> Facet:
    label, *choices = map(str.strip, note.text.split("|"))
    message = "Geef een vraag en minstens twee keuzes: ‘facet-rol: Welke rol? | een | twee’."
    draft.expect(len(choices) >= 2, note.line, "facet", message)
    return Facet(key, label, tuple(choices), points.get(key, 1))


def _points(parts: Parts, draft: Draft) -> dict[str, int]:
    """`points: contact 2, tempo 1`"""
    if "points" not in parts.attributes:
        return {}
    note = parts.attributes["points"]
    found: dict[str, int] = {}
    for piece in note.text.split(","):
        match = _POINTS.match(piece.strip())
        message = "Schrijf punten als ‘points: contact 2, tempo 1’."
        draft.expect(match, note.line, "points", message)
        if match:
            found[match[1]] = int(match[2])
    return found


def _card(entry: Entry, facets: dict[str, Facet], draft: Draft) -> FacetCard:
    text, _, given = entry.text.rpartition(" = ")
    if not text:
        draft.error(
            entry.line, "pair", "Zeg wat goed is: ‘- 1. Tekst = rol: medewerker; actie: plaatsen’."
        )
        text, given = entry.text, ""
    answers = [_answer(piece, entry, facets, draft) for piece in pieces(given, ";")]
    right = marked(entry.children)
    if entry.children and len(right) != 1:
        draft.error(entry.line, "one-right", "Zet onder deze kaart bij precies één keuze [x].")
    return FacetCard(
        key=entry.key,
        text=draft.inline(text),
        answers=tuple(filter(None, answers)),
        feedback=draft.html(entry.feedback),
        must=entry.mark == "!",
        own=options_of(entry.children, draft),
        own_right=[*right, None][0],
        misconception=entry.code,
    )


def _answer(piece: str, entry: Entry, facets: dict[str, Facet], draft: Draft) -> FacetAnswer | None:
    name, _, value = piece.partition(":")
    facet = facets.get(name.strip())
    if facet is None:
        draft.error(
            entry.line, "facet", f"De vraag ‘{name.strip()}’ staat niet boven de kaarten (facet-…)."
        )
        return None
    right, _, half = value.partition("~")
    answer = FacetAnswer(facet.key, _split(right), _split(half))
    for choice in (*answer.right, *answer.half):
        draft.expect(
            choice in facet.choices,
            entry.line,
            "facet",
            f"‘{choice}’ staat niet bij de keuzes van ‘{facet.label}’.",
        )
    return answer


def _split(text: str) -> tuple[str, ...]:
    return pieces(text, " / ")
