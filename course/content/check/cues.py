"""Rules about what gives an answer away: in stories by length and place, in tests by words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from course.content.check.banks import FEWEST, shows
from course.content.check.registry import Flaw, Page, module_rule, page_rule
from course.content.cues import (
    ONLY_IF,
    decisions,
    is_longest,
    mean_guess,
    place_of,
    single,
    tested,
)
from course.content.types import Module
from course.kinds.item import Item
from course.kinds.kind import DecisionPoint
from course.kinds.registry import kind_of
from course.text.plain import plain
from course.text.readability import words

MOST_IN_PLACE = 0.6  # of the scenes; with two choices chance gives half
MOST_GUESSED = 1 / 2  # of the questions; with three options chance gives a third
MANY_LIMITED = 3  # options that begin with a condition, before a pattern shows
LONG_WORD = 7
_NUMBERS = {"twee": 2, "drie": 3, "vier": 4, "vijf": 5}
_COUNT = re.compile(r"\b(twee|drie|vier|vijf) (?:antwoorden|keuzes|fouten|zinnen|dingen)\b")


@module_rule("scene-length")
def best_choice_is_longest(module: Module) -> Iterator[Flaw]:
    """In the stories of a module the best choice is not the longest one in more than half of the
    scenes.

    A choice with two deeds, a colleague or a reason stands out. Who takes it plays well without
    knowing anything. Write choices of about one length. Scenes in which no single choice ends best
    do not count.
    """
    longest: list[str] = []
    found = _with_best(module)
    for one in found:
        if is_longest(one.choices, one.best or ""):
            longest.append(one.scene)
    if shows(len(longest), len(found)):
        yield Flaw(
            f"In {len(longest)} van de {len(found)} scènes is de beste keuze het langst: "
            f"{', '.join(longest)}."
        )


@module_rule("scene-place")
def best_choice_in_one_place(module: Module) -> Iterator[Flaw]:
    """In the stories of a module the best choice does not stand in the same place in more than six
    of ten scenes.

    Readers meet the choices mixed. On paper they stand as written.
    """
    found = _with_best(module)
    places = Counter(map(place_of, found))
    for place, count in places.most_common(1):
        if shows(count, len(found), MOST_IN_PLACE):
            yield Flaw(
                f"In {count} van de {len(found)} scènes staat de beste keuze op plaats {place}."
            )


def _with_best(module: Module) -> list[DecisionPoint]:
    return [one for one in decisions(module) if one.best]


@module_rule("absolute-words")
def guessed_by_absolute_words(module: Module) -> Iterator[Flaw]:
    """Who takes the option with the fewest absolute words, such as *altijd* or *nooit*, is right in
    no more than half of the single-choice questions of a test.

    Truth has conditions, so writers put absolute words in what is wrong. Put them in right options
    too, or in none. Chance gives a third.
    """
    asked = list(tested(module))
    if len(asked) < FEWEST:
        return
    share = mean_guess(asked)
    if share > MOST_GUESSED:
        yield Flaw(
            f"Wie steeds de keuze met de minste absolute woorden neemt, heeft {share:.0%} goed. "
            "Haal zulke woorden weg, of zet ze ook in goede antwoorden."
        )


@module_rule("only-if")
def limited_options_are_wrong(module: Module) -> Iterator[Flaw]:
    """Of the options with *maar alleen*, *alleen als* or *behalve als* in a test, at least one is
    right, when there are three or more.

    A condition that is always wrong is a sign to cross an option out.
    """
    limited: list[str] = []
    for one in tested(module):
        for option in one.options:
            if ONLY_IF.search(plain(option.text)) is None:
                continue
            if option.key == one.right:
                return
            limited.append(one.key)
    if len(limited) >= MANY_LIMITED:
        yield Flaw(f"Keuzes met een voorwaarde zijn hier steeds fout: {', '.join(limited)}.")


@page_rule("hint-key")
def hint_that_tells(page: Page) -> Iterator[Flaw]:
    """A hint does not hold the answer: no long word that stands in the right option, and nowhere
    else in the question; and not how many options are right.

    A hint says where to look. Who reads the answer in it thinks no further.
    """
    for item in page.lesson.items:
        hint = plain(item.hint)
        if told := _told(item, hint):
            message = f"De hint noemt het antwoord: ‘{', '.join(sorted(told))}’."
            yield Flaw(message, item=item.key, quote=hint)
        if _says_how_many(item, hint):
            yield Flaw("De hint zegt hoeveel keuzes goed zijn.", item=item.key, quote=hint)


def _told(item: Item, hint: str) -> set[str]:
    """The long words of its right option in the hint that stand nowhere else in it."""
    found: set[str] = set()
    for asked in single([item]):
        found = _long(plain(asked.right_option.text)) & _long(hint)
        found -= _long(plain(item.question))
        for option in asked.options:
            if option.key != asked.right:
                found -= _long(plain(option.text))
    return found


def _says_how_many(item: Item, hint: str) -> bool:
    count = _COUNT.search(hint.lower())
    if count is None:
        return False
    right = kind_of(item).solution(item).get("right")
    return isinstance(right, frozenset) and len(right) == _NUMBERS[count[1]]


def _long(text: str) -> set[str]:
    found: set[str] = set()
    for word in words(text):
        bare = word.strip(".,:;!?‘’()").lower()
        if len(bare) >= LONG_WORD:
            found.add(bare)
    return found
