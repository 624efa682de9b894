"""The two questions about what changed in a code of conduct, as they are asked and answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from course.domain.people.conduct_questions import ClauseQuestion, ClauseWords
from course.domain.people.conduct_signing import ClauseChange
from course.web.page.fields import Fields, themselves
from course.web.page.parts import FormOption

NOTHING_BEFORE = "Deze afspraak was er nog niet."
NOTHING_NOW = "Deze afspraak is weg."
_NOTHING = {ClauseWords.BEFORE: "Hierover is niets afgesproken.", ClauseWords.NOW: NOTHING_NOW}
WHICH = "Welke afspraak is anders dan eerst?"
CHOOSE = "Kies een antwoord. Boven deze vraag staat wat eerst gold en wat nu geldt."
OLD = "Dit stond er eerst. Lees wat er nu staat en kies opnieuw."
NEW = "Deze afspraak is nieuw. Lees wat er nu staat en kies opnieuw."
GONE = "Deze afspraak was er eerst en is nu weg. Kies opnieuw."
UNCHANGED = "Deze afspraak bleef hetzelfde. Lees welke anders is en kies opnieuw."


@dataclass(frozen=True)
class AskedQuestion:
    """One question on the page. `shown`: the clause it is about, for who did not answer it right
    yet.
    """

    name: str
    legend: str
    options: tuple[FormOption, ...]
    chosen: str
    shown: ClauseChange | None


def asked_questions(
    questions: Sequence[ClauseQuestion],
    titles: Mapping[str, str],
    sent: Mapping[str, str],
    wrong: Sequence[str],
) -> tuple[AskedQuestion, ...]:
    """These questions in words, with what was chosen. `wrong`: the fields with a fault."""
    return tuple(
        AskedQuestion(
            name=field_of(one),
            legend=_legend(one, titles),
            options=_options(one, titles),
            chosen=sent.get(field_of(one), ""),
            shown=one.change if field_of(one) in wrong else None,
        )
        for one in questions
    )


def check_questions(questions: Sequence[ClauseQuestion], fields: Fields) -> None:
    """Say of each what is wrong with its answer; a next try is always there."""
    for one in questions:
        known = themselves(one.options)
        chosen = fields.choice(field_of(one), known, CHOOSE)
        if chosen not in (None, one.right):
            fields.wrong(field_of(one), _why_wrong(one))


def question_lines(questions: Sequence[ClauseQuestion], titles: Mapping[str, str]) -> list[str]:
    """What was asked and answered, for the text that is kept."""
    lines = []
    for one in questions:
        labels = {option.value: option.label for option in _options(one, titles)}
        lines += ["", f"Vraag: {_legend(one, titles)}", f"Antwoord: {labels[one.right]}"]
    return lines


def field_of(question: ClauseQuestion) -> str:
    """Its name in the form."""
    return "vraag-welke" if question.which else f"vraag-{question.change.key}"


def _legend(question: ClauseQuestion, titles: Mapping[str, str]) -> str:
    if question.which:
        return WHICH
    return f"Wat staat er nu bij ‘{titles[question.change.key]}’?"


def _options(question: ClauseQuestion, titles: Mapping[str, str]) -> tuple[FormOption, ...]:
    if question.which:
        return tuple(FormOption(key, titles[key]) for key in question.options)
    words = {ClauseWords.NOW: question.change.now, ClauseWords.BEFORE: question.change.before}
    return tuple(
        FormOption(one, words[one] or _NOTHING[one]) for one in map(ClauseWords, question.options)
    )


def _why_wrong(question: ClauseQuestion) -> str:
    if question.which:
        return UNCHANGED
    if not question.change.before:
        return NEW
    return OLD if question.change.now else GONE
