"""The tables of a bundle of evidence: the people, the Normenkader and the mail."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from course import clock
from course.domain.duties.reminders import Silence
from course.domain.duties.small_groups import too_small
from course.domain.duties.states import DutyState
from course.domain.messages.fates import WAITING, MailEnd, MailKind
from course.domain.proof.norms import NormFigure
from course.sheets.xlsx_files import FileKind
from course.store.duties import people_list
from course.store.duties.people_list import PeopleFilter
from course.store.proof import norms
from course.store.proof.mailed import SchoolMail
from course.store.proof.norms import Norm
from course.web.page.formats import long_date
from course.web.page.labels import NORM_FIGURES, SIGHT_NAMES
from course.web.page.lists import file_header, file_kinds, file_lines
from course.web.report import wording
from course.web.report.evidence_facts import BundleFacts, Passed, ProvenSchool
from course.web.report.packing import PackedTable
from course.web.report.rows import people_fields

NOBODY_LEFT_OUT = PeopleFilter()
SCHOOL = ("School", "Schoolcode")
NORM_HEADER = (*SCHOOL, "Norm", "Tekst", "Niveau", "Wat wij erover weten", "Cijfer", "Let op")
TEXT: FileKind = "text"
NORM_KINDS = (TEXT,) * len(NORM_HEADER)
CHECK_FIRST = "Controleren: vergelijk norm, tekst en niveau eerst met de site van het Normenkader."
NOTHING = "geen"  # of a code of conduct
MAIL_HEADER = (*SCHOOL, "Soort mail", "Wat ermee gebeurde", "Aantal")
KINDS: dict[MailKind, str] = {
    MailKind.GIVEN: "Over een nieuwe opdracht",
    MailKind.BEFORE: "Voor de uiterste datum",
    MailKind.ON_THE_DAY: "Op de uiterste datum",
    MailKind.AFTER: "Na de uiterste datum",
    MailKind.BY_HAND: "Gevraagd door een trainer of leidinggevende",
    MailKind.REFRESHER: "Opfrisser na afronding",
}
ENDS: dict[str, str] = {
    MailEnd.HANDED: "Verstuurd",
    MailEnd.RETURNED: "Kwam niet aan: de mailserver kent dit adres niet, of de mail kwam terug",
    WAITING: "Klaargezet, nog niet zeker verstuurd",
    MailEnd.GIVEN_UP: "Niet verstuurd: onze mailserver nam de mail niet aan",
    MailEnd.DROPPED: "Niet verstuurd: het account veranderde, of de link was verlopen",
    Silence.DONE: "Niet verstuurd: al klaar",
    Silence.PAUSED: "Niet verstuurd: gepauzeerd",
    Silence.EXEMPT: "Niet verstuurd: vrijgesteld",
    Silence.LEFT: "Niet verstuurd: werkte er niet meer",
    Silence.ENDED: "Niet verstuurd: de school vroeg dit niet meer",
    Silence.STOPPED: "Niet verstuurd: wil geen mail over trainingen",
    Silence.UNREACHED: "Niet verstuurd: een eerdere mail kwam terug",
    Silence.DAY_OFF: "Niet verstuurd: geen gewone schooldag",
    Silence.THIS_WEEK: "Niet verstuurd: kreeg die week al mail",
}
WEEK = "Weekmail over alle cursussen, aan wie de school leidt of traint"
NOT_GOT = "Niet verstuurd, of niet zeker aangekomen"
FEW = "Mail over minder dan vijf medewerkers: geen cijfers"


def people_table(found: BundleFacts, passed: Passed) -> PackedTable:
    """Everybody who has the course, by school; the columns are those of the school that shows
    most, and what another one does not show is empty. Read it within `transaction.batches`.
    """
    fields = people_fields(found.schools[0].school, found.query, found.most_seen)
    return PackedTable(
        name="lijst",
        title=wording.list_title(found.name, found.query.course.title),
        header=file_header(fields),
        kinds=file_kinds(fields),
        lines=lambda: _people(found, passed),
    )


def _people(found: BundleFacts, passed: Passed) -> Iterator[Sequence[str]]:
    for one in found.schools:
        fields = people_fields(one.school, found.query, found.most_seen)
        reach = replace(found.reach, asked=[one.school.id])
        rows = people_list.people_rows(reach, found.query.moment, NOBODY_LEFT_OUT)
        yield from file_lines(fields, rows)
        passed(1)


def mail_table(found: BundleFacts) -> PackedTable:
    """The ledgers of mail in figures."""
    return PackedTable(
        name="herinneringen",
        title=f"Herinneringen: {found.name}",
        header=MAIL_HEADER,
        kinds=("text", "text", "text", "text", "number"),
        lines=lambda: _mail(found),
    )


def _mail(found: BundleFacts) -> Iterator[Sequence[str]]:
    """Of a small group nothing: that somebody wants no mail is a thing of their own."""
    for one in found.schools:
        for told in (*_to_people(one.mail), *_to_readers(one.mail)):
            yield [*_school(one), *told]


def _to_people(mail: SchoolMail) -> Iterator[tuple[str, str, str]]:
    if mail.people and too_small(mail.people):
        yield FEW, "", ""
        return
    for kind, said in KINDS.items():
        for end, words in ENDS.items():
            if count := mail.lines.get((kind, end), 0):
                yield said, words, str(count)


def _to_readers(mail: SchoolMail) -> Iterator[tuple[str, str, str]]:
    """A school is led by a few: of them no reason."""
    ends = Counter({words: mail.week.get(end, 0) for end, words in ENDS.items()})
    if too_small(mail.readers):
        handed = mail.week.get(MailEnd.HANDED, 0)
        sent = {ENDS[MailEnd.HANDED]: handed}
        ends = Counter(sent | {NOT_GOT: ends.total() - handed})
    for words, count in ends.items():
        if count:
            yield WEEK, words, str(count)


def norm_table(found: BundleFacts) -> PackedTable:
    """The table of the Normenkader, filled with the figures of each school."""
    return PackedTable(
        name="normenkader",
        title=f"Normenkader: {found.name}",
        header=NORM_HEADER,
        kinds=NORM_KINDS,
        lines=lambda: _norms(found),
    )


def _norms(found: BundleFacts) -> Iterator[Sequence[str]]:
    lines = norms.on(found.day, clock.end_of_day(found.day))
    for one in found.schools:
        figures = _figures(one)
        for norm in lines:
            told = (norm.norm, norm.wording, norm.level, NORM_FIGURES[norm.figure])
            yield [*_school(one), *told, figures[norm.figure], _checked(norm)]


def _checked(norm: Norm) -> str:
    if norm.checked_on is None:
        return CHECK_FIRST
    return f"Vergeleken met de site van het Normenkader op {long_date(norm.checked_on)}"


def _figures(one: ProvenSchool) -> Mapping[NormFigure, str]:
    late = one.group.counts.of(DutyState.OVERDUE)
    of_all = f"van {one.group.people}"
    return {
        NormFigure.DONE: f"{one.group.done} {of_all}",
        NormFigure.LATE: f"{late} {of_all}",
        NormFigure.WITHOUT_DUTY: str(one.group.without_duty),
        NormFigure.CONDUCT: one.holding.label if one.holding else NOTHING,
        NormFigure.SIGNED: _answered(one),
        NormFigure.MAILED: _mailed(one),
        NormFigure.SIGHT: SIGHT_NAMES[one.sight],
        NormFigure.NONE: "",
    }


def _answered(one: ProvenSchool) -> str:
    """Of a few nothing: who refused would be a guess away. Without a code nobody was asked."""
    if one.holding is None:
        return NOTHING
    signed, refused = one.answers.get("signed", 0), one.answers.get("refused", 0)
    if too_small(signed + refused):
        return "Minder dan vijf antwoorden"
    return f"{signed} ondertekend, {refused} niet ondertekend"


def _mailed(one: ProvenSchool) -> str:
    if one.mail.people and too_small(one.mail.people):
        return FEW
    sent = sum(number for (_, end), number in one.mail.lines.items() if end == MailEnd.HANDED)
    return f"{sent} verstuurd"


def _school(one: ProvenSchool) -> tuple[str, str]:
    return one.school.name, one.school.code
