"""Proof for others: certificates, checking one, and what somebody takes along."""

from flask import Blueprint

bp = Blueprint("proof", __name__)

from course.web.proof import (  # noqa: E402 - they need bp
    badges,
    checking,
    mine,
    own_record,
    withdrawing,
)

__all__ = ["badges", "bp", "checking", "mine", "own_record", "withdrawing"]
