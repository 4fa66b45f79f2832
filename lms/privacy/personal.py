"""What privacy itself holds about a person: that they wanted their account erased."""

from datetime import datetime

from sqlalchemy import select

from lms.errors import N_
from lms.held import NOBODY, Basis, Holding, Subject
from lms.privacy.models import Erasure

HOLDINGS = (
    Holding(
        key="erasures",
        title=N_("Erasures asked for"),
        tables=frozenset({"erasure"}),
        kinds=N_("That an erasure was asked for, when, and whether it was undone; a digest that names nobody"),
        purpose=N_("Erasing on the day that was said, and again should a backup be restored"),
        basis=Basis.ACCOUNT,
        kept=N_("The digest for as long as backups may be restored; nothing else"),
        seen_by=NOBODY,
        erased=N_("A digest of the account’s number and date stays, so that a restored backup is erased too"),
        fields={
            "asked_at": N_("Asked"), "due_at": N_("Due"), "keeps_certificates": N_("Certificates stay checkable"),
            "cancelled_at": N_("Undone"),
        },
        rows=lambda subject: select(
            Erasure.asked_at, Erasure.due_at, Erasure.keeps_certificates, Erasure.cancelled_at
        )
        .where(Erasure.person_id == subject.id)
        .order_by(Erasure.id.desc()),
    ),
)  # fmt: skip


def erase(_subject: Subject, _at: datetime, *, keeps_certificates: bool) -> None:
    """Nothing: its rows forget the person with their account, and only a digest is left."""
