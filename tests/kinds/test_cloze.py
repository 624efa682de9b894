"""Gaps: one to choose for and one to type in."""

from __future__ import annotations

from typing import Any

import pytest

from course.kinds.cloze.rules import is_spelled, same_word, words_beside
from course.kinds.marking import Score
from course.kinds.registry import kind_of
from tests.content.reading import item
from tests.kinds.telling import pace, refused, told

GAPS: Any = item("""
::: cloze g
typed: 2

Een bericht blijft [[1]] staan, ook na [[2]] dagen.

- [x] 1a. lang
  > dat klopt
- [ ] 1b. kort {V1}
  > veel langer
- [x] 2a. dertien
  > na dertien
- [ ] 2b. veertig
  > te veel
:::""")


def fill(one: str, two: str) -> Any:
    return kind_of(GAPS).read(GAPS, {"gat-1": [one], "gat-2": [two]})


@pytest.mark.parametrize(
    ("given", "accepted", "spelled", "nearly"),
    [
        ("Privacy", "privacy", True, True),
        ("de privacy", "privacy", True, True),
        ("een de privacy", "privacy", True, True),
        ("privàcy.", "privacy", True, True),
        ("pri-vacy", "privacy", True, True),
        ("privcy", "privacy", False, True),  # one letter missing
        ("privaccy", "privacy", False, True),  # one too many
        ("privaky", "privacy", False, True),  # one wrong
        ("prviacy", "privacy", False, True),  # two swapped
        ("rpivacy", "privacy", False, True),  # at the start
        ("privayc", "privacy", False, True),  # at the end
        ("privac", "privacy", False, True),
        ("prvacyi", "privacy", False, False),
        ("prvcy", "privacy", False, False),  # two missing
        ("privakky", "privacy", False, False),
        ("prijacz", "privacy", False, False),  # two wrong
        ("foto", "fots", False, False),  # too short to forgive
        ("gehelm", "geheim", False, True),  # six letters is long enough
        ("gehem", "geheim", False, True),
        ("fotos", "fotot", False, False),  # five is not
        ("13", "dertien", True, True),
        ("13,0", "dertien", True, True),
        ("een", "één", True, True),
        ("1 dag", "één dag", True, True),
        ("foto", "een foto", True, True),
        ("１３ jaar", "13 jaar", True, True),
        ("#", "@", False, False),
        ("@", "@", True, True),
        ("14", "dertien", False, False),
        ("123456", "123457", False, False),
        ("2020-2021", "2020-2022", False, False),
        ("de", "de", True, True),  # nothing is left without the article
        ("het", "de", False, False),
        ("", "privacy", False, False),
    ],
)
def test_what_is_spelled_alike_and_what_is_nearly(
    given: str, accepted: str, spelled: bool, nearly: bool
) -> None:
    assert is_spelled(given, accepted) is spelled
    assert same_word(given, accepted) is nearly


def test_what_stands_beside_the_gap_may_be_typed_too() -> None:
    assert words_beside(GAPS, GAPS.gaps[1]) == ("na", "dagen.")
    assert is_spelled("na 13 dagen", "dertien", ("na", "dagen"))
    assert is_spelled("blijft lang staan", "lang", ("blijft", "staan"))
    assert is_spelled("blijft de lang staan staan", "lang", ("blijft", "staan"))
    assert not is_spelled("blijft", "lang", ("blijft", "staan"))
    assert is_spelled("blijft", "blijft", ("blijft", "staan"))
    assert not is_spelled("blijft lang staan", "lang", ("staat", "blijven"))


@pytest.mark.parametrize(
    ("one", "two", "earned", "verdicts"),
    [
        ("1a", "dertien", 2, {"1": True, "2": True}),
        ("1a", "13", 2, {"1": True, "2": True}),
        ("1b", "na 13 dagen", 1, {"1": False, "2": True}),
        ("1a", "veertig", 1, {"1": True, "2": False}),
        ("1b", "zeven", 0, {"1": False, "2": False}),
    ],
)
def test_a_point_for_each_gap(one: str, two: str, earned: int, verdicts: dict[str, bool]) -> None:
    kind, response = kind_of(GAPS), fill(one, two)
    assert kind.grade(GAPS, response) == Score(earned, 2)
    assert kind.verdicts(GAPS, response) == verdicts


