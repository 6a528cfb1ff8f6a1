"""The house's front: reads the settings, opens the database, mounts the doors, adds the commands."""

import os
from datetime import timedelta
from importlib import import_module

from dotenv import load_dotenv
from flask import Flask
from flask_migrate import Migrate
from flask_wtf import CSRFProtect
from whitenoise import WhiteNoise

from admin.accounts.factors import blueprint as factors
from admin.accounts.oidc import blueprint as oidc
from admin.accounts.own import blueprint as own
from admin.accounts.views import blueprint as accounts
from admin.accounts.vouching import EXTENSION
from admin.audit.views import blueprint as audit
from admin.calendar.views import blueprint as calendar
from admin.codes.views import blueprint as codes
from admin.comments.publishing import blueprint as published_comments
from admin.comments.views import blueprint as comments
from admin.complaints.council import blueprint as questions
from admin.complaints.entering import blueprint as case_entry
from admin.complaints.figures import blueprint as case_figures
from admin.complaints.keeping import blueprint as case_views
from admin.complaints.photos import blueprint as case_photos
from admin.complaints.reminders import blueprint as reminders
from admin.complaints.several import blueprint as several
from admin.complaints.views import blueprint as cases
from admin.erasures.views import blueprint as erasures
from admin.guide.views import blueprint as guide
from admin.interviewers.views import blueprint as interviewers
from admin.kiosks.views import blueprint as kiosks
from admin.officers.views import blueprint as officers
from admin.overview.questions import blueprint as question_results
from admin.overview.views import blueprint as overview
from admin.paper.views import blueprint as paper
from admin.people.officer import blueprint as officer_link
from admin.people.views import blueprint as people
from admin.places.views import blueprint as places
from admin.questionnaires.views import blueprint as questionnaires
from admin.roster.decisions import blueprint as corrections
from admin.roster.views import blueprint as roster
from admin.rounds.views import blueprint as rounds
from admin.search.views import blueprint as search
from admin.sheets.views import blueprint as sheets
from admin.xlsforms.views import blueprint as xlsforms
from core.config import PROJECT, Config, ConfigurationError
from core.db import db, engine_options, prepare
from core.domain.credentials import ABSOLUTE
from core.jobs.commands import complaints as case_commands
from core.jobs.commands import submissions, worker
from core.keys import derive
from core.web import (
    access,
    errors,
    filters,
    headers,
    health,
    inputs,
    languages,
    large_bodies,
    sessions,
)
from core.web.commands import COMMANDS
from kiosk.api import blueprint as kiosk_api
from kiosk.previewing import blueprint as tablet_preview
from kiosk.views import blueprint as kiosk
from survey.complaints import blueprint as complaints
from survey.following import blueprint as following
from survey.mail_wishes import blueprint as mail_wishes
from survey.previewing import blueprint as preview
from survey.published import blueprint as published
from survey.verifying import blueprint as verifying
from survey.views import blueprint as survey

#: Bytes a request may have; the longest comment takes a tenth of it.
MAX_REQUEST = 64 * 1024
_YEAR = int(timedelta(days=365).total_seconds())


def create_app(config: Config | None = None) -> Flask:
    """Return the product, ready to serve; end with a sentence when a setting is missing or unsafe."""
    if config is None:
        if os.environ.get("LANGNGHE_ENV", "development") == "development":
            load_dotenv(PROJECT / ".env")
        # What the product writes belongs to its own user: databases hold the order of arrival for a day.
        os.umask(0o077)
        try:
            config = Config.from_env(os.environ)
        except ConfigurationError as error:
            raise SystemExit(f"Lắng Nghe: {error}") from error
    app = Flask("langnghe", root_path=str(PROJECT), static_folder=None, template_folder="core/web/templates")
    app.config.update(_settings(config))
    app.session_interface = sessions.DeskSessions()
    # Both spellings of an address answer; a redirect would repeat whatever host the visitor named.
    app.url_map.strict_slashes = False
    db.init_app(app)
    with app.app_context():
        prepare(db.engine)
    Migrate(app, db, directory=str(PROJECT / "migrations"))
    if config.locale not in languages.available():
        raise SystemExit(f"Lắng Nghe: LANGNGHE_LOCALE={config.locale} has no catalogue in translations/.")
    for glue in (languages, filters, errors, headers, access, large_bodies, inputs):
        glue.init_app(app)
    _mount(app)
    if config.open_id is not None:
        # Its libraries take 11 MB, which an office without a provider does not spend.
        speaking = import_module("admin.accounts.provider")
        app.extensions[EXTENSION] = speaking.OpenIdProvider(config.open_id)
    for command in (*COMMANDS, submissions, case_commands, worker):
        app.cli.add_command(command)
    access.refuse_open_routes(app)
    app.wsgi_app = WhiteNoise(app.wsgi_app, root=filters.STATIC, prefix="static/", max_age=_YEAR)  # type: ignore[method-assign]
    return app


def _mount(app: Flask) -> None:
    """Open the doors. The citizen's pages carry their own encrypted token; the desk's forms a CSRF token."""
    protection = CSRFProtect(app)
    citizens = (survey, complaints, following, mail_wishes, published, preview, verifying)
    for blueprint in citizens:
        protection.exempt(blueprint)
    protection.exempt(kiosk)
    protection.exempt(kiosk_api)
    results = (overview, question_results, officers, case_figures, questions, comments, published_comments)
    accounting = (accounts, factors, own, oidc, people, officer_link)
    finding = (guide, search, audit)
    about_cases = (cases, case_entry, case_photos, several, case_views, erasures, reminders)
    asking = (questionnaires, xlsforms, rounds, interviewers, paper)
    office = (*about_cases, *asking, codes, places, roster, corrections, calendar, sheets, kiosks)
    for blueprint in (
        *citizens,
        kiosk,
        kiosk_api,
        tablet_preview,
        *finding,
        *results,
        *accounting,
        *office,
        health.blueprint,
    ):
        app.register_blueprint(blueprint)


def _settings(config: Config) -> dict[str, object]:
    """Return what Flask and its extensions want to know."""
    keys = [derive(key, "session").hex() for key in config.secret_keys]
    return {
        "LANGNGHE": config,
        "SQLALCHEMY_DATABASE_URI": config.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": engine_options(config.database_url),
        "SECRET_KEY": keys[0],
        "SECRET_KEY_FALLBACKS": keys[1:],
        "MAX_CONTENT_LENGTH": MAX_REQUEST,
        "MAX_FORM_MEMORY_SIZE": MAX_REQUEST,
        # The prefix makes browsers insist on https, this host and the whole path (RFC 6265bis).
        "SESSION_COOKIE_NAME": "__Host-langnghe" if config.is_secure else "langnghe",
        "SESSION_COOKIE_SECURE": config.is_secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Strict",
        "PERMANENT_SESSION_LIFETIME": ABSOLUTE,
        "WTF_CSRF_TIME_LIMIT": None,
    }
