"""What the audit log holds about a person: a number, beside what they did or what was done to their account."""

from datetime import datetime

from sqlalchemy import ColumnElement, String, and_, case, cast, null, or_, select

from lms.audit.models import AuditEntry
from lms.errors import N_
from lms.held import Basis, Holding, Subject


def _by(subject: Subject) -> ColumnElement[bool]:
    return AuditEntry.actor == f"person:{subject.id}"


HOLDINGS = (
    Holding(
        key="audit",
        title=N_("Audit log"),
        tables=frozenset({"audit_entry"}),
        kinds=N_("What people with a role did, or what was done to an account: act, moment, reason; people as numbers"),
        purpose=N_("Being able to answer for what was done with special powers"),
        basis=Basis.INTEREST,
        kept=N_("For ever: the database refuses to change it"),
        seen_by=N_("Administrators"),
        erased=N_("Stays: it knows people by a number that leads nowhere once the account is gone"),
        fields={
            "at": N_("When"), "action": N_("What"), "own": N_("By the person"), "reason": N_("Reason"), "object": "",
        },
        # Of what others did, the act and the reason; who they are, and what else it touched, is theirs.
        rows=lambda subject: select(
            AuditEntry.at, AuditEntry.action, _by(subject).label("own"), AuditEntry.reason,
            case((_by(subject), AuditEntry.object_kind + ":" + AuditEntry.object), else_=cast(null(), String)).label(
                "object"
            ),
        )
        .where(
            or_(
                _by(subject), and_(AuditEntry.object_kind == "person", AuditEntry.object == str(subject.id)),
            )
        )
        .order_by(AuditEntry.id.desc()),
    ),
)  # fmt: skip


def erase(_subject: Subject, _at: datetime, *, keeps_certificates: bool) -> None:
    """Nothing: it is never changed, and holds a number that is given to nobody else."""
