"""Which column of a list holds what, by the names that Dutch school systems give them.

What is not recognised is not needed, and never a mistake; what nobody may keep is not even looked
at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

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
    ListColumn.EMAIL: "emailwerk emailzakelijk zakelijkemail zakelijkemailadres"
    " businessemailaddress werkmail emailadreswerk mailadreswerk werkemail werkemailadres"
    " werkmailadres schoolmailadres schoolemailadres emailadresschool emailadres email"
    " mailadres mail emailaddress userprincipalname upn username",
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


def _meanings() -> dict[str, tuple[ListColumn, int]]:
    """By name: the column that it means, and which of its names this is."""
    found: dict[str, tuple[ListColumn, int]] = {}
    for column, names in _NAMES.items():
        found |= {name: (column, rank) for rank, name in enumerate(names.split())}
    return found


_MEANINGS = _meanings()
# never kept, never shown: what identifies, is secret, or is nobody's business here
_PRIVATE = re.compile(
    r"bsn|burgerservice|sofi|^svnr|onderwijsnummer|pgn|geboortedat|geborteda|birthdat|dateofbirth|"
    r"geboren$|^geb(dat|datum)$|leeftijd|agegroup|geboorteplaats|geboorteland|password|wachtwoord|"
    r"iban|rekeningnum|eckid|nationali|geslacht$|gender|^mv$|telefoon|phone|mobiel|^gsm|06nummer|"
    r"^tel(nr|nummer|[0-9])*$|noodcontact|adres$|address$|postcode|postalcode|woonplaats|straat|"
    r"huisnummer|prive|^home|salaris|schaal|verzuim|burgerlijkestaat|religie"
)
_PRIVATE_MAIL = re.compile(r"prive|^home|thuis|recovery|persoonlijk|personal|password|wachtwoord")
_PUPILS = re.compile(
    r"^(leerling\w*|pupil\w*|(e?mail|naam|telefoon)?(verzorger|ouder)\w*|leerjaar|stamgroep|"
    r"stamklas|klas|groepsnaam|instroomdatum|profielnaam|onderwijsnummer|schooladvies)$"
)
_SURELY_PUPILS = ("leerling", "pupil", "verzorger")  # how such a name begins
_SURELY_STAFF = frozenset({ListColumn.AUDIENCE, ListColumn.CODE, ListColumn.NAME_USE})
_IN_BRACKETS = re.compile(r"\[([^\]]*)\]")
# what Google and Entra write between brackets, and nothing at all
_NOTES = frozenset({"required", "readonly", "uuid", ""})


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
_NO_SYSTEM = ListSystem("", frozenset())


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
    def has_names(self) -> bool:
        """Whether there is a name, whole or in parts."""
        return ListColumn.NAME in self.places or ListColumn.SURNAME in self.places

    @property
    def is_complete(self) -> bool:
        """Whether there is a name and a mail address."""
        return self.has_names and ListColumn.EMAIL in self.places


def normal(name: str) -> str:
    """A column name as it is compared: letters and digits only. Google and Entra put what counts,
    or a note, between brackets.
    """
    for inside in map(_plain, _IN_BRACKETS.findall(name)):
        if inside not in _NOTES:
            return inside
    return _plain(_IN_BRACKETS.sub("", name))


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", fold(name))


def is_known(name: str) -> bool:
    """Whether this is the name of a column that some system has."""
    plain = normal(name)
    return plain in _MEANINGS or bool(_PUPILS.match(plain))


def is_private(name: str) -> bool:
    """Whether a column of this name is dropped before anybody looks at it."""
    names = {normal(name), _plain(name)}  # what stands between brackets may say less than the rest
    if normal(name) in _MEANINGS:
        return False
    kinds = _PRIVATE_MAIL if "mail" in _plain(name) else _PRIVATE
    return any(map(kinds.search, names))


def recognise(header: Sequence[str], chosen: Mapping[str, ListColumn | None]) -> Layout:
    """What each column of a header holds. `chosen`: what somebody said of columns, by normal form;
    None: not needed. That goes before what we think.
    """
    names = [normal(name) for name in header]
    system = _system_of(names)
    places, double = _places_of(names, chosen, _own_of(system, names))
    taken = set(places.values())
    private: list[int] = []
    left_out: list[int] = []
    for place, name in enumerate(header):
        if name and place not in taken:
            rest = private if is_private(name) else left_out
            rest.append(place)
    return Layout(places, tuple(left_out), tuple(private), double, system.name)


def _system_of(names: Sequence[str]) -> ListSystem:
    """The program by whose columns this list is known."""
    there = set(names)
    return next((one for one in SYSTEMS if one.signature <= there), _NO_SYSTEM)


def _own_of(system: ListSystem, names: Sequence[str]) -> Mapping[str, ListColumn | None]:
    """A whole name is not needed where a system gives its parts too."""
    surnames = _NAMES[ListColumn.SURNAME].split()
    if not set(surnames).isdisjoint(names):
        return system.own
    return {name: to for name, to in system.own.items() if to is not None}


def _places_of(
    names: Sequence[str],
    chosen: Mapping[str, ListColumn | None],
    own: Mapping[str, ListColumn | None],
) -> tuple[dict[ListColumn, int], tuple[int, ...]]:
    """Where each column stands, by the surest name; and which are called the same as that one."""
    surest: dict[ListColumn, tuple[int, int]] = {}  # how sure, and where
    double: list[int] = []
    for place, name in enumerate(names):
        column, rank = _meaning(name, chosen, own)
        if column is None:
            continue
        best_rank, best = surest.setdefault(column, (rank, place))
        if rank < best_rank:
            surest[column] = (rank, place)
        elif place != best and name == names[best]:
            double.append(place)
    return {column: place for column, (_, place) in surest.items()}, tuple(double)


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
    found = [plain for plain in names if _PUPILS.match(plain)]
    for plain in found:
        if plain.startswith(_SURELY_PUPILS):
            return names[plain]
    if not found or _has_column_of_staff(names):
        return None
    return names[found[0]]


def _has_column_of_staff(names: Iterable[str]) -> bool:
    """Whether one of these columns is of people who work at a school, and of nobody else."""
    known = {_MEANINGS[name][0] for name in names if name in _MEANINGS}
    return not known.isdisjoint(_SURELY_STAFF)
