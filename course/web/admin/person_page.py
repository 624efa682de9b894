"""The page of one person: what is known of them in words, and what may be done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for

from course import clock
from course.domain.people.roles import Permission, Role
from course.kinds.item import Audience
from course.store.dated import DeedMoment
from course.store.duties import owing, totals
from course.store.duties.owing import OwedDuty
from course.store.people import addresses, directory, renaming, trail, undoing
from course.store.people.directory import SchoolRow
from course.store.people.person import AccountFacts, GrantRow, WorkplaceRow
from course.web.admin import person_words, trail_words
from course.web.admin.person_pages import DutyLine, GrantForm, PastLine, PersonPage, WorkplaceForm
from course.web.admin.role_places import place_choices, place_words
from course.web.http.access import current_person
from course.web.page.formats import counted, long_date, until_words
from course.web.page.labels import AUDIENCE_OF, AUDIENCES, ROLES, STATES
from course.web.page.options import course_titles, team_options, word_options
from course.web.page.parts import FieldError, Paging, SummaryRow
from course.web.page.query import address, part_of
from course.web.page.school_choice import schools_to_choose

FUNCTIONS_BY_WORD: Mapping[str, Audience] = AUDIENCE_OF
FUNCTIONS = word_options(FUNCTIONS_BY_WORD)
ROLE_OPTIONS = word_options(ROLES[role] for role in Role if role is not Role.LEARNER)
SHOWN_PLACES = 10  # with what can be done at each
SHOWN_PAST = 20  # lines of what happened to an account


@dataclass(frozen=True)
class KnownAccount:
    """All that is known of one person, as far as the actor may see it."""

    account: AccountFacts
    places: tuple[WorkplaceRow, ...]
    grants: tuple[GrantRow, ...]
    today: date

    @property
    def at_work(self) -> tuple[WorkplaceRow, ...]:
        """Where they work today."""
        return tuple(one for one in self.places if _holds(one, self.today))

    @property
    def _works(self) -> set[bool]:
        """Whether the schools where they work, today or later, are ones that the actor keeps."""
        return {one.in_scope for one in self.places if not _is_over(one, self.today)}

    @property
    def _leads(self) -> set[bool]:
        """Whether the places where they have a role are ones that the actor keeps."""
        return {one.in_scope for one in self.grants}

    @property
    def works_beyond(self) -> bool:
        """Whether they work, today or later, at a school that the actor does not keep."""
        return False in self._works

    @property
    def role_beyond(self) -> bool:
        """Whether they have a role beyond the schools that the actor keeps."""
        return False in self._leads

    @property
    def is_beyond(self) -> bool:
        """Whether they belong elsewhere too: a new address takes their own yes then."""
        return self.works_beyond or self.role_beyond

    @property
    def is_away(self) -> bool:
        """Whether they left these schools and belong elsewhere now. Nothing new of them is seen."""
        return (self._works | self._leads) == {False}

    def working_at(self, code: str) -> WorkplaceRow | None:
        """Where they work at this school today; None when they do not."""
        return {one.code: one for one in self.at_work}.get(code)

    def school(self, code: str) -> SchoolRow | None:
        """A school of the actor."""
        return directory.school_in_scope(current_person(), Permission.PEOPLE, code)


def not_ours(known: KnownAccount) -> str:
    """Why name and block stay as they are; empty when the actor may change them."""
    if known.is_away:
        return person_words.AWAY
    if known.role_beyond:
        return person_words.ROLE_BEYOND
    return ""


def person_page(
    known: KnownAccount, sent: Mapping[str, str], errors: tuple[FieldError, ...]
) -> PersonPage:
    """The page, with what was typed when something is wrong with that."""
    account, actor = known.account, current_person()
    choice = schools_to_choose(actor, Permission.PEOPLE)
    codes = {one.code for one in known.at_work}
    wrong_end = _wrong_end(sent, codes, errors)
    show = url_for("admin.show_person", ref=account.ref)
    places, work_pages = _at_work(known, show, wrong_end)
    duties, duty_pages = part_of(_owed(known), show, "opdrachten", "opdrachten")
    history, history_pages = part_of(_history(known), show, "eerder", "aanstellingen")
    past, more_past = _happened(known), ""
    if len(past) > SHOWN_PAST:
        more_past = url_for("admin.show_trail", zoek=account.name)
    own = {
        "naam": account.name,
        "email": "",
        "functie": AUDIENCES[account.audience],
        "tot": "",
        "vanaf": "",
        "adres": "",
    }
    return PersonPage(
        ref=account.ref,
        name=account.name,
        facts=_facts(known),
        workplaces=places,
        work_pages=work_pages,
        other_schools=tuple(one for one in choice.options if one.value not in codes),
        schools_hint=choice.hint,
        grants=tuple(_grant(one) for one in known.grants if one.in_scope),
        works_beyond=known.works_beyond,
        role_beyond=known.role_beyond,
        away=known.is_away,
        signed_in=bool(account.browsers),
        wrong_end=wrong_end,
        roles=ROLE_OPTIONS,
        places=place_choices(choice.options),
        history=tuple(history),
        history_pages=history_pages,
        duties=_duties(known, duties),
        duty_pages=duty_pages,
        past=past[:SHOWN_PAST],
        more_past=more_past,
        blocked=account.blocked_at is not None,
        own_account=account.id == actor.id,
        not_ours=not_ours(known),
        functions=FUNCTIONS,
        sent={**own, **sent},
        errors=errors,
    )


def _at_work(
    known: KnownAccount, show: str, wrong: str
) -> tuple[tuple[WorkplaceForm, ...], Paging]:
    """A part of where they work; that with the school whose form is wrong, when one is."""
    here = [one for one in known.at_work if one.in_scope]
    at = {one.code: place for place, one in enumerate(here)}.get(wrong)
    places, pages = part_of(here, show, "werk", "scholen", size=SHOWN_PLACES, shown=at)
    return tuple(_workplace(known, one) for one in places), pages


def _wrong_end(sent: Mapping[str, str], codes: set[str], errors: tuple[FieldError, ...]) -> str:
    """Which of the forms with a last day was sent, when that day is wrong."""
    if "tot" not in {one.field for one in errors}:
        return ""
    if "waar" in sent:
        return "rol"
    code = sent.get("school", "")
    if code in codes:
        return code
    return "nieuw"


def _owed(known: KnownAccount) -> list[OwedDuty]:
    return owing.owed_by(current_person(), known.account.id, known.today)


def _duties(known: KnownAccount, owed: Sequence[OwedDuty]) -> tuple[DutyLine, ...]:
    """What they owe, and the ways to its report and its mending for who has those."""
    if not owed:
        return ()
    titles, ref = course_titles(totals.offered_courses()), known.account.ref
    return tuple(_duty(ref, one, titles.get(one.course, one.course)) for one in owed)


def _duty(ref: str, one: OwedDuty, title: str) -> DutyLine:
    when = f"uiterlijk {long_date(one.due_on)}"
    report, mend, said = "", "", when.capitalize()
    if one.state is not None:
        url = url_for("report.show_person", code=one.school_code, ref=ref)
        report, said = address(url, {"cursus": one.course}), f"{STATES[one.state]}, {when}"
    if one.may_mend:
        mend = url_for("train.show_mend", opdracht=one.duty)
    return DutyLine(title, one.school, said, report, mend)


def _listed(account: AccountFacts) -> tuple[SummaryRow, ...]:
    """What the school calls who chose their own name."""
    if account.listed_name is None:
        return ()
    return (SummaryRow("Naam op de lijst van de school", account.listed_name),)


def _happened(known: KnownAccount) -> tuple[PastLine, ...]:
    """What happened to the account, and what of it can be taken back: once for each deed."""
    actor, account = current_person(), known.account
    can = set(undoing.possible(actor, account.id, DeedMoment(clock.now())))
    lines: list[PastLine] = []
    for row in trail.of_person(actor, account.id, SHOWN_PAST + 1):
        undo = ""
        if row.deed in can:
            undo = url_for("admin.undo", deed=row.deed)
            can.remove(row.deed)
        what = " – ".join(filter(None, (trail_words.what(row), trail_words.where(row))))
        lines.append(PastLine(long_date(row.at), what, trail_words.who(row), undo))
    return tuple(lines)


def _facts(known: KnownAccount) -> tuple[SummaryRow, ...]:
    account = known.account
    if known.is_away:
        return (SummaryRow("Functie", AUDIENCES[account.audience]), *_listed(account))
    seen = "Nog niet, of lang geleden"
    if account.seen_at is not None:
        seen = long_date(account.seen_at)
    rows = [
        *_listed(account),
        SummaryRow("E-mail", account.email),
        SummaryRow("Functie", AUDIENCES[account.audience]),
        SummaryRow("Laatst gezien", seen),
        SummaryRow("Nu ingelogd op", counted(account.browsers, "apparaat", "apparaten")),
    ]
    coming = renaming.coming_name(account.id, known.today)
    if coming is not None:
        words = f"{coming.name}, vanaf {long_date(coming.starts_on)}"
        rows.insert(0, SummaryRow("Gaat heten", words))
    asked = addresses.pending(account.id, clock.now())
    if asked is not None:
        words = f"{asked.email}, sinds {long_date(asked.asked_at)}. Het telt na een ja per mail"
        rows.append(SummaryRow("Gevraagd als nieuw adres", words))
    if account.blocked_at is not None:
        rows.append(SummaryRow("Geblokkeerd", f"Sinds {long_date(account.blocked_at)}"))
    return tuple(rows)


def _workplace(known: KnownAccount, one: WorkplaceRow) -> WorkplaceForm:
    words = [f"Sinds {long_date(one.starts_on)}{until_words(one.ends_on)}"]
    if one.team:
        words.append(f"team {one.team}")
    if one.staff_number:
        words.append(f"personeelsnummer {one.staff_number}")
    until = ""
    if one.ends_on is not None:
        until = one.ends_on.strftime("%d-%m-%Y")
    teams = directory.teams_of(one.school_id, known.today)
    return WorkplaceForm(
        school=one.school,
        code=one.code,
        words=", ".join(words),
        until=until,
        team=one.team_ref or "",
        teams=team_options(teams),
        leaves_roles=one.school_id in {grant.school_id for grant in known.grants},
    )


def _grant(grant: GrantRow) -> GrantForm:
    words = f"{ROLES[grant.role].capitalize()}: {place_words(grant)}{until_words(grant.ends_on)}"
    return GrantForm(grant.id, words, grant.in_scope)


def _history(known: KnownAccount) -> tuple[str, ...]:
    """Where they worked before, or will later, as far as the actor keeps those schools."""
    return tuple(
        f"{one.school}: {long_date(one.starts_on)}{until_words(one.ends_on)}"
        for one in known.places
        if one.in_scope and not _holds(one, known.today)
    )


def _holds(one: WorkplaceRow, today: date) -> bool:
    return one.starts_on <= today and not _is_over(one, today)


def _is_over(one: WorkplaceRow, today: date) -> bool:
    return one.ends_on is not None and one.ends_on < today
