"""What a form says of itself, and what is made of what comes back, asked without a database."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask, g

from course import create_app
from course.domain.people.roles import Actor
from course.models.base import new_token
from course.web.http import drawn
from course.web.http.drawn import Drawn, NotDrawnHereError, Why
from tests.databases import config_on

NOOR, PATH = "n" * 22, "/leren/proef/een/plan"
TYPED = {"tekst": "Eerst vragen, dan delen", "wachtwoord": "vier losse woorden samen", "keuze": "a"}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return create_app(config_on("sqlite://", tmp_path_factory.mktemp("veld")))


def noor() -> Actor:
    return Actor(1, NOOR, "Noor", "noor@voorbeeld.example", frozenset(), ())


def mark(person: str = NOOR, path: str = PATH, about: str = "") -> str:
    """What the field says, drawn for somebody at an address."""
    return ".".join(drawn.seal(person, path, about, new_token()))


def sent(app: Flask, field: str, **typed: str) -> tuple[str, ...] | None:
    """What Noor typed, by a form with this field."""
    with app.test_request_context(PATH, method="POST", data={drawn.FIELD: field, **typed}):
        g.actor = noor()
        return drawn.typed_here()


def refusal(app: Flask, field: str) -> Why | None:
    """Why a form of Noor is refused; None: it is taken."""
    with app.test_request_context(PATH, method="POST", data={drawn.FIELD: field}):
        try:
            drawn.check(noor())
        except NotDrawnHereError as refused:
            return refused.why
        return None


def test_why_a_form_is_refused(app: Flask) -> None:
    with app.app_context():
        given = {
            mark(): None,
            mark("m" * 22): Why.SOMEBODY_ELSE,
            mark(path="/leren/proef/een/toets"): Why.ELSEWHERE,
            "": Why.MISSING,
            mark() + "x": Why.MISSING,
        }
    assert [refusal(app, field) for field in given] == [*given.values()]
    assert [why.value for why in Why] == [422, 403, 409]


def test_of_what_was_typed_only_texts_are_shown_and_no_password(app: Flask) -> None:
    with app.app_context():
        own, other = mark(), mark("m" * 22)
    assert sent(app, own, **TYPED) == ("Eerst vragen, dan delen",)
    assert sent(app, own, tekst="twee woorden", ander="een") == ("twee woorden",)
    assert sent(app, other, **TYPED) is None, "drawn for somebody else"
    assert sent(app, "", **TYPED) is None
    with app.test_request_context(PATH, method="POST", data={drawn.FIELD: own, **TYPED}):
        assert drawn.typed_here() is None, "nobody is signed in"
    with app.test_request_context(PATH, query_string={drawn.FIELD: own, **TYPED}):
        g.actor = noor()
        assert drawn.typed_here() is None, "only a page was asked for"


def test_a_kept_form_belongs_to_one_person_and_one_address(app: Flask) -> None:
    with app.app_context():
        fields = [("tekst", "Eerst vragen"), (drawn.FIELD, mark())]
        assert drawn.belongs_to(NOOR, PATH, fields)
        assert not drawn.belongs_to("m" * 22, PATH, fields)
        assert not drawn.belongs_to(NOOR, "/leren/proef/een/toets", fields)
        assert not drawn.belongs_to(NOOR, PATH, fields[:1])
        assert not drawn.belongs_to(NOOR, PATH, [(drawn.FIELD, "niet van ons")])


def test_a_form_asks_one_thing(app: Flask) -> None:
    with app.test_request_context(PATH, method="POST"):
        g.drawn = drawn.read(mark(about="vraag 1"))
        assert isinstance(g.drawn, Drawn)
        assert drawn.is_about("vraag 1")
        assert not drawn.is_about("vraag 2")
        drawn.require_about("vraag 1", "", "")
        with pytest.raises(NotDrawnHereError) as refused:
            drawn.require_about("vraag 2", "De vraag is nu een andere.", "/verder")
        assert refused.value.why is Why.ELSEWHERE
        assert (refused.value.words, refused.value.url) == ("De vraag is nu een andere.", "/verder")


def test_the_page_that_says_so_leads_back_where_there_is_a_page(app: Flask, tmp_path: Path) -> None:
    for path, page in ((PATH, PATH), ("/uitloggen", ""), ("/er/is/niets", "")):
        with app.test_request_context(path, method="POST"):
            assert drawn.page_here() == page


@pytest.mark.parametrize("why", Why)
def test_only_who_it_was_drawn_for_reads_what_was_typed(app: Flask, why: Why) -> None:
    """Through the application's own handler of refusals."""
    with app.test_request_context(PATH, method="POST", data=TYPED):
        g.actor = noor()
        reply = app.make_response(app.handle_user_exception(NotDrawnHereError(why)))
    own = why is Why.ELSEWHERE
    assert reply.status_code == why.value
    assert ("Eerst vragen, dan delen" in reply.get_data(as_text=True)) is own
    assert (f'href="{PATH}"' in reply.get_data(as_text=True)) is own
    assert "vier losse woorden" not in reply.get_data(as_text=True)


def test_where_to_go_on_may_be_said(app: Flask) -> None:
    with app.test_request_context(PATH, method="POST"):
        g.actor = noor()
        refused = NotDrawnHereError(Why.ELSEWHERE, "De toets is al ingeleverd.", "/uitslag")
        reply = app.make_response(app.handle_user_exception(refused))
    assert 'href="/uitslag"' in reply.get_data(as_text=True)
    assert "De toets is al ingeleverd." in reply.get_data(as_text=True)
