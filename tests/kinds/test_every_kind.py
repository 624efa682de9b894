"""What every item kind promises, tried on every documented example."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.kinds.item import Item
from course.kinds.marking import UNMARKED, NotGradable, Response
from course.kinds.registry import ITEM_CLASSES, belongs, kind_of, registered, said, words_of
from tests.content.reading import documented_items

ITEMS = documented_items()
every_item = pytest.mark.parametrize("item", ITEMS, ids=lambda item: f"{item.kind} {item.key}")
LONG = (
    "9" * 5000,
    "-" + "9" * 5000,
    "1" + ".000" * 2000,
    "x" * 50_000,
    "e\u0301" * 5000,
    "a=" * 5000,
    "a:" * 5000,
    "~" * 5000,
    "a, " * 5000,
)
WORDS = st.text(alphabet="abcdefgh123=-~. ", max_size=8)


def test_every_kind_has_a_parser_and_rules() -> None:
    assert registered() == set(ITEM_CLASSES)


@every_item
def test_the_right_form_earns_everything(item: Item) -> None:
    kind = kind_of(item)
    response = kind.read(item, kind.examples(item).right)
    assert not isinstance(response, NotGradable)
    score = kind.grade(item, response)
    assert score.is_right or (not item.graded and score == UNMARKED)
    assert kind.settles(item, response, earlier=0)


@every_item
def test_the_wrong_form_is_marked_but_not_right(item: Item) -> None:
    kind = kind_of(item)
    wrong = kind.examples(item).wrong
    if wrong is None:
        assert not item.graded
        return
    response = kind.read(item, wrong)
    assert not isinstance(response, NotGradable)
    assert not kind.grade(item, response).is_right


@every_item
def test_the_unusable_form_costs_nothing_and_says_what_to_do(item: Item) -> None:
    kind = kind_of(item)
    answer = kind.read(item, kind.examples(item).unusable)
    assert isinstance(answer, NotGradable)
    assert said(item, answer).endswith(".")


@every_item
def test_a_response_can_be_drawn_again(item: Item) -> None:
    kind = kind_of(item)
    for form in filter(None, (kind.examples(item).right, kind.examples(item).wrong)):
        response = kind.read(item, form)
        assert not isinstance(response, NotGradable)
        assert kind.read(item, kind.fields(item, response)) == response
        assert all(kind.words(item, response))


@every_item
def test_the_key_stays_hidden_until_the_last_try(item: Item) -> None:
    kind = kind_of(item)
    wrong = kind.examples(item).wrong
    if wrong is None:
        return
    response = kind.read(item, wrong)
    assert not isinstance(response, NotGradable)
    early = [remark.text for remark in kind.remarks(item, response, full=False)]
    late = [remark.text for remark in kind.remarks(item, response, full=True)]
    assert late
    assert not any(remark.is_right for remark in kind.remarks(item, response, full=False)) or len(
        early
    ) <= len(late)


# What people and programs send that is not an answer: other signs, other keys, far too much,
# nothing.
HOSTILE = st.one_of(
    WORDS,
    st.text(max_size=12),
    st.sampled_from(
        [
            *(
                "",
                " ",
                "\0",
                "\ud800",
                "\u202e13",
                "²",
                "٣",
                "-1",
                "1e9",
                "9" * 5000,
                "x" * 5000,
                "=",
                "a=b=c",
                "[[1]]",
            ),
            *(
                "{{naam}}",
                "<script>",
                "../..",
                "None",
                "ja",
                "reden=",
                "open=page",
                "genoeg",
                "besluit=keep+x",
                "x.y",
            ),
            *(
                "audience=groep",
                "arrange.parents",
                "delete",
                "7",
                "8",
                "a:up",
                "a.voorwaarde=b",
                "~",
                "1=~",
                "1=1a",
            ),
        ]
    ),
)


def names_of(item: Item) -> list[str]:
    """The fields of this kind's own forms, and of all others."""
    sent = {
        "antwoord",
        "kies",
        "move",
        "order",
        "stap",
        "ga",
        "open",
        "opnieuw",
        "terug",
        "pad",
        "voorbeeld",
        "kaart",
    }
    for one in (item, *ITEMS):
        examples = kind_of(one).examples(one)
        sent |= {*examples.right, *(examples.wrong or {}), *examples.unusable}
    return sorted(sent)


