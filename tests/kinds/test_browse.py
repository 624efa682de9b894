"""Looking a message up: what earns points, and that nobody clicks more than is allowed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.kinds.browse.browsing import DECISION, ENOUGH, OPEN, WHY, Turn, browse
from course.kinds.browse.item import LONGEST, PAGE, BrowseItem, Deed, Tab, parse_browse
from course.kinds.browse.points import POINTS, Decision, marks, offered
from course.kinds.marking import NotGradable
from course.kinds.pace import Pace
from course.kinds.registry import kind_of, said
from course.text.source import Draft, Line, RawBlock, split_blocks
from tests.content.reading import documented_items, examples, item, parse

ITEM = next(found for found in documented_items() if isinstance(found, BrowseItem))
CASE = ITEM.cases[0]
REASON = f"{WHY}Het klinkt heftig."
tabs = st.lists(st.sampled_from([PAGE, *Tab]), max_size=ITEM.clicks)


@pytest.mark.parametrize(
    ("opened", "deed", "evidence", "expected"),
    [
        (("search",), Deed.KEEP, "search", (2, 2, 1)),
        (("search",), Deed.SHARE, "search", (0, 2, 1)),
        (
            ("source",),
            Deed.KEEP,
            "source",
            (2, 0, 1),
        ),  # from outside, but it does not bear the choice
        ((), Deed.KEEP, "r1", (2, 0, 1)),  # from the page itself
        (("search", "source", "image", "news"), Deed.KEEP, "news", (2, 2, 1)),
        (
            ("search", "source", "image", "news", "search"),
            Deed.KEEP,
            "news",
            (2, 2, 0),
        ),  # looking again is a click
    ],
)
def test_points(
    opened: tuple[str, ...], deed: Deed, evidence: str, expected: tuple[int, int, int]
) -> None:
    earned = marks(CASE, Decision(opened, deed, evidence), ITEM.few)
    assert (earned.choice, earned.evidence, earned.clicks) == expected
    assert earned.total == sum(expected) <= POINTS == 5


@given(tabs, st.sampled_from(Deed))
def test_what_stands_on_the_page_is_never_evidence(opened: list[str], deed: Deed) -> None:
    for finding in offered(CASE, opened):
        earned = marks(CASE, Decision(tuple(opened), deed, finding.key), ITEM.few)
        assert finding.is_outside or earned.evidence == 0


@given(tabs)
def test_only_what_was_opened_can_be_pointed_at(opened: list[str]) -> None:
    found = {finding.tab for finding in offered(CASE, opened)}
    assert found == {PAGE, *opened}
    for tab in set(Tab) - set(opened):
        with pytest.raises(ValueError, match="was not found"):
            marks(CASE, Decision(tuple(opened), Deed.KEEP, tab), ITEM.few)


def test_after_the_last_click_it_is_time_to_choose() -> None:
    path = [REASON, *[f"{OPEN}search"] * ITEM.clicks]
    assert browse(ITEM, path[:-1]).stage is Turn.CLICK
    assert (browse(ITEM, path).stage, browse(ITEM, path).left) == (Turn.DECIDE, 0)
    with pytest.raises(ValueError, match="no step"):
        browse(ITEM, [*path, f"{OPEN}news"])


def test_the_route_says_where_the_answer_stood() -> None:
    now = browse(ITEM, [REASON, f"{OPEN}source", f"{OPEN}search", ENOUGH, f"{DECISION}keep+search"])
    assert now.stage is Turn.OVER
    solved = now.solved[0]
    assert [stop.answered for stop in solved.route] == [False, True]
    assert solved.reason == "Het klinkt heftig."
    assert solved.missed == ("Andere berichten",)
    assert now.points == now.most_points == 5


@pytest.mark.parametrize(
    "path",
    [
        [ENOUGH],
        [f"{WHY}{'x' * 401}"],
        [f"{WHY}a\x00b"],
        [REASON, f"{OPEN}facebook"],
        [REASON, f"{DECISION}keep+search"],
        [REASON, ENOUGH, f"{DECISION}keep+search"],  # that tab stayed shut
        [REASON, ENOUGH, f"{DECISION}keep+r1", REASON],
    ],
)
def test_a_forged_path_is_refused(path: list[str]) -> None:
    with pytest.raises((ValueError, KeyError)):
        browse(ITEM, path)
    answer = kind_of(ITEM).read(ITEM, {"stap": path})
    assert isinstance(answer, NotGradable)


@pytest.mark.parametrize(
    ("path", "sent", "field"),
    [
        ([], {"reden": ["x" * 401]}, "reden"),
        ([REASON], {"open": ["facebook"]}, "open"),
        ([REASON, ENOUGH], {"bewijs": ["r1"]}, "keuze"),
        ([REASON, ENOUGH], {"keuze": ["keep"]}, "bewijs"),
        ([REASON, ENOUGH], {"keuze": ["keep"], "bewijs": ["search"]}, "keuze"),
    ],
)
def test_what_is_missing_is_asked_for(
    path: list[str], sent: dict[str, list[str]], field: str
) -> None:
    answer = kind_of(ITEM).read(ITEM, {"stap": path, "ga": ["ja"], **sent})
    assert isinstance(answer, NotGradable)
    assert answer.field == field


def test_the_reason_beforehand_may_stay_empty() -> None:
    rules = kind_of(ITEM)
    response = rules.read(ITEM, {"stap": [], "reden": [" "], "ga": ["ja"]})
    assert response == (WHY,)
    assert rules.state(ITEM, (WHY, ENOUGH, f"{DECISION}keep+r1")).solved[0].reason == ""


def test_a_case_is_played_step_by_step() -> None:
    rules = kind_of(ITEM)
    path: tuple[str, ...] = ()
    for sent in (
        {"reden": ["Ik\n twijfel\x00"]},
        {"open": ["news"]},
        {},
        {"keuze": ["keep"], "bewijs": ["news"]},
    ):
        response = rules.read(ITEM, {"stap": path, "ga": ["" if "open" in sent else "ja"], **sent})
        assert not isinstance(response, NotGradable)
        path = response
    assert path == (f"{WHY}Ik twijfel", f"{OPEN}news", ENOUGH, f"{DECISION}keep+news")
    assert rules.settles(ITEM, path, earlier=0)
    assert rules.read(ITEM, {"stap": path, "opnieuw": ["ja"]}) == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("= keep", "= weg"),
        ("= keep", ""),
        ("  - by. Wie\n", ""),
        ("[x] search", "search"),
        ("  - r1. Likes\n    > Geen bewijs.\n", ""),
        ("- r1.", "- [x] r1."),
        ("few: 4", "few: 7"),
        ("why: Waarom?\n", ""),
    ],
)
def test_a_case_that_cannot_be_played_is_a_problem(old: str, new: str) -> None:
    words = "- tabs. T\n  - search. Z\n  - source. W\n  - image. B\n  - news. A\n"
    words += "- deeds. D\n  - share. D\n  - keep. N\n  - first. E\n"
    shown = "\n".join(
        f"  - {'[x] ' if tab == 'search' else ''}{tab}. Vondst\n    > Tekst." for tab in Tab
    )
    case = (
        f"- g1. Kop = keep\n  > Bericht.\n  - by. Wie\n  - r1. Likes\n    > Geen bewijs.\n{shown}\n"
    )
    text = (
        f"::: browse a\nclicks: 6\nfew: 4\nwhy: Waarom?\n\nVraag\n\n{words}{case}  - told. Zo "
        "zat het.\n:::"
    )
    assert parse(text)[1] == []
    assert old in text
    assert parse(text.replace(old, new))[1]


TEXT = next(text for text in examples("item") if text.startswith("::: browse"))


def test_a_photo_and_an_expert_may_be_left_out() -> None:
    lines = [line for line in TEXT.splitlines() if ". klaslokaal.svg" not in line]
    bare = item("\n".join(line for line in lines if "- expert. " not in line))
    assert isinstance(bare, BrowseItem)
    assert (bare.cases[0].photo, bare.cases[0].alt, bare.cases[0].expert) == ("", "", "")
    assert bare.cases[0].findings == CASE.findings
    assert CASE.photo.startswith("<svg")
    assert list(kind_of(ITEM).labels(ITEM)) == ["Een leeg klaslokaal."]


@pytest.mark.parametrize(
    ("photo", "rule"),
    [("er-niet.svg = Een lokaal.", "drawing"), ("klaslokaal.svg", "pair")],
)
def test_a_photo_is_one_of_our_own_and_says_what_it_shows(photo: str, rule: str) -> None:
    found, problems = parse(TEXT.replace("klaslokaal.svg = Een leeg klaslokaal.", photo))
    assert found is None or found.cases[0].photo == ""  # type: ignore[attr-defined]
    assert [one.rule for one in problems] == [rule]


def test_a_second_case_begins_where_the_first_one_ends() -> None:
    first = TEXT[TEXT.index("- g1.") : TEXT.rindex(":::")]
    two = item(TEXT.replace(first, first + first.replace("- g1.", "- g2.")))
    assert isinstance(two, BrowseItem)
    solved = [REASON, f"{OPEN}page", f"{OPEN}search", ENOUGH, f"{DECISION}keep+search"]
    where = [
        (now.number, now.starts_case, now.stage)
        for now in (browse(two, path) for path in ([], solved[:1], solved, [*solved, REASON]))
    ]
    asked, clicks = Turn.WHY, Turn.CLICK
    assert where == [(1, False, asked), (1, False, clicks), (2, True, asked), (2, False, clicks)]
    over = browse(two, [*solved, *solved])
    assert (over.over, over.starts_case, over.case, over.shown) == (True, True, None, None)
    assert [one.answered for one in over.solved[0].route] == [False, True]
    assert over.points == over.most_points == 2 * POINTS


def test_the_tabs_say_where_somebody_is_and_was() -> None:
    def tabs(*path: str) -> tuple[list[str], list[str]]:
        found = browse(ITEM, path).tabs
        return [one.key for one in found if one.current], [one.key for one in found if one.visited]

    assert tabs(REASON) == ([PAGE], [])
    assert tabs(REASON, f"{OPEN}news") == (["news"], ["news"])
    assert tabs(REASON, f"{OPEN}news", f"{OPEN}search") == (["search"], ["search", "news"])
    now = browse(ITEM, [REASON, f"{OPEN}news"])
    assert now.shown == CASE.finding("news")


def test_the_longest_reason_there_is() -> None:
    assert LONGEST == 400
    assert browse(ITEM, [WHY + "x" * LONGEST]).reason == "x" * LONGEST
    with pytest.raises(ValueError, match="no step"):
        browse(ITEM, [REASON, f"{ENOUGH}=ja"])


@pytest.mark.parametrize("few", [1, 6])
def test_few_is_between_one_and_every_click(few: int) -> None:
    found = item(TEXT.replace("few: 4", f"few: {few}"))
    assert isinstance(found, BrowseItem)
    assert (found.clicks, found.few) == (6, few)


def test_what_an_author_leaves_out_has_a_value() -> None:
    found = item(TEXT.replace("clicks: 6\nfew: 4\n", ""))
    assert isinstance(found, BrowseItem)
    assert (found.clicks, found.few) == (6, 4)


def test_a_text_that_stands_in_no_folder_has_no_photo() -> None:
    draft = Draft("proef.md")
    lines = [Line(number, line) for number, line in enumerate(TEXT.splitlines(), start=1)]
    (block,) = [one for one in split_blocks(lines, draft) if isinstance(one, RawBlock)]
    found = parse_browse(block, draft)
    assert found is not None
    assert (found.cases[0].photo, draft.problems) == ("", [])


def test_a_reason_that_is_too_long_is_refused_in_words() -> None:
    answer = kind_of(ITEM).read(ITEM, {"reden": ["x" * 401], "ga": ["ja"]})
    assert isinstance(answer, NotGradable)
    assert said(ITEM, answer) == "Houd het kort: hooguit 400 tekens."


@pytest.mark.parametrize(
    ("old", "words"),
    [
        ("Deel dit zo snel mogelijk!", 8.0),  # the message, and what is told of it, are read
        ("Het was een oefening.", 8.0),
        ("Driehonderd mensen schrikken", 8.0),  # so is what stands on the page
        ("Reacties zijn geen bewijs.", 0.0),  # and not why that is no evidence
        ("Brandweer oefent op school.", 4.0),  # of four tabs two are opened
        ("De krant schrijft over een oefening", 4.0),
    ],
)
def test_who_looks_well_reads_the_case_and_two_of_its_tabs(old: str, words: float) -> None:
    longer = item(TEXT.replace(old, f"{'en nog ' * 4}{old}"))
    before, after = kind_of(ITEM).pace(ITEM), kind_of(longer).pace(longer)
    assert isinstance(before, Pace)
    assert isinstance(after, Pace)
    assert after.words - before.words == pytest.approx(words)
    assert after.decisions == before.decisions == 6
