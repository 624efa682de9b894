"""What pages for administrators say about a list of people: what it would change, asks and did."""

from __future__ import annotations

from course.domain.people.roster_details import ChangedField, KnownPerson, PersonChange
from course.domain.people.roster_plan import RosterPlan
from course.domain.people.roster_problems import MAX_PROBLEMS
from course.web.page.formats import by_count, counted, whole
from course.web.page.parts import SummaryRow

SHOWN_TEAMS = 20


def summary(plan: RosterPlan) -> tuple[SummaryRow, ...]:
    rows = [
        SummaryRow("Nieuw op deze school", whole(len(plan.added))),
        SummaryRow("Gewijzigd", whole(len(plan.changed))),
        SummaryRow("Blijft gelijk", whole(plan.unchanged)),
        SummaryRow("Gaat weg", whole(len(plan.leaving))),
    ]
    if plan.asked:
        rows.append(SummaryRow("Is een vraag over", whole(len(plan.asked))))
    if plan.new_teams:
        names, more = list(plan.new_teams[:SHOWN_TEAMS]), len(plan.new_teams) - SHOWN_TEAMS
        if more > 0:
            names.append(f"en nog {whole(more)} andere")
        rows.append(SummaryRow("Nieuwe teams", ", ".join(names)))
    return tuple(rows)


def submit(plan: RosterPlan) -> str:
    """A button that says the result."""
    new = len(plan.added)
    if plan.does_nothing:
        return ""
    if not new:
        return "Bewaar deze wijzigingen"
    if plan.leaving or plan.changed or plan.asked:
        return f"Voeg {counted(new, 'medewerker', 'medewerkers')} toe en bewaar de rest"
    if new == 1:
        return "Voeg deze medewerker toe"
    return f"Voeg deze {whole(new)} mensen toe"


def ask_leaving(plan: RosterPlan) -> str:
    if not plan.many_leaving:
        return ""
    everybody = counted(plan.members, "medewerker", "medewerkers")
    go = f"van de {everybody} gaat", f"van de {everybody} gaan"
    return f"Ja, het klopt: {counted(len(plan.leaving), *go)} weg"


def more_words(count: int) -> str:
    """How many problems are not in the list; empty when all of them are."""
    if not count:
        return ""
    there = by_count(count, "Er is", "Er zijn")
    more = counted(count, "ander punt", "andere punten")
    return f"U ziet de eerste {MAX_PROBLEMS}. {there} nog {more}."


def ask_invite(plan: RosterPlan) -> str:
    new = sum(change.known is None for change in plan.added)
    if not new:
        return ""
    return f"Stuur {counted(new, 'uitnodiging', 'uitnodigingen')} per mail"


def done_words(plan: RosterPlan, invited: int) -> str:
    words = [f"{whole(len(plan.added))} nieuw", f"{whole(len(plan.changed))} gewijzigd"]
    if plan.leaving:
        words.append(f"{whole(len(plan.leaving))} weg")
    if invited:
        words.append(f"{counted(invited, 'uitnodiging gaat', 'uitnodigingen gaan')} zo de deur uit")
    return ", ".join(words)


def what_changed(known: KnownPerson, field: ChangedField) -> str:
    """One thing that a row changes, with what it was."""
    was = known.details
    return {
        ChangedField.NAME: f"naam was {was.name}",
        ChangedField.LISTED: f"naam op de lijst was {was.listed_name or was.name}; heet {was.name}",
        ChangedField.ORDER: "plaats van de naam in een lijst",
        ChangedField.EMAIL: f"e-mail was {was.email} en blijft dat tot een ja per mail",
        ChangedField.STAFF_NUMBER: f"personeelsnummer was {was.staff_number or 'leeg'}",
        ChangedField.TEAM: f"team was {was.team or 'leeg'}",
        ChangedField.FUNCTION: "functie",
    }[field]


def ask_roles(plan: RosterPlan) -> str:
    """Whether who leaves loses their role too; empty when nobody who leaves has one here."""
    if not plan.roles_leaving:
        return ""
    having = sum(1 for known in plan.leaving if known.roles)
    role = "met een rol op deze school"
    who = counted(having, f"medewerker {role} verliest", f"medewerkers {role} verliezen")
    return f"Ja, {who} die"


def same_person(change: PersonChange) -> str:
    """One row whose number is of somebody with another name and another address."""
    was, now = change.after, change.after
    if change.known:
        was = change.known.details
    return f"Regel {change.row}: {was.name} ({was.email}) heet nu {now.name} ({now.email})"
