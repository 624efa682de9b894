"""Which people over schools an address, a form or work of a worker asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from course.store.duties.overview import BesideFilter, PersonBeside
from course.store.duties.totals import OfferedCourse
from course.store.duties.who import Who
from course.text.names import tidy
from course.web.page.fields import themselves
from course.web.page.labels import STATE_SLUGS
from course.web.page.lists import Field
from course.web.page.parts import FieldError
from course.web.page.query import choice_from_query
from course.web.report import beside
from course.web.report.forms import LONGEST, ReportQuery, read_report
from course.web.report.narrowing import NO_SUCH_GROUP, REACHED_NOW, WHO_SLUGS


@dataclass(frozen=True)
class AskedPeople:
    """A list of people: of which course and day, and who. `values`: as addresses take it along."""

    query: ReportQuery
    chosen: BesideFilter
    values: dict[str, str]
    errors: tuple[FieldError, ...]

    @property
    def fields(self) -> tuple[Field[PersonBeside], ...]:
        """Its columns."""
        return beside.people_fields(self.query, self.chosen)

    @property
    def title(self) -> str:
        """What a file of it is called inside."""
        return f"{beside.people_title(self.chosen)}: {self.query.course.title}"

    def name(self, kind: str) -> str:
        """What a file of it is called."""
        return f"mensen-{self.query.course.slug}-{self.query.moment.day.isoformat()}.{kind}"


def read_asked(
    args: Mapping[str, str], courses: Sequence[OfferedCourse], today: date
) -> AskedPeople:
    """A list as it is asked. `courses` holds one course at least."""
    query = read_report(args, courses, today)
    slug = args.get("wie", "")
    known = themselves((*STATE_SLUGS, *WHO_SLUGS))
    _, errors = choice_from_query(slug, "wie", known, NO_SUCH_GROUP)
    school, board = (tidy(args.get(name, ""))[:LONGEST] for name in ("school", "bestuur"))
    chosen = BesideFilter(WHO_SLUGS.get(slug), STATE_SLUGS.get(slug), school, board)
    if chosen.who is Who.UNREACHED and query.moment.is_past:
        errors += (FieldError("wie", REACHED_NOW),)
    values = {"wie": known.get(slug, ""), "school": school, "bestuur": board}
    return AskedPeople(query, chosen, query.values | values, query.errors + errors)
