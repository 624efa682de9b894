"""Schools under the names that they had on the day of a report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from course.store.duties.reach import AsOf
from course.store.people.directory import SchoolRow
from course.store.people.naming import school_names_on


def as_called(schools: Sequence[SchoolRow], moment: AsOf) -> list[SchoolRow]:
    """The same schools as they were called then, as it was known at the end of that day."""
    if not moment.is_past:
        return list(schools)
    names = school_names_on([school.id for school in schools], moment.day)
    return [replace(school, name=names.get(school.id, school.name)) for school in schools]


def as_called_then(school: SchoolRow, moment: AsOf) -> SchoolRow:
    """One school so."""
    return as_called([school], moment)[0]
