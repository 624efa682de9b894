"""What evidence about a day asks: as it was known at the end of that day, of that school alone."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from course.models import (
    Assignment,
    Board,
    CodeClause,
    CodeOfConduct,
    ConductSignature,
    Membership,
    Person,
    Publication,
    Release,
    School,
    SignedText,
)
from course.store.dated import DeedMoment
from course.store.people import organising
from course.store.people.directory import SchoolRow
from course.store.people.organising import SchoolFacts
from course.store.proof import bundle
from course.store.proof.bundle import EvidenceCode
from tests.builders import LONG_AGO
from tests.staff import COURSE, TITLE, World, at_noon

DAY = date(2026, 3, 12)
ONE = timedelta(days=1)


def last_instant(day: date) -> datetime:
    """In Amsterdam, where it is winter on these days."""
    return datetime.combine(day, time(22, 59, 59), UTC)


def at(days: int) -> DeedMoment:
    return DeedMoment(at_noon(DAY + days * ONE))


@pytest.fixture
def world(session: Any) -> World:
    return World(session, DAY)


def bare(world: World, code: str, board: Board | None = None) -> School:
    """A school where nobody ever worked."""
    where = {"board_id": (board or world.board).id, "sector": "po", "region": "midden"}
    made: School = world.add(School(code=code, name=f"De {code.capitalize()}", **where))
    return made


def worked(world: World, school: School, since: datetime, **given: Any) -> Person:
    """Somebody who works there, written down at an instant."""
    person = world.person()
    row = {"person_id": person.id, "school_id": school.id, "starts_on": LONG_AGO, **given}
    world.add(Membership(**row, recorded_at=since))
    return person


def gave(world: World, school: School, since: datetime) -> None:
    row = {"course": COURSE, "school_id": school.id, "due_on": DAY + 99 * ONE, "made_at": since}
    world.add(Assignment(**row, made_by=world.person().id, submission=f"token-{since.isoformat()}"))


def test_the_first_day_is_that_of_the_first_row_in_amsterdam(world: World) -> None:
    schools = [bare(world, code) for code in ("a", "b", "c", "d", "e")]
    a, b, c, d, e = schools
    late = datetime.combine(DAY, time(23, 30), UTC)
    worked(world, a, late)
    worked(world, a, at_noon(DAY + 3 * ONE))
    gave(world, b, at_noon(DAY))
    worked(world, c, at_noon(DAY + 2 * ONE))
    gave(world, c, at_noon(DAY - ONE))
    worked(world, d, at_noon(DAY - 2 * ONE))
    gave(world, d, at_noon(DAY + ONE))
    asked = [one.id for one in (a, b, c, e)]
    found = {a.id: DAY + ONE, b.id: DAY, c.id: DAY - ONE}
    assert bundle.first_days(asked) == found
    assert bundle.first_days([d.id]) == {d.id: DAY - 2 * ONE}


def test_people_are_counted_as_it_was_known_at_the_end_of_the_day(world: World) -> None:
    here, second, other = (bare(world, code) for code in ("hier", "twee", "ander"))
    assert bundle.people_on([here.id], DAY) == 0
    both = worked(world, here, at_noon(LONG_AGO))
    world.works(both, second)
    worked(world, other, at_noon(LONG_AGO))
    worked(world, here, last_instant(DAY), starts_on=DAY)
    worked(world, here, last_instant(DAY) + timedelta(seconds=1), starts_on=DAY)
    worked(world, here, at_noon(LONG_AGO), ends_on=DAY - ONE)
    assert bundle.people_on([here.id], DAY) == 2
    assert bundle.people_on([here.id, second.id], DAY) == 3, "who works at two counts twice"
    assert bundle.people_on([here.id], DAY + ONE) == 3


def test_a_board_has_the_schools_that_were_under_it_that_day(world: World) -> None:
    other = world.other_board()
    moves, stays, comes = bare(world, "gaat"), bare(world, "blijft"), bare(world, "komt", other)
    never, later = bare(world, "nooit"), bare(world, "later")
    for school in (moves, stays, comes):
        worked(world, school, at_noon(LONG_AGO))
    worked(world, later, at_noon(DAY + 5 * ONE))
    for school, board in ((moves, other), (comes, world.board)):
        facts = SchoolFacts(school.name, board.id, school.sector, school.region)
        organising.change_school(school.id, facts, at(1))
    organising.rename_board(world.board.id, "Stichting Nieuw", at(1))
    world.session.expire_all()

    def had(board: Board, day: date) -> tuple[str, list[str]]:
        found = bundle.board_on(board.id, day)
        assert found.code == board.code
        return found.name, [one.code for one in found.schools]

    assert had(world.board, DAY) == ("Stichting Voorbeeld", ["blijft", "gaat"])
    assert had(world.board, DAY + ONE) == ("Stichting Nieuw", ["blijft", "komt"])
    assert had(world.board, DAY + 5 * ONE)[1] == ["blijft", "komt", "later"], never.code
    assert had(other, DAY)[1] == ["komt"]
    assert had(other, DAY + ONE)[1] == ["gaat"]
    where = "Stichting Nieuw", world.board.id
    assert bundle.board_on(world.board.id, DAY + ONE).schools[0] == SchoolRow(
        stays.id, "blijft", "De Blijft", "po", *where
    )
    schools = [one.id for one in (moves, stays, comes)]
    mine = world.board.id
    assert bundle.boards_on(schools, DAY) == dict(zip(schools, (mine, mine, other.id), strict=True))
    assert bundle.boards_on(schools, DAY + ONE) == dict(
        zip(schools, (other.id, mine, mine), strict=True)
    )
    assert bundle.boards_on([stays.id], DAY) == {stays.id: mine}


def test_another_board_that_is_renamed_changes_no_name(world: World) -> None:
    other = world.other_board()
    organising.rename_board(other.id, "Stichting Anders", at(0))
    assert bundle.board_on(world.board.id, DAY).name == "Stichting Voorbeeld"


def test_a_text_is_that_of_the_end_of_the_day(world: World) -> None:
    assert bundle.release_on(COURSE, date(2000, 1, 1)) is None, "not published yet"
    assert bundle.release_on(COURSE, LONG_AGO) == world.release
    row = {"course": COURSE, "change": "meaning", "meant": []}
    first, again = "f" * 64, "e" * 64
    kept = world.session.get(Release, world.release)
    for name in (first, again):
        values = {key: getattr(kept, key) for key in ("title", "renderer", "outline")}
        more = {"course": COURSE, "edition": 7, "published_at": at_noon(DAY)}
        world.add(Release(hash=name, **values, **more))
    midnight = last_instant(DAY) + timedelta(seconds=1)
    for name, instant in (
        (first, last_instant(DAY)),
        (again, midnight),
        (world.release, midnight + ONE),
        (first, midnight + ONE),
    ):
        world.add(Publication(**row, release=name, published_at=instant))
    days = [DAY - ONE, DAY, DAY + ONE, DAY + 2 * ONE]
    found = [bundle.release_on(COURSE, day) for day in days]
    assert found == [world.release, first, again, first], "of one instant the last"
    assert bundle.release_on("een-andere", DAY) is None
    assert bundle.edition_of(first) == (TITLE, 7, at_noon(DAY))
    assert bundle.edition_of(world.release)[1:] == (1, at_noon(LONG_AGO))


class Codes:
    """Versions of a code of conduct, each with a clause or two."""

    def __init__(self, world: World) -> None:
        self.world, self.boss, self.made = world, world.person("Baas"), 0

    def version(self, label: str, begins: date, written: datetime, **more: Any) -> int:
        self.made += 1
        row = {"label": label, "in_force_on": begins, "made_at": written, "made_by": self.boss.id}
        row |= {"consent_on": None, "consent_reference": "", "submission": f"code-{self.made}"}
        code: CodeOfConduct = self.world.add(CodeOfConduct(**{**row, **more}))
        for clause in ("kanalen", "beeld"):
            self.world.add(CodeClause(code_id=code.id, clause=clause, text=f"{label}: {clause}"))
        return code.id


def test_every_version_that_had_begun_and_was_written_down(world: World) -> None:
    school, other = world.school("regenboog"), world.school("kompas")
    far = world.school("ver", world.other_board())
    codes, early = Codes(world), at_noon(DAY - 9 * ONE)
    mine, ours = {"school_id": school.id}, {"board_id": world.board.id}
    later = codes.version("Tweede", DAY, last_instant(DAY), **mine)
    consent = {"consent_on": DAY - 3 * ONE, "consent_reference": "MR, punt 4"}
    first = codes.version("Eerste", DAY - 5 * ONE, early, **ours, **consent)
    same = codes.version("Zelfde dag", DAY - 5 * ONE, early, **mine)
    codes.version("Nog niet", DAY + ONE, early, **mine)
    codes.version("Te laat", DAY, last_instant(DAY) + timedelta(seconds=1), **mine)
    codes.version("Van een ander", DAY, early, school_id=other.id)
    codes.version("Van ver", DAY, early, board_id=far.board_id)
    found = bundle.codes_until(school.id, DAY)
    assert [one.id for one in found] == [first, same, later]
    assert [one.by_board for one in found] == [True, False, False]
    assert found[0] == EvidenceCode(
        id=first,
        by_board=True,
        label="Eerste",
        in_force_on=DAY - 5 * ONE,
        consent_on=DAY - 3 * ONE,
        consent_reference="MR, punt 4",
        clauses={"beeld": "Eerste: beeld", "kanalen": "Eerste: kanalen"},
    )
    assert [list(one.clauses) for one in found] == [["beeld", "kanalen"]] * 3
    assert [one.label for one in bundle.codes_until(far.id, DAY)] == ["Van ver"]


def test_a_code_of_the_board_that_a_school_was_under_then(world: World) -> None:
    school, other = world.school("regenboog"), world.other_board()
    codes, early = Codes(world), at_noon(DAY - 9 * ONE)
    codes.version("Oud bestuur", DAY - 5 * ONE, early, board_id=world.board.id)
    codes.version("Nieuw bestuur", DAY - 5 * ONE, early, board_id=other.id)
    facts = SchoolFacts(school.name, other.id, school.sector, school.region)
    organising.change_school(school.id, facts, at(1))
    told = [[one.label for one in bundle.codes_until(school.id, DAY + n * ONE)] for n in (0, 1)]
    assert told == [["Oud bestuur"], ["Nieuw bestuur"]]


def test_the_last_answer_of_who_worked_there_that_day(world: World) -> None:
    school, other = world.school("regenboog"), world.school("kompas")
    code = Codes(world).version("Eerste", LONG_AGO, at_noon(LONG_AGO), school_id=school.id)
    text: SignedText = world.add(SignedText(hash="a" * 64, text="Zo staat het er."))
    people = world.staff(school, 4)
    gone = world.person()
    world.works(gone, school, ends_on=DAY - ONE)
    world.works(gone, other)
    world.works(people[0], other)

    def answers(who: Person, answer: str, instant: datetime, where: School = school) -> None:
        row = {"person_id": who.id, "school_id": where.id, "code_id": code, "answer": answer}
        row |= {"text_hash": text.hash, "name": who.name, "answered_at": instant}
        token = f"s-{who.id}-{instant.isoformat()}-{where.id}"
        world.add(ConductSignature(**row, submission=token))

    early = at_noon(DAY - 3 * ONE)
    answers(people[0], "signed", early)
    answers(people[0], "refused", at_noon(DAY), other)
    answers(people[1], "refused", early)
    answers(people[1], "signed", last_instant(DAY))
    answers(people[1], "refused", last_instant(DAY) + timedelta(seconds=1))
    answers(people[2], "refused", early)
    answers(gone, "signed", early)
    assert bundle.signed_until(school.id, DAY) == {"signed": 2, "refused": 1}
    assert bundle.signed_until(school.id, DAY + ONE) == {"signed": 1, "refused": 2}
    assert bundle.signed_until(other.id, DAY) == {"refused": 1}
    assert bundle.signed_until(school.id, DAY - 4 * ONE) == {}
