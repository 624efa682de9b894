"""Cards with several small questions each: which role, which action; whom to call, how soon, what not to do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from course.content.items import common, item_kind, open_block, option
from course.content.source import Draft, Entry, Note, Parts, RawBlock
from course.content.types import Html, Item, Option

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
class Answer:
    """What is right for one facet of one card, and what is half right."""

    facet: str
    right: tuple[str, ...]
    half: tuple[str, ...] = ()


@dataclass(frozen=True)
class FacetCard:
    """One card. A facet without an answer is not asked for. `own` is a last question with choices of its own."""

    key: str
    text: Html
    answers: tuple[Answer, ...]
    feedback: Html
    must: bool = False  # all of it must be right before the exercise is done
    own: tuple[Option, ...] = ()
    own_right: str | None = None

    def answer(self, facet: str) -> Answer | None:
        """The answer for this facet, or None when the card does not ask it."""
        return next((answer for answer in self.answers if answer.facet == facet), None)


@dataclass(frozen=True, kw_only=True)
class CardsItem(Item):
    """Cards in a fixed order, from easy to hard."""

    kind: ClassVar[str] = "cards"
    facets: tuple[Facet, ...]
    cards: tuple[FacetCard, ...]
    scoring: Scoring
    own_label: str  # the question above each card's own choices, or ''
    after: Html

    def texts(self) -> Iterator[Html]:
        yield from super().texts()
        yield self.after
        for card in self.cards:
            yield card.text
            yield card.feedback
            for choice in card.own:
                yield choice.text
                yield choice.feedback


@item_kind(CardsItem)
def parse_cards(block: RawBlock, draft: Draft) -> CardsItem:
    """Read a `::: cards` block.

    `facet-rol: Welke rol? | privépersoon | medewerker` asks a question of every card. An entry reads
    `- 1. Tekst = rol: medewerker; actie: aanpassen / overleggen ~ plaatsen`: both after the colon are right, what
    follows `~` is half right. `[!]` means that the card must be wholly right. Entries below it are its own question.
    """
    facet_names = [line.text.partition(":")[0] for line in block.lines if line.text.startswith("facet-")]
    parts = open_block(block, draft, "scoring", "points", "own", *facet_names)
    facets = _facets(parts, draft)
    known = {facet.key: facet for facet in facets}
    return CardsItem(
        **common(block, parts, draft),
        facets=facets,
        cards=tuple(_card(entry, known, draft) for entry in parts.entries),
        scoring=_scoring(parts.attributes.get("scoring"), draft),
        own_label=parts.attributes["own"].text if "own" in parts.attributes else "",
        after=draft.note(parts, "after"),
    )


def _facets(parts: Parts, draft: Draft) -> tuple[Facet, ...]:
    points: dict[str, int] = {}
    if note := parts.attributes.get("points"):
        for piece in note.text.split(","):
            if match := _POINTS.match(piece.strip()):
                points[match[1]] = int(match[2])
            else:
                draft.error(note.line, "points", "Schrijf punten als ‘points: contact 2, tempo 1’.")
    facets: list[Facet] = []
    for name, note in parts.attributes.items():
        if name.startswith("facet-"):
            label, *choices = (piece.strip() for piece in note.text.split("|"))
            if len(choices) < 2:
                draft.error(
                    note.line, "facet", "Geef een vraag en minstens twee keuzes: ‘facet-rol: Welke rol? | een | twee’."
                )
            key = name.removeprefix("facet-")
            facets.append(Facet(key, label, tuple(choices), points.get(key, 1)))
    if not facets:
        draft.error(
            parts.line, "facet", "Geef minstens één vraag bij de kaarten: ‘facet-rol: Welke rol? | een | twee’."
        )
    return tuple(facets)


def _scoring(note: Note | None, draft: Draft) -> Scoring:
    if note is None:
        return Scoring.EACH
    try:
        return Scoring(note.text)
    except ValueError:
        draft.error(note.line, "scoring", f"‘scoring’ is each of all-or-first, niet ‘{note.text}’.")
        return Scoring.EACH


def _card(entry: Entry, facets: dict[str, Facet], draft: Draft) -> FacetCard:
    text, _, given = entry.text.rpartition(" = ")
    if not text:
        draft.error(entry.line, "pair", "Zeg wat goed is: ‘- 1. Tekst = rol: medewerker; actie: plaatsen’.")
        text, given = entry.text, ""
    answers = tuple(
        answer for piece in given.split(";") if piece.strip() and (answer := _answer(piece, entry, facets, draft))
    )
    right = [child.key for child in entry.children if child.mark == "x"]
    if entry.children and len(right) != 1:
        draft.error(entry.line, "one-right", "Zet onder deze kaart bij precies één keuze [x].")
    return FacetCard(
        key=entry.key,
        text=draft.inline(text),
        answers=answers,
        feedback=draft.html(entry.feedback),
        must=entry.mark == "!",
        own=tuple(option(child, draft) for child in entry.children),
        own_right=right[0] if right else None,
    )


def _answer(piece: str, entry: Entry, facets: dict[str, Facet], draft: Draft) -> Answer | None:
    name, _, value = piece.partition(":")
    facet = facets.get(name.strip())
    if facet is None:
        draft.error(entry.line, "facet", f"De vraag ‘{name.strip()}’ staat niet boven de kaarten (facet-…).")
        return None
    right, _, half = value.partition("~")
    answer = Answer(facet.key, _split(right), _split(half))
    for choice in (*answer.right, *answer.half):
        if choice not in facet.choices:
            draft.error(entry.line, "facet", f"‘{choice}’ staat niet bij de keuzes van ‘{facet.label}’.")
    return answer


def _split(text: str) -> tuple[str, ...]:
    return tuple(piece.strip() for piece in text.split(" / ") if piece.strip())
