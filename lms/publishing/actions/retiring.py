"""Retiring a course: not listed any more, nobody can begin it, those who take it go on."""

from datetime import datetime

from lms.audit import actions as audit
from lms.db import db
from lms.errors import N_, Refusal
from lms.publishing.actions.storing import locked_course
from lms.publishing.models import Course


def retire(slug: str, *, actor: str, reason: str, at: datetime) -> None:
    """Retire a course; refuses one that is unknown or retired already."""
    course = _course(slug)
    if course.retired_at is not None:
        raise Refusal(N_("The course %(slug)s is retired already."), slug=slug)
    course.retired_at = at
    audit.record(actor, "course.retire", "course", slug, reason, {}, at)
    db.session.flush()


def reopen(slug: str, *, actor: str, reason: str, at: datetime) -> None:
    """List a retired course again; refuses one that is not retired."""
    course = _course(slug)
    if course.retired_at is None:
        raise Refusal(N_("The course %(slug)s is not retired."), slug=slug)
    course.retired_at = None
    audit.record(actor, "course.reopen", "course", slug, reason, {}, at)
    db.session.flush()


def _course(slug: str) -> Course:
    course = locked_course(slug)
    if course is None:
        raise Refusal(N_("There is no course %(slug)s."), slug=slug)
    return course
