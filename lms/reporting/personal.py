"""What reporting holds about people with a role: the files of figures that they asked for."""

from datetime import datetime

from sqlalchemy import select, update

from lms.db import db
from lms.errors import N_
from lms.held import Basis, Holding, Subject
from lms.reporting.models import Export

HOLDINGS = (
    Holding(
        key="exports",
        title=N_("Files of figures"),
        tables=frozenset({"export"}),
        kinds=N_("Who asked for which file of figures, when, and why where it names people"),
        purpose=N_("Making the file, handing it over, and answering for it"),
        basis=Basis.INTEREST,
        kept=N_("Until the file is thrown away, some days after it was made"),
        seen_by=N_("Administrators"),
        erased=N_("The link to the person is erased"),
        fields={
            "content": N_("What"), "file_format": N_("File"), "created_at": N_("Asked for"), "reason": N_("Reason"),
            "rows_total": N_("Rows"), "finished_at": N_("Made"), "expires_at": N_("Thrown away"), "options": "",
        },
        rows=lambda subject: select(
            Export.content, Export.file_format, Export.created_at, Export.reason, Export.rows_total,
            Export.finished_at, Export.expires_at, Export.options,
        )
        .where(Export.person_id == subject.id)
        .order_by(Export.id.desc()),
    ),
)  # fmt: skip


def erase(subject: Subject, _at: datetime, *, keeps_certificates: bool) -> None:
    """Forget who asked; the audit log keeps the number and the reason."""
    db.session.execute(update(Export).where(Export.person_id == subject.id).values(person_id=None, reason=""))
