"""What a site would have sent, for tests: its jobs are done here and now, and its mails read from the table."""

import re

from flask import Flask
from sqlalchemy import select

from lms.db import db
from lms.jobs.cli import run_due
from lms.mail.models import Mail


def run_jobs(app: Flask) -> int:
    """Do everything that is due; return how many jobs were tried."""
    with app.app_context():
        return run_due()


def mails_to(app: Flask, address: str) -> list[Mail]:
    """The mails to an address, the oldest first, after doing what is due."""
    run_jobs(app)
    with app.app_context():
        found = list(db.session.scalars(select(Mail).where(Mail.recipient == address).order_by(Mail.id)))
        db.session.expunge_all()
        return found


def last_code(app: Flask, address: str) -> str:
    """The code in the last mail to an address."""
    found = re.findall(r"^ *(\d{6})$", mails_to(app, address)[-1].body, re.M)
    return found[-1]
