"""What is held about the forms that a person sent: not what they typed, but that they sent them."""

from datetime import datetime

from sqlalchemy import delete, select

from lms.db import db
from lms.errors import N_
from lms.held import GONE, NOBODY, Basis, Holding, Subject
from lms.idempotency.models import SentForm

HOLDINGS = (
    Holding(
        key="forms",
        title=N_("Forms sent"),
        tables=frozenset({"sent_form"}),
        kinds=N_("Which form was sent and when, a digest of what stood in it, and where its reply led"),
        purpose=N_("Having a form count once when a bad network sends it twice"),
        basis=Basis.ACCOUNT,
        kept=N_("Seven days"),
        seen_by=NOBODY,
        erased=GONE,
        fields={"route": N_("Sent to"), "location": N_("Led to"), "created_at": N_("Sent"), "status": ""},
        rows=lambda subject: (
            select(SentForm.route, SentForm.location, SentForm.created_at, SentForm.status)
            .where(SentForm.sender == str(subject.id))
            .order_by(SentForm.created_at.desc(), SentForm.key)
        ),
    ),
)


def erase(subject: Subject, _at: datetime, *, keeps_certificates: bool) -> None:
    """Forget the forms."""
    db.session.execute(delete(SentForm).where(SentForm.sender == str(subject.id)))
