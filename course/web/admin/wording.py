"""What pages for administrators say about a list of people."""

from __future__ import annotations

from course.domain.people.roster_plan import ChangedField, KnownPerson, PersonChange, RosterPlan
from course.web.page.formats import counted


def what_changed(known: KnownPerson, field: ChangedField) -> str:
    """One thing that a row changes, with what it was."""
    was = known.details
    return {
        ChangedField.NAME: f"naam was {was.name}",
        ChangedField.ORDER: "plaats van de naam in een lijst",
        ChangedField.EMAIL: f"e-mail was {was.email}",
        ChangedField.STAFF_NUMBER: f"personeelsnummer was {was.staff_number or 'leeg'}",
        ChangedField.TEAM: f"team was {was.team or 'leeg'}",
        ChangedField.FUNCTION: "functie",
    }[field]


def ask_roles(plan: RosterPlan) -> str:
    """Whether who leaves loses their role too; empty when nobody who leaves has one here."""
    if not plan.roles_leaving:
        return ""
    having = sum(1 for known in plan.leaving if known.roles)
    who = counted(having, "medewerker", "medewerkers")
    return f"Ja, {who} met een rol op deze school {'verliest' if having == 1 else 'verliezen'} die"


def same_person(change: PersonChange) -> str:
    """One row whose number is of somebody with another name and another address."""
    was = change.known.details if change.known else change.after
    return (
        f"Regel {change.row}: {was.name} ({was.email}) heet nu {change.after.name} "
        f"({change.after.email})"
    )
