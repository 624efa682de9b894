"""What an author may mistype in the example of a kind that the documentation shows: it is named, at
its line, and nothing else is.
"""

from __future__ import annotations

import pytest

from course.kinds.spread.item import SpreadItem
from course.kinds.spread.simulation import Model
from tests.content.reading import examples, item, parse

SHOWN: dict[str, str] = {}
for _text in examples("item"):
    SHOWN.setdefault(_text.split()[1], _text)
READ = {kind: item(text) for kind, text in SHOWN.items()}
GONE = None  # the line and all that stands below it is left out
HEAD = ":::"

Fault = tuple[str, str | None, list[tuple[str, str]]]
# by kind: what stands there, what was typed instead, and each problem: its rule and its line
FAULTS: dict[str, list[Fault]] = {
    "browse": [
        ("- deeds.", GONE, [("browse", HEAD)]),
        ("- tabs.", GONE, [("browse", HEAD)]),
        ("- source. Wie", "- image. Wie", [("browse", "- tabs.")]),
        ("- g1.", GONE, [("browse", HEAD)]),
        ("few: 4", "few: 0", [("browse", HEAD)]),
        ("few: 4", "few: 7", [("browse", HEAD)]),
        ("few: 4", "few: vier", [("attribute", "few:")]),
        ("few: 4", "few: -4", [("attribute", "few:")]),
        ("Gaslek! School in Waterdam dicht", "", [("browse", "- g1.")]),
        ("Gaslek! School in Waterdam dicht = keep", "keep", [("browse", "- g1.")]),
        ("- r1. Drie", "- told. Drie", [("option-key", "- g1."), ("browse", "- g1.")]),
        ("  > Deel dit zo snel mogelijk!\n", "", [("browse", "- g1.")]),
        ("    > Er staat geen naam bij.\n", "", [("browse", "- source. Het")]),
        ("- source. Het", "- [!] source. Het", [("mark", "- [!] source.")]),
        ("klaslokaal.svg", "weg.svg", [("drawing", "- photo.")]),
    ],
    "cards": [
        ("own: Wat", "own-after: morgen\nown: Wat", [("attribute", "own-after:")]),
        (
            "facet-contact: Wie belt u eerst? | leidinggevende | ict-dienst | FG | politie 112\n"
            "facet-tempo: Hoe snel? | nu | vandaag | deze week\n",
            "",
            [("facet", HEAD), *[("facet", "- 1.")] * 2, *[("facet", "- [!] 2.")] * 2],
        ),
        ("clock: 1", "clock: 9", [("attribute", "clock: 9")]),
        ("clock-72:", "clock-lang:", [("clock", "clock-lang:")]),
        ("De termijn is bijna of helemaal voorbij.", "", [("clock", "clock-72:")]),
        ("| nu | vandaag | deze week", "| nu", [("facet", "facet-tempo:")]),
        ("contact 2,", "contact twee,", [("points", "points:")]),
        (
            " = contact: politie 112 ~ leidinggevende; tempo: nu",
            "",
            [("pair", "- [!] 2.")],
        ),
        ("[ ] 1b.", "[x] 1b.", [("one-right", "- 1.")]),
        ("[x] 1a.", "[ ] 1a.", [("one-right", "- 1.")]),
        ("; tempo: nu\n  > Bij", "; haast: nu\n  > Bij", [("facet", "- [!] 2.")]),
        ("; tempo: nu\n  > Bij", "; tempo: gisteren\n  > Bij", [("facet", "- [!] 2.")]),
        ("points: contact 2, tempo 1", "scoring: soms", [("scoring", "scoring:")]),
    ],
    "consent": [
        ("- verdicts.", GONE, [("consent", HEAD)]),
        ("- r7.", GONE, [("consent", HEAD)]),
        ("- s2. Leer", "- x2. Leer", [("consent", "- x2.")]),
        ("- allowed. Mag", "- stop. Mag", [("consent", "- verdicts.")]),
        ("Sociaal medium = 13", "Sociaal medium = dertien", [("consent", "- social.")]),
        ("Geweigerd = F7.6", "Geweigerd", [("consent", "- r3.")]),
        ("- why. Een nee", GONE, [("consent", "- r3.")]),
        ("- first. Bied", GONE, [("consent", "- r3.")]),
        ("- ask. Heeft", "- then. Heeft", [("consent", "- r5.")]),
        ("  > Zij zijn te jong voor de app.\n", "", [("consent", "- s2.")]),
        ("leads: Brief maken 2", "leads: Brief maken", [("consent", "leads:")]),
        ("leads: Brief maken 2 | Reactietijd ouders 10\n", "", [("consent", HEAD)]),
        ("en bestuur 15", "5 | bestuur 10", [("consent", "check:")]),
    ],
    "spread": [
        ("- deeds.", GONE, [("spread", HEAD)]),
        ("- vanishing.", GONE, [("spread", HEAD)]),
        ("- vanishing.", "- vanishes.", [("spread", HEAD), ("spread", "- vanishes.")]),
        ("- yes. Ja\n", "- ja. Ja\n", [("spread", "- vanishing.")]),
        (
            "  - volgers. Uw 120 volgers = 120\n  - openbaar. Iedereen: eerst 300 mensen = 300\n",
            "",
            [("few-options", "- audience.")],
        ),
        ("- volgers.", "- groep.", [("few-options", "- audience.")]),
        ("= 120", "= veel", [("spread", "- volgers.")]),
        (" = 120", "", [("pair", "- volgers.")]),
        ("| 50 | 200", "| 50 | 50", [("spread", "viewers:")]),
        ("| 50 | 200", "| 200 | 50", [("spread", "viewers:")]),
        ("| 50 | 200", "| 50 | veel", [("spread", "viewers:")]),
        ("| 50 | 200 | 500", "| 50", [("spread", "viewers:")]),
        ("copies: Hoeveel kopieën zijn er dan? | 0 | 5 | 15\n", "", [("spread", HEAD)]),
        ("- nothing.", GONE, [("spread", "- deeds.")]),
        ("model:", "clauses:", [("spread", HEAD)]),
        ("forwards: 8", "forwards: acht", [("attribute", "forwards:")]),
    ],
    "timeline": [
        ("- d. Jaar", GONE, [("timeline", "- moments.")]),
        ("- actions.", "- deeds.", [("timeline", "- deeds."), ("timeline", HEAD)]),
        ("- archive.", GONE, [("timeline", "- places.")]),
        ("- nothing.", GONE, [("timeline", "- actions.")]),
    ],
    "sway": [
        ("by: Waterdam", "goal: Waterdam", [("sway", HEAD)]),
        ("model:", "clauses:", [("sway", HEAD)]),
        ("- samples.", GONE, [("sway", HEAD)]),
        ("- t2.", GONE, [("sway", HEAD)]),
        ("- p3.", GONE, [("sway", HEAD)]),
        ("- t2.", "- t1.", [("option-key", HEAD)]),
        ("- p2.", "- p1.", [("option-key", HEAD)]),
        ("- t2.", "- expert.", [("option-key", HEAD)]),
        ("- doctor.", "- anger.", [("sway", "- p2."), ("option-key", HEAD)]),
        ("doctor split", "doctor spilt", [("sway", "- p2.")]),
        ("= never", "= plain", [("sway", "- p3.")]),
        ("’ = dilemma", "’ = sfeer", [("sway", "- t2.")]),
        ("    > Een dokter zegt het zelf.\n", "", [("sway", "- p2.")]),
        ("    > Schande! Ze pakken ons weer iets af!\n", "", [("sway", "- anger.")]),
        ("    > Er is bijna altijd een derde weg.\n", "", [("sway", "- dilemma. Een")]),
        ("- split.", GONE, [("sway", "- dilemma. Hoe"), ("sway", "- p2.")]),
        ("- plain. Open", "- quiet. Open", [("sway", "- dilemma. Hoe")]),
        ("- feeling. Een", GONE, [("sway", "- tricks.")]),
    ],
    "confirm": [
        ("after:", "hint:", [("no-after", HEAD)]),
        ("- a. Ik", "- a. Zij\n- b. Ik", [("entry", HEAD)]),
    ],
    "multiple": [
        ("[x] a.", "[!] a.", [("mark", "- [!] a.")]),
        ("[x]", "[ ]", [("one-right", HEAD)]),
    ],
    "order": [
        ("- a. Wie", "- [x] a. Wie", [("mark", "- [x] a.")]),
        ("Zet de vijf vragen vóór het delen in volgorde.\n", "", [("no-question", HEAD)]),
        ("- b. Mag", "- a. Mag", [("option-key", "- a. Mag")]),
        (
            "- b. Mag het?\n  > Denk aan toestemming en aan rechten.\n- c. In welke rol ben ik? {R5}\n"
            "  > Uw rol bepaalt welke afspraken gelden.\n",
            "",
            [("few-options", HEAD)],
        ),
        ("level: T", "level: Z", [("level", "level:")]),
        ("level: T", "key-item: ja", [("attribute", "key-item:")]),
        ("level: T", "audiences: pupils", [("attribute", "audiences:")]),
        ("level: T", "kleur: rood", [("attribute", "kleur:")]),
        ("order 2-07", "order", [("item-key", HEAD)]),
        ("order 2-07", "order 2 07", [("item-key", HEAD)]),
        ("order 2-07", f"order {'a' * 81}", [("item-key", HEAD)]),
    ],
}


