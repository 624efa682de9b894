"""One item as a learner meets it: the form, what was given before, and what is said about it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from markupsafe import Markup

from course.clock import day_of
from course.kinds.cloze.item import ClozeItem, Gap
from course.kinds.item import Item, Option
from course.kinds.marking import Form, Remark, Response, Score
from course.kinds.order.item import OrderItem
from course.kinds.order.rules import shown_order
from course.kinds.registry import folder_of, kind_of
from course.models.base import new_token
from course.store.learning import Given
from course.text import variables
from course.text.plain import NO_TEXT, Html
from course.web.parts import Link

_LAST_PARAGRAPH = re.compile(r"^(.*?)<p>((?:(?!<p>).)*)</p>$", re.DOTALL)
_GAP = re.compile(r"\[\[(\d)\]\]")
KICKERS = {
    "choice": "kies één antwoord",
    "multiple": "kies alles wat past",
    "opener": "u hoeft dit nog niet te weten",
    "reflection": "voor uzelf",
    "plan": "uw als-dan-plan",
    "confirm": "gelezen?",
    "order": "zet op volgorde",
    "match": "koppel",
    "categorise": "verdeel",
    "cloze": "vul in",
    "best-worst": "kies de beste en de slechtste",
    "number": "schat of reken",
    "cards": "beoordeel elke kaart",
    "spread": "voorspel en kijk wat er gebeurt",
    "timeline": "voorspel en grijp in",
    "consent": "wat mag, en wie beslist?",
    "browse": "zoek het uit",
    "hotspot": "kijk en vink aan",
}
_FOUND = frozenset({"multiple", "hotspot"})  # several are right, and only what was chosen carries a mark
_SAVED = frozenset({"opener", "reflection", "plan", "confirm"})


@dataclass(frozen=True)
class Compared:
    """A part of an exercise that most colleagues had otherwise."""

    about: Html
    own: str
    most: str


@dataclass(frozen=True)
class ItemView:
    """What the template of an item kind needs. `fields` is what to fill in; `parts` which parts were right."""

    item: Item
    kicker: str
    submission: str
    lead: Html
    ask: Html
    question: Html
    fields: Form = field(default_factory=dict)
    parts: Mapping[str, bool] = field(default_factory=dict)
    error: str = ""
    error_field: str = ""  # what is to be mended
    verdict: str = ""
    say: str = ""
    tone: str = "not-yet"
    remarks: tuple[Remark, ...] = ()
    hint: Html = NO_TEXT
    button: str = ""
    answer_words: tuple[Html, ...] = ()  # the response as people read it
    state: object = None  # where a stepwise item stands
    values: Mapping[str, str] = field(default_factory=dict)  # words that the school filled in
    picture_url: str = ""  # where the outcome can be kept as a picture; empty when it cannot
    compared: tuple[Compared, ...] | None = None  # None: too few colleagues, or nothing to compare
    clauses: tuple[Link, ...] = ()  # where the code of conduct says so
    given_on: date | None = None  # the day of the last response, on a page

    @property
    def template(self) -> str:
        """The template of this kind."""
        return f"kinds/{folder_of(self.item.kind)}/form.html"

    @property
    def names_parts(self) -> bool:
        """Whether each remark says what it is about: only when there are more."""
        return len(self.remarks) > 1

    def filled(self, html: Html) -> Html:
        """A text straight from the item, with the words of the school filled in."""
        return _filled(html, self.values)

    def value(self, name: str) -> str:
        """What to fill in for a text field."""
        values = self.fields.get(name, ())
        return values[0] if values else ""

    def is_chosen(self, name: str, value: str) -> bool:
        """Whether a choice is to be drawn as chosen."""
        return value in self.fields.get(name, ())

    def state_of(self, part: str) -> str:
        """`right`, `wrong`, or an empty string for what was not given."""
        return "" if part not in self.parts else "right" if self.parts[part] else "wrong"

    def ordered_options(self) -> Sequence[Option]:
        """The steps of an ordering item, as given or mixed."""
        if not isinstance(self.item, OrderItem):
            return ()
        given = self.fields.get("order", ())
        by_key = {option.key: option for option in self.item.options}
        return [by_key[key] for key in given] if given else shown_order(self.item)

    def cloze_parts(self) -> list[tuple[Markup, Gap | None]]:
        """The sentence of a cloze in pieces: a text, and the gap that follows it."""
        if not isinstance(self.item, ClozeItem):
            return []
        gaps = {gap.key: gap for gap in self.item.gaps}
        pieces = _GAP.split(self.question.removeprefix("<p>").removesuffix("</p>"))
        texts, numbers = pieces[::2], [*pieces[1::2], ""]
        return [(Markup(text), gaps.get(number)) for text, number in zip(texts, numbers, strict=True)]


def split_question(question: Html) -> tuple[Html, Html]:
    """What leads up to a question, and the question itself, which names the group of its options."""
    match = _LAST_PARAGRAPH.match(question)
    return (Html(match[1]), Html(match[2])) if match else (question, NO_TEXT)


def blank_view(item: Item, values: Mapping[str, str], *, button: str, kicker: str = "Vraag") -> ItemView:
    """An item without an answer yet."""
    question = _filled(item.question, values)
    lead, ask = split_question(question)
    return ItemView(
        item=item,
        kicker=f"{kicker} · {KICKERS.get(item.kind, '')}".removesuffix(" · "),
        submission=new_token(),
        lead=lead if ask else NO_TEXT,
        ask=ask or question,
        question=question,
        button=button,
        values=values,
    )


def page_view(item: Item, given: Sequence[Given], values: Mapping[str, str], kicker: str) -> ItemView:
    """An item on a page: blank, or with the last response and what belongs to it."""
    blank = blank_view(item, values, button=_button(item, given), kicker=kicker)
    if kind_of(item).stepwise:
        return _step(blank, given)
    if not given:
        return blank
    last = given[-1]
    score = Score(last.earned, last.possible)
    try:
        told = _told(blank, last.response, score, full=last.settled, values=values)
        return replace(told, given_on=day_of(last.at))
    except (ValueError, KeyError, IndexError):
        return blank  # a response to another release of this item: neutral, not an error


def told_view(item: Item, response: Response, score: Score, values: Mapping[str, str], *, full: bool) -> ItemView:
    """An item with its response and what belongs to it, and nothing to send: for the result of a test."""
    return _told(blank_view(item, values, button=""), response, score, full=full, values=values)


def with_error(view: ItemView, fields: Form, message: str, error_field: str = "") -> ItemView:
    """The same form with what was typed and what to mend. Nothing is said about an earlier answer meanwhile."""
    return replace(
        view,
        fields=fields,
        parts={},
        error=message,
        error_field=error_field,
        verdict="",
        remarks=(),
        hint=NO_TEXT,
        button=view.button or "Controleer mijn antwoord",
    )


def _step(blank: ItemView, given: Sequence[Given]) -> ItemView:
    """A stepwise item where it stands; from the start when its steps belong to another release."""
    kind, item = kind_of(blank.item), blank.item
    response = given[-1].response if given else ()
    try:
        return replace(blank, state=kind.state(item, response), fields=kind.fields(item, response))
    except (ValueError, KeyError, IndexError):
        return replace(blank, state=kind.state(item, ()))


def _told(blank: ItemView, response: Response, score: Score, *, full: bool, values: Mapping[str, str]) -> ItemView:
    item, kind = blank.item, kind_of(blank.item)
    remarks = tuple(
        replace(remark, text=_filled(remark.text, values)) for remark in kind.remarks(item, response, full=full)
    )
    parts = kind.verdicts(item, response)
    verdict, tone = _verdict(item, score, parts)
    return replace(
        blank,
        fields=kind.fields(item, response),
        parts=parts,
        verdict=verdict,
        say=f"{verdict}." if score.is_right or full else f"{verdict}. U kunt het nog een keer proberen.",
        tone=tone,
        remarks=remarks,
        hint=NO_TEXT if score.is_right or full or item.kind in _SAVED else _filled(item.hint, values),
        answer_words=tuple(kind.words(item, response)),
    )


def _verdict(item: Item, score: Score, parts: Mapping[str, bool]) -> tuple[str, str]:
    if item.kind in _SAVED:
        return "Uw antwoord is bewaard", "saved"
    if score.is_right:
        return "Dat klopt", "right"
    right = sum(parts.values())
    if item.kind in _FOUND and right:
        return f"{right} van {score.possible} gevonden", "partly"
    if len(parts) > 2 and right:
        return f"{right} van {len(parts)} staan goed", "partly"
    return "Nog niet", "not-yet"


def _button(item: Item, given: Sequence[Given]) -> str:
    """While there is something left to try. What is written for oneself can always be rewritten."""
    if item.kind == "opener":
        return "" if given else "Laat mijn antwoord zien"
    if item.kind == "confirm":
        return "" if given else "Bewaar dat ik dit heb gelezen"
    if item.kind in _SAVED:
        return "Bewaar mijn nieuwe tekst" if given else "Bewaar mijn tekst"
    if not given:
        return "Controleer mijn antwoord"
    return "" if given[-1].settled else "Controleer mijn nieuwe antwoord"


def _filled(html: Html, values: Mapping[str, str]) -> Html:
    return variables.fill(html, values) if "{{" in html else html
