"""A published course of two small modules, and a learner in it, for tests of the learner's
pages.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from werkzeug.test import TestResponse

from course import clock
from course.content.catalog import read_catalog
from course.domain.learning.progress import module_states
from course.domain.learning.projection import advance, lasting
from course.models import (
    Enrolment,
    LessonCompletion,
    LessonVisit,
    ModuleProgress,
    Person,
    Progress,
    School,
)
from course.store.courses import releases
from course.store.learning import enrolling, history, projecting, reading, terms
from course.store.signing_in import browsers
from tests import builders, staff
from tests.builders import LONG_AGO
from tests.checking_client import CheckingClient
from tests.content.reading import write_folder

PAGE = """+++
title = "Een eigen leven"
facts = ["F1"]
+++

U drukt op delen. Daarna beslissen anderen.

::: choice p1
goal: L1
clauses: kanalen

Wie deelt hier?

- [ ] a. De maker {V5}
  > De maker begon. Maar doorsturen is ook delen.
- [x] b. Wie doorstuurt
  > Wie doorstuurt, kiest zelf nieuwe kijkers.

hint: Kijk naar wie er op de knop drukt.
:::
"""
DILEMMA = """+++
title = "Dilemma"
kind = "dilemma"
+++

::: dilemma S1
title: Leuke foto
sectors: vo

## start: De foto
Wat doet u met de foto?

- a. Wissen. -> wissen
- b. Bellen. -> bellen

## wissen: Gewist
Twee ouders hebben hem al.

- a1. Zwijgen. -> schade

## schade [harm]: Boos
De moeder belt.

lesson: Bel liever meteen.

## bellen [good]: Opgelost
De moeder is blij met uw telefoontje.

lesson: Bellen werkt.
:::
"""
TEST = """+++
title = "Toets"
kind = "test"
draw = 3
+++
""" + "".join(
    f"""
::: choice t{number}
goal: L1
{"key-item: yes" if number == 1 else "level: F"}

Vraag {number}?

- [x] a. Goed {number}
  > Uitleg bij goed {number}.
- [ ] b. Fout {number} {{V5}}
  > Uitleg bij fout {number}.

hint: Hint {number}.
refute: Weerlegging {number}.
:::
"""
    for number in range(1, 6)
)
PLAN = """+++
title = "Uw plan"
kind = "plan"
+++

::: plan pl1
Maak een zin.

- a. Als ik iets deel = dan denk ik na.
:::
"""
SHEET = """+++
title = "Voor in de klas"
kind = "sheet"
+++

Doe dit met uw klas. Bel {{naam_ict_dienst}}.