@pytest.mark.parametrize(
    ("kind", "fault"), [(kind, fault) for kind, found in FAULTS.items() for fault in found]
)
def test_what_is_mistyped_is_named_at_its_line_and_nothing_else(kind: str, fault: Fault) -> None:
    old, new, expected = fault
    text = _without(SHOWN[kind], old) if new is None else _changed(SHOWN[kind], old, new)
    lines = [line.strip() for line in text.splitlines()]
    problems = parse(text)[1]
    assert [one.rule for one in problems] == [rule for rule, _ in expected]
    for problem, (_, line) in zip(problems, expected, strict=True):
        assert lines[problem.line - 1].startswith(line)


@pytest.mark.parametrize("kind", SHOWN)
def test_what_is_typed_well_is_read_the_same_each_time(kind: str) -> None:
    assert item(SHOWN[kind]) == READ[kind]


def test_what_may_be_left_out_has_a_value() -> None:
    bare = SHOWN["spread"].replace("forwards: 8\ndamping: 50\nfound-later: 25\n", "")
    found = item(bare.replace("| 50 | 200 | 500", "| 50 | 200"))
    assert isinstance(found, SpreadItem)
    assert (found.forwards, found.damping, found.found_later) == (8, 50, 25)
    viewers, copies = found.guesses
    assert (viewers.bounds, viewers.boxes) == ((50, 200), ("0", "1", "2"))
    assert copies.boxes == ("0", "1", "2", "3")
    assert found.model == Model(8, 50, 25, 1)
    variant = item(SHOWN["order"].replace("level: T", "variant-of: 2-06"))
    assert (variant.variant_of, variant.level) == ("2-06", None)
    assert (READ["order"].variant_of, READ["order"].goal) == (None, None)


def _changed(text: str, old: str, new: str) -> str:
    """Once; a mark wherever it stands."""
    assert old in text
    return text.replace(old, new) if old == "[x]" else text.replace(old, new, 1)


def _without(text: str, first: str) -> str:
    """All but the line that begins so and what stands below it, further in."""
    lines = text.splitlines()
    begin = next(at for at, line in enumerate(lines) if line.strip().startswith(first))
    deep = len(lines[begin]) - len(lines[begin].lstrip())
    end = begin + 1
    while lines[end].startswith(" " * (deep + 1)):
        end += 1
    return "\n".join([*lines[:begin], *lines[end:]])
