"""Jobs, read."""

from datetime import datetime

from sqlalchemy import ColumnElement, or_, select

from lms.db import db
from lms.jobs.models import Job


def is_claimable(at: datetime) -> ColumnElement[bool]:
    """The condition of a job that is due and that nobody alive is doing."""
    return (Job.due_at <= at) & or_(Job.leased_until.is_(None), Job.leased_until <= at)


def has_due_job(at: datetime) -> bool:
    """Whether anything is to be done now."""
    return db.session.scalar(select(Job.id).where(is_claimable(at)).limit(1)) is not None
