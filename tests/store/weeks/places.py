"""What happens to a school, a team or a board as a whole."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st
from hypothesis.stateful import rule

from course.domain.people.roster_file import read_people
from course.domain.people.school_codes import CodeSystem
from course.domain.people.sight import Consent, Sight
from course.domain.proof.norms import NormDraft, NormFigure
from course.kinds.item import Sector
from course.models import Person, School
from course.store.people import (
    filling,
    measuring,
    merged,
    merging,
    organising,
    roster,
    roster_rows,
    school_list,
    sight,
)
from course.store.people.organising import SchoolFacts
from course.store.people.roster_found import Importer
from course.store.proof import norms
from tests.store.weeks.whole import WHERE, WORD, TwoSchools


class PlaceDeeds(TwoSchools):
    """Names, kinds, boards, words, settings, merging, and the list of a school."""

    @rule(where=WHERE, sector=st.sampled_from((Sector.PO, Sector.VO)))
    def other_kind(self, where: int, sector: Sector) -> None:
        school = self.session.get(School, self.schools[where].id)
        facts = SchoolFacts(school.name, school.board_id, sector, school.region)
        organising.change_school(school.id, facts, self.at())

    @rule(where=WHERE, name=st.sampled_from(("Het Anker", "De Brug")))
    def rename_school(self, where: int, name: str) -> None:
        school = self.session.get(School, self.schools[where].id)
        facts = SchoolFacts(name, school.board_id, school.sector, school.region)
        organising.change_school(school.id, facts, self.at())

    @rule(which=WHERE, name=st.sampled_from(("Kleuters", "Groep 3")))
    def rename_team(self, which: int, name: str) -> None:
        organising.rename_team(self.schools[0].id, self.teams[which].id, name, self.at())

    @rule(first=st.booleans(), name=st.sampled_from(("Stichting Samen", "De Koepel")))
    def rename_board(self, first: bool, name: str) -> None:
        board = self.world.board if first else self.second
        organising.rename_board(board.id, name, self.at())

    @rule(where=WHERE)
    def other_board(self, where: int) -> None:
        """A school goes to the other board, and owes what that gave to all its schools."""
        school = self.session.get(School, self.schools[where].id)
        boards = [self.world.board.id, self.second.id]
        other = boards[boards.index(school.board_id) - 1]
        facts = SchoolFacts(school.name, other, school.sector, school.region)
        organising.change_school(school.id, facts, self.at())

    @rule(gone=WHERE)
    def merge_teams(self, gone: int) -> None:
        gone_id, into = self.teams[gone].id, self.teams[1 - gone].id
        merging.merge_teams(self.schools[0].id, gone_id, into, self.at())

    @rule(gone=WHERE)
    def merge_schools(self, gone: int) -> None:
        merging.merge_schools(self.schools[gone].id, self.schools[1 - gone].id, self.at())

    @rule(where=WHERE, text=st.sampled_from(("", "Mirjam")), of_board=st.booleans())
    def word(self, where: int, text: str, of_board: bool) -> None:
        """A question is asked only where this word was filled in."""
        if of_board:
            filling.fill_in_for_board(self.world.board.id, {WORD: text}, self.at())
            return
        filling.fill_in(self.schools[where].id, {WORD: text}, self.at())

    @rule(where=WHERE, level=st.sampled_from(Sight))
    def other_sight(self, where: int, level: Sight) -> None:
        """Managers see more or less of what people did."""
        consent = Consent(date(2026, 3, 1), "MR")
        sight.put(self.schools[where].id, level, consent, self.by_keeper())

    @rule(where=WHERE, on=st.booleans())
    def measures(self, where: int, on: bool) -> None:
        measuring.put(self.schools[where].id, on=on, moment=self.by_keeper())

    @rule(where=WHERE, code=st.sampled_from(("", "99xx", "99yy")))
    def other_code(self, where: int, code: str) -> None:
        school_list.set_codes(self.schools[where].id, {CodeSystem.BRIN: code}, self.at())

    @rule(key=st.sampled_from(("een", "twee")), wording=st.sampled_from(("", "Zo", "Anders")))
    def norm(self, key: str, wording: str) -> None:
        """A line of the table is written, changed, or taken away."""
        moment = self.by_keeper()
        before = {one.key: one.draft for one in norms.on(moment.today)}.get(key)
        if not wording and before:
            norms.take_away(key, before, moment)
        elif wording:
            draft = NormDraft(f"ZZ.{key}", wording, "1", NormFigure.DONE, None)
            norms.put(key, draft, before, moment)

    @rule(names=st.sets(st.integers(0, 3), min_size=1), complete=st.booleans(), which=WHERE)
    def send_list(self, names: set[int], complete: bool, which: int) -> None:
        """The first school sends its list, with some of these people on it, as long as it is there."""
        moment = self.at()
        if merged.are_gone([self.schools[0].id], [], moment.today):
            return
        people = [self.session.get(Person, self.people[who].id) for who in sorted(names)]
        team = self.teams[which].name
        lines = [f"{one.ref[:9]};{one.name};{one.email};{team}" for one in people]
        file = read_people("\n".join(["personeelsnummer;naam;e-mail;team", *lines]).encode())
        importer = Importer(self.schools[0].id, moment.today, None, None)
        proposal = roster_rows.propose(importer, file, complete=complete)
        assert roster.apply(roster_rows.make_ready(proposal, moment.now))
        self.session.expire_all()
        again = roster_rows.propose(importer, file, complete=complete)
        assert again.plan.does_nothing, again.plan
