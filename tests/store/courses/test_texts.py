"""A text in a folder beside the one that is current, and what is read back of a release."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from course import clock
from course.content.check import check_folder
from course.content.types import Course
from course.domain.courses.publishing import Affected, PublishChoice, TextChange
from course.kinds.dilemma.item import DilemmaItem
from course.models import Attempt, Enrolment, Publication, Release, ReleaseLesson
from course.store.courses import answered, publishing, releases
from course.store.courses.publishing import TextProposal
from course.store.dated import DeedMoment
from course.store.learning import enrolling
from tests.builders import add, current, person
from tests.content.made_lessons import DILEMMA, PAGE, choice, folder, kind
from tests.staff import COURSE, World

SLUG = "leestekst"
NOW = clock.now()
DAY = timedelta(days=1)
CHANGED = PAGE.replace("U deelt een foto.", "U deelt een filmpje.")
OTHER_RIGHT = (
    PAGE.replace("[x] a.", "[ ] a.").replace("[ ] b.", "[x] b.", 1).replace("eerste", "eerste {V5}")
)
DUTY_BY = NOW.date() + 60 * DAY


class Folder:
    """Where the texts of one course are written."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def course(self, page: str = PAGE, edition: int = 1, **lessons: str) -> Course:
        shutil.rmtree(self.path, ignore_errors=True)
        listing = folder(self.path, {"les": page, **lessons}) / "courses.toml"
        text = listing.read_text("utf-8").replace('"proef"', f'"{SLUG}"')
        listing.write_text(f"{text}edition = {edition}\n", "utf-8")
        return check_folder(self.path).courses[0]

    def publish(
        self, course: Course, change: TextChange = TextChange.WORDING, days: int = 0
    ) -> publishing.Issued:
        decision = PublishChoice(change, ["b", "a"], DUTY_BY)
        return publishing.publish(course, decision, DeedMoment(NOW + days * DAY))


@pytest.fixture
def texts(session: Any, tmp_path: Path) -> Folder:
    return Folder(tmp_path / "lessen")


def places(proposal: TextProposal | None) -> list[str]:
    assert proposal is not None
    return [one.name for one in proposal.differences]


def answer(session: Any, release: str, item: str, course: str = SLUG) -> None:
    """An answer of somebody new to a question of a release."""
    row = {"person_id": person(session).id, "course": course, "enrolled_at": NOW}
    mine = add(session, Enrolment(release=release, **row)).id
    place = {"module": "een", "lesson": "les", "item": item, "response": ["a"]}
    marks = {"earned": 1, "possible": 1, "settled": True, "submitted_at": NOW}
    row = {"enrolment_id": mine, "release": release, "submission": f"inzending-{mine}"}
    add(session, Attempt(**row, **place, **marks))


def test_the_first_text_changes_nothing_and_is_kept_as_the_first(
    session: Any, texts: Folder
) -> None:
    course = texts.course(edition=3)
    found = publishing.propose(course)
    assert (found.current, found.is_current, places(found), found.answered) == (None, False, [], ())
    assert (found.text.edition_before, found.text.edition, found.text.is_other) == (3, 3, False)
    assert found.affected == Affected()
    issued = texts.publish(course)
    row = session.query(Publication).filter_by(course=SLUG).one()
    assert (row.release, row.change, row.renew_by) == (issued.release, "first", None)
    again = publishing.propose(course)
    assert (again.is_current, again.text.is_other, again.text.answered) == (True, False, False)


def test_another_text_names_its_places_and_who_is_there(session: Any, texts: Folder) -> None:
    old = texts.publish(texts.course()).release
    assert enrolling.enrol(person(session).id, SLUG, NOW)
    course = texts.course(CHANGED)
    found = publishing.propose(course)
    assert (found.current, found.is_current, found.text.is_other) == (old, False, True)
    assert (places(found), found.affected) == (["een/les"], Affected(not_begun=1))
    assert found.release not in [one for (one,) in session.query(Release.hash)], "nothing is kept"
    issued = texts.publish(course)
    assert (issued.release, issued.moved) == (found.release, 1)
    again = texts.publish(course)
    assert (again.release, again.moved) == (issued.release, 0)
    back = publishing.propose_again(SLUG, old)
    assert back is not None
    assert (back.release, back.current, back.course) == (old, issued.release, SLUG)
    assert (places(back), back.title, back.text.is_other) == (["een/les"], "Proefcursus", True)


