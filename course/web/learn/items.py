"""One item as a learner meets it: the form, what was given before, and what is said about it."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from course.clock import day_of
from course.content.types import Lesson, LessonKind
from course.kinds.item import Item
from course.kinds.marking import Form, Remark, Response, Score
from course.kinds.registry import belongs, folder_of, kind_of, wording_of, words_of
from course.store.learning.reading import Given
from course.text import variables
from course.text.plain import NO_TEXT, Html
from course.web.page.parts import FieldError, Link

KICKERS = {
    LessonKind.OPENER: "Vooraf",
    LessonKind.PAGE: "Even terughalen",
    LessonKind.EXERCISE: "Oefening",
}
_LAST_PARAGRAPH = re.compile(r"^(.*?)<p>((?:(?!<p>).)*)</p>$", re.DOTALL)


@dataclass(frozen=True)
class Compared:
    """A part of an exercise that most colleagues had otherwise."""

    about: Html
    own: str
    most: str


@dataclass(frozen=True)
class ItemView:
    """What the template of an item kind needs.

    `fields` is what to fill in; `parts` which parts were right.
    """

    item: Item
    kicker: str
    lead: Html
    ask: Html
    question: Html
    # what its form says of itself (`web/http/drawn.py`); empty when there is nothing to send
    submission: str = ""
    fields: Form = field(default_factory=dict)
    parts: Mapping[str, bool] = field(default_factory=dict)
    keys: Collection[str] = ()  # the parts that are right, after the last try
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
    lettered: bool = False  # options have a letter, by which a group talks about them
    given_on: date | None = None  # the day of the last response, on a page

    @property
    def template(self) -> str:
        """The template of this kind."""
        return f"kinds/{folder_of(self.item.kind)}/form.html"

    @property
    def names_parts(self) -> bool:
        """Whether each remark says what it is about: only when there are more."""
        return len(self.remarks) > 1

    @property
    def errors(self) -> list[FieldError]:
        """What is wrong, for the top of a page with this item alone."""
        if not self.error:
            return []
        return [FieldError(f"item-{self.item.key}", self.error)]

    def filled(self, html: Html) -> Html:
        """A text straight from the item, with the words of the school filled in."""
        return _filled(html, self.values)

    def value(self, name: str) -> str:
        """What to fill in for a text field."""
        values = self.fields.get(name) or [""]
        return values[0]

    def is_chosen(self, name: str, value: str) -> bool:
        """Whether a choice is to be drawn as chosen."""
        return value in self.fields.get(name, ())

    def state_of(self, part: str) -> str:
        """`right` or `wrong` for what was given, `key` for what is right after the last try, or an
        empty string.
        """
        if part in self.parts:
            return _STATES[self.parts[part]]
        if part in self.keys:
            return "key"
        return ""

    def key_words(self, role: str) -> str:
        """What is right is called so in a remark."""
        return wording_of(self.item).keys[role]

    @property
    def shown(self) -> object:
        """What the template of this kind needs besides, such as steps in their order."""
        return kind_of(self.item).shown(self.item, self.fields, self.question)


_STATES = {True: "right", False: "wrong"}


def kicker_of(lesson: Lesson, item: Item) -> str:
    """What stands above an item; numbered when the page has more of its kind, so that each has a
    name of its own.
    """
    kicker = KICKERS.get(lesson.kind, "Vraag")
    alike = [other.key for other in lesson.items if other.kind == item.kind]
    if len(alike) <= 1:
        return kicker
    return f"{kicker} {alike.index(item.key) + 1}"


def split_question(question: Html) -> tuple[Html, Html]:
    """What leads up to a question, and the question itself, which names the group of its
    options.
    """
    match = _LAST_PARAGRAPH.match(question)
    if match is None:
        return question, NO_TEXT
    return Html(match[1]), Html(match[2])


def blank_view(
    item: Item, values: Mapping[str, str], *, button: str, kicker: str = "Vraag"
) -> ItemView:
    """An item without an answer yet."""
    question = _filled(item.question, values)
    lead, ask = split_question(question)
    if not ask:
        lead, ask = NO_TEXT, question
    return ItemView(
        item=item,
        kicker=f"{kicker} · {wording_of(item).kicker}",
        lead=lead,
        ask=ask,
        question=question,
        button=button,
        values=values,
    )


def page_view(
    item: Item, given: Sequence[Given], values: Mapping[str, str], kicker: str
) -> ItemView:
    """An item on a page: blank, or with the last response and what belongs to it."""
    blank = blank_view(item, values, button=_button(item, given), kicker=kicker)
    if kind_of(item).stepwise:
        return _step(blank, given)
    if not given or not belongs(item, given[-1].response):
        return blank  # a response to another release of this item: neutral, not an error
    last = given[-1]
    told = _told(
        blank,
        last.response,
        Score(last.earned, last.possible),
        full=last.settled,
        last=last.settled,
    )
    return replace(told, given_on=day_of(last.at))


def told_view(
    item: Item, response: Response, score: Score, values: Mapping[str, str], *, full: bool
) -> ItemView:
    """An item with its response and what belongs to it, and nothing to send: for the result of a
    test.
    """
    blank = blank_view(item, values, button="")
    if not belongs(item, response):
        return blank
    return _told(blank, response, score, full=full, last=True)


def with_error(view: ItemView, fields: Form, message: str, error_field: str = "") -> ItemView:
    """The same form with what was typed and what to mend.

    Nothing is said about an earlier answer meanwhile.
    """
    return replace(
        view,
        fields=fields,
        parts={},
        keys=(),
        error=message,
        error_field=error_field,
        verdict="",
        remarks=(),
        hint=NO_TEXT,
        button=view.button or wording_of(view.item).check,
    )


def _step(blank: ItemView, given: Sequence[Given]) -> ItemView:
    """A stepwise item where it stands; from the start when its steps belong to another release."""
    kind, item = kind_of(blank.item), blank.item
    response: Response = ()
    if given:
        response = given[-1].response
    if not belongs(item, response):
        return replace(blank, state=kind.state(item, ()))
    return replace(blank, state=kind.state(item, response), fields=kind.fields(item, response))


def _told(blank: ItemView, response: Response, score: Score, *, full: bool, last: bool) -> ItemView:
    """`full`: with what is right; `last`: nothing is left to try.

    Before that a hint goes before any explanation.
    """
    item, kind = blank.item, kind_of(blank.item)
    parts = kind.verdicts(item, response)
    done = score.is_right or not item.graded
    over = last or done
    verdict, tone = _verdict(item, score, parts, over=over)
    say, hint = f"{verdict}.", NO_TEXT
    keys: Collection[str] = ()
    if not over:
        say = f"{say} U kunt het nog een keer proberen."
    if full:
        keys = kind.key_parts(item)
    elif not done:
        hint = blank.filled(item.hint)
    remarks = []
    if over or not hint:
        remarks = [_filled_in(blank, one) for one in _remarks(item, response, full=full)]
    return replace(
        blank,
        fields=kind.fields(item, response),
        parts=parts,
        keys=keys,
        verdict=verdict,
        say=say,
        tone=tone,
        remarks=tuple(remarks),
        hint=hint,
        answer_words=tuple(words_of(item, response)),
    )


def _filled_in(blank: ItemView, one: Remark) -> Remark:
    return replace(one, text=blank.filled(one.text), key=blank.filled(one.key))


def _remarks(item: Item, response: Response, *, full: bool) -> Sequence[Remark]:
    told = wording_of(item).told
    remarks = kind_of(item).remarks(item, response, full=full)
    if told and not remarks:
        return [Remark(told, True)]
    return remarks


_NOT_RIGHT = {True: "Dat klopt niet", False: "Nog niet"}  # by whether nothing is left to try


def _verdict(item: Item, score: Score, parts: Mapping[str, bool], *, over: bool) -> tuple[str, str]:
    if not item.graded:
        return "Uw antwoord is bewaard", "saved"
    if score.is_right:
        return "Dat klopt", "right"
    right = sum(parts.values())
    if right and len(parts) >= kind_of(item).fewest_parts:
        told = wording_of(item).partly.format(
            right=right, parts=len(parts), possible=score.possible
        )
        return told, "partly"
    return _NOT_RIGHT[over], "not-yet"


def _button(item: Item, given: Sequence[Given]) -> str:
    """While there is something left to try. What is written for oneself can always be rewritten."""
    words = wording_of(item)
    if not given:
        return words.check
    if item.graded and given[-1].settled:
        return ""
    return words.again


def _filled(html: Html, values: Mapping[str, str]) -> Html:
    if "{{" not in html:
        return html
    return variables.fill(html, values)
