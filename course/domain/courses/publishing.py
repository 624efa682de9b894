"""What publishing a text means for who takes the course, and what must be settled before it may."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

RENEW_WITHIN = timedelta(weeks=12)


class TextChange(StrEnum):
    """What an author says about a new text. Codes last: rows of years ago hold them."""

    FIRST = "first"  # nobody took the course yet
    WORDING = "wording"  # said otherwise; every answer means what it meant
    MEANING = "meaning"  # something else is asked or taught
    DUTY = "duty"  # so much that who is done must do it again: the edition is raised


class HowFarAlong(StrEnum):
    """How far somebody is with a course, in the cycle that they are in."""

    NOT_BEGUN = "not-begun"
    BUSY = "busy"
    DONE = "done"


class Unsettled(StrEnum):
    """What stands in the way of publishing."""

    NOT_CHOSEN = "not-chosen"
    EDITION_RAISED = "edition-raised"  # that asks renewal, and something else was chosen
    EDITION_SAME = "edition-same"  # renewal was chosen, and the edition was not raised
    NO_DAY = "no-day"  # by which who is done must have renewed
    DAY_PAST = "day-past"
    ONLY_WORDING = "only-wording"  # and still questions were named that mean something else
    NONE_NAMED = "none-named"  # the meaning changed, and of nothing
    ANSWERED = "answered"  # answers that people gave would mean something else


@dataclass(frozen=True)
class Affected:
    """How many people a publication is about, by how far they are in the text of before."""

    not_begun: int = 0
    busy: int = 0
    done: int = 0


@dataclass(frozen=True)
class PublishChoice:
    """What an author chose. `meant`: the places whose meaning changed, as the page names them."""

    change: TextChange | None
    meant: Collection[str] = ()
    renew_by: date | None = None
    answers_known: bool = (
        False  # that answers to questions that are otherwise now keep their points
    )


@dataclass(frozen=True)
class Text:
    """How a text differs from the one that is current.

    `is_other`: anything that people meet. `answered`: of what changed, something was answered that
    would mean something else.
    """

    edition_before: int
    edition: int
    is_other: bool
    answered: bool = False

    @property
    def asks_renewal(self) -> bool:
        """Whether the author raised the edition."""
        return self.edition > self.edition_before


def moves(change: TextChange, stage: HowFarAlong, *, same_edition: bool) -> bool:
    """Whether somebody goes along to the text that is published.

    Who has not begun always does. Who is busy does, except when the meaning changed: then they
    finish what they began. Who is done goes along within an edition; across editions the old
    completion keeps its own text, and a renewal is a cycle of its own.

    Source: product.md section 5, and issue 9 point 7.
    """
    if stage is HowFarAlong.NOT_BEGUN:
        return True
    if stage is HowFarAlong.BUSY:
        return change is not TextChange.MEANING
    return same_edition


def careful(text: Text, places: Collection[str], today: date) -> PublishChoice:
    """What holds for the lessons that come with the application when nobody says otherwise: nobody
    loses anything. Who is busy finishes the text that they began, who has not begun gets the new
    one, and what was answered stays. An edition that was raised asks renewal within `RENEW_WITHIN`.
    """
    if text.asks_renewal:
        return PublishChoice(TextChange.DUTY, (), today + RENEW_WITHIN, answers_known=True)
    if not text.is_other:
        return PublishChoice(None)
    return PublishChoice(TextChange.MEANING, places, answers_known=True)


def unsettled(text: Text, decision: PublishChoice, today: date) -> Iterator[Unsettled]:
    """Everything that must be settled before this text is published; nothing when it may."""
    if text.answered and not decision.answers_known:
        yield Unsettled.ANSWERED
    if decision.change is not None:
        yield from _of_change(decision.change, text, decision, today)
    elif text.is_other or text.asks_renewal:
        yield Unsettled.NOT_CHOSEN


def _of_change(
    change: TextChange, text: Text, decision: PublishChoice, today: date
) -> Iterator[Unsettled]:
    """Where what was chosen does not agree with the text, or is not complete."""
    if change is TextChange.DUTY:
        yield from _of_duty(text, decision.renew_by, today)
    elif text.asks_renewal:
        yield Unsettled.EDITION_RAISED
    if change is TextChange.WORDING and decision.meant:
        yield Unsettled.ONLY_WORDING
    if change is TextChange.MEANING and text.is_other and not decision.meant:
        yield Unsettled.NONE_NAMED


def _of_duty(text: Text, renew_by: date | None, today: date) -> Iterator[Unsettled]:
    if not text.asks_renewal:
        yield Unsettled.EDITION_SAME
    if renew_by is None:
        yield Unsettled.NO_DAY
    elif renew_by <= today:
        yield Unsettled.DAY_PAST
