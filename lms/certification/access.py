"""Whose certificate it is, and what day it is."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import abort, current_app

from lms.accounts.access import current_person
from lms.certification.queries import Document, certificate


def own_certificate(number: str, at: datetime) -> Document:
    """The signed-in person's certificate of this number; there is none for anybody else."""
    found = certificate(number, site_day(at))
    if found is None or found.person_id != current_person().id:
        abort(404)
    return found


def site_day(at: datetime) -> date:
    """The day of the site's calendar at a moment: by it certificates expire."""
    return at.astimezone(ZoneInfo(current_app.config["LMS"].site_timezone)).date()
