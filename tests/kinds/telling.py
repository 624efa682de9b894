"""What a kind says of a response, short enough to stand in a table."""

from __future__ import annotations

from course.kinds.item import Item
from course.kinds.marking import Form, NotGradable, Response
from course.kinds.registry import kind_of
from course.text.plain import plain

Told = tuple[str, bool, str, str, str]  # what is said, whether it is right, about what, key, role


def response_of(item: Item, **form: str) -> Response:
    """The response in a form whose fields hold one word or several."""
    found = kind_of(item).read(item, {name: words.split() for name, words in form.items()})
    assert not isinstance(found, NotGradable), found
    return found


def refused(item: Item, form: Form) -> tuple[str, str]:
    """Why a form holds nothing to mark, and at which field."""
    found = kind_of(item).read(item, form)
    assert isinstance(found, NotGradable), found
    return found.reason.value, found.field


def told(item: Item, response: Response, *, full: bool) -> list[Told]:
    """All remarks, as plain text."""
    return [
        (plain(one.text), one.is_right, plain(one.about), plain(one.key), one.role)
        for one in kind_of(item).remarks(item, response, full=full)
    ]


def pace(item: Item) -> tuple[float, float, int]:
    """Words, decisions and texts."""
    found = kind_of(item).pace(item)
    assert found is not None
    return found.words, found.decisions, found.texts
