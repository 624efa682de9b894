"""What is said under a page of which something is left: only what is true of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import count
from typing import Any

import pytest

from course import clock
from course.content.types import Course, Lesson, LessonKind, MasteryRule, Module
from course.kinds.item import Item
from course.kinds.marking import NotGradable, Response
from course.kinds.registry import belongs, kind_of
from course.models import Attempt
from course.store.courses import releases
from course.text.plain import NO_TEXT
from tests import builders
from tests.checking_client import CheckingClient
from tests.content.reading import documented_items
from tests.learning import Learner, answer, signed_in

URL = "/leren/proef/een/proef"
ITEMS = [one for one in documented_items() if one.kind != "dilemma"]
STEPWISE = [one for one in ITEMS if one.stepwise]
AT_ONCE = [one for one in ITEMS if one.graded and not one.stepwise]
OPEN = "Gaat u verder, dan blijft deze les openstaan bij ‘Nog te doen’."


def name(one: Item) -> str:
    return f"{one.kind} {one.key}"


def publish(*items: Item, required: bool = True) -> None:
    """A course of one lesson with these items."""
    lesson = Lesson(
        slug="proef",
        title="Proef",
        kind=LessonKind.EXERCISE,
        required=required,
        blocks=items,
        minutes=1,
    )
    module = Module(
        slug="een",
        title="Een",
        motto="Een",
        minutes=1,
        goals=(),
        excludes=(),
        mastery=MasteryRule(),
        lessons=(lesson,),
    )
    course = Course(slug="proef", title="Proefcursus", intro=NO_TEXT, modules=(module,))
    builders.publish(course, clock.now())


def send(client: CheckingClient, one: Item, response: Response) -> None:
    """These steps or this answer, as the form of the page holds them."""
    fields = {name: list(values) for name, values in kind_of(one).fields(one, response).items()}
    assert answer(client, URL, one.key, **fields).status_code == 303


def said(client: CheckingClient) -> str:
    found = re.search(r'id="verder">\s*(?:<p class="muted">([^<]*)</p>)?', client.get(URL).text)
    assert found is not None
    return found[1] or ""


def given(one: Item, *, right: bool) -> Response:
    kind = kind_of(one)
    form = kind.examples(one).right if right else kind.examples(one).wrong
    response = kind.read(one, form or {})
    assert not isinstance(response, NotGradable)
    return response


def halfway(one: Item) -> Response:
    """The longest way into an exercise that does not end it."""
    steps: Sequence[str] = given(one, right=True)
    for size in range(len(steps) - 1, -1, -1):
        part = tuple(steps[:size])
        if belongs(one, part) and not kind_of(one).settles(one, part, 0):
            return part
    raise AssertionError(f"{one.key} is over at once")


@pytest.mark.parametrize("one", STEPWISE, ids=name)
def test_an_exercise_that_is_half_done_is_not_called_wrong(
    client: CheckingClient, session: Any, one: Item
) -> None:
    publish(one)
    signed_in(session, client)
    assert said(client) == ""
    send(client, one, halfway(one))
    assert said(client) == f"De oefening is nog niet af. {OPEN}"
    send(client, one, given(one, right=True))
    assert said(client) == ""


@pytest.mark.parametrize("one", AT_ONCE, ids=name)
def test_what_was_missed_is_called_so(client: CheckingClient, session: Any, one: Item) -> None:
    publish(one)
    signed_in(session, client)
    send(client, one, given(one, right=False))
    assert said(client) == f"Uw antwoord is nog niet goed. {OPEN}"
    send(client, one, given(one, right=False))
    assert said(client) == "", "the second try was the last"


def test_several_are_counted_each_as_what_they_are(client: CheckingClient, session: Any) -> None:
    missed, begun = AT_ONCE[:2], STEPWISE[:2]
    publish(*missed, *begun)
    signed_in(session, client)
    for one in missed:
        send(client, one, given(one, right=False))
    assert said(client) == f"2 antwoorden zijn nog niet goed. {OPEN}"
    send(client, begun[0], halfway(begun[0]))
    send(client, missed[0], given(missed[0], right=True))
    assert said(client) == f"Uw antwoord is nog niet goed. De oefening is nog niet af. {OPEN}"
    send(client, begun[1], halfway(begun[1]))
    assert said(client).startswith("Uw antwoord is nog niet goed. 2 oefeningen zijn nog niet af.")


@pytest.mark.parametrize("one", [AT_ONCE[0], STEPWISE[0]], ids=name)
def test_what_nobody_asks_stays_on_no_list(client: CheckingClient, session: Any, one: Item) -> None:
    publish(one, required=False)
    signed_in(session, client)
    send(client, one, halfway(one) if one.stepwise else given(one, right=False))
    assert "Nog te doen" not in said(client)
    assert "Deze les is niet verplicht." in said(client)
    assert "/een/proef" not in client.get("/leren/proef/nog-te-doen").text


def test_an_answer_to_another_text_is_neither_wrong_nor_half_done(
    client: CheckingClient, session: Any
) -> None:
    publish(AT_ONCE[0], STEPWISE[0])
    noor = signed_in(session, client)
    for one in (AT_ONCE[0], STEPWISE[0]):
        keep(session, noor, one.key, ["een-keuze-van-toen"])
    assert said(client) == ""


_NUMBERS = count(1)


def keep(session: Any, noor: Learner, key: str, response: list[str]) -> None:
    """An attempt as the application kept it, at another text of the question."""
    session.add(
        Attempt(
            enrolment_id=noor.enrolment_id,
            release=releases.current("proef"),
            module="een",
            lesson="proef",
            item=key,
            response=response,
            earned=0,
            possible=1,
            settled=False,
            submission=f"inzending-van-toen-{next(_NUMBERS):06}",
            submitted_at=clock.now(),
        )
    )
    session.commit()
