"""What is said about files with people of several schools, and about mail with a link to one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from course.domain.messages.attempts import JobOutcome
from course.domain.messages.schedules import EndedBy, Every, last_monday, next_after
from course.store.messages.made import AskedFile
from course.store.messages.schedules import DAY_OFF, FAILED, MISSED, UNREACHED, OwnSchedule
from course.web.page.formats import counted, long_date, whole
from course.web.page.made_files import last_day
from course.web.page.parts import FormOption

KIND_OPTIONS = (
    FormOption("xlsx", "Spreadsheet (XLSX)"),
    FormOption("csv", "CSV"),
    FormOption("pdf", "PDF"),
)
KINDS = {"xlsx": "spreadsheet (XLSX)", "csv": "CSV", "pdf": "PDF"}  # within a sentence
ZIP = "application/zip"
NO_KIND = "Kies welk soort bestand u wilt."
NO_WORKER = (
    "Een lange lijst maakt een apart proces op de server. Dat proces staat nu stil. Vraag uw "
    "beheerder om het te starten, en probeer het dan opnieuw."
)
TOO_MANY = "Er worden al drie bestanden voor u gemaakt. Wacht tot er één klaar is."
NO_RIGHT = (
    "U mag de rapporten van scholen niet meer zien. Daarom krijgt u dit bestand niet. Vraag uw "
    "beheerder als dat niet klopt."
)
FEWER_SCHOOLS = (
    "In dit bestand staan mensen van een school waarvan u het rapport niet meer mag zien. Daarom "
    "krijgt u het niet meer. Vraag het opnieuw aan: dan staat erin wat u nu mag zien."
)
SHOWS_LESS = (
    "Een school in dit bestand laat leidinggevenden intussen minder zien. Daarom krijgt u het "
    "niet meer. Vraag het opnieuw aan: dan staat erin wat u nu mag zien."
)
CHANGED = (
    "Uw rechten veranderden terwijl het bestand werd gemaakt. Er is niets bewaard. Vraag het "
    "opnieuw aan."
)
NO_EVIDENCE = (
    "U mag het rapport van deze school of van dit hele bestuur niet meer zien. Daarom krijgt u dit "
    "bewijs niet. Vraag uw beheerder als dat niet klopt."
)
NOT_THERE = "Wat u vroeg, is er niet meer: de cursus of de groep. Vraag het opnieuw aan."
NO_PAPER = "Deze server kan geen PDF maken. Vraag de spreadsheet of de CSV."
BROKE_OFF = (
    "Het maken brak te vaak af. Er is niets bewaard. Vraag uw beheerder om te kijken, of vraag "
    "een kleiner bestand: één bestuur of één status."
)

WENT_WRONG = (
    "Het maken ging een paar keer mis. Vraag uw beheerder om te kijken, of vraag een kleiner "
    "bestand: één bestuur of één status."
)


def too_long_for_now(most: int) -> str:
    """Why a list is not downloaded at once."""
    return (
        f"Deze lijst heeft meer dan {whole(most)} mensen, of gaat over meer dan 500 scholen. Laat "
        "het bestand maken met een knop onder de lijst: u ziet hoe ver het is."
    )


def too_long_for_paper(most: int) -> str:
    """Why there is no PDF."""
    return (
        f"De lijst heeft meer dan {whole(most)} mensen en is te lang voor een PDF. Kies één "
        "school, één bestuur of één status, of vraag de spreadsheet."
    )


def made(people: int, schools: int) -> str:
    """What is in a file that was made."""
    return (
        f"Het bestand is klaar: {counted(people, 'medewerker', 'medewerkers')}, "
        f"{counted(schools, 'school', 'scholen')}."
    )


def how_it_is(one: AskedFile) -> str:
    """Of a file in a list of them."""
    if one.ended_at is None:
        return "Wordt gemaakt"
    if one.outcome is not JobOutcome.DONE:
        return "Niet gelukt"
    return f"Klaar, tot en met {long_date(last_day(one.ended_at))}"


NO_EVERY = "Kies hoe vaak u de lijst wilt."
EVERY_OPTIONS = (
    FormOption(Every.WEEK.value, "Elke maandag"),
    FormOption(Every.MONTH.value, "De eerste maandag van de maand"),
)
EVERY = {Every.WEEK: "Elke maandag", Every.MONTH: "Elke eerste maandag van de maand"}
HAS_ALREADY = "U krijgt deze lijst al. U vindt haar hieronder."
SENT_BEFORE = "U stuurde dit formulier al eerder. Er is geen lijst bij gekomen. Vraag haar opnieuw."
NO_SCHOOL = "Bij deze lijst is geen school waarvan u het rapport mag zien."
ENDED = "Deze lijst komt niet meer."
LATER = "Valt die dag in een vakantie? Dan komt de lijst op de eerste schooldag daarna."
_NOT_SENT = {
    UNREACHED: "Van {} kreeg u geen mail: een eerdere mail kwam terug.",
    FAILED: "De lijst van {} is niet gemaakt: dat ging mis. Vraag haar zelf nog eens.",
    DAY_OFF: "Van {} kwam geen lijst: tot de volgende was er geen gewone schooldag.",
    MISSED: "De lijst van {} is niet gemaakt: de server maakte haar niet op tijd.",
}
_WHY_ENDED = {
    EndedBy.SCREEN: "U hebt de lijst gestopt.",
    EndedBy.MAIL: "De lijst is gestopt met de link in de mail.",
    EndedBy.RIGHT: "De lijst komt niet meer: u mag het rapport van deze scholen niet meer zien.",
    EndedBy.UNITED: "De lijst komt niet dubbel: twee accounts van u werden er één.",
    EndedBy.GONE: "De lijst komt niet meer: de cursus, de groep of de school is er niet meer.",
}


def school_went_up(school: str, into: str) -> str:
    """Why a list of one school is made no more. `into`: empty when the reader does not see it."""
    went = f"{school} ging op in {into or 'een andere school'}."
    return f"{went} Niemand werkt nog op {school}, dus er staat niemand meer in deze lijst."


def too_many_schedules(most: int) -> str:
    """Why no other list begins."""
    return f"U krijgt al {whole(most)} lijsten. Stop er eerst één, onder Uw bestanden."


def asked_for(every: Every, first: date) -> str:
    """What happens from now on."""
    told = f"{EVERY[every]} maken wij deze lijst voor u, voor het eerst op {long_date(first)}."
    return f"{told} {LATER}"


def schedule(
    one: OwnSchedule, today: date, late_on: date | None, *, of_schools: bool
) -> Iterator[str]:
    """How a list that comes again is doing. `late_on`: when the one of the last Monday, which is
    still to be made, is made; None: there is none. `of_schools`: its maker may see one of its
    schools; else the worker ends it, the next time that it looks.
    """
    yield f"{EVERY[one.every]}, als {KINDS[one.asked['soort']]}."
    if one.told_on:
        yield f"De laatste mail hoort bij {long_date(one.told_on)}."
    if one.ended_by:
        yield _WHY_ENDED[one.ended_by]
        return
    if one.last_day and one.last_outcome in _NOT_SENT:
        yield _NOT_SENT[one.last_outcome].format(long_date(one.last_day))
    if not of_schools:
        yield f"Er komt geen lijst meer. {NO_SCHOOL}"
        return
    if late_on:
        monday = last_monday(one.every, today)
        yield f"De lijst van {long_date(monday)} maken wij op {long_date(late_on)}."
    yield f"De volgende is van {long_date(next_after(one.every, today))}. {LATER}"
