"""What every item kind promises, tried on every documented example."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.kinds.item import Item
from course.kinds.marking import UNMARKED, NotGradable
from course.kinds.registry import ITEM_CLASSES, kind_of, registered, said
from tests.content.reading import documented_items

ITEMS = documented_items()
every_item = pytest.mark.parametrize("item", ITEMS, ids=lambda item: f"{item.kind} {item.key}")
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
    assert not any(remark.is_right for remark in kind.remarks(item, response, full=False)) or len(early) <= len(late)


@every_item
@given(data=st.data())
def test_no_form_makes_it_fail(item: Item, data: st.DataObject) -> None:
    """Whatever is sent, it is read or sent back; what is read can be marked."""
    kind = kind_of(item)
    names = sorted({*kind.examples(item).right, *(kind.examples(item).wrong or {}), "antwoord", "kies", "move"})
    form = data.draw(st.dictionaries(st.sampled_from(names), st.lists(WORDS, max_size=3)))
    mixed = {**kind.examples(item).right, **form} if data.draw(st.booleans()) else form
    redrawn = kind.adjust(item, mixed)
    response = kind.read(item, redrawn if redrawn is not None else mixed)
    if not isinstance(response, NotGradable):
        score = kind.grade(item, response)
        assert 0 <= score.earned <= score.possible
        kind.remarks(item, response, full=True)
        kind.settles(item, response, earlier=1)
