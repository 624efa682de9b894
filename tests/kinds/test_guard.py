"""The guard before publishing knows every kind: what is right, and what answers that are kept call
it by.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest

from course.content.check.changes import changed_keys
from course.content.types import Lesson, LessonKind
from course.kinds.item import Item
from course.kinds.registry import ITEM_CLASSES, kind_of
from course.text.plain import Html
from tests.content.reading import documented_items

ITEMS = documented_items()
IDS = [f"{item.kind} {item.key}" for item in ITEMS]
# Parts that no answer names: the words of the tool outside the course, and moments, which answers
# count through.
UNNAMED = {
    ("consent", "services"),
    ("consent", "purposes"),
    ("consent", "rules"),
    ("timeline", "moments"),
    ("sway", "people"),
}


def told(old: Item, new: Item) -> list[str]:
    """What the guard says about one item and what comes in its place."""

    def lessons(item: Item) -> list[tuple[str, Lesson]]:
        page = Lesson(
            slug="les", title="Les", kind=LessonKind.PAGE, required=True, blocks=(item,), minutes=1
        )
        return [("een", page)]

    return [change.message for change in changed_keys(lessons(old), lessons(new))]


def _first(item: Any, name: str, **changes: Any) -> Any:
    """The item with its first part of this name otherwise."""
    part, *others = getattr(item, name)
    return replace(item, **{name: (replace(part, **changes), *others)})


def _other(known: Any, right: Any) -> Any:
    return next(one for one in known if one != right)


def _cloze(item: Any) -> Item:
    gap = item.gaps[0]
    if gap.typed:
        options = tuple(replace(option, text=Html("iets anders")) for option in gap.options)
        return _first(item, "gaps", options=options)
    return _first(
        item, "gaps", right=(_other([option.key for option in gap.options], gap.right[0]),)
    )


def _sorted(item: Any) -> Item:
    return _first(item, "cards", place=_other(item.places, item.cards[0].place))


def _cards(item: Any) -> Item:
    answer, *others = item.cards[0].answers
    facet = next(facet for facet in item.facets if facet.key == answer.facet)
    return _first(
        item,
        "cards",
        answers=(replace(answer, right=(_other(facet.choices, answer.right[0]),)), *others),
    )


def _browse(item: Any) -> Item:
    return _first(
        item, "cases", right=_other([deed.key for deed in item.deeds], item.cases[0].right)
    )


def _dilemma(item: Any) -> Item:
    choice, *others = item.scenes[0].choices
    target = _other([scene.key for scene in item.scenes], choice.target)
    return _first(item, "scenes", choices=(replace(choice, target=target), *others))


def _fewer(item: Any) -> Item:
    return replace(item, right=frozenset(sorted(item.right)[1:]))


# What is right, made otherwise while every key stays. A new kind needs a line here, or one below.
OTHERWISE: dict[str, Callable[[Any], Item]] = {
    "best-worst": lambda item: replace(item, best=item.worst, worst=item.best),
    "browse": _browse,
    "cards": _cards,
    "categorise": _sorted,
    "choice": lambda item: replace(
        item, right=_other([option.key for option in item.options], item.right)
    ),
    "cloze": _cloze,
    "consent": lambda item: replace(item, situations=item.situations[::-1]),
    "dilemma": _dilemma,
    "hotspot": _fewer,
    "match": _sorted,
    "multiple": _fewer,
    "number": lambda item: replace(item, answer=item.answer + 1),
    "order": lambda item: replace(item, options=item.options[::-1]),
    "spread": lambda item: replace(item, forwards=item.forwards + 1),
    "sway": lambda item: _first(item, "samples", right="feeling"),
    "timeline": lambda item: replace(item, moments=item.moments[:-1]),
}
NEVER_RIGHT = {"confirm", "opener", "plan", "reflection"}


def test_every_kind_is_tried() -> None:
    assert OTHERWISE.keys() | NEVER_RIGHT == set(ITEM_CLASSES)
    assert {item.kind for item in ITEMS} == set(ITEM_CLASSES)


@pytest.mark.parametrize("item", ITEMS, ids=IDS)
def test_another_right_answer_is_noticed(item: Item) -> None:
    assert told(item, item) == []
    if item.kind in NEVER_RIGHT:
        assert not item.graded
        assert kind_of(item).solution(item) == {}
    else:
        assert "een ander antwoord is nu goed." in told(item, OTHERWISE[item.kind](item))


def named_parts(value: Any, kind: str) -> Iterator[Any]:
    """Everything with a key of its own inside an item, but for what no answer names."""
    if isinstance(value, tuple):
        for part in value:
            yield from named_parts(part, kind)
    elif is_dataclass(value) and not isinstance(value, type):
        names = [field.name for field in fields(value)]
        if "key" in names and not isinstance(value, Item):
            yield value
        for name in names:
            if (kind, name) not in UNNAMED:
                yield from named_parts(getattr(value, name), kind)


def renamed(value: Any, part: Any) -> Any:
    """The same with this part under another key."""
    if value is part:
        return replace(value, key="anders")
    if isinstance(value, tuple):
        return tuple(renamed(one, part) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        found = {field.name: renamed(getattr(value, field.name), part) for field in fields(value)}
        return replace(value, **found)
    return value


@pytest.mark.parametrize("item", ITEMS, ids=IDS)
def test_a_key_that_answers_name_is_kept(item: Item) -> None:
    silent = [part for part in named_parts(item, item.kind) if not told(item, renamed(item, part))]
    assert silent == []


@pytest.mark.parametrize("item", ITEMS, ids=IDS)
def test_texts_may_always_improve(item: Item) -> None:
    better: dict[str, Any] = {
        "question": Html("<p>Beter gevraagd.</p>"),
        "hint": Html("<p>Kijk.</p>"),
    }
    if hasattr(item, "after"):
        better["after"] = Html("<p>Beter uitgelegd.</p>")
    assert told(item, replace(item, **better)) == []


def test_a_place_and_a_choice_are_kept_in_their_words() -> None:
    match = next(item for item in ITEMS if item.kind == "match")
    spare: Any = replace(match, places=(*match.places, "Nergens"))  # type: ignore[attr-defined]
    assert told(spare, match) == ["keuze Nergens is weg."]
    cards: Any = next(item for item in ITEMS if item.kind == "cards")
    facet = replace(cards.facets[0], choices=(*cards.facets[0].choices, "iets anders"))
    wider = replace(cards, facets=(facet, *cards.facets[1:]))
    assert told(cards, wider) == []
    assert any("iets anders" in message for message in told(wider, cards))


def test_a_story_may_grow() -> None:
    story: Any = next(item for item in ITEMS if item.kind == "dilemma")
    choice = replace(story.scenes[0].choices[0], key="nieuw")
    first = replace(story.scenes[0], choices=(*story.scenes[0].choices, choice))
    grown = replace(story, scenes=(first, *story.scenes[1:]))
    assert told(story, grown) == []
    assert told(grown, story) == ["keuze nieuw is weg.", "een ander antwoord is nu goed."]


def test_what_is_marked_gains_no_part() -> None:
    """Every answer so far would lack it, and be wrong by that."""
    match: Any = next(item for item in ITEMS if item.kind == "match")
    card = replace(match.cards[0], key="nieuw")
    assert told(match, replace(match, cards=(*match.cards, card))) == [
        "een ander antwoord is nu goed."
    ]


def test_a_kind_that_nobody_knows_fails_loudly() -> None:
    class StrangeItem(Item):
        kind = "vreemd"

    strange = StrangeItem(key="v", question=Html("<p>Wat?</p>"), label="Wat?")
    with pytest.raises(KeyError, match="vreemd"):
        told(strange, strange)
