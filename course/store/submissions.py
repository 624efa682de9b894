"""What every store that keeps a deed once per submission token says when the token comes back with
something else.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from course.models import db


class OtherContentsError(Exception):
    """This submission was kept before with other contents: somebody went back and changed the form.

    Nothing was written. Show the form as it was sent, with a token of its own, and let them look
    again.
    """


def require_same(table: Any, asked: Mapping[str, Any]) -> None:
    """`asked`: the row that was not added, since its submission was there before; as columns.

    Errors: OtherContentsError when the one that was kept holds something else.
    """
    query = select(*(getattr(table, name) for name in asked))
    kept = db.session.execute(query.where(table.submission == asked["submission"])).one()
    if dict(kept._mapping) != dict(asked):
        raise OtherContentsError
