"""Looking a message up, as its page shows it: a photo, tabs, and how somebody looks who does this
often.
"""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Flask

from course.kinds.browse.browsing import DECISION, ENOUGH, OPEN, WHY, browse
from course.kinds.browse.item import BrowseItem
from course.store.learning.reading import Given
from course.web.learn.items import page_view
from tests.components.test_items import draw
from tests.content.reading import documented_items

ITEM = next(found for found in documented_items() if isinstance(found, BrowseItem))
REASON = f"{WHY}Het klinkt heftig."
EXPERT = "Ik typ ‘gaslek’ in een nieuw tabblad, en weet genoeg."


def page_of(app: Flask, *path: str) -> str:
    over = browse(ITEM, path).over
    given = Given(ITEM.key, path, 0, 5, over, datetime(2026, 11, 27, tzinfo=UTC))
    return draw(app, page_view(ITEM, [given], {}, "Oefening"))


def test_the_photo_stands_in_the_message_with_what_there_is_to_see(drawing_app: Flask) -> None:
    message = page_of(drawing_app, REASON)
    post = message.partition('<div class="post flow">')[2].partition("Ik weet genoeg")[0]
    assert 'role="img" aria-label="Foto: Een leeg klaslokaal."' in post
    assert post.index("Waterdam Alarm") < post.index("Gaslek!") < post.index("Foto: ")


def test_the_tab_that_looks_a_picture_up_shows_it_again(drawing_app: Flask) -> None:
    looked = page_of(drawing_app, REASON, f"{OPEN}image")
    assert "browser__photo--small" in looked
    assert 'aria-label="De foto bij het bericht"' in looked
    searched = page_of(drawing_app, REASON, f"{OPEN}search")
    assert "browser__photo" not in searched


def test_how_an_expert_looks_comes_after_the_choice(drawing_app: Flask) -> None:
    path = (REASON, f"{OPEN}search", ENOUGH)
    assert EXPERT not in page_of(drawing_app, *path)
    done = page_of(drawing_app, *path, f"{DECISION}keep+search")
    assert "Zo kijkt wie dit vaak doet" in done
    assert done.index("Het was een oefening.") < done.index(EXPERT) < done.index("Uw route")