def test_only_what_was_published_of_this_course_is_made_current_again(
    session: Any, texts: Folder
) -> None:
    old = texts.publish(texts.course()).release
    other = World(session, NOW.date())
    assert publishing.propose_again(COURSE, other.release) is not None
    assert publishing.propose_again(COURSE, old) is None
    assert publishing.propose_again(SLUG, "is-er-niet") is None
    row = {"title": "T", "edition": 1, "renderer": "r", "published_at": NOW, "outline": "{}"}
    add(session, Release(hash="nooit", course="nooit", **row))
    assert publishing.propose_again("nooit", "nooit") is None


def test_questions_that_people_answered_and_that_are_otherwise_are_named(
    session: Any, texts: Folder
) -> None:
    old = texts.publish(texts.course()).release
    course = texts.course(OTHER_RIGHT)
    answer(session, old, "p2")
    found = publishing.propose(course)
    assert (found.answered, found.text.answered) == ((), False), "that one is as it was"
    answer(session, old, "p1")
    found = publishing.propose(course)
    assert [change.place for change in found.answered] == [("een", "les", "p1")]
    assert (found.text.answered, found.text.is_other) == (True, True)


def test_an_edition_that_was_asked_once_is_asked_no_more_after_an_earlier_text(
    session: Any, texts: Folder
) -> None:
    """Going back takes away no renewal, and coming back asks none again; whatever the edition of
    another course.
    """
    row = {"course": "hoger", "title": "T", "edition": 9, "renderer": "r", "published_at": NOW}
    current(session, Release(hash="hoger", **row, outline="{}"))
    old = texts.publish(texts.course()).release
    new = texts.publish(texts.course(CHANGED, edition=2), TextChange.DUTY, days=1).release
    decision = PublishChoice(TextChange.WORDING, (), DUTY_BY)
    publishing.publish_again(SLUG, old, decision, DeedMoment(NOW + 2 * DAY))
    back = publishing.propose_again(SLUG, new)
    assert back is not None
    assert (back.text.edition_before, back.text.edition, back.text.asks_renewal) == (2, 2, False)
    assert publishing.propose(texts.course(CHANGED, edition=3)).text.asks_renewal
    told = [(one.hash, one.change, one.renew_by) for one in publishing.past(SLUG, limit=9)]
    assert told == [(old, "wording", None), (new, "duty", DUTY_BY)]
    assert [one.hash for one in publishing.past(SLUG, limit=1)] == [old]
    assert publishing.past("ander", limit=9) == []


def test_the_places_whose_meaning_changed_are_kept_in_order(session: Any, texts: Folder) -> None:
    texts.publish(texts.course())
    new = texts.publish(texts.course(CHANGED), TextChange.MEANING).release
    row = session.query(Publication).filter_by(release=new).one()
    assert (row.change, row.meant, row.renew_by) == ("meaning", ["a", "b"], None)


def test_what_nobody_chose_anything_about_is_other_words(session: Any, texts: Folder) -> None:
    """As when a text is kept anew and people meet nothing of that; of two at one instant the later
    comes first.
    """
    old = texts.publish(texts.course()).release
    made = publishing.publish(texts.course(CHANGED), PublishChoice(None), DeedMoment(NOW))
    told = [(one.hash, one.change) for one in publishing.past(SLUG, limit=9)]
    assert told == [(made.release, "wording"), (old, "first")]


