"""One list for each system that Dutch schools export from, with its real header and made-up
people; and three headers that nobody saw before.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import pytest

from course.domain.people.lists.cells import guess
from course.domain.people.lists.columns import ListColumn, is_known, normal, recognise
from course.domain.people.lists.joining import join, without_private
from course.domain.people.lists.lines import ListAnswers, PeopleFile, PersonLine
from course.domain.people.lists.tables import ListTable, NoTable, read_csv
from course.domain.people.roster_file import people_of
from course.domain.people.roster_problems import Fault
from course.kinds.item import Audience

TODAY = date(2026, 11, 29)
NOTHING_SAID = ListAnswers()


def table(text: str) -> ListTable:
    found = read_csv(text.encode(), is_known)
    assert isinstance(found, ListTable), found
    return without_private(found)


def read(*files: str, answers: ListAnswers = NOTHING_SAID) -> PeopleFile:
    joined = join([table(one) for one in files], answers)
    assert isinstance(joined, ListTable), joined
    return people_of(joined, answers, TODAY)


def people(file: PeopleFile) -> list[PersonLine]:
    assert file.problems == ()
    return list(file.lines)


@dataclass(frozen=True)
class Told:
    """What a list says of its first person."""

    name: str
    email: str
    number: str | None = None
    team: str | None = None
    audience: Audience | None = None
    sort: str = ""


YOUFORCE = (
    "[Personeelsnummer]|[Dossiernummer_2]|[Volledige Naam]|[Roepnaam]|[Voorvoegsels]|[Achternaam]|"
    "[Naam samenstelling]|[Functieomschrijving]|[Uren per week]|[Geboortedatum]\n"
    "1001|7|Berg N. van den|Noor|van den|Berg|1|Leraar LB|36,0|19750714\n",
    "[Personeelsnummer]|[Volgnummer]|[Type nummer]|[Telefoonnummer]\n"
    "1001|1|MOB|0600000000\n1001|2|EML|n.vandenberg@voorbeeld.example\n",
)
AFAS = (
    "Medewerker;Roepnaam;Voornaam;Voorletters;Voorvoegsel;Geboortenaam;Voorvoegsel_partner;"
    "Geboortenaam_partner;Naamgebruik;Email_werk;UPN;Functie_omschrijving;"
    "Organisatorische_eenheid_omschrijving;Begindatum_functie;Einddatum_functie\n"
    "88;Noor;Eleonora;E.;de;Vries;van den;Berg;PB;noor@voorbeeld.example;"
    "u88@voorbeeld.example;Conciërge;Onderbouw;01-08-2020;\n"
    "89;Piet;Pieter;P.;;Bos;;;B;piet@voorbeeld.example;;Leerkracht;Bovenbouw;01-01-2027;\n"
    "90;Ans;Anna;A.;;Smit;;;B;ans@voorbeeld.example;;Leerkracht;Bovenbouw;01-01-2020;31-07-2026\n"
)
VISMA = (
    "id,nickname,initials,prefixbirthname,birthname,prefixpartnername,partnername,"
    "businessemailaddress,functionname,orgunitname\n"
    "c1,Noor,N.,van den,Berg,,,noor@voorbeeld.example,Leraar LC,Onderbouw\n"
    "c2,Noor,N.,van den,Berg,,,noor@voorbeeld.example,Teamleider,Bovenbouw\n"
)
PARNASSYS = (
    "id;roepNaam;firstName;lastName;email;afkorting;naam\n"
    "551;Noor;Eleonora;van den Berg;noor@voorbeeld.example;NBE;De Regenboog\n"
)
SOMTODAY = (
    "uuid;eckid;roepnaam;voorletters;voorvoegsel;achternaam;emailadres;medewerkernummer;afkorting;"
    "vestiging;hoofdvestiging;is_docent;functie;gebruikersnaam;datum_in_dienst;datum_uit_dienst;"
    "bsn\n"
    "3f;e1;Noor;N.;van den;Berg;noor@voorbeeld.example;1001;BERG;Hoofdlocatie;Hoofdlocatie;true;"
    "Docent;nberg;2019-08-01;;123456782\n"
)
TOPICUS = (
    "Roepnaam;Voorvoegsel;Achternaam;Afkorting;Functie;Geslacht;Geboortedatum;Gekoppelde locaties;"
    "Telefoon 1\n"
    "Noor;van den;Berg;NBE;OOP;V;14-7-1975;Hoofdgebouw;0600000000\n",
    "Afkorting;E-mailadres\nNBE;noor@voorbeeld.example\n",
)
MAGISTER = (
    "STAMNR;INITIALS;FIRSTNAME;PREFIX;LASTNAME;EMAIL;doc_code;naam_vol\n"
    "1001;N.;Noor;van den;Berg;noor@voorbeeld.example;BRG;N. van den Berg\n"
    "STAMNR;INITIALS;FIRSTNAME;PREFIX;LASTNAME;EMAIL;doc_code;naam_vol\n"
)
MAGISTER_SCREEN = (
    "Stamnr;Roepnaam;Tussenv.;Achternaam;E-mail;Lesteam\n"
    "1001;Noor;van den;Berg;noor@voorbeeld.example;Talen\n"
)
ZERMELO = (
    "userCode\tfirstName\tprefix\tlastName\temployeeNumber\nbrg\tNoor\tvan den\tBerg\t1001\n",
    "userCode\temail\nbrg\tnoor@voorbeeld.example\n",
)
GOOGLE = (
    "First Name [Required],Last Name [Required],Email Address [Required],Password [Required],"
    "Password Hash Function [UPLOAD ONLY],Org Unit Path [Required],New Primary Email [UPLOAD ONLY],"
    "Status [READ ONLY],Last Sign In [READ ONLY],Recovery Email,Home Secondary Email,"
    "Work Secondary Email,Recovery Phone [MUST BE IN THE E.164 FORMAT],Work Phone,Home Phone,Mobile Phone,Work Address,"
    "Home Address,Employee ID,Employee Type,Employee Title,Manager Email,Department,Cost Center,"
    "Building ID\n"
    "Noor,van den Berg,noor@voorbeeld.example,****,,/Personeel,,Active,2026/11/01,,,,,,,,,,1001,,"
    "Docent,,Onderbouw,,\n"
    "Oud,Bos,oud@voorbeeld.example,****,,/Personeel,,Suspended,2024/11/01,,,,,,,,,,1002,,"
    "Docent,,Onderbouw,,\n"
)
ENTRA_BULK = (
    "version:v1.0\n"
    "Name [displayName] Required,User name [userPrincipalName] Required,"
    "Initial password [passwordProfile] Required,Block sign in (Yes/No) [accountEnabled] Required,"
    "First name [givenName],Last name [surname],Job title [jobTitle],Department [department]\n"
    "Noor van den Berg,noor@voorbeeld.example,Geheim1!,No,Noor,van den Berg,Leerkracht,Onderbouw\n"
)
ENTRA_EXPORT = (
    "userPrincipalName,displayName,surname,mail,givenName,id,userType,jobTitle,department\n"
    'u1@tenant.example,"Berg, Noor van den",van den Berg,noor@voorbeeld.example,Noor,9f,Member,'
    "Leerkracht,Onderbouw\n"
)
SDS = (
    "SIS ID,School SIS ID,Username\n1001,S1,noor@voorbeeld.example\n",
    "SIS ID,First Name,Last Name\n1001,Noor,van den Berg\n",
)
EDU_V = (
    "employeeId,givenName,surnamePrefix,surname,email,role\n"
    "1001,Noor,van den,Berg,noor@voorbeeld.example,teacher\n"
)
PLAIN = "Roepnaam;Tussenvoegsel;Achternaam;Afkorting;E-mail\nNoor;van den;Berg;NBE;noor@voorbeeld.example\n"
NOOR = Told("Noor van den Berg", "noor@voorbeeld.example")
LISTS: dict[str, tuple[tuple[str, ...], Told]] = {
    "Youforce": (
        YOUFORCE,
        replace(
            NOOR,
            email="n.vandenberg@voorbeeld.example",
            number="1001",
            audience=Audience.TEACHING,
        ),
    ),
    "AFAS": (
        (AFAS,),
        Told(
            "Noor van den Berg-de Vries",
            "noor@voorbeeld.example",
            "88",
            "Onderbouw",
            Audience.SUPPORT,
            "berg-de-vries, noor van den",
        ),
    ),
    "Visma": ((VISMA,), replace(NOOR, team="Onderbouw", audience=Audience.LEADER)),
    "ParnasSys": ((PARNASSYS,), replace(NOOR, number="551")),
    "Somtoday": ((SOMTODAY,), replace(NOOR, number="1001", audience=Audience.TEACHING)),
    "Topicus": (TOPICUS, replace(NOOR, audience=Audience.SUPPORT)),
    "Magister": ((MAGISTER,), replace(NOOR, number="1001")),
    "Magister, from the screen": (
        (MAGISTER_SCREEN,),
        replace(NOOR, number="1001", team="Talen"),
    ),
    "Zermelo": (ZERMELO, replace(NOOR, number="1001")),
    "Google": (
        (GOOGLE,),
        replace(NOOR, number="1001", team="Onderbouw", audience=Audience.TEACHING),
    ),
    "Entra, bulk": ((ENTRA_BULK,), replace(NOOR, team="Onderbouw", audience=Audience.TEACHING)),
    "Entra, export": (
        (ENTRA_EXPORT,),
        replace(NOOR, team="Onderbouw", audience=Audience.TEACHING),
    ),
    "School Data Sync": (SDS, replace(NOOR, number="1001")),
    "Edu-V": ((EDU_V,), replace(NOOR, number="1001", audience=Audience.TEACHING)),
    "plain": ((PLAIN,), NOOR),
}


@pytest.mark.parametrize("system", LISTS)
def test_a_list_is_read_as_the_system_wrote_it(system: str) -> None:
    files, told = LISTS[system]
    file = read(*files)
    found = people(file)
    assert len(found) == 1
    one = found[0]
    assert (one.name, one.email) == (told.name, told.email)
    assert (one.staff_number, one.team, one.audience) == (told.number, told.team, told.audience)
    assert one.sort_name == (told.sort or "berg, noor van den")


@pytest.mark.parametrize("system", LISTS)
def test_the_files_of_a_system_may_come_in_any_order(system: str) -> None:
    files, told = LISTS[system]
    assert [one.email for one in people(read(*reversed(files)))] == [told.email]


@pytest.mark.parametrize("system", LISTS)
def test_nothing_that_nobody_may_keep_is_left_in_what_waits(system: str) -> None:
    for text in LISTS[system][0]:
        kept = repr(table(text).rows)
        for private in ("1975", "123456782", "0600000000", "Geheim1!", "****", "'e1'"):
            assert private not in kept, private


def test_the_system_is_named_and_what_is_not_needed_too() -> None:
    file = read(GOOGLE)
    assert file.system == "Google"
    assert len(file.left_out) >= 7
    assert "Org Unit Path [Required]" in file.left_out
    assert "Password [Required]" in file.private
    assert read(SOMTODAY).private == ("eckid", "bsn")


def test_work_that_is_over_or_still_to_come_is_counted_and_left_out() -> None:
    file = read(AFAS)
    assert (file.over, file.later) == (1, 1)
    assert read(GOOGLE).over == 1


def test_several_contracts_of_one_person_are_one_person() -> None:
    file = read(VISMA)
    assert file.merged == 1
    one = people(file)[0]
    assert (one.rows, one.teams) == ((2, 3), ("Onderbouw", "Bovenbouw"))
    assert one.audience is Audience.LEADER, "who leads and teaches gets what leaders get"


UNSEEN = {
    "Naam van de collega;Schoolmail;Werkt als": {
        0: ListColumn.NAME,
        1: ListColumn.EMAIL,
        2: ListColumn.AUDIENCE,
    },
    "Vnaam collega|Fam|Digitaal contact": {2: ListColumn.EMAIL},
    "Wie,Hoe te bereiken,Welke groep": {
        0: ListColumn.NAME,
        1: ListColumn.EMAIL,
        2: ListColumn.TEAM,
    },
}


@pytest.mark.parametrize("header", UNSEEN)
def test_what_an_unseen_header_may_mean_is_guessed_by_name_and_content(header: str) -> None:
    sign = next(sign for sign in ";|," if sign in header)
    mail = list(UNSEEN[header].values()).index(ListColumn.EMAIL)
    at = next(place for place, column in UNSEEN[header].items() if column is ListColumn.EMAIL)
    cells = ["Noor Berg", "iets", "nog iets"]
    cells[at] = "noor@voorbeeld.example"
    assert mail >= 0
    found = table(f"{header}\n{sign.join(cells)}\n")
    layout = recognise(found.header, {})
    assert not layout.is_complete
    guessed = guess(found, layout)
    assert UNSEEN[header].items() <= guessed.items()


def test_what_was_chosen_goes_before_what_we_think() -> None:
    header = "naam;e-mail;team"
    chosen: dict[str, ListColumn | None] = {normal("naam"): None, normal("team"): ListColumn.NAME}
    file = read(f"{header}\nX;a@a.nl;Noor Bos\n", answers=ListAnswers(columns=chosen))
    assert people(file)[0].name == "Noor Bos"
    assert people(file)[0].team is None


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("Leerlingnummer;Roepnaam;Achternaam;E-mail", "Leerlingnummer"),
        ("Stamnr;Roepnaam;Achternaam;Klas;E-mail", "Klas"),
        ("Roepnaam;Achternaam;E-mail ouder 1;Verzorger 1", "Verzorger 1"),
    ],
)
def test_a_list_of_pupils_is_refused_by_its_columns(header: str, column: str) -> None:
    file = read(f"{header}\n1;Kim;Bos;kim@voorbeeld.example;x\n")
    assert [(one.fault, one.column) for one in file.problems] == [(Fault.PUPILS, column)]
    assert file.lines == ()


def test_an_edexml_file_is_refused_in_words() -> None:
    found = read_csv(b'<?xml version="1.0"?><EDEX xmlns="x"><school/></EDEX>', is_known)
    assert isinstance(found, NoTable)
    assert found.problem.fault is Fault.EDEXML


TWO = (
    "naam;e-mail;vestiging\nNoor Bos;noor@a.nl;Noord\nPiet Smit;piet@a.nl;Zuid\nAns Vos;ans@a.nl;\n"
)


def test_two_schools_in_one_file_are_asked_about() -> None:
    file = read(TWO)
    assert [(one.fault, one.given) for one in file.problems] == [(Fault.SEVERAL_SCHOOLS, "2")]
    assert file.problem_count == 1
    assert dict(file.sites) == {"Noord": 1, "Zuid": 1}
    here = read(TWO, answers=ListAnswers(sites=frozenset({"Noord"})))
    assert [one.name for one in people(here)] == ["Noor Bos", "Ans Vos"]


SHARED = "naam;e-mail\nNoor Bos;info@a.nl\nPiet Smit;info@a.nl\nAns Vos;ans@a.nl\n"


def test_one_mailbox_of_two_people_is_asked_about_and_nothing_happens_to_them() -> None:
    file = read(SHARED)
    assert [one.name for one in people(file)] == ["Ans Vos"]
    assert [[one.name for one in box.people] for box in file.shared] == [["Noor Bos", "Piet Smit"]]
    told = read(SHARED, answers=ListAnswers(holders=frozenset({3})))
    assert [one.name for one in people(told)] == ["Piet Smit", "Ans Vos"]
    assert told.shared == ()


def test_files_that_have_nothing_in_common_are_not_joined() -> None:
    tables = [table("naam;team\nNoor;A\n"), table("personeelsnummer;e-mail\n1;a@a.nl\n")]
    joined = join(tables, NOTHING_SAID)
    assert isinstance(joined, NoTable)
    assert joined.problem.fault is Fault.NO_KEY_TO_JOIN


def test_only_the_good_rows_when_that_is_asked() -> None:
    text = "naam;e-mail;personeelsnummer\nA Bos;fout;1\nB Bos;b@a.nl;2\nC Bos;c@a.nl;3\nD Bos;d@a.nl;3\n"
    assert read(text).problem_count == 3
    good = read(text, answers=ListAnswers(good_only=True))
    assert [one.name for one in people(good)] == ["B Bos"]
    assert good.refused == 3
