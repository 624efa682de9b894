"""The outcome of the share simulator as a file for the class."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from tests.checking_client import CheckingClient
from tests.content.reading import examples
from tests.learning import Learner, answer, publish_pages, signed_in

SPREAD = next(text for text in examples("item") if text.startswith("::: spread"))
EXERCISE = f'+++\ntitle = "Simulator"\nkind = "exercise"\n+++\n\n{SPREAD}'
URL = "/leren/proef/een/simulator"
PICTURE = f"{URL}/plaatje/2-simulator.svg"
STEPS = [
    "audience=openbaar",
    "tone=grappig",
    "sensitive=yes",
    "vanishing=no",
    "viewers=1",
    "copies=1",
]


@pytest.fixture
def noor(session: Any, client: CheckingClient, tmp_path: Path) -> Learner:
    publish_pages(tmp_path / "modules", simulator=EXERCISE)
    return signed_in(session, client)


def test_who_played_to_the_end_can_keep_it(client: CheckingClient, noor: Learner) -> None:
    assert PICTURE not in client.get(URL).text
    assert client.get(PICTURE).status_code == 404
    assert answer(client, URL, "2-simulator", stap=STEPS, kies="delete").status_code == 303
    assert f'href="{PICTURE}" download' in client.get(URL).text
    reply = client.get(PICTURE)
    assert reply.status_code == 200
    assert reply.mimetype == "image/svg+xml"
    assert reply.headers["Content-Disposition"] == 'attachment; filename="een-simulator.svg"'
    drawn = ElementTree.fromstring(reply.text)
    words = " ".join(
        "".join(node.itertext()) for node in drawn.iter("{http://www.w3.org/2000/svg}text")
    )
    assert "Verwijderen na ronde 1 scheelt in dit voorbeeld 424 kijkers." in words
    assert "12 kopieën staan dan bij anderen." in words
    assert "De getallen zijn geen meting." in words
    assert not [node for node in drawn.iter() if {"class", "style"} & node.attrib.keys()], (
        "it must stand alone"
    )


def test_only_an_exercise_that_spreads_has_one(client: CheckingClient, noor: Learner) -> None:
    assert client.get(f"{URL}/plaatje/weg.svg").status_code == 404
