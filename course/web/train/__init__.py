"""..."""

from flask import Blueprint

bp = Blueprint("train", __name__)
