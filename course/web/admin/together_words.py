"""What the pages for several people at once say: before a deed and after it."""

from __future__ import annotations

from collections.abc import Mapping

from course.domain.people.together import SortedOut, StaysSo, TogetherDeed
from course.web.admin.together_form import DEEDS, TogetherAsk
from course.web.page.formats import counted, long_date
from course.web.page.parts import FormOption

TOO_MANY = "Dit zijn meer dan {most} regels. Zoek eerst op naam, of kies een school."
OVER = "Dit is al gedaan, of deze mensen werken niet meer op een school die u beheert."
_LABELS: Mapping[TogetherDeed, tuple[str, str]] = {
    TogetherDeed.TEAM: ("Naar een ander team", "Vanaf vandaag. Voortgang blijft."),
    TogetherDeed.LEAVE: ("Werken hier niet meer", "Opdrachten van die school stoppen vandaag."),
    TogetherDeed.INVITE: ("Stuur een link om in te loggen", "Per mail, aan ieder apart."),
    TogetherDeed.ASSIGN: ("Wijs een cursus toe", "Op de scholen waar u trainer bent."),
}
_STAYS: Mapping[StaysSo, tuple[str, str]] = {
    StaysSo.SAME_TEAM: ("medewerker zit daar al", "medewerkers zitten daar al"),
    StaysSo.OWN: (
        "aanstelling is van uzelf en blijft",
        "aanstellingen zijn van uzelf en blijven",
    ),
    StaysSo.BLOCKED: (
        "account is geblokkeerd en krijgt niets",
        "accounts zijn geblokkeerd en krijgen niets",
    ),
    StaysSo.TWICE: (
        "regel is van iemand die al een mail krijgt",
        "regels zijn van iemand die al een mail krijgt",
    ),
    StaysSo.NO_TRAINER: (
        "medewerker werkt op een school waar u geen trainer bent en krijgt niets",
        "medewerkers werken op een school waar u geen trainer bent en krijgen niets",
    ),
}


def deed_options(deeds: frozenset[TogetherDeed]) -> tuple[FormOption, ...]:
    """What may be done, in one order."""
    return tuple(FormOption(word, *_LABELS[deed]) for word, deed in DEEDS.items() if deed in deeds)


def question(ask: TogetherAsk) -> str:
    """The question before it is done."""
    return {
        TogetherDeed.TEAM: "Verplaatst u deze mensen?",
        TogetherDeed.LEAVE: "Werken deze mensen hier niet meer?",
        TogetherDeed.INVITE: "Stuurt u deze mails?",
        TogetherDeed.ASSIGN: "Wijst u deze cursus toe?",
    }[ask.what]


def button(ask: TogetherAsk, found: SortedOut) -> str:
    """The button that does it, with the result."""
    count = len(found.doing)
    return {
        TogetherDeed.TEAM: f"Verplaats {counted(count, 'medewerker', 'medewerkers')}",
        TogetherDeed.LEAVE: f"Beëindig {counted(count, 'aanstelling', 'aanstellingen')}",
        TogetherDeed.INVITE: f"Stuur {counted(count, 'mail', 'mails')}",
        TogetherDeed.ASSIGN: "Wijs deze cursus toe",
    }[ask.what]


def told(ask: TogetherAsk, found: SortedOut) -> tuple[str, ...]:
    """What it does or did, and for whom not. Of a course, `train/wording.py` says what it does."""
    stays = tuple(f"{counted(count, *_STAYS[why])}." for why, count in found.stays.items())
    if ask.what is TogetherDeed.ASSIGN:
        return stays
    if not found.doing:
        return stays
    return (_done(ask, len(found.doing)), *stays)


def _done(ask: TogetherAsk, count: int) -> str:
    if ask.what is TogetherDeed.TEAM:
        where = f"in team {ask.team.name}" if ask.team else "in geen team"
        return f"{counted(count, 'medewerker werkt', 'medewerkers werken')} vanaf vandaag {where}."
    if ask.what is TogetherDeed.LEAVE:
        return f"{counted(count, 'aanstelling eindigt', 'aanstellingen eindigen')} vandaag."
    return f"{counted(count, 'medewerker krijgt', 'medewerkers krijgen')} een mail met een link."


def more(ask: TogetherAsk) -> tuple[str, ...]:
    """What hangs on it."""
    if ask.what is TogetherDeed.TEAM:
        return (
            "Opdrachten van het oude team stoppen, die van het nieuwe beginnen. Voortgang blijft.",
        )
    if ask.what is TogetherDeed.LEAVE:
        roles = "eindigen ook" if ask.roles_too else "blijven"
        return (
            "Opdrachten van die school stoppen. Wat mensen al deden, blijft in de rapporten staan.",
            "Zij worden overal uitgelogd, en links in eerdere mails werken niet meer.",
            f"Rollen op die school {roles}.",
        )
    if ask.what is TogetherDeed.ASSIGN and ask.course and ask.due_on:
        return (f"{ask.course.title}, uiterlijk {long_date(ask.due_on)}.",)
    return ()