::: clause kanalen
:::
"""


@dataclass
class Learner:
    """A person at a school, signed in, and enrolled in the course `proef`."""

    person: Person
    school: School
    enrolment_id: int
    token: str

    def sign_in(self, client: CheckingClient) -> CheckingClient:
        client.set_cookie("sessie", self.token)
        return client


def publish(
    folder: Path,
    entry: tuple[str, ...] = (),
    *,
    now: datetime | None = None,
    earlier: bool = False,
    **more: str,
) -> str:
    """The course `proef` with one module `een`, published; with these questions as its entry test,
    and more lessons.

    A lesson of the same name as one that is there takes its place. `earlier`: as it was in the
    release before, with the same lessons and questions under another title.
    """
    page = PAGE.replace("Een eigen leven", "Een eigen leven, zoals het was") if earlier else PAGE
    lessons = {"eigen_leven": page, "dilemma": DILEMMA, "toets": TEST, "plan": PLAN, "klas": SHEET}
    first = {"vooraf": more["vooraf"]} if "vooraf" in more else {}
    write_folder(folder, **(first | lessons | more))
    (folder / "facts.toml").write_text(
        '[facts.F1]\ntext = "Feit"\ncertainty = "B"\nsources = ["S1"]\n\n[sources.S1]\ntext = '
        '"Een bron, 2024."\n',
        "utf-8",
    )
    (folder / "misconceptions.toml").write_text('V5 = "Doorsturen telt niet"\n', "utf-8")
    (folder / "variables.toml").write_text('[naam_ict_dienst]\nlabel = "Ict-dienst"\n', "utf-8")
    (folder / "clauses.toml").write_text(
        '[kanalen]\ntitle = "Kanalen van de school"\nexample = "U gebruikt de schoolapp."\n',
        "utf-8",
    )
    if earlier:
        courses_text = (folder / "courses.toml").read_text("utf-8")
        (folder / "courses.toml").write_text(
            courses_text.replace("Proefcursus", "Wat de proefcursus was"), "utf-8"
        )
    with (folder / "courses.toml").open("a", encoding="utf-8") as courses:
        courses.write(f"entry = {json.dumps(entry)}\n")
    catalog = read_catalog(folder)
    assert [str(problem) for problem in catalog.problems] == []
    return builders.publish(catalog.courses[0], now or clock.now())


def publish_pages(folder: Path, **pages: str) -> str:
    """The course `proef` with these pages alone, published; a problem in one of them fails."""
    catalog = read_catalog(write_folder(folder, **pages))
    assert [str(problem) for problem in catalog.problems] == []
    return builders.publish(catalog.courses[0], clock.now())


def signed_in(session: Any, client: CheckingClient) -> Learner:
    """Noor, at the client."""
    found = learner(session)
    found.sign_in(client)
    return found


def learner(session: Any, email: str = "noor@voorbeeld.example", sector: str = "vo") -> Learner:
    """Somebody who can begin at once, and follows another course since long. Commits."""
    code = f"school-{session.query(Person).count()}"
    school = builders.school(session, code=code, name="School", sector=sector)
    team = builders.team(session, school)
    builders.colleague(session, school, team)
    person = builders.person(session, "Noor Voorbeeld", email)
    builders.membership(session, person, school, team_id=team.id, starts_on=clock.today())
    _follow_another(session, person)
    assert enrolling.enrol(person.id, "proef", clock.now())
    found = reading.learning(person.id, "proef", clock.today())
    assert found is not None
    token = browsers.sign_in(person.id, clock.now())
    session.commit()
    return Learner(person, school, found.enrolment_id, token)


def _follow_another(session: Any, person: Person) -> None:
    """The other course of the town, half done. It is there so that nothing shows of it."""
    release = releases.current(staff.COURSE)
    if release is None:
        return
    begun = staff.at_noon(LONG_AGO)
    enrolled = {"person_id": person.id, "course": staff.COURSE, "release": release}
    made = builders.add(session, Enrolment(**enrolled, enrolled_at=begun))
    builders.ASIDE.add(made.id)
    place = {"enrolment_id": made.id, "module": "delen"}
    lesson = place | {"lesson": "les-1"}
    done = {"completed_at": begun, "completed_on": LONG_AGO}
    whole = {"lessons": ["delen/les-1"], "started_on": LONG_AGO, "recorded_at": begun}
    session.add(LessonVisit(**lesson, visited_at=begun))
    session.add(LessonCompletion(**lesson, **done))
    session.add(ModuleProgress(**place, done=1, total=3, recorded_at=begun))
    session.add(Progress(enrolment_id=made.id, done=1, total=5, **whole))
    session.flush()


def token_in(response: TestResponse, item: str = "") -> str:
    """What the form of an item says of itself; without an item, the first form of a page that says
    anything.
    """
    before = rf'name="vraag" value="{item}"><input type="hidden" ' if item else ""
    match = re.search(rf'{before}name="inzending" value="([^"]+)"', response.text)
    assert match is not None, f"no form for {item or 'anybody'} on this page"
    return match[1]


def press(client: CheckingClient, page: str, action: str, **fields: Any) -> TestResponse:
    """Open a page and send the form on it that goes to this address, as it was drawn.

    Does not follow the redirect.
    """
    form = re.search(
        rf'<form[^>]* action="{re.escape(action)}"[^>]*>.*?</form>',
        client.get(page).text,
        re.DOTALL,
    )
    assert form is not None, f"no form on {page} goes to {action}"
    drawn = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form[0])
    return client.post(action, data={**dict(drawn), **fields})


def answer(
    client: CheckingClient, url: str, item: str, token: str | None = None, **fields: Any
) -> TestResponse:
    """Send an answer to an item of a page, with a fresh token unless one is given.

    Does not follow the redirect.
    """
    token = token or token_in(client.get(url), item)
    return client.post(url, data={"vraag": item, "inzending": token, **fields})


def finish(session: Any, who: Learner, now: datetime | None = None) -> None:
    """All that the course asks is done just now, in one go. Commits."""
    now = now or clock.now()
    release = session.get(Enrolment, who.enrolment_id).release
    course = releases.outline(release)
    reader = history.reader_on(who.person.id, clock.day_of(now))
    states = module_states(course, (), reader)
    newly = {(state.module.slug, lesson.slug): now for state in states for lesson in state.required}
    found = advance(course, reader, None, newly, now)
    assert found.progress is not None
    lasts = terms.of([who.enrolment_id])[who.enrolment_id]
    found = replace(found, progress=lasting(found.progress, course, lasts))
    projecting.write(who.enrolment_id, found, now)
    session.commit()
