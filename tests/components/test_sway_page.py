"""Be the manipulator, as its page says it."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Flask

from course.kinds.sway.item import PARTS, PLAIN, SwayItem
from course.kinds.sway.swaying import sway
from course.store.learning.reading import Given
from course.web.learn.items import page_view
from tests.components.test_items import draw
from tests.content.reading import documented_items
from tests.kinds.telling import told

ITEM = next(found for found in documented_items() if isinstance(found, SwayItem))
PLAINLY = tuple(f"{part}={PLAIN}" for part in PARTS)


def page_of(app: Flask, *path: str) -> str:
    over = sway(ITEM, path).over
    given = Given(ITEM.key, path, 0, 2, over, datetime(2026, 11, 27, tzinfo=UTC))
    return draw(app, page_view(ITEM, [given], {}, "Oefening"))


def test_the_message_grows_and_is_read_in_order(drawing_app: Flask) -> None:
    first = page_of(drawing_app, "feeling=anger")
    assert "Schande!" in first.partition("<fieldset")[0]
    assert "Regel 2 van 3" in first
    whole = page_of(drawing_app, "feeling=anger", "expert=plain", "dilemma=split")
    post = whole.partition('<figure class="post">')[2].partition("</figure>")[0]
    assert post.index("Schande!") < post.index("even duur") < post.index("Deel dit, of")


def test_the_list_says_who_shares_and_the_picture_is_hidden(drawing_app: Flask) -> None:
    html = page_of(drawing_app, "feeling=anger", "expert=plain", "dilemma=plain")
    assert "Uw bericht: 1 van de 3 deelt het" in html
    crowd = html.partition("<ol>")[2].partition("</ol>")[0]
    assert crowd.count("<li>") == len(ITEM.people)
    assert "De conciërge deelt het.</strong> Nu is het genoeg!" in crowd
    assert "oudergroep deelt het niet.</strong></li>" in crowd
    assert "De mediacoach deelt het niet.</strong> Eerst kijk ik wie dit maakte." in crowd
    drawn = html.partition('<svg class="drawing"')[2].partition("</svg>")[0]
    assert 'aria-hidden="true"' in drawn
    assert (drawn.count('class="d-fill"'), drawn.count('class="d-paper"')) == (1, 2)
    assert "De mensen en de uitkomst zijn verzonnen." in html


def test_what_helps_is_told_of_every_trick(drawing_app: Flask) -> None:
    path = (*PLAINLY, "t1=expert", "t2=feeling")
    html = page_of(drawing_app, *path)
    assert "U noemde 1 van de 2 trucs" in html
    assert "Een nepexpert.</strong> Dat zei u ook." in html
    assert "Een vals dilemma.</strong> U koos: Een heftig gevoel." in html
    assert "Er is bijna altijd een derde weg." in html
    assert [right for _, right, *_ in told(ITEM, path, full=True)] == [True, False]
