"""Several people or duties that were chosen in a list: the form that asks what to do with them, and
the question whether that is meant.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from flask import url_for

from course.web.page.parts import FormOption, FormPage, ListDeed

EVERYBODY = "alle"
AGAIN = "opnieuw"  # in an address: the choices as they were, to change them
SHOWN = 10  # names


class AtSchool(Protocol):
    """Somebody at a school."""

    @property
    def name(self) -> str: ...
    @property
    def school(self) -> str: ...


@dataclass(frozen=True)
class ChosenPage(FormPage):
    """Who was chosen, and what may be done."""

    people: int  # 0: nobody was chosen
    names: tuple[str, ...]  # the first of them
    more: int
    deeds: tuple[FormOption, ...]
    hidden: dict[str, str]
    sent: Mapping[str, str]


@dataclass(frozen=True)
class ConfirmChosenPage:
    """What a deed does, to how many. Nothing has been written."""

    title: str
    told: tuple[str, ...]
    names: tuple[str, ...]
    more: int
    hidden: dict[str, str]
    back: str
    submit: str
    danger: bool = False


def first_names(chosen: Sequence[AtSchool]) -> tuple[str, ...]:
    """The first of them, each with the school."""
    return tuple(f"{one.name}, {one.school}" for one in chosen[:SHOWN])


def beyond_first(chosen: Sequence[AtSchool]) -> int:
    """How many there are besides."""
    return max(0, len(chosen) - SHOWN)


def deeds_for_duties(*, mend: bool, nudge: bool, everybody: bool = True) -> tuple[ListDeed, ...]:
    """What may be done with the people of a list of duties; `everybody`: also with all at once."""
    found: list[ListDeed] = []
    if mend:
        found.append(_deed(url_for("train.show_mend"), "Pas aan voor", everybody=everybody))
    if nudge:
        found.append(_deed(url_for("report.show_nudge"), "Stuur een mail aan", everybody=everybody))
    return tuple(found)


def _deed(action: str, words: str, *, everybody: bool) -> ListDeed:
    everyone = ""
    if everybody:
        everyone = f"{words} iedereen in deze lijst"
    return ListDeed(action, f"{words} wie is aangevinkt", everyone)


def is_just_opened(sent: Mapping[str, str], asked: Collection[str]) -> bool:
    """Whether nothing was asked yet of these fields, or the choices are to be changed."""
    return AGAIN in sent or not any(name in sent for name in asked)
