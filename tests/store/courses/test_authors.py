"""Who may publish from the command line, by their address: only with a grant for everywhere."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from course.domain.people.roles import Role
from course.store.courses.authors import author_by_email
from tests.staff import World, at_noon

TODAY = date(2026, 3, 12)


def test_a_text_is_of_who_trains_everywhere_today(session: Any) -> None:
    world = World(session, TODAY)
    school = world.school("regenboog")
    author, blocked = world.person("Kim", "Kim@Voorbeeld.example"), world.person()
    world.grant(world.person(), Role.TRAINER)
    for _ in range(2):
        world.grant(author, Role.TRAINER)
    world.grant(blocked, Role.TRAINER)
    blocked.blocked_at = at_noon(TODAY)
    of_school, of_board, ended, manager = (world.person() for _ in range(4))
    world.grant(of_school, Role.TRAINER, school)
    world.grant(of_board, Role.TRAINER, board=world.board)
    world.grant(ended, Role.TRAINER, ends_on=TODAY - timedelta(days=1))
    world.grant(manager, Role.MANAGER)
    session.flush()
    assert author_by_email("kim@voorbeeld.example", TODAY) == author.id
    others = [blocked, of_school, of_board, ended, manager, world.person()]
    assert [author_by_email(one.email, TODAY) for one in others] == [None] * 6
    assert author_by_email("niemand@voorbeeld.example", TODAY) is None
