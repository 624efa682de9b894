"""Certificates and the code of conduct."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from course.domain.people.conduct_signing import Asks, ConductChange, SignAnswer
from course.models import Certificate, Person
from course.store.people import conduct, conduct_signing
from course.store.people.conduct import NewVersion
from course.store.people.conduct_signing import NewSignature
from course.store.proof import certificates, issuing
from course.store.proof.issuing import Withdrawal
from tests.store.weeks.whole import WHERE, WHO, TwoSchools


class ProofDeeds(TwoSchools):
    """What is signed, issued and withdrawn."""

    @rule(who=WHO)
    def withdraw_certificate(self, who: int) -> None:
        moment = self.at()
        for one in certificates.of_person(self.id_of(who))[:1]:
            issuing.withdraw(one.id, Withdrawal("vergissing", self.keeper.id, moment.now))

    @rule(who=WHO)
    def reissue_certificate(self, who: int) -> None:
        moment = self.at()
        for one in certificates.of_person(self.id_of(who))[:1]:
            issuing.reissue(self.id_of(who), one.number, moment.now)

    @rule(
        where=WHERE,
        change=st.sampled_from(ConductChange),
        asks=st.sampled_from(Asks),
        of_board=st.booleans(),
    )
    def adopt(self, where: int, change: ConductChange, asks: Asks, of_board: bool) -> None:
        """A code of conduct for one school, or for those of the board without one."""
        moment, school = self.at(), self.schools[where].id
        owner = (None, self.world.board.id) if of_board else (school, None)
        said = moment.today, None, "", {"foto": f"Tekst {moment.now}"}, f"code-{moment.now}"
        draft = NewVersion(*owner, "Versie", *said, change=change, asks=asks)
        conduct.adopt(draft, self.keeper.id, moment.now)

    @rule(who=WHO, where=WHERE, answer=st.sampled_from(SignAnswer))
    def sign(self, who: int, where: int, answer: SignAnswer) -> None:
        """For the first time or again; of several answers the last one counts."""
        moment, school = self.at(), self.schools[where].id
        person = self.session.get(Person, self.id_of(who))
        holds = conduct.in_force(school, moment.today)
        if holds is not None:
            said = holds.id, person.name, str(holds.clauses), answer, f"antwoord-{moment.now}"
            conduct_signing.sign(NewSignature(person.id, school, *said), moment.now)

    def proof(self) -> set[tuple[Any, ...]]:
        """What every certificate says; what became of it is apart."""
        query = self.session.query(Certificate).filter(Certificate.person_id.in_(self.everybody))
        return {
            (one.number, one.name, one.release, one.completed_on, one.valid_until, one.issued_at)
            for one in query
        }
