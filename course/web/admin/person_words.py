"""What a deed for one person does, in sentences, before it is done."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from course.domain.people.roles import Role
from course.store.duties import standing, totals
from course.store.people.directory import SchoolRow, TeamRow
from course.store.people.granting import NewGrant
from course.store.people.person import AccountFacts, GrantRow, WorkplaceRow
from course.store.people.uniting import UniteEffect
from course.web.page.formats import counted, long_date, until_words
from course.web.page.labels import ROLES
from course.web.page.options import course_titles

ROLE_BEYOND = (
    "Deze persoon heeft ook een rol buiten de scholen die u beheert. Naam en blokkade wijzigt wie "
    "alle scholen beheert. Een nieuw adres kunt u wel vragen."
)
AWAY = (
    "Deze persoon werkt niet meer op een school die u beheert, en hoort nu bij een andere school. "
    "Komt deze persoon terug? Voeg de naam en het adres toe als medewerker. Deelwijs vraagt dan "
    "per mail om een ja."
)
UNDO = "Dit kunt u hierna dertig dagen ongedaan maken, zolang er daarna niets anders wijzigt."
FOR_GOOD = (
    "Dit kunt u niet ongedaan maken: met het andere account is al geleerd, en wat klaar is, "
    "blijft klaar. "
)
STILL_ASKED = (
    "Dit kunt u niet ongedaan maken: het andere account wacht nog op een ja van de persoon zelf. "
)
_MAY: Mapping[Role, str] = {
    Role.TRAINER: "Een trainer wijst cursussen toe en ziet van ieder hoe ver die is. "
    "Geen antwoorden.",
    Role.MANAGER: "Een leidinggevende ziet van ieder of die klaar is, meer als de school daarvoor "
    "koos, en vult teksten en contacten in. Geen antwoorden.",
    Role.ADMINISTRATOR: "Een beheerder regelt accounts, lijsten en rollen, ook die van anderen.",
}


def place_question(name: str, school: str, at_work: WorkplaceRow | None) -> str:
    """The question before somebody gets another place."""
    if at_work is None:
        return f"Werkt {name} vanaf vandaag op {school}?"
    return f"Wijzigt u de aanstelling van {name} op {school}?"


def of_place(
    account: AccountFacts, school: SchoolRow, at_work: WorkplaceRow | None, team: TeamRow | None
) -> tuple[str, ...]:
    """What another school or another team means."""
    name = account.name
    where = f" in team {team.name}" if team else ""
    if at_work is None:
        begins = _courses(standing.for_school(school.id, account.audience))
        return (
            f"{name} werkt vanaf vandaag op {school.name}{where}.",
            f"Cursussen die deze school van {name} vraagt: {begins}.",
            f"Wat {name} al deed, blijft en telt mee. Er gaat nu geen mail uit.",
        )
    if at_work.team_ref == (team.ref if team else None):
        return ()
    ends = _courses(standing.for_team(school.id, at_work.team_ref or "", account.audience))
    begins = _courses(standing.for_team(school.id, team.ref if team else "", account.audience))
    return (
        f"{name} werkt vanaf vandaag{where or ' in geen team'}. Tot en met gisteren: "
        f"{at_work.team or 'geen team'}.",
        f"Van het oude team stopt: {ends}. Van het nieuwe begint: {begins}. Voortgang blijft.",
    )


def of_end(at_work: WorkplaceRow | None, ends_on: date | None) -> tuple[str, ...]:
    """What a last day means."""
    was = at_work.ends_on if at_work else None
    if ends_on == was:
        return ()
    if ends_on is None:
        return ("Er is geen laatste werkdag meer.",)
    return (
        f"De laatste werkdag is {long_date(ends_on)}. Daarna stopt wat deze school vraagt vanzelf, "
        "en is er overal uitgelogd.",
    )


def of_leaving(account: AccountFacts, at_work: WorkplaceRow, *, roles_too: bool) -> tuple[str, ...]:
    """What leaving a school means."""
    name, roles = account.name, "eindigen ook" if roles_too else "blijven"
    return (
        f"Gisteren was de laatste werkdag van {name} op {at_work.school}.",
        "Opdrachten van die school stoppen.",
        f"Wat {name} al deed, blijft in de rapporten staan.",
        f"{name} wordt overal uitgelogd, en links in eerdere mails werken niet meer.",
        f"Rollen op die school {roles}.",
    )


def of_role(name: str, wanted: NewGrant, where: str) -> tuple[str, ...]:
    """What a role means, and where."""
    until = until_words(wanted.ends_on)
    return (
        f"{name} is vanaf nu {ROLES[wanted.role]}{until}: {where}.",
        _MAY[wanted.role],
        f"{name} wordt overal uitgelogd en logt opnieuw in.",
    )


def of_role_end(name: str, grant: GrantRow, where: str) -> tuple[str, ...]:
    """What the end of a role means."""
    return (
        f"{name} is geen {ROLES[grant.role]} meer: {where}. Een andere rol blijft.",
        f"{name} wordt overal uitgelogd, en kan daarna als medewerker inloggen.",
        "Wat in deze rol is gedaan, blijft zoals het is.",
    )


def of_block(account: AccountFacts) -> tuple[str, ...]:
    """What a block means."""
    devices = counted(account.browsers, "apparaat", "apparaten")
    return (
        f"{account.name} kan niet meer inloggen, en wordt nu uitgelogd op {devices}.",
        "Links in eerdere mails werken niet meer, en mail die nog wacht gaat niet uit.",
        "Opdrachten lopen door, en in de rapporten verandert niets.",
    )


def of_unblock(name: str) -> tuple[str, ...]:
    """What the end of a block means."""
    return (
        f"{name} kan weer inloggen, met een wachtwoord of een nieuwe link.",
        "Er gaat nu geen mail uit. Links van vóór de blokkade blijven ongeldig.",
    )


def of_uniting(stays: AccountFacts, gone: AccountFacts, found: UniteEffect) -> tuple[str, ...]:
    """What it means when two accounts become one."""
    for_good = FOR_GOOD if found.lessons else ""
    if found.waits:
        for_good = STILL_ASKED
    moved = (
        counted(found.schools, "school", "scholen"),
        counted(found.roles, "rol", "rollen"),
        counted(found.duties, "opdracht", "opdrachten"),
        counted(found.lessons, "gedane les", "gedane lessen"),
    )
    return (
        f"{stays.name} ({stays.email}) houdt dit account. Van {gone.name} ({gone.email}) komt mee: "
        f"{', '.join(moved)}.",
        "Wat klaar is, blijft klaar, met de dag van toen. Certificaten van beide blijven geldig.",
        "Antwoorden, plannen en ondertekeningen van het andere account blijven daar. Niemand kan "
        "ze nog lezen. De gedragscode wordt opnieuw gevraagd als hier nog geen antwoord staat.",
        f"In Mijn dossier leest {stays.name} ook de certificaten, bijeenkomsten, aanstellingen en "
        "opdrachten van het andere account, en wie daar keek.",
        "De instaptoets, opfrisvragen, vragen aan trainers en het agenda-adres van het andere "
        "account komen niet mee. Een aanmelding voor een bijeenkomst ook niet: meld opnieuw aan.",
        "Met het andere account kan niemand meer inloggen. Het adres komt vrij. Rapporten van "
        "eerdere dagen veranderen niet.",
        f"{for_good}Weet u zeker dat dit één persoon is?",
    )


def _courses(slugs: list[str]) -> str:
    """Courses by title, in a sentence."""
    titles = course_titles(totals.offered_courses())
    return ", ".join(titles.get(slug, slug) for slug in slugs) or "niets"
