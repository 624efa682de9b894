"""Lessons without a fault, to break one rule of the linter at a time."""

from __future__ import annotations

import re
from pathlib import Path

from tests.content.reading import write_folder

FACTS = '[facts.F1]\ntext = "Iets"\ncertainty = "B"\nsources = []\nreview = true\n'
HEAD = '+++\ntitle = "Les"\ngoals = ["L1"]\n+++\n'


PROSE = "\nU deelt een foto. Bekijk eerst wie erop staat.\n"


LONGER = "een woord en nog een woord "


FEEDBACK = "Dat past hier. Kijk de volgende keer weer zo."


def choice(
    key: str, question: str = "", right: str = "De eerste", place: int = 0, more: str = ""
) -> str:
    """A single-choice question without a fault. `more` holds extra attributes."""
    options = ["Een tweede keuze", "Een derde keuze"]
    options.insert(place, right)
    lines = "".join(
        f"- [{'x' if n == place else ' '}] {'abc'[n]}. {text}{'' if n == place else ' {V5}'}\n  "
        f"> {FEEDBACK}\n"
        for n, text in enumerate(options)
    )
    asked = question or f"Wat kiest u in geval {key}?"
    return (
        f"\n::: choice {key}\ngoal: L1\n{more}\n{asked}\n\n{lines}\nhint: Lees nog "
        "eens.\nrefute: Zo zit het.\n:::\n"
    )


PAGE = HEAD + PROSE + choice("p1") + choice("p2", place=1)
DEAD_LINK = PAGE.replace("een foto", "[een foto](weg)")


TOLD = "{post: Een ouder, gisteren}\n> Kijk nou! ‘Dit kan niet’, zegt een moeder."


STORY = """
::: dilemma S1
title: Een foto
goal: L1

## start: Een foto
U ziet een foto van een leerling.

- a. Vragen of het mag. -> goed
- b. Meteen delen. -> schade

expert: Ik begin bij wie erop staat.

## goed [good]: Het mag
De leerling is blij dat u het vroeg.

lesson: Vragen werkt.

## schade [harm]: Het mocht niet
De leerling schrikt.

lesson: Vraag het de volgende keer eerst.
:::
"""


DILEMMA = HEAD.replace('title = "Les"', 'title = "Les"\nkind = "dilemma"') + STORY


def stories(**texts: str) -> str:
    """Six stories of one decision each, the best choice first; `texts` changes a choice."""
    told = "".join(
        STORY.replace("S1", f"S{n}").replace("Een foto", f"Foto {n}") for n in range(1, 7)
    )
    for key, text in texts.items():
        told = re.sub(rf"- {key}\. .* -> ", f"- {key}. {text} -> ", told)
    return DILEMMA.replace(STORY, told)


def kind(name: str, body: str) -> str:
    """A lesson of this kind with this body."""
    return HEAD.replace('title = "Les"', f'title = "Les"\nkind = "{name}"') + body


def bank(right: str = "De eerste", places: str = "012012") -> str:
    """A test of six questions with their right option at these places."""
    items = "".join(
        choice(f"t{n}", right=right, place=int(place)) for n, place in enumerate(places)
    )
    return kind("test", items)


def folder(path: Path, lessons: dict[str, str]) -> Path:
    """A content folder with these lessons, one misconception and one fact that may change."""
    write_folder(path, **lessons)
    (path / "misconceptions.toml").write_text('V5 = "Doorsturen is niet mijn zaak"\n', "utf-8")
    (path / "facts.toml").write_text(FACTS, "utf-8")
    return path
