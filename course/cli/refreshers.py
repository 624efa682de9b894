"""`flask refreshers`: try another ladder on what was answered."""

from __future__ import annotations

from collections import Counter

import click
from flask.cli import AppGroup

from course.domain.learning.ladder import HALF_YEAR, RUNGS, Ladder, replay
from course.store.learning import refreshers

group = AppGroup("refreshers", help="Refreshers after completion.")


@group.command("replay")
@click.option("--rungs", default=" ".join(map(str, RUNGS)), help="Days from completion.")
@click.option("--later", default=HALF_YEAR, help="Days between two times after the last rung.")
def try_ladder(rungs: str, later: int) -> None:
    """Count what was right on each rung, had this ladder been used, and how much of it was asked
    before that ladder would have asked. Writes nothing, and names nobody.
    """
    ladder = Ladder("tried", tuple(sorted(map(int, rungs.split()))), later)
    asked: Counter[int] = Counter()
    right: Counter[int] = Counter()
    early: Counter[int] = Counter()
    for one in replay(ladder, refreshers.log()):
        asked[one.step] += 1
        right[one.step] += one.is_right
        early[one.step] += one.days_late < 0
    click.echo("rung  asked  right  earlier than this ladder")
    for step, count in sorted(asked.items()):
        share = f"{100 * right[step] // count}%"
        click.echo(f"{step:>4}  {count:>5}  {share:>5}  {early[step]:>5}")
    click.echo(f"{asked.total()} answers in all")
