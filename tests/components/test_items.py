"""The form of every item kind, drawn from the documented examples in each state that a learner may
meet.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask, render_template_string

from course.kinds.item import Item
from course.kinds.marking import Form, NotGradable
from course.kinds.registry import ITEM_CLASSES, kind_of
from course.store.learning.reading import Given
from course.web.learn.items import ItemView, page_view, with_error
from tests.checking_client import page_faults
from tests.content.reading import documented_items

NOON = datetime(2026, 11, 27, 11, 0, tzinfo=UTC)
OWN_PAGE = {"dilemma"}  # a story has a page of its own: learn/dilemma.html
ITEMS = [item for item in documented_items() if item.kind not in OWN_PAGE]
PAGE = """<!doctype html>
<html lang="nl"><head><meta charset="utf-8"><title>Proef</title></head><body><main><h1>Proef</h1>
<section id="item-{{ view.item.key }}" aria-labelledby="kop"><form method="post"><h2 id="kop">{{ view.kicker }}</h2>
{% include view.template %}</form></section></main></body></html>"""


def draw(app: Flask, view: ItemView) -> str:
    with app.test_request_context("/"):
        return render_template_string(PAGE, view=view)


def given(item: Item, form: Form, *, earlier: int = 0) -> Given:
    kind = kind_of(item)
    response = kind.read(item, form)
    assert not isinstance(response, NotGradable)
    score = kind.grade(item, response)
    return Given(
        item.key,
        response,
        score.earned,
        score.possible,
        kind.settles(item, response, earlier),
        NOON,
    )


def states(item: Item) -> dict[str, ItemView]:
    """The item as it is met: blank, missed, missed for the last time, right, and sent back."""
    examples = kind_of(item).examples(item)
    found = {
        "blank": page_view(item, [], {}, "Vraag"),
        "right": page_view(item, [given(item, examples.right)], {}, "Vraag"),
    }
    found["error"] = with_error(found["blank"], examples.unusable, "Kies eerst een antwoord.")
    if examples.wrong is not None:
        found["missed"] = page_view(item, [given(item, examples.wrong)], {}, "Vraag")
        found["explained"] = page_view(item, [given(item, examples.wrong, earlier=1)], {}, "Vraag")
    return found


DRAWN = [(item, name) for item in ITEMS for name in states(item)]


def test_every_kind_is_drawn() -> None:
    assert {item.kind for item in ITEMS} | OWN_PAGE == set(ITEM_CLASSES)


@pytest.mark.parametrize(
    ("item", "name"), DRAWN, ids=lambda value: value if isinstance(value, str) else value.key
)
def test_the_form_is_sound_in_every_state(drawing_app: Flask, item: Item, name: str) -> None:
    html = draw(drawing_app, states(item)[name])
    assert page_faults(html) == []
    assert 'name="inzending"' in html


@pytest.mark.parametrize("item", [item for item in ITEMS if item.graded], ids=lambda item: item.key)
def test_the_key_is_not_in_the_page_before_the_answer(drawing_app: Flask, item: Item) -> None:
    """No feedback text stands in the HTML of an item that nobody answered yet."""
    if kind_of(item).stepwise:
        return
    html = draw(drawing_app, states(item)["blank"])
    response = kind_of(item).read(item, kind_of(item).examples(item).right)
    assert not isinstance(response, NotGradable)
    for remark in kind_of(item).remarks(item, response, full=True):
        assert not remark.text or remark.text not in html
