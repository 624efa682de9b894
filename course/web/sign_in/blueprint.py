"""The blueprint that the views of this folder hang on."""

from flask import Blueprint

bp = Blueprint("sign_in", __name__)
