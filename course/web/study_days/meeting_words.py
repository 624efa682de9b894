"""What is said about a training on a day, and about who comes."""

from __future__ import annotations

from course.domain.study_days import SeatState
from course.store.study_days.attending import OwnSeat
from course.store.study_days.meetings import MeetingRow
from course.web.page.formats import DAYS, by_count, counted, long_date

NOT_HERE = (
    "U werkt niet meer op een school waarvoor deze bijeenkomst is. U kunt zich niet aanmelden."
)
PAST = "Deze bijeenkomst is voorbij."
CANCELLED = "Deze bijeenkomst gaat niet door."
WRONG_CODE = "Dit is niet de code van deze bijeenkomst. Kijk op het bord en typ de code opnieuw."
NOT_TODAY = "De code werkt alleen op de dag van de bijeenkomst."
OVER = "Er is al iemand aanwezig gemeld. U kunt deze bijeenkomst niet meer veranderen of afzeggen."
OTHER = "Met deze pagina plande u al een andere bijeenkomst. Kijk uw gegevens na en ga verder."
TOO_EARLY = "U kunt aanwezigen melden vanaf de dag van de bijeenkomst."
NOBODY_TICKED = "U koos niemand. Zet een vinkje bij wie er was."
SEATS = {
    SeatState.NONE: "Nog niet geantwoord",
    SeatState.SEAT: "Komt",
    SeatState.WAITING: "Staat op de wachtlijst",
    SeatState.AWAY: "Komt niet",
}
_OWN = {
    SeatState.NONE: "",
    SeatState.SEAT: "U komt",
    SeatState.AWAY: "U komt niet",
}


def when(meeting: MeetingRow) -> str:
    """woensdag 9 december 2026 van 13.30 tot 15.00 uur"""
    day = f"{DAYS[meeting.day.weekday()]} {long_date(meeting.day)}"
    return f"{day} van {meeting.begins} tot {meeting.ends} uur"


def own_seat(seat: OwnSeat) -> str:
    """What somebody has, in words; empty when they did not answer."""
    if seat.present:
        return "U was erbij"
    if seat.state is SeatState.WAITING:
        return f"U staat op de wachtlijst, als nummer {seat.ahead + 1}"
    return _OWN[seat.state]


def seats_left(meeting: MeetingRow) -> str:
    """How many seats are free, or how many people wait."""
    left = meeting.capacity - meeting.coming
    if left > 0:
        return f"nog {counted(left, 'plaats', 'plaatsen')} vrij"
    return f"vol, {counted(-left, 'wachtende', 'wachtenden')}" if left else "vol"


def so_many(meeting: MeetingRow) -> str:
    """How many come or were there, of how many seats."""
    if meeting.cancelled_at is not None:
        return "gaat niet door"
    if meeting.present:
        return counted(meeting.present, "aanwezige", "aanwezigen")
    seated = min(meeting.coming, meeting.capacity)
    waiting = meeting.coming - seated
    words = f"{seated} van {counted(meeting.capacity, 'plaats', 'plaatsen')} bezet"
    return f"{words}, {waiting} op de wachtlijst" if waiting else words


def told(count: int) -> str:
    """How many people get a mail; empty when nobody does."""
    if not count:
        return ""
    return f"{counted(count, 'persoon krijgt', 'personen krijgen')} een mail."


def noted(new: int, asked: int) -> str:
    """What became of noting who was there."""
    already = asked - new
    words = f"{counted(new, 'persoon', 'personen')} aanwezig gemeld."
    if not already:
        return words
    return f"{words} {already} {by_count(already, 'stond', 'stonden')} er al bij."
