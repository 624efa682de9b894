"""The page of one person: what is known of them in words, and what may be done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for

from course import clock
from course.clock import day_of
from course.domain.people.roles import Permission, Role
from course.kinds.item import Audience
from course.store.dated import DeedMoment
from course.store.duties import owing, totals
from course.store.duties.owing import OwedDuty
from course.store.people import addresses, directory, organising, renaming, trail, undoing
from course.store.people.directory import SchoolRow
from course.store.people.person import AccountFacts, GrantRow, WorkplaceRow
from course.web.admin import person_words, trail_words
from course.web.admin.person_pages import DutyLine, GrantForm, PastLine, PersonPage, WorkplaceForm
from course.web.http.access import current_person
from course.web.page.formats import counted, long_date
from course.web.page.labels import AUDIENCES, ROLES, STATES
from course.web.page.options import team_options, word_options
from course.web.page.parts import FieldError, FormOption, Paging, SummaryRow
from course.web.page.query import address, part_of
from course.web.page.school_choice import schools_to_choose

FUNCTIONS_BY_WORD: Mapping[str, Audience] = {AUDIENCES[one]: one for one in Audience}
FUNCTIONS = word_options(FUNCTIONS_BY_WORD)
ROLE_OPTIONS = word_options(ROLES[role] for role in Role if role is not Role.LEARNER)
EVERYWHERE = "overal"
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
    def works_beyond(self) -> bool:
        """Whether they work, today or later, at a school that the actor does not keep."""
        return any(
            not one.in_scope and (one.ends_on is None or one.ends_on >= self.today)
            for one in self.places
        )

    @property
    def role_beyond(self) -> bool:
        """Whether they have a role beyond the schools that the actor keeps."""
        return not all(one.in_scope for one in self.grants)

    @property
    def is_beyond(self) -> bool:
        """Whether they belong elsewhere too: a new address takes their own yes then."""
        return self.works_beyond or self.role_beyond

    @property
    def is_away(self) -> bool:
        """Whether they left these schools and belong elsewhere now. Nothing new of them is seen."""
        here = any(one.in_scope for one in self.grants) or any(
            one.in_scope and (one.ends_on is None or one.ends_on >= self.today)
            for one in self.places
        )
        return self.is_beyond and not here

    def working_at(self, code: str) -> WorkplaceRow | None:
        """Where they work at this school today; None when they do not."""
        return next((one for one in self.at_work if one.code == code), None)

    def school(self, code: str) -> SchoolRow | None:
        """A school of the actor."""
        return directory.school_in_scope(current_person(), Permission.PEOPLE, code)


@dataclass(frozen=True)
class RolePlace:
    """Where a role is to hold."""

    school_id: int | None
    board_id: int | None
    words: str


def place_of(value: str) -> RolePlace | None:
    """What was chosen, as far as the actor may give rights there; None for anything else."""
    actor = current_person()
    kind, _, code = value.partition(":")
    if kind == EVERYWHERE and actor.holds_everywhere(Permission.PEOPLE):
        return RolePlace(None, None, "overal")
    if kind == "bestuur":
        boards = {board.code: board for board in organising.boards_in_scope(actor)}
        board = boards.get(code)
        return RolePlace(None, board.id, board.name) if board else None
    school = directory.school_in_scope(actor, Permission.PEOPLE, code) if kind == "school" else None
    return RolePlace(school.id, None, school.name) if school else None


def not_ours(known: KnownAccount) -> str:
    """Why name and block stay as they are; empty when the actor may change them."""
    if known.is_away:
        return person_words.AWAY
    return person_words.ROLE_BEYOND if known.role_beyond else ""


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
    past = _happened(known)
    more = len(past) > SHOWN_PAST
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
        places=_places(choice.options),
        history=tuple(history),
        history_pages=history_pages,
        duties=_duties(known, duties),
        duty_pages=duty_pages,
        past=past[:SHOWN_PAST],
        more_past=url_for("admin.show_trail", zoek=account.name) if more else "",
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
    codes = [one.code for one in here]
    at = codes.index(wrong) if wrong in codes else None
    places, pages = part_of(here, show, "werk", "scholen", size=SHOWN_PLACES, shown=at)
    return tuple(_workplace(known, one) for one in places), pages


def _wrong_end(sent: Mapping[str, str], codes: set[str], errors: tuple[FieldError, ...]) -> str:
    """Which of the forms with a last day was sent, when that day is wrong."""
    if "tot" not in {one.field for one in errors}:
        return ""
    if "waar" in sent:
        return "rol"
    code = sent.get("school", "")
    return code if code in codes else "nieuw"


def _owed(known: KnownAccount) -> list[OwedDuty]:
    return owing.owed_by(current_person(), known.account.id, known.today)


def _duties(known: KnownAccount, owed: Sequence[OwedDuty]) -> tuple[DutyLine, ...]:
    """What they owe, and the ways to its report and its mending for who has those."""
    titles = {one.slug: one.title for one in totals.offered_courses()} if owed else {}
    ref = known.account.ref
    return tuple(_duty(ref, one, titles.get(one.course, one.course)) for one in owed)


def _duty(ref: str, one: OwedDuty, title: str) -> DutyLine:
    when = f"uiterlijk {long_date(one.due_on)}"
    report, said = "", when.capitalize()
    if one.state is not None:
        url = url_for("report.show_person", code=one.school_code, ref=ref)
        report, said = address(url, {"cursus": one.course}), f"{STATES[one.state]}, {when}"
    mend = url_for("train.show_mend", opdracht=one.duty) if one.may_mend else ""
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
        undo = url_for("admin.undo", deed=row.deed) if row.deed in can else ""
        can.discard(row.deed)
        where = trail_words.where(row)
        what = f"{trail_words.what(row)}{where and ' – '}{where}"
        lines.append(PastLine(long_date(row.at), what, trail_words.who(row), undo))
    return tuple(lines)


def _facts(known: KnownAccount) -> tuple[SummaryRow, ...]:
    account = known.account
    if known.is_away:
        return (SummaryRow("Functie", AUDIENCES[account.audience]), *_listed(account))
    seen = long_date(day_of(account.seen_at)) if account.seen_at else "Nog niet, of lang geleden"
    blocked = account.blocked_at
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
    if blocked is not None:
        rows.append(SummaryRow("Geblokkeerd", f"Sinds {long_date(day_of(blocked))}"))
    return tuple(rows)


def _workplace(known: KnownAccount, one: WorkplaceRow) -> WorkplaceForm:
    team = f", team {one.team}" if one.team else ""
    number = f", personeelsnummer {one.staff_number}" if one.staff_number else ""
    teams = directory.teams_of(one.school_id, known.today)
    return WorkplaceForm(
        school=one.school,
        code=one.code,
        words=f"Sinds {long_date(one.starts_on)}{_until(one.ends_on)}{team}{number}",
        until=one.ends_on.strftime("%d-%m-%Y") if one.ends_on else "",
        team=one.team_ref or "",
        teams=team_options(teams),
        leaves_roles=any(grant.school_id == one.school_id for grant in known.grants),
    )


def _grant(grant: GrantRow) -> GrantForm:
    words = f"{ROLES[grant.role].capitalize()}: {place_words(grant)}{_until(grant.ends_on)}"
    return GrantForm(grant.id, words, grant.in_scope)


def place_words(grant: GrantRow) -> str:
    """Where a role holds."""
    return grant.school or grant.board or "overal"


def _until(last: date | None) -> str:
    return f" tot en met {long_date(last)}" if last else ""


def _places(schools: tuple[FormOption, ...]) -> tuple[FormOption, ...]:
    """Where the actor may give a role: the widest first."""
    actor = current_person()
    everywhere = FormOption(EVERYWHERE, "Overal: alle scholen, ook die nog komen")
    boards = [
        FormOption(f"bestuur:{board.code}", f"Bestuur: {board.name}")
        for board in organising.boards_in_scope(actor)
    ]
    return (
        *([everywhere] if actor.holds_everywhere(Permission.PEOPLE) else []),
        *boards,
        *(FormOption(f"school:{one.value}", one.label) for one in schools),
    )


def _history(known: KnownAccount) -> tuple[str, ...]:
    """Where they worked before, or will later, as far as the actor keeps those schools."""
    return tuple(
        f"{one.school}: {long_date(one.starts_on)}{_until(one.ends_on)}"
        for one in known.places
        if one.in_scope and not _holds(one, known.today)
    )


def _holds(one: WorkplaceRow, today: date) -> bool:
    return one.starts_on <= today and (one.ends_on is None or one.ends_on >= today)
