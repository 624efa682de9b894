"""The checker itself: a sound page passes, and each planted fault is found."""

from __future__ import annotations

import pytest
from flask import Flask, Response

from tests.checking_client import (
    HEADERS,
    POLICY,
    CheckingClient,
    PageError,
    page_faults,
    unsigned_forms,
)

PAGE = """\
<!doctype html>
<html lang="nl"><head><meta charset="utf-8">
<title>Proef – Deelwijs</title><script type="module" src="/a.js"></script></head>
<body><a href="#inhoud">Naar de inhoud</a><main id="inhoud" tabindex="-1"><h1>Proef</h1>
<form method="post"><input type="hidden" name="inzending" value="x">
<p id="uitleg">Uitleg bij dit veld</p><label for="naam">Naam</label>
<input id="naam" name="naam" aria-describedby="uitleg">
<fieldset><legend>Wat kiest u?</legend>
<label><input type="radio" name="keus" value="a"> <span>Eerst vragen</span></label></fieldset>
<button>Bewaar mijn naam</button></form>
<p>De moeder zegt: “Wil je dat weghalen?” Een leerling: ‘Zag jij de foto’s van jou?’</p>
<blockquote>Jij mag kiezen.</blockquote>
<form method="post" action="/uitloggen"><button>Uitloggen</button></form>
<p data-dialogue>Heb je even?</p><svg aria-hidden="true"><path d="M0 0"/></svg><img src="/a.png" alt="">
</main></body></html>"""

FAULTS = [
    ("<h1>Proef</h1>", "<h1>Proef</h1><h1>Nog een</h1>", "elements h1"),
    ('lang="nl"', 'lang="en"', "lang="),
    ("<title>Proef – Deelwijs</title>", "<title> </title>", "no title"),
    ('<p id="uitleg">', '<p id="inhoud">', "stands 2 times"),
    ('aria-describedby="uitleg"', 'aria-describedby="weg"', "aria-describedby names 'weg'"),
    ('href="#inhoud"', 'href="#weg"', "#weg is not on the page"),
    ('href="#inhoud"', 'href="/proef#weg"', "#weg is not on the page"),
    ('for="naam"', 'for="weg"', "for names 'weg'"),
    ('<label for="naam">Naam</label>', "", "has no label"),
    ('<label for="naam">Naam</label>', '<label for="naam"></label>', "has no label"),
    ("<legend>Wat kiest u?</legend>", "", "has no legend"),
    ("Bewaar mijn naam", "", "has no words"),
    (' alt=""', "", "has no alt"),
    ("<h1>", '<h1 style="color: red">', "attribute style"),
    ("<button>", '<button onclick="go()">', "attribute onclick"),
    ("</main>", "<style>p { color: red }</style></main>", "stands in the page"),
    ("</main>", "<script>go()</script></main>", "stands in the page"),
    ('src="/a.png"', 'src="data:image/png;base64,AA"', "starts with data:"),
    ('href="#inhoud"', 'href="javascript:go()"', "starts with javascript:"),
    ("Naar de inhoud", "Naar jouw inhoud", "addresses the reader with 'jouw'"),
    ("Uitleg bij", "Hier kun je met <em>uitleg</em> bij", "addresses the reader with 'je'"),
    (
        "<label for",
        '<p aria-label="Jij bent hier"></p><label for',
        "addresses the reader with 'Jij'",
    ),
    ("</form>", "</form></form>", "line "),
    ("<p data-dialogue>", "<p><div>", "line "),
]


def test_sound_page_has_no_faults() -> None:
    assert page_faults(PAGE, "/proef") == []


@pytest.mark.parametrize(("old", "new", "message"), FAULTS)
def test_planted_fault_is_found(old: str, new: str, message: str) -> None:
    assert old in PAGE
    faults = page_faults(PAGE.replace(old, new, 1), "/proef")
    assert any(message in fault for fault in faults), faults


@pytest.fixture
def visitor() -> CheckingClient:
    """A client of a small application with sound headers, less the one that the query names."""
    app = Flask(__name__)
    app.test_client_class = CheckingClient

    @app.route("/proef", methods=["GET", "POST"])
    def page() -> str:
        return PAGE

    @app.after_request
    def headers(response: Response) -> Response:
        response.headers.update(HEADERS)
        response.headers["Content-Security-Policy"] = "; ".join(
            f"{name} {value}" for name, value in POLICY.items()
        )
        response.headers["Cache-Control"] = "no-store"
        response.headers["Vary"] = "Cookie"
        return response

    inner = app.wsgi_app

    def without(environ, start_response):  # type: ignore[no-untyped-def]
        name = environ.get("QUERY_STRING", "").removeprefix("zonder=")

        def start(status, sent, *rest):  # type: ignore[no-untyped-def]
            return start_response(status, [pair for pair in sent if pair[0] != name], *rest)

        return inner(environ, start)

    app.wsgi_app = without  # type: ignore[method-assign]
    client = app.test_client()
    assert isinstance(client, CheckingClient)
    return client


def test_sound_response_passes(visitor: CheckingClient) -> None:
    visitor.set_cookie("sessie", "x")
    assert visitor.get("/proef").status_code == 200


@pytest.mark.parametrize("name", [*HEADERS, "Content-Security-Policy", "Cache-Control", "Vary"])
def test_missing_header_is_found(visitor: CheckingClient, name: str) -> None:
    visitor.set_cookie("sessie", "x")
    with pytest.raises(PageError):
        visitor.get(f"/proef?zonder={name}")


def test_unsafe_request_says_where_it_comes_from(visitor: CheckingClient) -> None:
    sent = visitor.post("/proef").request.headers
    assert sent["Sec-Fetch-Site"] == "same-origin"
    forged = visitor.post("/proef", headers={"Sec-Fetch-Site": "cross-site"}).request.headers
    assert forged["Sec-Fetch-Site"] == "cross-site"


def test_a_form_that_does_not_say_for_whom_it_is_stands_out() -> None:
    bare, public = (
        '<form class="x" method="post" action="/leren"></form>',
        '<form method="post" action="/uitloggen"></form>',
    )
    field = '<input type="hidden" name="inzending" value="x"></form>'
    assert list(unsigned_forms(public + bare.replace("</form>", field))) == []
    assert list(unsigned_forms(public + bare)) == [
        "the form that goes to /leren does not say for whom it is"
    ]
