"""The application put together: the only module that knows every feature."""

import os
from datetime import timedelta

from flask import Blueprint, Flask
from flask_wtf import CSRFProtect

from lms.accounts import access as accounts
from lms.accounts.actions import changing, coding, counting, signing
from lms.accounts.actions.inviting import sweep_invitations
from lms.accounts.views import carrying, factors, inviting, profile, registering, security
from lms.accounts.views import signing as signing_pages
from lms.accounts.views.blueprint import bp as accounts_pages
from lms.administration.views import audit, home, merging, people, processing, regrading
from lms.administration.views import certificates as certificate_pages
from lms.administration.views import courses as course_pages
from lms.administration.views import jobs as job_pages
from lms.administration.views import mails as mail_pages
from lms.administration.views import settings as setting_pages
from lms.administration.views.blueprint import bp as administration
from lms.catalog.views import bp as catalog
from lms.certification.views import bare as certificates
from lms.certification.views import bp as certification
from lms.config import Config, read_config
from lms.db import db, engine_options, prepare
from lms.idempotency import actions as idempotency
from lms.jobs import actions as jobs
from lms.learning.views import enrolling, questions, quizzes, results
from lms.learning.views.blueprint import bp as learning
from lms.mail import actions as mail
from lms.mail.views import bp as mailbox
from lms.media.views import bp as media
from lms.operation.actions.restoring import Keeper, register_after_restore
from lms.operation.views import bp as operation
from lms.privacy.actions import again, erasing, retention
from lms.privacy.views import blueprint as privacy
from lms.privacy.views import consenting, data
from lms.privacy.views import erasing as erasing_pages
from lms.reporting.actions import exporting, publishing
from lms.reporting.views import exports, gain, quarters, question_figures, statistics
from lms.reporting.views.blueprint import bp as reporting
from lms.settings import actions as settings
from lms.web import (
    access,
    addresses,
    errors,
    formats,
    forms,
    headers,
    locale,
    reports,
    requests,
    responses,
    statics,
    visits,
)  # fmt: skip

# Their addresses begin with the language.
PAGES: tuple[Blueprint, ...] = (
    catalog, learning, certification, accounts_pages, privacy.bp, administration, reporting, mailbox,
)  # fmt: skip
# What gives a blueprint its views.
VIEWS = (
    audit, carrying, certificate_pages, consenting, course_pages, data, enrolling, erasing_pages, exports, factors,
    gain, home, inviting, job_pages, mail_pages, merging, people, processing, profile, quarters, question_figures,
    questions, quizzes, registering, regrading, results, security, setting_pages, signing_pages, statistics,
)  # fmt: skip
# What throws away what nobody needs any more.
SWEEPS = (
    signing.sweep_sign_ins, coding.sweep_codes, counting.sweep_counts, changing.sweep_unconfirmed, idempotency.sweep,
    mail.sweep, sweep_invitations, retention.sweep_unused, erasing.sweep_due, exporting.sweep, publishing.sweep,
)  # fmt: skip
# Their addresses are the same in every language.
FILES: tuple[Blueprint, ...] = (media, certificates, operation)


def create_app(config: Config | None = None) -> Flask:
    """Build the application for one installation; without a config, for the one the environment describes."""
    config = config or read_config(os.environ)
    app = Flask("lms", static_folder=None)
    app.config.update(
        LMS=config,
        SECRET_KEY=config.secret_key,
        SQLALCHEMY_DATABASE_URI=config.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(config.database_url),
        SESSION_COOKIE_NAME="session" if config.allows_plain_http else "__Host-session",
        SESSION_COOKIE_SECURE=not config.allows_plain_http,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=timedelta(days=30),
        SESSION_REFRESH_EACH_REQUEST=False,  # a sign-in ends thirty days after it began
    )
    app.jinja_options = {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True}
    db.init_app(app)
    with app.app_context():
        prepare(db.engine)
    requests.init_app(app)
    settings.init_app(app)
    accounts.init_app(app)
    access.init_app(app)
    forms.init_app(app)
    responses.init_app(app)
    headers.init_app(app, config)
    locale.init_app(app)
    addresses.init_app(app)
    formats.init_app(app)
    statics.init_app(app)
    errors.init_app(app)
    carrying.init_app(app)
    factors.init_app(app)
    privacy.init_app(app)
    register_after_restore(Keeper(apply=again.after_restore, carry=again.told_here))
    for sweep in SWEEPS:
        jobs.register_sweep(sweep)
    CSRFProtect(app).exempt(reports.bp)  # a browser sends them by itself: no form, no token
    for blueprint in PAGES:
        app.register_blueprint(blueprint, url_prefix=locale.PREFIX)
    for blueprint in FILES:
        app.register_blueprint(blueprint)
    visits.init_app(app)  # last: it stands around all others
    return app
