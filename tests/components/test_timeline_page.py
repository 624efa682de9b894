"""The time line, as its page says it."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from flask import Flask

from course.kinds.timeline.item import Action, TimelineItem
from course.kinds.timeline.standing import stand
from course.store.learning.reading import Given
from course.web.learn.items import page_view
from tests.components.test_items import draw
from tests.content.reading import documented_items
from tests.kinds.test_timeline import PATHS

ITEM = next(found for found in documented_items() if isinstance(found, TimelineItem))


def page_of(app: Flask, steps: tuple[str, ...]) -> str:
    given = Given(ITEM.key, steps, 0, 0, True, datetime(2026, 11, 27, tzinfo=UTC))
    return draw(app, page_view(ITEM, [given], {}, "Oefening"))


def path_of(actions: tuple[Action, ...], predicted: str) -> tuple[str, ...]:
    return tuple(step for action in actions for step in (predicted, action.value))


@pytest.mark.parametrize("predicted", ["1", "3"])
def test_every_way_ends_in_sentences_that_are_true(drawing_app: Flask, predicted: str) -> None:
    for actions in PATHS[::7]:
        steps = path_of(actions, predicted)
        now = stand(ITEM, steps)
        html = page_of(drawing_app, steps)
        assert now.over
        assert not re.search(r"\b1 (plekken|punten)\b|Het waren er 1\b", html), actions
        assert not re.search(r"\b(?!1\b)\d+ (plek|punt)\b", html), actions
        assert ("scheelt" in html.partition("Uw keuzes")[0]) is (now.saved > 0), actions
        assert ("Helemaal weg kreeg u het niet." in html) is bool(now.on), actions


def test_one_place_is_told_as_one(drawing_app: Flask) -> None:
    """At the first moment a message stands on one place, or on more: whichever is said agrees."""
    for actions in PATHS[::7]:
        for moment in stand(ITEM, path_of(actions, "2")).moments:
            words = f"Het was er {moment.on}" if moment.on == 1 else f"Het waren er {moment.on}"
            assert words in page_of(drawing_app, path_of(actions, "2")), actions
