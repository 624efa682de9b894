"""The outcome of the share simulator, as its page says it."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from itertools import product

import pytest
from flask import Flask, render_template

from course.kinds.spread.item import SpreadItem
from course.kinds.spread.playing import play
from course.store.learning.reading import Given
from course.web.learn.items import page_view
from tests.components.test_items import draw
from tests.content.reading import documented_items

ITEM = next(item for item in documented_items() if isinstance(item, SpreadItem))
SETTINGS = (
    *("audience=volgers", "tone=boos", "sensitive=yes", "vanishing=no"),
    *("viewers=2", "copies=3"),
)


@pytest.mark.parametrize(
    ("predicted", "words"),
    [(2, "Goed voorspeld."), (1, "Bijna: één stap ernaast."), (0, "Dat zat er verder naast.")],
)
def test_well_predicted_is_said_of_the_right_box_only(
    drawing_app: Flask, predicted: int, words: str
) -> None:
    steps = (*SETTINGS[:4], f"viewers={predicted}", "copies=3", "delete")
    assert play(ITEM, steps).forecasts[0].off == 2 - predicted
    html = page_of(drawing_app, steps)
    assert words in html.partition("Uw voorspelling")[2].partition("</li>")[0]


def page_of(app: Flask, steps: tuple[str, ...]) -> str:
    given = Given(ITEM.key, steps, 0, 0, True, datetime(2026, 11, 27, tzinfo=UTC))
    return draw(app, page_view(ITEM, [given], {}, "Oefening"))


def test_deleting_is_said_to_help_to_who_did(drawing_app: Flask) -> None:
    deleted = page_of(drawing_app, (*SETTINGS, "delete"))
    assert "U verwijderde het na ronde 1. Dat helpt: het scheelt 304 kijkers." in deleted
    kept = page_of(drawing_app, (*SETTINGS, "nothing", "nothing", "nothing"))
    assert "helpt" not in kept
    assert "Wat had wissen gedaan?" in kept
    late = page_of(drawing_app, (*SETTINGS, "nothing", "nothing", "delete"))
    assert "Dat helpt" not in late
    assert "Dat scheelt geen kijkers meer" in late


def test_who_can_be_recognised_meets_it_in_the_outcome(drawing_app: Flask) -> None:
    recognised = page_of(drawing_app, (*SETTINGS, "nothing", "nothing", "nothing"))
    assert "424 kijkers konden de ander herkennen" in recognised
    nobody = [step.replace("sensitive=yes", "sensitive=no") for step in SETTINGS]
    other = page_of(drawing_app, (*nobody, "nothing", "nothing", "nothing"))
    assert "herkennen" not in other.partition("Uw voorspelling")[0]


def test_where_the_post_was_deleted_people_are_grey_and_copies_are_not(drawing_app: Flask) -> None:
    shared = page_of(drawing_app, SETTINGS)
    deleted = page_of(drawing_app, (*SETTINGS, "delete"))
    assert "network__was" not in shared
    assert "network__seen" not in deleted
    assert deleted.count("network__copy") == shared.count("network__copy") > 0


def every_message() -> list[tuple[str, ...]]:
    """Every message that can be chosen."""
    choices = [[f"{one.key}={setting.key}" for setting in one.choices] for one in ITEM.settings]
    return list(product(*choices))


@pytest.mark.parametrize("ending", ["nothing", "delete", "late", "report", "correct"])
def test_every_message_ends_in_sentences_that_are_true(drawing_app: Flask, ending: str) -> None:
    for settings in every_message():
        steps = played(settings, ending)
        now = play(ITEM, steps)
        html = page_of(drawing_app, steps)
        with drawing_app.test_request_context():
            drawn = render_template("kinds/spread/picture.svg", item=ITEM, now=now)
        for page in (html, drawn):
            assert not re.search(r"(?<![\d.])1 (kijkers|kopieën|mensen|rondes)\b", page), steps
            assert not re.search(r"(?<![\d.])(?!1\b)\d+ (kijker|kopie|ronde)\b", page), steps
            assert ("Vierkantje" in page) is bool(now.totals.copies), steps
            assert page.count("network__copy") == sum(len(one.copies) for one in now.rings)
        assert ("Dat helpt" in html) is (now.ending == "delete" and now.spared > 0), steps
        assert ("grijs want" in html) is now.gone, steps
        assert ("konden de ander herkennen" in html) is now.recognised, steps
        assert ("zien het alsnog" in html) is now.gone, steps


def played(settings: tuple[str, ...], ending: str) -> tuple[str, ...]:
    """A message to its end: one deed each round, or deleted in the last."""
    steps = (*settings, "viewers=0", "copies=0")
    rounds = 1 if "vanishing=yes" in settings else 3
    if ending in ("delete", "report"):
        return (*steps, ending)
    if ending == "late":
        return (*steps, *["nothing"] * (rounds - 1), "delete")
    return (*steps, *[ending] * rounds)
