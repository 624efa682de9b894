"""A list of people that somebody sent: read, and compared with who is known. Nothing is written
but the list itself, which waits for a yes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from course import clock
from course.domain.people.lists.columns import is_known
from course.domain.people.lists.joining import join, without_private
from course.domain.people.lists.lines import ListAnswers, PeopleFile
from course.domain.people.lists.packing import answers_from_json, pack
from course.domain.people.lists.tables import ListTable, NoTable
from course.domain.people.roles import Actor, Permission
from course.domain.people.roster_file import people_of, unreadable
from course.domain.people.roster_problems import RowProblem
from course.sheets.workbooks import read_list
from course.store import scope, transaction
from course.store.people import list_words, roster_rows, waiting_lists
from course.store.people.directory import SchoolRow
from course.store.people.list_words import NewListWord, WordKind
from course.store.people.roster_found import Importer
from course.store.people.roster_rows import Proposal
from course.store.people.waiting_lists import HeldList


@dataclass(frozen=True)
class SentList:
    """A list that waits, for one school. What it means is found when it is asked, and once."""

    actor: Actor
    school: SchoolRow
    held: HeldList

    @property
    def is_whole(self) -> bool:
        """Whether who is not on it no longer works there."""
        return bool(self.held.answers.get("complete"))

    @cached_property
    def answers(self) -> ListAnswers:
        """What was said about it, and what the school's lists meant before."""
        columns = list_words.meanings(self.school.id, WordKind.COLUMN)
        functions = list_words.meanings(self.school.id, WordKind.FUNCTION)
        return answers_from_json(self.held.answers, columns, functions)

    @cached_property
    def table(self) -> ListTable | NoTable:
        """Its files as one."""
        return join(self.held.tables, self.answers)

    @cached_property
    def file(self) -> PeopleFile:
        """Everybody in it, or what is wrong with it."""
        if isinstance(self.table, NoTable):
            return unreadable(self.table.problem)
        return people_of(self.table, self.answers, clock.today())

    @cached_property
    def proposal(self) -> Proposal:
        """What it would change."""
        return propose(self.actor, self.school, self.file, self.is_whole)


def propose(actor: Actor, school: SchoolRow, file: PeopleFile, complete: bool) -> Proposal:
    """What a file means for the school, as far as this person may change it."""
    importer = Importer(school.id, clock.today(), actor.id, None)
    if not actor.holds_everywhere(Permission.PEOPLE):
        schools = scope.schools_for(actor, Permission.PEOPLE)
        importer = replace(importer, schools=schools, actor=actor)
    return roster_rows.propose(importer, file, complete=complete)


def tables_in(files: Sequence[bytes]) -> list[ListTable] | RowProblem:
    """The tables in files, without what nobody may keep; or why one of them is none."""
    found: list[ListTable] = []
    for data in files:
        table = read_list(data, is_known)
        if isinstance(table, NoTable):
            return table.problem
        found.append(without_private(table))
    return found


def hold(actor: Actor, school: SchoolRow, tables: Sequence[ListTable], complete: bool) -> SentList:
    """Keep a list until somebody says yes to it, a day at most."""
    answers, content = {"complete": complete}, pack(tables)
    transaction.begin(may_write=True)
    held = waiting_lists.hold(actor.id, school.id, content, answers, clock.now())
    transaction.commit()
    return SentList(actor, school, held)


def find(actor: Actor, school: SchoolRow, ref: str) -> SentList | None:
    """A list that this person sent for this school within a day."""
    held = waiting_lists.find(actor.id, school.id, ref, clock.now())
    return SentList(actor, school, held) if held else None


def say(
    sent: SentList,
    answers: Mapping[str, Any],
    more: Sequence[ListTable],
    words: Iterable[NewListWord],
) -> SentList:
    """The same list with what was said about it, files that were added, and words to remember."""
    told = {**sent.held.answers, **answers}
    content = pack([*sent.held.tables, *more]) if more else None
    transaction.begin(may_write=True)
    list_words.remember(sent.school.id, words)
    waiting_lists.answer(sent.held.ref, content, told)
    transaction.commit()
    return find(sent.actor, sent.school, sent.held.ref) or sent