def test_each_gap_is_told_and_at_last_what_was_right() -> None:
    first, second = ("dat klopt", True, "", "", "key"), ("na dertien", True, "", "", "key")
    assert told(GAPS, fill("1a", "dertien"), full=True) == [first, second]
    longer = ("veel langer", False, "", "", "key")
    assert told(GAPS, fill("1b", "zeven"), full=False) == [longer], "nothing is known of seven"
    assert told(GAPS, fill("1b", "zeven"), full=True) == [
        longer,
        ("dat klopt", True, "", "lang", "key"),
        ("na dertien", True, "", "dertien", "key"),
    ]
    assert told(GAPS, fill("1a", "veertig"), full=False) == [
        first,
        ("te veel", False, "", "", "key"),
    ]


@pytest.mark.parametrize(
    ("form", "why"),
    [
        ({}, ("nothing-written", "gat-1")),
        ({"gat-1": ["1a"]}, ("nothing-written", "gat-2")),
        ({"gat-1": ["2a"], "gat-2": ["x"]}, ("unknown", "gat-1")),
        ({"gat-1": ["~lang"], "gat-2": ["x"]}, ("unknown", "gat-1")),
    ],
)
def test_every_gap_is_filled_with_what_fits(form: Any, why: tuple[str, str]) -> None:
    assert refused(GAPS, form) == why


def test_a_filled_sentence_is_kept_and_drawn_again() -> None:
    kind, response = kind_of(GAPS), fill("1a", "x" * 200)
    assert response == ("1=1a", f"2=~{'x' * 80}")
    assert kind.fields(GAPS, response) == {"gat-1": ["1a"], "gat-2": ["x" * 80]}
    assert kind.words(GAPS, fill("1b", "<b>")) == ["kort", "&lt;b&gt;"]
    for odd in (("1=2a",), ("3=1a",), ("2=2a",), ("1=~lang",)):
        with pytest.raises(ValueError, match="item g has no gap"):
            kind.grade(GAPS, odd)
    assert kind.grade(GAPS, ("1=1a",)) == Score(1, 2), "a gap that came later is not filled"


def test_a_sentence_keeps_its_keys_and_its_spellings() -> None:
    kind = kind_of(GAPS)
    assert kind.solution(GAPS) == {
        "1": frozenset({"1a"}),
        "2": frozenset({"2a"}),
        "spelling 2": frozenset({"dertien"}),
    }
    assert list(kind.stored_keys(GAPS)) == ["1a", "1b", "2a", "2b"]
    assert [option.key for option in kind.wrong_options(GAPS)] == ["1b", "2b"]
    examples = kind.examples(GAPS)
    assert examples.right == {"gat-1": ["1a"], "gat-2": ["dertien"]}
    assert examples.wrong == {"gat-1": ["1b"], "gat-2": ["zzz"]}
    assert examples.unusable == {"gat-1": [""]}


def test_a_sentence_is_drawn_in_pieces() -> None:
    pieces: Any = kind_of(GAPS).shown(GAPS, {}, GAPS.question)
    assert [(text, gap and gap.key) for text, gap in pieces] == [
        ("Een bericht blijft ", "1"),
        (" staan, ook na ", "2"),
        (" dagen.", None),
    ]
    paper = kind_of(GAPS).printed(GAPS).text
    assert "[[" not in paper
    assert paper.count("letter__line") == 4  # two classes each


def test_a_sentence_takes_its_words_and_a_decision_a_gap() -> None:
    read, decisions, texts = pace(GAPS)
    asked = 7 + 2  # the words of the sentence, and its gaps as they stand in the text
    assert (decisions, texts) == (2, 0)
    assert read - asked == 2 + 2 + 2 + 2  # options, and one feedback of each gap
