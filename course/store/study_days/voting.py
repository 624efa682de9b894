"""Votes without a name: one for each person in each round, which leads back to nobody."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import bindparam, func, select

from course.domain.study_days import Phase, VoteRound, pseudonym
from course.models import StudyDay, StudyVote, db
from course.models.base import upsert

Votes = Mapping[VoteRound, Mapping[str, int]]  # choice to people

_KEY = select(StudyDay.vote_key).where(StudyDay.id == bindparam("study_day_id"))
_OWN_VOTE = select(StudyVote.choice).where(
    StudyVote.session_id == bindparam("study_day_id"),
    StudyVote.round == bindparam("round"),
    StudyVote.voter == bindparam("voter"),
)
_VOTES = (
    select(StudyVote.round, StudyVote.choice, func.count().label("people"))
    .where(StudyVote.session_id == bindparam("study_day_id"))
    .group_by(StudyVote.round, StudyVote.choice)
)


def vote(study_day_id: int, person_id: int, round_: VoteRound, choice: str, today: date) -> bool:
    """Keep one vote; an earlier one of this person in this round is replaced. False when the round
    is not open.

    The study day is held meanwhile, so that nobody closes the round between the look and the vote.
    """
    found = db.session.execute(
        select(StudyDay.vote_key, StudyDay.phase, StudyDay.day)
        .where(StudyDay.id == study_day_id)
        .with_for_update(read=True)
    ).one()
    if found.vote_key is None or found.day != today or Phase(found.phase).round is not round_:
        return False
    row = {
        "session_id": study_day_id,
        "round": round_.value,
        "voter": pseudonym(found.vote_key, round_, person_id),
        "choice": choice,
    }
    db.session.execute(
        upsert(StudyVote, row, key=["session_id", "round", "voter"], update=["choice"])
    )
    return True


def own_vote(study_day_id: int, person_id: int, round_: VoteRound) -> str | None:
    """What somebody chose in a round that is open now, to show it to them alone."""
    connection = db.connection()
    key = connection.scalar(_KEY, {"study_day_id": study_day_id})
    if key is None:
        return None
    where = {
        "study_day_id": study_day_id,
        "round": round_.value,
        "voter": pseudonym(key, round_, person_id),
    }
    return connection.scalar(_OWN_VOTE, where)


def votes(study_day_id: int) -> Votes:
    """How many people chose what, in each round.

    What of it may be shown is for `domain.study_days.tally` to say.
    """
    rows = db.connection().execute(_VOTES, {"study_day_id": study_day_id})
    found: dict[VoteRound, dict[str, int]] = {one: {} for one in VoteRound}
    for row in rows:
        found[VoteRound(row.round)][row.choice] = row.people
    return found
