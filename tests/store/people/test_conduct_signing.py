"""Who answered what to which version of a code of conduct, at which school."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from course.domain.people.conduct_signing import ConductChange, SignAnswer, text_hash
from course.models import CodeOfConduct, Person, School
from course.store.people import conduct, conduct_signing
from course.store.people.conduct import NewVersion
from course.store.people.conduct_signing import NewSignature, SignatureCounts
from course.store.submissions import OtherContentsError
from tests.staff import World, at_noon
from tests.store.ada_and_bob import AdaAndBob

TODAY = date(2026, 3, 12)
DAY = timedelta(days=1)
SIGNED, REFUSED = SignAnswer.SIGNED, SignAnswer.REFUSED
WORDING, MEANING = ConductChange.WORDING, ConductChange.MEANING


class Case(AdaAndBob):
    """Two schools of one board, of which the first has a code of its own."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.first = self.adopt("eerste", -9, school=self.here)

    def adopt(
        self, label: str, days: int, change: ConductChange = MEANING, school: School | None = None
    ) -> int:
        """A version of a school, or of the board."""
        draft = NewVersion(
            school_id=school.id if school else None,
            board_id=None if school else self.world.board.id,
            label=label,
            in_force_on=TODAY + days * DAY,
            consent_on=None,
            consent_reference="",
            clauses={"kanalen": f"Zo doen wij het: {label}."},
            submission=f"inzending-{label}-1234567",
            change=change,
        )
        assert conduct.adopt(draft, self.bob.id, at_noon(TODAY - 20 * DAY))
        found = self.world.session.query(CodeOfConduct.id).filter_by(label=label)
        return int(found.scalar())

    def sign(
        self,
        who: Person,
        code: int,
        answer: SignAnswer = SIGNED,
        at: School | None = None,
        days: int = 0,
    ) -> NewSignature:
        place = at or self.here
        token = f"{who.id}-{place.id}-{code}-{answer}-{days}"
        draft = NewSignature(who.id, place.id, code, who.name, f"Versie {code}", answer, token)
        assert conduct_signing.sign(draft, at_noon(TODAY + days * DAY))
        return draft

    def counting(self, school: School, days: int = 0) -> frozenset[int]:
        on = TODAY + days * DAY
        holds = conduct.in_force(school.id, on)
        assert holds is not None
        return conduct_signing.counting(holds, school.id, on)

    def listed(self, *codes: int, days: int = 0) -> list[tuple[str, str | None, Any, str | None]]:
        on = TODAY + days * DAY
        found = conduct_signing.signatures(self.here.id, frozenset(codes), on, limit=9)
        assert found.total == len(found.rows)
        return [(one.name, one.team, one.answer, one.version) for one in found.rows]

    def counts(self, *codes: int, days: int = 0) -> SignatureCounts:
        on = TODAY + days * DAY
        return conduct_signing.signature_counts(self.here.id, frozenset(codes), on)


@pytest.fixture
def case(session: Any) -> Case:
    return Case(World(session, TODAY))


def test_an_answer_holds_for_what_changed_only_in_words_since(case: Case) -> None:
    words = case.adopt("woorden", 0, WORDING, case.here)
    later = case.adopt("later", 1, MEANING, case.here)
    board = case.adopt("bestuur", -5)
    assert case.counting(case.here, -1) == {case.first}
    assert case.counting(case.here) == {case.first, words}
    assert case.counting(case.here, 1) == {later}
    assert case.counting(case.beside) == {board}
    also = case.adopt("bestuur anders", 0, WORDING)
    assert case.counting(case.beside) == {board, also}
    assert case.counting(case.here) == {case.first, words}
    elsewhere = case.world.school("ver", case.world.other_board())
    own = case.adopt("van ver", -3, MEANING, elsewhere)
    assert case.counting(elsewhere) == {own}