def steps_of(item: Item) -> list[str]:
    """Pieces of true responses of this item, to be put together wrongly."""
    kind = kind_of(item)
    found = set(kind.stored_keys(item))
    for form in filter(None, (kind.examples(item).right, kind.examples(item).wrong)):
        response = kind.read(item, form)
        assert not isinstance(response, NotGradable)
        found |= {*response, *(value for values in form.values() for value in values)}
    return sorted(found) or ["x"]


def told_wholly(item: Item, response: Response) -> None:
    """Everything that is asked about a response that belongs to the item."""
    kind = kind_of(item)
    score = kind.grade(item, response)
    assert 0 <= score.earned <= score.possible
    for full in (True, False):
        kind.remarks(item, response, full=full)
    kind.verdicts(item, response)
    words_of(item, response)
    kind.state(item, response)
    kind.shown(item, kind.fields(item, response), item.question)
    kind.pictured(item, response)
    assert kind.settles(item, response, earlier=0) in (True, False)
    assert kind.settles(item, response, earlier=1) in (True, False)


@every_item
@settings(max_examples=40)
@given(data=st.data())
def test_no_form_makes_it_fail(item: Item, data: st.DataObject) -> None:
    """Whatever is sent, it is read or sent back with a sentence; what is read belongs to the item,
    and can be told.
    """
    kind = kind_of(item)
    values = st.lists(st.one_of(HOSTILE, st.sampled_from(steps_of(item))), max_size=8)
    form = data.draw(st.dictionaries(st.sampled_from(names_of(item)), values, max_size=6))
    mixed = {**kind.examples(item).right, **form} if data.draw(st.booleans()) else form
    redrawn = kind.adjust(item, mixed)
    if redrawn is not None:
        kind.shown(item, redrawn, item.question)
    response = kind.read(item, redrawn if redrawn is not None else mixed)
    if isinstance(response, NotGradable):
        assert said(item, response).endswith(".")
        kind.shown(item, mixed, item.question)  # it is drawn again as it was sent
        return
    assert belongs(item, response)
    told_wholly(item, response)


@every_item
@settings(max_examples=40)
@given(data=st.data())
def test_a_stored_response_of_another_release_is_known_as_such(
    item: Item, data: st.DataObject
) -> None:
    """It belongs and can be told, or it does not: nothing else happens."""
    pieces = st.one_of(HOSTILE, st.sampled_from(steps_of(item)))
    response = tuple(data.draw(st.lists(pieces, max_size=10)))
    if belongs(item, response):
        told_wholly(item, response)
        return
    with suppress(ValueError):  # the one error that marking promises
        kind_of(item).grade(item, response)


@every_item
def test_no_length_makes_it_fail(item: Item) -> None:
    """In one field of a right form, and as a response that was stored: numbers of thousands of
    digits, texts of a page and more.
    """
    kind = kind_of(item)
    for text in LONG:
        for name in names_of(item):
            form = {**kind.examples(item).right, name: [text] * 9}
            response = kind.read(item, form)
            if isinstance(response, NotGradable):
                kind.shown(item, form, item.question)
            else:
                told_wholly(item, response)
        assert not belongs(item, (text,))
        assert not belongs(item, ("a", text, text))


@every_item
def test_a_response_to_another_item_does_not_belong(item: Item) -> None:
    for other in ITEMS:
        response = kind_of(other).read(other, kind_of(other).examples(other).right)
        assert not isinstance(response, NotGradable)
        if belongs(item, response):
            told_wholly(item, response)
