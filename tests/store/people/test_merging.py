"""Two schools become one while somebody else does something to one of their people."""

from __future__ import annotations

import threading
import time
from typing import Any

from flask import Flask

from course import clock
from course.models import Membership, Person, School
from course.store import transaction
from course.store.dated import DeedMoment, holds_on
from course.store.people import deeds, granting, merging
from tests.staff import World


def test_who_left_a_moment_ago_does_not_come_along(app: Flask, session: Any) -> None:
    world = World(session, clock.today())
    gone, into = world.school("oud").id, world.school("nieuw").id
    ada, bob = (world.person(name).id for name in ("Ada Bos", "Bob Bos"))
    for who in (ada, bob):
        world.works(session.get(Person, who), session.get(School, gone))
    session.commit()
    session.remove()
    came: list[int] = []

    def merge() -> None:
        with app.app_context():
            transaction.begin(may_write=True)
            came.append(merging.merge_schools(gone, into, DeedMoment(clock.now())))
            transaction.commit()

    transaction.begin(may_write=True)
    granting.lock([ada])
    deeds.leave(gone, [ada], DeedMoment(clock.now()))
    merging_now = threading.Thread(target=merge)
    merging_now.start()
    time.sleep(1)  # it begins before this one is over
    transaction.commit()
    merging_now.join(timeout=60)
    assert came == [1]
    there = session.query(Membership.person_id).filter(
        Membership.school_id == into, holds_on(Membership, clock.today())
    )
    assert [who for (who,) in there] == [bob]
