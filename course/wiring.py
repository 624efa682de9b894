"""The floors wired together into one application, and that is all."""

from __future__ import annotations

from wsgiref.types import WSGIApplication

from flask import Flask
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from course import cli, starting
from course.config import Config, Mode
from course.models import db, sqlite_library
from course.models.engines import PATIENCE, READING, prepare_engine
from course.models.sqlite_library import Sqlite
from course.store import transaction
from course.store.upkeep import safety
from course.web import (
    admin,
    author,
    learn,
    proof,
    report,
    school,
    sign_in,
    site,
    study_days,
    tools,
    train,
)
from course.web.http import access, assets, csrf, drawn, errors, headers, numbering, onward
from course.web.http.border import MAX_BODY, Border
from course.web.http.net import Application, SafetyNet
from course.web.page import formats, frame, gallery, icons, kind_forms

MAX_FORM_PARTS = 500


def build(config: Config) -> Flask:
    """The application for these settings. Errors: as for `create_app`."""
    sqlite = sqlite_library.choose(standard=config.standard_sqlite)
    app = Application("course", static_folder=None)
    starting.keep_private(config)
    app.config.update(
        DEELWIJS=config,
        SECRET_KEY=config.secret_key,
        SQLALCHEMY_DATABASE_URI=config.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=_engine_options(config, sqlite),
        SQLALCHEMY_BINDS=_reading(config, sqlite),
        MAX_CONTENT_LENGTH=MAX_BODY,
        MAX_FORM_MEMORY_SIZE=MAX_BODY,
        MAX_FORM_PARTS=MAX_FORM_PARTS,
        TRUSTED_HOSTS=list(config.trusted_hosts) or None,
        SESSION_COOKIE_NAME="__Host-melding" if config.secure_cookies else "melding",
        SESSION_COOKIE_SECURE=config.secure_cookies,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    kind_forms.init_kind_forms(app)
    db.init_app(app)
    app.teardown_appcontext(transaction.let_go)
    with app.app_context():
        for engine in db.engines.values():
            prepare_engine(engine, sqlite)
        if config.mode is Mode.PRODUCTION:
            safety.refuse_demo_accounts()
    numbering.init_numbering(app)
    assets.init_assets(app)
    icons.init_icons(app)
    formats.init_formats(app)
    frame.init_frame(app)
    csrf.init_csrf(app)
    access.init_access(app)
    drawn.init_drawn(app)
    pages = errors.init_errors(app)
    onward.init_onward(app)
    headers.init_headers(app)
    for part in (
        site,
        tools,
        sign_in,
        learn,
        train,
        author,
        study_days,
        report,
        school,
        proof,
        admin,
    ):
        app.register_blueprint(part.bp)
    app.register_blueprint(author.questions_bp)
    if config.mode is not Mode.PRODUCTION:
        app.register_blueprint(gallery.bp)
    cli.init_cli(app)
    app.wsgi_app = _guarded(app.wsgi_app, config, pages)  # type: ignore[method-assign,assignment]
    return app


def _guarded(inside: WSGIApplication, config: Config, pages: errors.DrawnPages) -> WSGIApplication:
    """What stands around Flask: the border, the proxies that may be believed, and the last net."""
    own_host = config.trusted_hosts[0].lstrip(".") if config.trusted_hosts else "localhost"
    inside = Border(inside, pages.refuse, own_host)
    if hops := config.proxy_hops:
        inside = ProxyFix(inside, x_for=hops, x_proto=hops, x_host=hops)
    return numbering.Numbered(SafetyNet(inside, pages.answer))


def _reading(config: Config, sqlite: Sqlite) -> dict[str, dict[str, object]]:
    """On SQLite who reads has connections of its own, which never write. To say so of a connection,
    and to take it back, makes SQLite prepare every statement anew: a fifth of an answer.
    """
    if not config.database_url.startswith("sqlite"):
        return {}
    return {READING: {"url": config.database_url, **_engine_options(config, sqlite)}}


def _engine_options(config: Config, sqlite: Sqlite) -> dict[str, object]:
    """What goes back to the pool is looked at in `engines`, which knows without asking whether a
    transaction is open.

    With PostgreSQL the connection that came back last goes out first, so that what it prepared is
    of use; behind a pooler nothing is prepared, since the next transaction has another connection.
    """
    shared: dict[str, object] = {"pool_reset_on_return": None, "hide_parameters": True}
    if config.database_url.startswith("sqlite"):
        arguments = {"check_same_thread": False, "timeout": PATIENCE}
        return {**shared, "module": sqlite.driver, "connect_args": arguments}
    prepares = {} if not config.pooled else {"connect_args": {"prepare_threshold": None}}
    return {**shared, "pool_size": 8, "pool_use_lifo": True, "pool_pre_ping": True, **prepares}