def test_what_was_answered_is_of_any_release_of_the_course(session: Any, texts: Folder) -> None:
    old = texts.publish(texts.course()).release
    new = texts.publish(texts.course(CHANGED)).release
    row = {"title": "T", "edition": 1, "renderer": "r", "published_at": NOW, "outline": "{}"}
    add(session, Release(hash="elders", course="elders", **row))
    for release, item in ((old, "p1"), (old, "p1"), (new, "p2"), (new, "p9")):
        answer(session, release, item)
    answer(session, "elders", "p3", course="elders")
    found = answered.answered_items(SLUG, ["p1", "p2", "p2", "p3"])
    assert found == {("een", "les", "p1"), ("een", "les", "p2")}
    assert answered.answered_items(SLUG, []) == frozenset()


def test_a_release_gives_its_lessons_back_in_order(session: Any, texts: Folder) -> None:
    course = texts.course(aap=PAGE.replace("p1", "q1").replace("p2", "q2"), verhaal=DILEMMA)
    release = texts.publish(course).release
    assert releases.keep(course, NOW + DAY) == release
    assert session.get(Release, release).published_at == NOW
    assert session.query(ReleaseLesson).filter_by(release=release).count() == 3
    found = answered.lessons_of(release)
    assert [(module, lesson.slug) for module, lesson in found] == [
        ("een", "les"),
        ("een", "aap"),
        ("een", "verhaal"),
    ]
    assert releases.lesson(release, "een", "aap") == found[1][1]
    for place in (("is-er-niet", "een", "aap"), (release, "twee", "aap"), (release, "een", "x")):
        assert releases.lesson(*place) is None
    with pytest.raises(LookupError):
        releases.outline("is-er-niet")


def test_what_tells_a_question_from_any_other_is_the_same_where_it_did_not_change(
    texts: Folder,
) -> None:
    old = texts.publish(texts.course()).release
    new = texts.publish(texts.course(PAGE.replace("Een derde", "Een vierde", 1))).release
    prints = [
        releases.item_print(release, "een", "les", key)
        for release in (old, new)
        for key in ("p1", "p2")
    ]
    assert len(prints[0]) == 64
    assert prints[0] not in prints[1:], "another question, or other words"
    assert prints[1] == prints[3]
    assert releases.item_print(old, "een", "les", "p9") == ""
    assert releases.item_print(old, "een", "x", "p1") == ""


def test_the_questions_of_a_refresher_stand_beside_the_lessons(texts: Folder) -> None:
    again = kind("refresher", choice("r1", more="variant-of: p1\n"))
    release = texts.publish(texts.course(verhaal=DILEMMA, opfrissen=again)).release
    found = releases.refreshers(release, "een")
    assert found is not None
    assert [item.key for item in found.items] == ["r1"]
    shown = [lesson.slug for lesson in releases.outline(release).modules[0].lessons]
    assert shown == ["les", "verhaal"]
    assert releases.refreshers(release, "twee") is None
    without = texts.publish(texts.course(verhaal=DILEMMA)).release
    assert releases.refreshers(without, "een") is None


def test_an_item_of_a_kind_is_that_of_the_newest_release_that_has_one(texts: Folder) -> None:
    """Of the release that was published last; a text without one is passed over."""
    old = texts.publish(texts.course(verhaal=DILEMMA), days=1000).release
    new = texts.publish(texts.course(verhaal=DILEMMA.replace("S1", "S2")), days=1001).release
    texts.publish(texts.course(), days=1002)
    found = releases.newest_item(DilemmaItem)
    assert found is not None
    assert (found[0], found[1].key) == (new, "S2")
    decision, at_once = PublishChoice(TextChange.WORDING), DeedMoment(NOW + 1003 * DAY)
    for release in (new, old):
        publishing.publish_again(SLUG, release, decision, at_once)
    found = releases.newest_item(DilemmaItem)
    assert found is not None
    assert (found[0], found[1].key) == (old, "S1")


def test_a_course_is_there_since_its_first_text(texts: Folder) -> None:
    texts.publish(texts.course())
    new = texts.publish(texts.course(CHANGED), days=5).release
    listed = releases.published()
    (found,) = (one for one in listed if one.slug == SLUG)
    assert (found.release, found.title, found.since) == (new, "Proefcursus", NOW)
    assert [one.title for one in listed] == sorted(one.title for one in listed)
