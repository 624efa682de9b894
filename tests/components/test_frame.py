"""The frame around every page, and the pages that say that something did not work."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask, render_template, render_template_string

from course.domain.people.roles import Actor
from course.web.http.errors import PAGES, ErrorPage
from course.web.page.chrome import Chrome
from course.web.page.frame import menu
from tests.components.conftest import CHROME
from tests.components.test_components import faults, parse

PAGE = (
    '{% extends "base.html" %}{% block title %}Een les{% endblock %}{% block content %}<h1>Een '
    "les</h1>{% endblock %}"
)


def drawn(app: Flask, chrome: Chrome, source: str = PAGE) -> str:
    with app.test_request_context():
        return render_template_string(source, chrome=chrome)


def test_frame_has_what_stands_on_every_page(drawing_app: Flask) -> None:
    html = drawn(drawing_app, CHROME)
    tree = parse(html)
    assert faults(tree) == []
    assert tree.find(".//title").text == "Een les – Deelwijs"  # type: ignore[union-attr]
    assert tree.find(".//body/a").get("href") == "#inhoud"  # type: ignore[union-attr]
    assert [form.get("action") for form in tree.iter("form")] == ["/uitloggen", "/weergave"]
    assert {a.get("href") for a in tree.findall(".//footer//a")} == {
        "/hulp",
        "/privacy",
        "/toegankelijkheid",
    }
    assert len(tree.findall(".//*[@data-live]")) == 1
    assert 'name="terug" value="/onderdelen?a=1&amp;b=2"' in html
    assert "De studiedag is bewaard." in html


def test_every_page_has_a_description_of_its_own(drawing_app: Flask) -> None:
    def described(source: str) -> str:
        tree = parse(drawn(drawing_app, CHROME, source))
        (found,) = tree.findall(".//meta[@name='description']")
        return str(found.get("content"))

    assert described(PAGE).startswith("Een les: op Deelwijs")
    assert described(PAGE.replace("Een les{%", "U &amp; ik{%")).startswith("U & ik: op")
    own = PAGE + "{% block description %}Wat u hier leest.{% endblock %}"
    assert described(own) == "Wat u hier leest."


@pytest.mark.parametrize("folder", ["errors", "standing"])
def test_a_page_that_says_that_something_went_wrong_has_one_too(
    drawing_app: Flask, folder: str
) -> None:
    """They are pages as well, and some are made long before they are needed."""
    for name in drawing_app.jinja_env.list_templates(
        filter_func=lambda one: one.startswith(folder) and "not_drawn" not in one
    ):
        source = drawing_app.jinja_env.get_template(name)
        with drawing_app.test_request_context():
            html = source.render(chrome=CHROME, page=ErrorPage(), retry_after=60)
        (found,) = parse(html).findall(".//meta[@name='description']")
        assert len(str(found.get("content"))) > 40, name


def test_help_stands_in_the_top_bar_for_everybody() -> None:
    assert [(one.label, one.current) for one in menu(None, "/hulp")] == [("Hulp en melden", "page")]
    assert (
        menu(Actor(1, "x", "Noor", "noor@voorbeeld.example", "teaching"), "/leren")[-1].url
        == "/hulp"
    )


@pytest.mark.parametrize(("theme", "pressed"), [("light", "light"), ("dark", "dark"), ("", "")])
def test_theme_is_written_by_the_server(drawing_app: Flask, theme: str, pressed: str) -> None:
    tree = parse(drawn(drawing_app, replace(CHROME, theme=theme)))  # type: ignore[arg-type]
    assert (tree.get("data-theme") or "") == theme
    chosen = [b.get("value") for b in tree.iter("button") if b.get("aria-pressed") == "true"]
    assert chosen == [pressed]


def test_nobody_signed_in_and_no_demo(drawing_app: Flask) -> None:
    html = drawn(drawing_app, replace(CHROME, person_name=None, nav=(), demo=False, flashes=()))
    assert faults(parse(html)) == []
    assert "/uitloggen" not in html
    assert "demo-banner" not in html
    assert "Hoofdmenu" not in html


def test_what_was_not_done_has_no_tick(drawing_app: Flask) -> None:
    """A mail that was not sent stood beside the same green tick as one that was."""
    told = replace(CHROME, flashes=(), explained=("Er is niets verstuurd.",))
    (box,) = parse(drawn(drawing_app, told)).findall(".//div[@role='status']")
    assert box.get("class") == "flash flash--info"
    assert "Er is niets verstuurd." in "".join(box.itertext())


def test_side_follows_the_content(drawing_app: Flask) -> None:
    html = drawn(drawing_app, CHROME, PAGE + "{% block side %}<p>aan de zijkant</p>{% endblock %}")
    assert html.index("<h1>") < html.index("aan de zijkant")
    assert "with-side" not in drawn(drawing_app, CHROME)


@pytest.mark.parametrize("code", PAGES)
def test_error_page_says_what_to_do(drawing_app: Flask, code: int) -> None:
    with drawing_app.test_request_context():
        html = render_template(f"errors/{code}.html", page=ErrorPage("4f7a21b0"))
    tree = parse(html)
    assert faults(tree) == []
    assert len(list(tree.iter("h1"))) == 1
    assert tree.findall(".//main//a")
    assert ("4f7a21b0" in html) == (code == 500)
