"""Proof for others: certificates, checking one, and what somebody takes along."""

from flask import Blueprint

bp = Blueprint("proof", __name__)

from course.web.proof import checking, mine, own_record, withdrawing  # noqa: E402 - they need bp

__all__ = ["bp", "checking", "mine", "own_record", "withdrawing"]
