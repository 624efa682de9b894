"""What a group sees of its question: the words of each phase, the votes that may be shown, and in
the end the why.
"""

from __future__ import annotations

from dataclasses import replace

from markupsafe import Markup

from course.domain.duties.small_groups import too_small
from course.domain.study_days import (
    Bars,
    Explanation,
    Phase,
    VoteRound,
    ballot,
    explanations,
    tally,
)
from course.kinds.item import Item
from course.kinds.registry import kind_of
from course.store.courses import releases
from course.store.people import words
from course.store.study_days import leading, voting
from course.store.study_days.rows import StudyDayRow
from course.store.study_days.voting import Votes
from course.text import variables
from course.text.numbers import percents
from course.web.page.answering import or_404
from course.web.page.formats import counted
from course.web.page.parts import VoteBar, VoteRow
from course.web.study_days import wording
from course.web.study_days.pages import Group, Lettered, ToldOption, VoteBoard


def item_of(study_day: StudyDayRow) -> Item:
    """The item of a study day in its own release, with the words of its school filled in."""
    subject = study_day.subject
    lesson = or_404(releases.lesson(subject.release, subject.module, subject.lesson))
    if lesson.variables:
        lesson = variables.fill_in(lesson, words.values_of(study_day.school_id))
    return or_404(lesson.item(subject.item))


def board(study_day: StudyDayRow, item: Item) -> VoteBoard:
    """The question with what this phase may show of the votes, and of the explanation."""
    asked, votes, shown = ballot(item), voting.votes(study_day.id), study_day.phase.shown
    is_over = study_day.phase.is_over
    letters = wording.letters(option.key for option in asked.options)
    groups = []
    for bars in tally(asked, votes, shown):
        rows = _rows(bars, votes, is_over)
        if rows:
            groups.append(Group(wording.CAPTIONS[bars.field], rows))
    seen = VoteBoard(
        question=Markup(asked.item.question),
        options=tuple(Lettered(letters[option.key], option.text) for option in asked.options),
        counts=_counts(study_day, votes),
        groups=tuple(groups),
    )
    if not is_over:
        return seen
    note = wording.NOTES[next(iter(asked.right))]
    told = []
    for option, one in zip(asked.options, explanations(asked), strict=True):
        told.append(_told(one, letters[option.key], note))
    return replace(seen, told=tuple(told), expert=kind_of(item).expert(item))


def _told(one: Explanation, letter: str, note: str) -> ToldOption:
    if not one.is_key:
        note = ""
    return ToldOption(letter, one.about, one.text, note)


def newer(study_day: StudyDayRow) -> str | None:
    """The ref of the question that the group is at now, once this one is closed for it."""
    if study_day.phase is not Phase.CLOSED:
        return None
    ref = leading.newest(study_day)
    if ref == study_day.ref:
        return None
    return ref


def voters(votes: Votes, round_: VoteRound) -> int:
    """How many people voted in a round."""
    return sum(votes.get(round_, {}).values())


def _counts(study_day: StudyDayRow, votes: Votes) -> tuple[str, ...]:
    """How many people are there and voted; and why a vote of a small group has no bars."""
    running = study_day.phase.round
    if running is not None:
        return (f"{counted(voters(votes, running), 'stem', 'stemmen')} van {study_day.present}.",)
    told = []
    if study_day.phase.may_join:
        told.append(f"{counted(study_day.present, 'persoon doet', 'mensen doen')} mee.")
    for one in study_day.phase.shown:
        people = voters(votes, one)
        if too_small(people):
            votes_words = counted(people, "stem", "stemmen")
            told.append(
                f"{wording.ROUNDS[one]}: {votes_words}. Vanaf vijf stemmen ziet u de verdeling."
            )
    return tuple(told)


def _rows(bars: Bars, votes: Votes, is_over: bool) -> tuple[VoteRow, ...]:
    """An option with its bars; nothing while no round may be shown."""
    columns = [column for one in VoteRound if (column := _column(bars, votes, one))]
    if not columns:
        return ()
    rows, letters = [], wording.letters(bar.key for bar in bars.bars)
    for bar, drawn in zip(bars.bars, zip(*columns, strict=True), strict=True):
        row = VoteRow(Markup(bar.text), drawn, letter=letters[bar.key])
        if is_over and bar.is_key:
            row = replace(row, note=wording.NOTES[bars.field])
        rows.append(row)
    return tuple(rows)


def _column(bars: Bars, votes: Votes, one: VoteRound) -> list[VoteBar]:
    """The bar of every option in one round; nothing for a round that may not be shown."""
    people = voters(votes, one)
    counts = [count for bar in bars.bars if (count := bar.counts[one]) is not None]
    if not people or len(counts) < len(bars.bars):
        return []
    return [
        VoteBar(wording.ROUNDS[one], share, f"{share}% · {count} van {people}", wording.TURNS[one])
        for count, share in zip(counts, percents(counts, people), strict=True)
    ]
