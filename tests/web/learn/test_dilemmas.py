"""What a reader of a story meets, and in which order."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.checking_client import CheckingClient
from tests.learning import Learner, answer, learner, publish, signed_in

STORIES = """+++
title = "Dilemma"
kind = "dilemma"
+++
""" + "".join(
    f"""
::: dilemma S{number}
title: Verhaal {number}
sectors: vo

## start: Het begin van {number}
Wat doet u?

- a. Eerste. -> midden
- b. Tweede. -> midden
- c. Derde. -> midden
- d. Vierde. -> midden

expert: Wat een collega vindt van {number}.

## midden: Het vervolg van {number}
En nu?

- e. Verder. -> einde

## einde [good]: Klaar
Het is goed.

lesson: Zo werkt het.
:::
"""
    for number in (1, 2)
)
URL = "/leren/proef/een/dilemma"
CHOICE = re.compile(r'name="kies" value="(\w)"')


@pytest.fixture
def noor(session: Any, client: CheckingClient, tmp_path: Path) -> Learner:
    publish(tmp_path / "modules", dilemma=STORIES)
    return signed_in(session, client)


def test_the_situation_is_chosen_before_it_begins(client: CheckingClient, noor: Learner) -> None:
    page = client.get(URL).text
    assert page.index("Kies de situatie") < page.index('id="moment"')
    assert f'href="{URL}?verhaal=S2"' in page
    assert "Andere situaties" not in page
    answer(client, URL, "S1", kies="a")
    inside = client.get(URL).text
    assert "Kies de situatie" not in inside
    assert inside.index('id="moment"') < inside.index("Andere situaties")


def test_an_experienced_colleague_speaks_after_the_choice(
    client: CheckingClient, noor: Learner
) -> None:
    assert "Wat een collega vindt" not in client.get(URL).text
    answer(client, URL, "S1", kies="c")
    page = client.get(URL).text
    assert "over ‘Het begin van 1’" in page
    assert "Wat een collega vindt van 1." in page
    answer(client, URL, "S1", pad=["c"], kies="e")
    assert "Wat een collega vindt" not in client.get(URL).text, "nobody spoke about that moment"


def test_choices_are_mixed_per_reader_and_stay_so(
    client: CheckingClient, session: Any, noor: Learner
) -> None:
    own = CHOICE.findall(client.get(URL).text)
    assert sorted(own) == ["a", "b", "c", "d"]
    assert CHOICE.findall(client.get(URL).text) == own
    orders = {tuple(own)}
    for number in range(3):
        other = client.application.test_client()
        learner(session, f"ander{number}@voorbeeld.example").sign_in(other)  # type: ignore[arg-type]
        orders.add(tuple(CHOICE.findall(other.get(URL).text)))
    assert len(orders) > 1
    answer(client, URL, "S1", kies=own[0])
    answer(client, URL, "S1", pad=[own[0]], kies="e")
    assert "keuze 1 van 4, keuze 1 van 1" in client.get(URL).text, "drawn as it was met"


def test_the_way_out_of_a_story_is_never_the_filled_button(
    client: CheckingClient, noor: Learner
) -> None:
    for path in ([], ["a"]):
        answer(client, URL, "S1", pad=path, kies="e" if path else "a")
    assert "button--primary pager__on" in client.get(URL).text, "the story is over"
    answer(client, f"{URL}?verhaal=S2", "S2", kies="a")
    inside = client.get(URL).text
    assert "Het vervolg van 2" in inside
    assert "pager__on" in inside
    assert "button--primary" not in inside


def test_one_story_for_each_kind_of_school_is_told_apart(
    client: CheckingClient, session: Any, tmp_path: Path
) -> None:
    """Links of one name that lead to different stories say nothing."""
    alike = STORIES.replace("title: Verhaal 2\nsectors: vo", "title: Verhaal 1\nsectors: po, so")
    assert alike != STORIES
    publish(tmp_path / "modules", dilemma=alike)
    signed_in(session, client)
    page = client.get(URL).text
    assert ">Verhaal 1 (voortgezet onderwijs)</a>" in page
    assert ">Verhaal 1 (primair onderwijs, speciaal onderwijs)</a>" in page
    assert ">Verhaal 1</a>" not in page
