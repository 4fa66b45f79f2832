"""Attempts to sign in, counted in the database: several processes serve one site."""

from datetime import datetime

from flask import current_app
from sqlalchemy import case, delete

from lms.accounts.limits import FROM_ADDRESS, Limit, counter_key
from lms.accounts.models import SignInCount
from lms.db import db, insertion


def count_attempt(limit: Limit, account: str, address: str, at: datetime) -> datetime | None:
    """Count an attempt for an account, then for an address; None, or the moment from which one may try again.

    To be committed before the attempt is looked at. One that is refused needs no commit: the count stays full.
    """
    return _count(limit, account, at) or _count(FROM_ADDRESS, address, at)


def _count(limit: Limit, subject: str, at: datetime) -> datetime | None:
    row = {
        "key": counter_key(current_app.config["LMS"].secret_key, limit, subject),
        "tries": 1,
        "window_ends_at": at + limit.window,
    }
    row_of_a_window = insertion(SignInCount).values(row)
    is_over = SignInCount.window_ends_at <= at
    tries, until = db.session.execute(
        row_of_a_window.on_conflict_do_update(
            index_elements=[SignInCount.key],
            set_={
                "tries": case((is_over, 1), else_=SignInCount.tries + 1),
                "window_ends_at": case(
                    (is_over, row_of_a_window.excluded.window_ends_at), else_=SignInCount.window_ends_at
                ),
            },
        ).returning(SignInCount.tries, SignInCount.window_ends_at)
    ).one()
    return until if tries > limit.most else None


def sweep_counts(at: datetime) -> None:
    """Forget counts whose window is over."""
    db.session.execute(delete(SignInCount).where(SignInCount.window_ends_at <= at))
