"""What is right counts as right, however it is written; and after the last try what is right is
named.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask

from course.kinds.item import Item
from course.kinds.marking import NotGradable, Reason
from course.kinds.registry import kind_of
from course.store.learning.reading import Given
from course.text.plain import Html, plain
from course.web.learn.items import ItemView, page_view, told_view
from tests.components.test_items import draw
from tests.content.reading import documented_items, item

AGE = item(
    "::: cloze g1\ntyped: 1\n\nIn Europa is de minimumleeftijd [[1]] jaar.\n\n- [x] 1a. 13\n  > "
    "Sinds 2024.\n"
    "- [ ] 1b. 16\n  > Dat was zo.\n\nhint: Zoek het op in de app.\n:::"
)
WORD = item(
    "::: cloze g2\ntyped: 1\n\nU vraagt eerst [[1]] aan ouders.\n\n- [x] 1a. toestemming\n  > "
    "Juist.\n"
    "- [ ] 1b. overeenstemming\n  > Nee.\n\nhint: Het staat op de brief.\n:::"
)
HOURS = item(
    "::: cloze g4\ntyped: 1\n\nDe school meldt het binnen [[1]].\n\n- [x] 1a. 72 uur\n  > Zo snel.\n"
    "- [ ] 1b. een week\n  > Te laat.\n:::"
)
DAYS = item(
    "::: number n1\nanswer: 20\nunit: werkdagen\n\nHoe lang?\n\nafter: Vier weken.\nlow: Te "
    "kort.\nhigh: Te lang.\n:::"
)
ITEMS = [one for one in documented_items() if one.graded and not one.stepwise]
IDS = [f"{one.kind} {one.key}" for one in ITEMS]


def is_right(found: Item, **form: str) -> bool | NotGradable:
    response = kind_of(found).read(found, {name: [value] for name, value in form.items()})
    return (
        response
        if isinstance(response, NotGradable)
        else kind_of(found).grade(found, response).is_right
    )


@pytest.mark.parametrize(
    "typed",
    [
        *("13", "13 jaar", "13jaar", " 13 ", "13.", "+13", "13,0", "13.0", "13 Jaar.", "13 jr."),
        *("dertien", "Dertien jaar", "vanaf 13 jaar", "13 jaar oud", "13+", "13\u202fjaar"),
    ],
)
def test_a_number_in_a_gap_is_right_with_its_unit(typed: str) -> None:
    assert is_right(AGE, **{"gat-1": typed}) is True


@pytest.mark.parametrize(
    "typed", ["16 jaar", "13 maanden", "1,3", "31", "-13", "dertig", "13 of 16"]
)
def test_another_number_is_not(typed: str) -> None:
    assert is_right(AGE, **{"gat-1": typed}) is False


@pytest.mark.parametrize(
    "typed",
    ["toestemming", "de toestemming", "Toestemming aan", "eerst toestemming", "toestemmnig"],
)
def test_a_word_in_a_gap_is_right_with_what_stands_beside_it(typed: str) -> None:
    assert is_right(WORD, **{"gat-1": typed}) is True


@pytest.mark.parametrize("typed", ["72", "72 uur", "72 u", "72 uren", "tweeënzeventig uur"])
def test_a_number_is_right_whether_or_not_the_author_wrote_its_unit(typed: str) -> None:
    assert is_right(HOURS, **{"gat-1": typed}) is True


@pytest.mark.parametrize("typed", ["72 dagen", "27 uur", "uur"])
def test_another_unit_than_the_authors_is_not(typed: str) -> None:
    assert is_right(HOURS, **{"gat-1": typed}) is False


def test_what_is_spelled_as_a_wrong_option_is_that_one() -> None:
    """A slip away from the right word, but exactly the wrong one."""
    twins = item(
        "::: cloze g3\ntyped: 1\n\nHet is [[1]].\n\n- [x] 1a. bereikbaar\n  > Ja.\n- [ ] 1b. "
        "breikbaar\n  > Nee.\n:::"
    )
    assert is_right(twins, **{"gat-1": "breikbaar"}) is False
    assert is_right(twins, **{"gat-1": "bereikbar"}) is True


@pytest.mark.parametrize(
    "typed",
    [
        "20",
        "20 werkdagen",
        "20 werkdag",
        "20 Werkdagen.",
        "+20",
        "20,0",
        "20,-",
        "twintig",
        "ca. 20",
    ],
)
def test_an_estimate_is_right_with_its_unit(typed: str) -> None:
    assert is_right(DAYS, antwoord=typed) is True


@pytest.mark.parametrize("typed", ["20.5", "20,5", "20 weken", "veel", "20 of 25", "²0"])
def test_what_is_no_whole_number_costs_nothing(typed: str) -> None:
    assert is_right(DAYS, antwoord=typed) == NotGradable(Reason.NOT_A_NUMBER)


def test_a_negative_number_is_too_low() -> None:
    assert is_right(DAYS, antwoord="-20") is False


def answered(found: Item, *, settled: bool) -> ItemView:
    """The item on a page after a wrong answer; `settled` when it was the last try."""
    kind = kind_of(found)
    wrong = kind.examples(found).wrong
    assert wrong is not None
    response = kind.read(found, wrong)
    assert not isinstance(response, NotGradable)
    score = kind.grade(found, response)
    given = Given(
        found.key,
        response,
        score.earned,
        score.possible,
        settled,
        datetime(2026, 11, 27, tzinfo=UTC),
    )
    return page_view(found, [given], {}, "Vraag")


def keys_of(found: Any) -> list[str]:
    """What is right, in the words in which it must be named."""
    match found.kind:
        case "choice":
            return [option.text for option in found.options if option.key == found.right]
        case "multiple" | "hotspot":
            return [option.text for option in found.options if option.key in found.right]
        case "best-worst":
            return [
                option.text for option in found.options if option.key in (found.best, found.worst)
            ]
        case "cloze":
            return [
                next(one.text for one in gap.options if one.key == gap.right[0])
                for gap in found.gaps
            ]
        case "number":
            return [f"{found.answer} {found.unit}".strip()]
        case "order":
            return [option.text for option in found.options]
    return [card.place for card in found.cards]


@pytest.mark.parametrize("found", ITEMS, ids=IDS)
def test_the_key_is_named_after_the_last_try(drawing_app: Flask, found: Item) -> None:
    html = draw(drawing_app, answered(found, settled=True))
    told = plain(Html(html.partition(f'id="feedback-{found.key}"')[2]))
    for key in keys_of(found):
        assert plain(Html(key)) in told


@pytest.mark.parametrize("found", [AGE, WORD, DAYS], ids=lambda found: found.key)
def test_the_key_is_named_for_what_nobody_foresaw(drawing_app: Flask, found: Item) -> None:
    kind = kind_of(found)
    field = "antwoord" if found.kind == "number" else "gat-1"
    response = kind.read(found, {field: ["999"]})
    assert not isinstance(response, NotGradable)
    given = Given(found.key, response, 0, 1, True, datetime(2026, 11, 27, tzinfo=UTC))
    html = plain(Html(draw(drawing_app, page_view(found, [given], {}, "Vraag"))))
    assert f"Het goede antwoord: {keys_of(found)[0]}" in html


@pytest.mark.parametrize(
    "found", [one for one in ITEMS if hasattr(one, "options")], ids=lambda one: one.kind
)
def test_the_key_is_marked_in_the_list_after_the_last_try(drawing_app: Flask, found: Item) -> None:
    if found.kind == "order":
        return  # a list of steps to move; the right order stands below it
    assert 'data-state="key"' in draw(drawing_app, answered(found, settled=True))
    assert 'data-state="key"' not in draw(drawing_app, answered(found, settled=False))


@pytest.mark.parametrize("found", ITEMS, ids=IDS)
def test_a_first_miss_gives_the_hint_and_no_key(drawing_app: Flask, found: Item) -> None:
    hinted = replace(found, hint=Html("<p>Denk na.</p>"))
    view = answered(hinted, settled=False)
    assert view.remarks == ()
    html = draw(drawing_app, view)
    assert "Denk na." in html
    assert not re.search(
        "goede antwoord|beste reactie:|Dit past ook|Hoort bij|goede volgorde", html
    )


@pytest.mark.parametrize("found", ITEMS, ids=IDS)
def test_the_last_miss_does_not_say_not_yet(found: Item) -> None:
    assert answered(found, settled=False).verdict != "Dat klopt niet"
    last = answered(found, settled=True)
    assert "Nog niet" not in last.verdict + last.say
    assert "nog een keer" not in last.say


def test_a_test_that_was_handed_in_asks_for_no_other_try() -> None:
    choice: Any = next(one for one in ITEMS if one.kind == "choice")
    kind = kind_of(choice)
    response = kind.read(choice, kind.examples(choice).wrong or {})
    assert not isinstance(response, NotGradable)
    view = told_view(choice, response, kind.grade(choice, response), {}, full=False)
    assert view.verdict == "Dat klopt niet"
    assert view.say == "Dat klopt niet."
    assert view.remarks != ()
    assert view.keys == ()


def test_a_gap_for_a_number_asks_a_phone_for_digits(drawing_app: Flask) -> None:
    assert 'inputmode="numeric"' in draw(drawing_app, page_view(AGE, [], {}, "Vraag"))
    assert 'inputmode="numeric"' not in draw(drawing_app, page_view(WORD, [], {}, "Vraag"))


def test_best_and_worst_are_named_as_such_when_they_were_swapped(drawing_app: Flask) -> None:
    pair: Any = next(one for one in ITEMS if one.kind == "best-worst")
    texts = {option.key: plain(option.text) for option in pair.options}
    told = plain(Html(draw(drawing_app, answered(pair, settled=True))))
    assert f"De beste reactie: {texts[pair.best]}" in told
    assert f"De slechtste reactie: {texts[pair.worst]}" in told
