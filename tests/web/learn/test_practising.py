"""The end of a story with meters: what is lowest and why, where to read more, two questions that
never count.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from course import clock
from course.models import Attempt, LessonCompletion, Progress
from course.store.learning import recounting
from tests.checking_client import CheckingClient
from tests.learning import Learner, answer, publish_pages, signed_in, token_in

STORY = """+++
title = "Een week"
kind = "dilemma"
+++

::: dilemma week
title: Een week
meters: vertrouwen 6, privacy 6

## ma: Maandag: de app
module: een

Tekst.

- ma1. Begin maar. -> di (privacy -3)
- ma2. Vraag het eerst. -> di (privacy +1)

## di: Dinsdag: de klacht
Tekst.

- di1. Terugschrijven. -> einde (vertrouwen -1)
- di2. Bellen. -> einde (vertrouwen +1)

## einde [good]: De week is om
Kijk terug.

lesson: Sta even stil.
:::
"""
ASKED = "".join(
    f"""
::: choice v{number}
Wat klopt in geval {number}?

- [x] a. Goed {number}
  > Uitleg bij goed {number}.
- [ ] b. Fout {number}
  > Uitleg bij fout {number}.

hint: Hint {number}.
:::
"""
    for number in range(1, 5)
)
REFRESHERS = '+++\ntitle = "Opfrissen"\nkind = "refresher"\n+++\n' + ASKED
URL = "/leren/proef/een/verhaal"
PRACTICE = URL + "/opfrissen?verhaal=week"


@pytest.fixture
def noor(session: Any, client: CheckingClient, tmp_path: Path) -> Learner:
    publish_pages(tmp_path / "modules", verhaal=STORY, opfrissen=REFRESHERS)
    return signed_in(session, client)


def play(client: CheckingClient, *choices: str) -> str:
    """The story from its start; the page where it stands then."""
    path: list[str] = []
    for choice in choices:
        answer(client, URL, "week", pad=list(path), kies=choice)
        path.append(choice)
    return client.get(URL).text


def practised(page: str) -> list[str]:
    """The questions to practise with on this page."""
    return [f"v{number}" for number in range(1, 5) if f'id="item-v{number}"' in page]


def test_it_says_which_meter_is_lowest_and_why(client: CheckingClient, noor: Learner) -> None:
    page = play(client, "ma1", "di2")
    assert "Uw privacy-meter is laag: 3 van de 10." in page
    assert "Het kwam vooral door uw keuze bij ‘Maandag: de app’: Begin maar." in page
    assert "Het kan beter" in page
    assert "Privacy −3" in page
    assert 'href="/leren/proef/een"' in page
    # by the place of each choice in the order that this reader saw
    way = (
        r"Uw weg in 2 keuzes: keuze [12] van 2, keuze [12] van 2, en dan het einde: het kan beter\."
    )
    assert re.search(way, page)


def test_who_lost_nothing_ends_well(client: CheckingClient, noor: Learner) -> None:
    page = play(client, "ma2", "di2")
    assert "Uw vertrouwen-meter staat het laagst: 7 van de 10." in page
    assert "Zo loopt het goed af" in page


def test_two_questions_only_at_the_end_and_always_the_same(
    client: CheckingClient, noor: Learner
) -> None:
    assert practised(play(client, "ma1")) == []
    first = practised(play(client, "ma1", "di2"))
    assert len(first) == 2
    assert practised(client.get(URL).text) == first


def test_they_are_answered_there_and_never_count(
    client: CheckingClient, session: Any, noor: Learner
) -> None:
    key = practised(play(client, "ma1", "di2"))[0]
    before = [(row.lessons, row.done, row.total) for row in session.query(Progress)]
    done = session.query(LessonCompletion).count()
    session.rollback()
    number = key[1:]
    reply = answer(client, PRACTICE, key, token_in(client.get(URL), key), antwoord="b")
    assert reply.status_code == 303
    assert reply.location.endswith(f"{URL}?verhaal=week#item-{key}")
    page = client.get(URL).text
    assert f"Hint {number}." in page
    assert f"Uitleg bij fout {number}." not in page  # the hint comes first
    token = token_in(client.get(URL), key)
    for _ in range(2):  # a double click is one answer
        answer(client, PRACTICE, key, token, antwoord="a")
    assert "Dat klopt" in client.get(URL).text
    session.expire_all()
    assert session.query(Attempt).filter_by(item=key).count() == 2
    assert [(row.lessons, row.done, row.total) for row in session.query(Progress)] == before
    assert session.query(LessonCompletion).count() == done
    assert recounting.verify([noor.enrolment_id], clock.today()) == []
    session.rollback()


def test_an_empty_answer_costs_nothing(client: CheckingClient, session: Any, noor: Learner) -> None:
    key = practised(play(client, "ma1", "di2"))[0]
    reply = answer(client, PRACTICE, key, token_in(client.get(URL), key))
    assert reply.status_code == 422
    assert f'id="fout-{key}"' in reply.text
    assert session.query(Attempt).filter_by(item=key).count() == 0


def test_what_is_not_asked_is_not_kept(client: CheckingClient, session: Any, noor: Learner) -> None:
    asked = practised(play(client, "ma1", "di2"))[0]
    token = token_in(client.get(URL), asked)
    play(client, "ma1")  # once more from the start: no ending was reached yet
    reply = answer(client, PRACTICE, asked, token, antwoord="a")
    assert reply.status_code == 409
    assert "U kwam intussen bij een ander einde uit." in reply.text
    assert session.query(Attempt).filter_by(item=asked).count() == 0
