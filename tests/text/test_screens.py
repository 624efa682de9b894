"""A chat, a post and search results: drawn as such, in order, and safe as any other text."""

from __future__ import annotations

import pytest

from course.text.html import render
from course.text.plain import plain
from course.text.readability import segments, sentences

CHAT = """Het gonst.

{chat: Teamapp}

- Anouk, 8.12: Deel je dit?
- u, 8.15: Kijk: *eerst* even.

Daarna niet meer."""


def test_a_chat_says_who_when_and_what_in_order() -> None:
    html = render(CHAT)
    assert html.count('<figure class="chat">') == 1
    assert "<figcaption>Teamapp</figcaption>" in html
    assert html.index("<ol>") < html.index("Anouk, 8.12") < html.index("U, 8.15")
    assert html.count("<li>") == 1 == html.count('<li class="own">')
    assert "<q>Kijk: <em>eerst</em> even.</q>" in html
    assert plain(html).endswith("Daarna niet meer.")


def test_what_is_said_in_a_chat_is_speech() -> None:
    assert list(segments(render(CHAT)))[1:4] == ["Teamapp", "Anouk, 8.12", "‘Deel je dit?’"]
    assert "‘Kijk: eerst even.’" in sentences(render(CHAT)) or "eerst even.’" in sentences(
        render(CHAT)
    )


def test_a_post_and_a_page_of_results() -> None:
    post = render("{post: Buurt in Beeld, gisteren}\n> Trots!\n>\n> Deel dit.")
    assert '<figure class="post">' in post
    assert post.count("<q>") == 2
    results = render("{results: Gezocht: gaslek}\n- Oefening, de krant: Geen gevaar.\n")
    assert '<figure class="results">' in results
    assert "<figcaption>Gezocht: gaslek</figcaption>" in results
    assert "<q>" not in results


@pytest.mark.parametrize(
    "text",
    [
        "{chat: Teamapp}",  # nothing below it
        "{chat: Teamapp}\n\nGeen lijst.",
        "{chat: Teamapp}\n\n- Zonder wie",
        "{chat: Teamapp}\n\n- Anouk: Hoi\n- zonder wie",
        "{chat: Teamapp}\n\n- Anouk: Hoi\n    - Bo: Dieper",
        "{chat: Teamapp}\n\n> Anouk: Hoi",
        "{post: Wie}\n\n- Anouk: Hoi",
        "{post: Wie}\n> - een lijst",
        "Zie {chat: Teamapp}\n\n- Anouk: Hoi",
        "{app: Teamapp}\n\n- Anouk: Hoi",
    ],
)
def test_what_does_not_belong_together_keeps_its_mark(text: str) -> None:
    """So the linter names its line: a sign of the format stays on the page."""
    html = render(text)
    assert "<figure" not in html
    assert "{" in html


def test_nothing_gets_through_that_nobody_meant() -> None:
    html = render(
        '{chat: <img src=x onerror="a">}\n\n- <b class="chat">Bo</b>: [x](javascript:a)\n'
    )
    assert "<img" not in html
    assert "<b" not in html.replace("<blockquote", "")
    assert "javascript:" not in html.replace("[x](javascript:a)", "")
    assert render('<figure class="chat">') == '<p>&lt;figure class="chat"&gt;</p>'
