"""Writing down what was done with special powers."""

from datetime import datetime
from typing import Any

from lms.audit.acts import ACTS, DETAILS, KINDS
from lms.audit.models import AuditEntry
from lms.db import db


def record(
    actor: str, action: str, object_kind: str, object_: str, reason: str, details: dict[str, Any], at: datetime
) -> AuditEntry:
    """Write one act down, in the transaction of the act itself: "console:awa" did "certificate.revoke" to a number.

    Only acts and details of the lists in acts.py, which says how to add one; people are named "person:ID", as object by
    their id.
    """
    if action not in ACTS or object_kind not in KINDS:
        raise ValueError(f"not in the list of lms/audit/acts.py: {action}, {object_kind}")
    if unknown := details.keys() - DETAILS.get(action, {}).keys():
        raise ValueError(f"not in the list of lms/audit/acts.py: details of {action}: {', '.join(sorted(unknown))}")
    if object_kind == "person" and not object_.isdecimal():
        raise ValueError(f"a person is an id here: {object_}")
    entry = AuditEntry(
        actor=actor, action=action, object_kind=object_kind, object=object_, reason=reason, details=details, at=at
    )
    db.session.add(entry)
    db.session.flush()
    return entry
