"""Deelwijs: a course for everyone who works at a school. `create_app` wires the floors together, and that is all."""

from __future__ import annotations

import os

from flask import Flask
from flask_migrate import Migrate
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from course import cli
from course.config import Config, Mode, read_config
from course.models import db
from course.models.engines import prepare_engine
from course.store import safety
from course.web import (
    access,
    admin,
    assets,
    auth,
    csrf,
    errors,
    flat,
    formats,
    frame,
    gallery,
    headers,
    icons,
    kind_forms,
    learn,
    report,
    school,
    site,
    study,
    train,
)

MAX_BODY = 1024 * 1024
MAX_FORM_PARTS = 500


def create_app(config: Config | None = None) -> Flask:
    """The application for these settings, or for those of the environment.

    Errors: ConfigError when a setting is missing or unsafe, and when production holds demo accounts.
    """
    config = config or read_config(os.environ)
    app = Flask("course", static_folder=None)
    config.data_dir.mkdir(parents=True, exist_ok=True)
    app.config.update(
        DEELWIJS=config,
        SECRET_KEY=config.secret_key,
        SQLALCHEMY_DATABASE_URI=config.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=_engine_options(config),
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
    flat.init_flat(app)
    kind_forms.init_kind_forms(app)
    db.init_app(app)
    Migrate(app, db, directory=os.fspath(config.migrations_dir), render_as_batch=True)
    with app.app_context():
        prepare_engine(db.engine)
        if config.mode is Mode.PRODUCTION:
            safety.refuse_demo_accounts()
    assets.init_assets(app)
    icons.init_icons(app)
    formats.init_formats(app)
    frame.init_frame(app)
    csrf.init_csrf(app)
    access.init_access(app)
    errors.init_errors(app)
    headers.init_headers(app)
    for part in (site, auth, learn, train, study, report, school, admin):
        app.register_blueprint(part.bp)
    if config.mode is not Mode.PRODUCTION:
        app.register_blueprint(gallery.bp)
    cli.init_cli(app)
    if config.proxy_hops:
        hops = config.proxy_hops
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    return app


def _engine_options(config: Config) -> dict[str, object]:
    """A session rolls back when it closes, so a connection that goes back to the pool need not be reset once more.

    With PostgreSQL the connection that came back last goes out first, so that what it prepared is of use.
    """
    shared: dict[str, object] = {"pool_reset_on_return": None}
    if config.database_url.startswith("sqlite"):
        return {**shared, "connect_args": {"check_same_thread": False, "timeout": 10}}
    return {**shared, "pool_size": 8, "pool_use_lifo": True}
