"""Which column of a list holds what, by the names that Dutch school systems give them.

What is not recognised is not needed, and never a mistake; what nobody may keep is not even looked
at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from course.domain.people.lists.tables import ListTable
from course.text.names import fold


class ListColumn(StrEnum):
    """What a column may hold, by the name that messages use."""

    STAFF_NUMBER = "personeelsnummer"
    FIRST = "voornaam"
    PREFIX = "tussenvoegsel"
    SURNAME = "achternaam"
    NAME = "naam"
    EMAIL = "e-mail"
    TEAM = "team"
    AUDIENCE = "functie"
    PARTNER_PREFIX = "tussenvoegsel van de partner"
    PARTNER = "achternaam van de partner"
    NAME_USE = "naamgebruik"
    CODE = "afkorting"
    SITE = "school of vestiging"
    STARTS = "begindatum"
    ENDS = "einddatum"
    STATUS = "status"


# by normal form, the first that a list has goes before the later ones
_NAMES: dict[ListColumn, str] = {
    ListColumn.STAFF_NUMBER: "personeelsnummer personeelsnr personeelnr personeelsnum"
    " medewerkernummer medewerkersnummer medewerkernr medewerker employeenumber employeeid sisid"
    " stamnr stamnummer",
    ListColumn.FIRST: "roepnaam roepnamen nickname voornaam firstname givenname voornamen",
    ListColumn.PREFIX: "tussenvoegsel tussenvoegsels tussenv tv voorvoegsel voorvoegsels"
    " prefixbirthname surnameprefix voorvoegselgeboortenaam prefix infix",
    ListColumn.SURNAME: "achternaam lastname surname familienaam geslachtsnaam geboortenaam"
    " birthname",
    ListColumn.NAME: "naam volledigenaam displayname weergavenaam naamvol name medewerkernaam"
    " naammedewerker",
    ListColumn.EMAIL: "emailwerk emailzakelijk zakelijkemail businessemailaddress werkmail"
    " emailadreswerk werkemail emailadres email mailadres mail emailaddress userprincipalname"
    " upn username",
    ListColumn.TEAM: "team teamnaam lesteam afdeling department orgunitname"
    " organisatorischeeenheidomschrijving organisatorischeeenheid eenheid bouw sectie",
    ListColumn.AUDIENCE: "functie functiegroep functieomschrijving functienaam functionname"
    " jobtitle employeetitle role rol",
    ListColumn.PARTNER_PREFIX: "voorvoegselpartner tussenvoegselpartner prefixpartnername",
    ListColumn.PARTNER: "geboortenaampartner achternaampartner partnername partnernaam naampartner",
    ListColumn.NAME_USE: "naamsamenstelling naamgebruik",
    ListColumn.CODE: "afkorting usercode doccode docentcode",
    ListColumn.SITE: "schoolsisid vestiging vestigingsnaam hoofdvestiging school schoolnaam brin"
    " brinnummer gekoppeldelocaties locatie locaties",
    ListColumn.STARTS: "begindatumfunctie begindatumdienstverband datumindienst begindatum",
    ListColumn.ENDS: "einddatumfunctie einddatumdienstverband datumuitdienst einddatum",
    ListColumn.STATUS: "status",
}
_MEANINGS: dict[str, tuple[ListColumn, int]] = {}
for _column, _names in _NAMES.items():
    _MEANINGS |= {name: (_column, rank) for rank, name in enumerate(_names.split())}
# never kept, never shown: what identifies, is secret, or is nobody's business here
_PRIVATE = re.compile(
    r"bsn|burgerservice|sofi|onderwijsnummer|pgn|geboortedat|geborteda|birthdat|dateofbirth|"
    r"geboorteplaats|geboorteland|password|wachtwoord|iban|rekeningnum|eckid|nationali|"
    r"geslacht$|gender|telefoon|phone|mobiel|adres$|postcode|woonplaats|straat|huisnummer|"
    r"prive|salaris|schaal|verzuim|burgerlijkestaat|religie|recoveryemail|homeemail"
)
_PUPILS = re.compile(
    r"^(leerling\w*|pupil\w*|verzorger\w*|ouder\d?\w*|leerjaar|stamgroep|stamklas|klas|"
    r"groepsnaam|instroomdatum|profielnaam|onderwijsnummer|schooladvies)$"
)
_STAFF = frozenset(
    {ListColumn.STAFF_NUMBER, ListColumn.AUDIENCE, ListColumn.CODE, ListColumn.NAME_USE}
)
_IN_BRACKETS = re.compile(r"\[([^\]]*)\]")
_NOTES = frozenset({"required", "readonly", "uuid"})  # what Google and Entra write between brackets


@dataclass(frozen=True)
class ListSystem:
    """A program by columns that no other has together, and what its names mean there.

    None: a column that is not needed there, though its name is known.
    """

    name: str
    signature: frozenset[str]
    own: Mapping[str, ListColumn | None] = field(default_factory=dict)


_WHOLE: dict[str, ListColumn | None] = {"naam": None, "volledigenaam": None, "naamvol": None}
SYSTEMS = (
    ListSystem("Youforce", frozenset({"personeelsnummer", "naamsamenstelling"}), _WHOLE),
    ListSystem("Youforce", frozenset({"personeelsnummer", "typenummer", "telefoonnummer"})),
    ListSystem("AFAS", frozenset({"medewerker", "geboortenaam"}), _WHOLE),
    ListSystem("Visma", frozenset({"nickname", "birthname", "businessemailaddress"})),
    ListSystem(
        "ParnasSys",
        frozenset({"roepnaam", "lastname", "afkorting"}),
        {**_WHOLE, "id": ListColumn.STAFF_NUMBER},
    ),
    ListSystem("Somtoday", frozenset({"uuid", "roepnaam", "achternaam", "isdocent"})),
    ListSystem("Topicus", frozenset({"roepnaam", "achternaam", "gekoppeldelocaties"})),
    ListSystem("Magister", frozenset({"stamnr", "initials", "lastname"}), _WHOLE),
    ListSystem("Zermelo", frozenset({"usercode", "firstname", "lastname"})),
    ListSystem(
        "Google", frozenset({"firstname", "lastname", "emailaddress", "orgunitpath"}), _WHOLE
    ),
    ListSystem(
        "Entra",
        frozenset({"displayname", "userprincipalname"}),
        {"displayname": None},
    ),
    ListSystem("SDS", frozenset({"sisid", "schoolsisid", "username"})),
    ListSystem("Edu-V", frozenset({"givenname", "surname", "email"})),
)


@dataclass(frozen=True)
class Layout:
    """Where each column stands. `left_out`: the places of those that are not needed; `private`:
    of those that nobody may keep.
    """

    places: Mapping[ListColumn, int]
    left_out: tuple[int, ...] = ()
    private: tuple[int, ...] = ()
    double: tuple[int, ...] = ()  # that are called the same as an earlier one
    system: str = ""

    @property
    def is_complete(self) -> bool:
        """Whether there is a name and a mail address."""
        named = ListColumn.NAME in self.places or ListColumn.SURNAME in self.places
        return named and ListColumn.EMAIL in self.places


def normal(name: str) -> str:
    """A column name as it is compared: letters and digits only. Google and Entra put what counts,
    or a note, between brackets.
    """
    inside = [_plain(part) for part in _IN_BRACKETS.findall(name)]
    told = [part for part in inside if part and part not in _NOTES]
    return told[0] if told else _plain(_IN_BRACKETS.sub("", name))


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", fold(name))


def is_known(name: str) -> bool:
    """Whether this is the name of a column that some system has."""
    plain = normal(name)
    return plain in _MEANINGS or bool(_PUPILS.match(plain))


def is_private(name: str) -> bool:
    """Whether a column of this name is dropped before anybody looks at it."""
    plain = normal(name)
    if plain in _MEANINGS:
        return False
    return bool(_PRIVATE.search(plain))


def recognise(header: Sequence[str], chosen: Mapping[str, ListColumn | None]) -> Layout:
    """What each column of a header holds. `chosen`: what somebody said of columns, by normal form;
    None: not needed. That goes before what we think.
    """
    names = [normal(name) for name in header]
    system = next((one for one in SYSTEMS if one.signature <= set(names)), None)
    own = _own_of(system, names)
    found: dict[ListColumn, tuple[int, int]] = {}
    double: list[int] = []
    for place, name in enumerate(names):
        column, rank = _meaning(name, chosen, own)
        if column is None:
            continue
        best = found.get(column)
        if best is None or rank < best[0]:
            found[column] = (rank, place)
        elif rank == best[0] and names[best[1]] == name:
            double.append(place)
    places = {column: place for column, (_, place) in found.items()}
    private = tuple(
        place
        for place, name in enumerate(header)
        if is_private(name) and place not in places.values()
    )
    rest = set(range(len(header))) - set(places.values()) - set(private)
    left = tuple(place for place in sorted(rest) if header[place])
    return Layout(places, left, private, tuple(double), system.name if system else "")


def _own_of(system: ListSystem | None, names: Sequence[str]) -> Mapping[str, ListColumn | None]:
    """A whole name is not needed where a system gives its parts too."""
    if system is None:
        return {}
    surnames = _NAMES[ListColumn.SURNAME].split()
    parts = any(name in surnames for name in names)
    return {name: to for name, to in system.own.items() if parts or to is not None}


def _meaning(
    name: str, chosen: Mapping[str, ListColumn | None], own: Mapping[str, ListColumn | None]
) -> tuple[ListColumn | None, int]:
    """What a column holds, and how sure that is: the lowest goes before."""
    if name in chosen:
        return chosen[name], -2
    if name in own:
        return own[name], -1
    return _MEANINGS.get(name, (None, 0))


def of_pupils(header: Iterable[str]) -> str | None:
    """The column by which a list is seen to be of pupils; None when it is of staff."""
    names = {normal(name): name for name in header}
    known = {_MEANINGS[name][0] for name in names if name in _MEANINGS}
    found = [name for plain, name in names.items() if _PUPILS.match(plain)]
    sure = [name for name in found if normal(name).startswith(("leerling", "pupil", "verzorger"))]
    if sure:
        return sure[0]
    strict = known & (_STAFF - {ListColumn.STAFF_NUMBER})
    return found[0] if found and not strict else None


_PARTS = (
    (ListColumn.EMAIL, ("mail",)),
    (ListColumn.PREFIX, ("tussen", "voorv", "prefix")),
    (ListColumn.FIRST, ("voorn", "roepn", "first", "given", "vnaam")),
    (ListColumn.SURNAME, ("achtern", "famil", "last", "surn", "geslachtsn")),
    (ListColumn.AUDIENCE, ("functie", "rol", "title", "job", "beroep", "werk")),
    (ListColumn.TEAM, ("team", "afdeling", "bouw", "sectie", "unit", "eenheid", "groep")),
    (ListColumn.STAFF_NUMBER, ("nummer", "nr", "number")),
    (ListColumn.NAME, ("naam", "name", "medewerker", "docent", "collega", "personeelslid", "wie")),
)


def guess(table: ListTable, layout: Layout) -> dict[int, ListColumn]:
    """What columns that were not recognised may hold: by what stands in them, or by a part of
    their name. Somebody has to look at it.
    """
    guessed: dict[int, ListColumn] = {}
    have = set(layout.places)
    for place in layout.left_out:
        column = _guess_one(table, place)
        if column and column not in have:
            guessed[place] = column
            have.add(column)
    if {ListColumn.NAME, ListColumn.SURNAME} <= have and ListColumn.FIRST not in have:
        return {at: to for at, to in guessed.items() if to is not ListColumn.NAME}
    return guessed


def _guess_one(table: ListTable, place: int) -> ListColumn | None:
    cells = [cell for cell in samples(table, place, 50) if cell]
    if cells and sum("@" in cell for cell in cells) * 2 > len(cells):
        return ListColumn.EMAIL
    name = normal(table.header[place])
    if table.bare or not cells:
        return None
    for column, parts in _PARTS:
        if column is not ListColumn.EMAIL and any(part in name for part in parts):
            return column
    return None


def samples(table: ListTable, place: int, most: int) -> list[str]:
    """What stands in a column, in the first rows."""
    rows = (cells for _, cells in table.rows[:most])
    return [cells[place] if place < len(cells) else "" for cells in rows]


_NINE = re.compile(r"\d{8,9}")
_DAY = re.compile(r"(\d{1,2}[-/.]\d{1,2}[-/.](19|20)\d\d|(19|20)\d\d-?\d\d-?\d\d)( 00:00:00)?")


def looks_private(table: ListTable, place: int) -> bool:
    """Whether a column holds numbers of citizens or days, whatever it is called."""
    cells = [cell for cell in samples(table, place, 200) if cell]
    if not cells:
        return False
    numbers = sum(_is_citizen(cell) for cell in cells)
    days = sum(_DAY.fullmatch(cell) is not None for cell in cells)
    return max(numbers, days) * 10 >= len(cells) * 9


def _is_citizen(cell: str) -> bool:
    """Whether this may be a BSN: nine digits that stand the test of eleven."""
    if not _NINE.fullmatch(cell):
        return False
    digits = [int(digit) for digit in cell.zfill(9)]
    total = sum(
        weight * digit for weight, digit in zip((9, 8, 7, 6, 5, 4, 3, 2), digits, strict=False)
    )
    return (total - digits[8]) % 11 == 0
