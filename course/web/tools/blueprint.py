"""The blueprint that the tools hang on."""

from flask import Blueprint

bp = Blueprint("tools", __name__)
