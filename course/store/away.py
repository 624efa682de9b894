"""Which errors say that the database is away: locked, full, read-only or gone.

Others say that a statement is wrong.
"""

from __future__ import annotations

from sqlalchemy import exc

# of PEP 249, so the same with every driver
_KINDS = (
    "OperationalError",
    "InterfaceError",
    "InternalError",
)
# Of PostgreSQL, by the start of its SQLSTATE, whatever kind the driver makes of it: broken off,
# asked of a standby, read-only, idle too long, deadlock, no right to write, out of resources,
# locked, ended by an operator, broken itself.
_STATES = ("08", "0A000", "25006", "25P03", "40", "42501", "53", "55P03", "57", "58", "F0", "XX")
_OUR_FAULTS = ("25P02", "54")  # a statement after one that failed; more than a statement may hold
_BROKEN_UNSEEN = (
    "transaction status"  # what psycopg says of a connection that broke while nobody looked
)
# of the pool and the session
_OUTSIDE = (
    exc.TimeoutError,
    exc.PendingRollbackError,
    exc.DisconnectionError,
)


def is_away(error: BaseException) -> bool:
    """Whether trying again later may help, so that the answer is 503 and not 500."""
    if isinstance(error, exc.DBAPIError):
        return error.connection_invalidated or _says_so(error.orig)
    return isinstance(error, _OUTSIDE) or _says_so(error)


def _says_so(error: BaseException | None) -> bool:
    state = getattr(error, "sqlstate", None)
    if state is not None:
        return state.startswith(_STATES) or (
            _is_one_of(error, _KINDS) and not state.startswith(_OUR_FAULTS)
        )
    if type(error).__name__ == "DatabaseError":
        return True  # what SQLite says of a file that is no database, or is damaged
    return _is_one_of(error, _KINDS) or (
        _is_one_of(error, ("ProgrammingError",)) and _BROKEN_UNSEEN in str(error)
    )


def _is_one_of(error: BaseException | None, kinds: tuple[str, ...]) -> bool:
    return any(kind.__name__ in kinds for kind in type(error).__mro__)