def test_the_last_answer_of_somebody_is_of_one_school(case: Case) -> None:
    board = case.adopt("bestuur", -5)
    assert conduct_signing.last_answer(case.ada.id, case.here.id) is None
    case.sign(case.ada, case.first, REFUSED, days=-2)
    case.sign(case.ada, case.first, SIGNED, days=-1)
    case.sign(case.ada, board, REFUSED, case.beside)
    case.sign(case.bob, case.first, REFUSED)

    def last(person: Person, school: School, *but: int) -> tuple[int, SignAnswer, Any] | None:
        found = conduct_signing.last_answer(person.id, school.id, but=frozenset(but))
        return (found.code_id, found.answer, found.answered_at) if found else None

    assert last(case.ada, case.here) == (case.first, SIGNED, at_noon(TODAY - DAY))
    assert last(case.ada, case.beside) == (board, REFUSED, at_noon(TODAY))
    assert last(case.bob, case.here) == (case.first, REFUSED, at_noon(TODAY))
    assert last(case.ada, case.here, case.first) is None
    assert last(case.ada, case.here, board) == last(case.ada, case.here)
    assert conduct_signing.clauses_of(case.first) == {"kanalen": "Zo doen wij het: eerste."}
    assert conduct_signing.clauses_of(board) == {"kanalen": "Zo doen wij het: bestuur."}


def test_the_same_press_again_is_once_and_another_answer_is_refused(case: Case) -> None:
    draft = case.sign(case.ada, case.first)
    assert not conduct_signing.sign(draft, at_noon(TODAY + DAY))
    for other in (replace(draft, answer=REFUSED), replace(draft, text="Anders")):
        with pytest.raises(OtherContentsError):
            conduct_signing.sign(other, at_noon(TODAY))
    found = conduct_signing.last_answer(case.ada.id, case.here.id)
    assert found is not None
    assert found.answered_at == at_noon(TODAY)


def test_a_copy_is_for_who_signed(case: Case) -> None:
    draft = case.sign(case.ada, case.first)
    case.sign(case.bob, case.first, REFUSED)
    mine = conduct_signing.last_answer(case.ada.id, case.here.id)
    assert mine is not None
    copy = conduct_signing.signed_copy(case.ada.id, mine.ref)
    assert copy is not None
    told = (copy.name, copy.school, copy.answer, copy.text, copy.text_hash)
    assert told == ("Ada Bos", case.here.name, SIGNED, draft.text, text_hash(draft.text))
    assert conduct_signing.signed_copy(case.bob.id, mine.ref) is None


def test_a_school_reads_the_last_answer_of_who_works_there(case: Case) -> None:
    later = case.adopt("later", 0, MEANING, case.here)
    case.sign(case.ada, case.first, SIGNED)
    case.sign(case.ada, case.first, REFUSED, days=1)
    case.sign(case.ada, later, SIGNED, case.beside)
    gone = case.world.person("Cas Bos")
    case.world.works(gone, case.here, ends_on=TODAY)
    case.sign(gone, case.first)
    ada, nobody = ("Ada Bos", "Bovenbouw", REFUSED, "eerste"), ("Bob Bos", None, None, None)
    assert case.listed(case.first) == [ada, nobody, ("Cas Bos", None, SIGNED, "eerste")]
    assert case.listed(case.first, later, days=1) == [ada, nobody]
    assert case.counts(case.first) == SignatureCounts(people=3, signed=1, refused=1)
    assert case.counts(case.first).open == 1
    assert case.counts(case.first, days=1) == SignatureCounts(people=2, signed=0, refused=1)
    assert case.counts(later) == SignatureCounts(people=3, signed=0, refused=0)
    part = conduct_signing.signatures(case.here.id, frozenset(), TODAY, limit=1, offset=1)
    assert ([one.name for one in part.rows], part.total) == (["Bob Bos"], 3)


def test_each_version_counts_the_last_answers_of_who_works_there(case: Case) -> None:
    later = case.adopt("later", 0, MEANING, case.here)
    for code, answer, days in (
        (case.first, SIGNED, 0),
        (case.first, REFUSED, 1),
        (later, SIGNED, 2),
    ):
        case.sign(case.ada, code, answer, days=days)
    case.sign(case.bob, case.first, SIGNED)
    case.sign(case.ada, later, REFUSED, case.beside)
    gone = case.world.person("Cas Bos")
    case.world.works(gone, case.here, ends_on=TODAY)
    case.world.works(gone, case.beside)
    case.sign(gone, later, REFUSED)

    def told(days: int = 0) -> list[tuple[int, str, int, int]]:
        found = conduct_signing.by_version(case.here.id, TODAY + days * DAY)
        assert [one.ref for one in found] == [text_hash(one.submission)[:16] for one in found]
        return [(one.code_id, one.label, one.signed, one.refused) for one in found]

    assert told() == [(later, "later", 1, 1), (case.first, "eerste", 1, 1)]
    assert told(1) == [(later, "later", 1, 0), (case.first, "eerste", 1, 1)]
