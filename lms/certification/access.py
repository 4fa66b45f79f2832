"""Whose certificate it is."""

from datetime import datetime

from flask import abort

from lms.accounts.access import current_person
from lms.certification.queries import Document, certificate
from lms.clock import site_day


def own_certificate(number: str, at: datetime) -> Document:
    """The signed-in person's certificate of this number; there is none for anybody else."""
    found = certificate(number, site_day(at))
    if found is None or found.person_id != current_person().id:
        abort(404)
    return found
