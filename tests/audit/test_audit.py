"""What was done with special powers is written once."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from lms.audit.actions import record
from lms.audit.queries import entries_about
from lms.db import db

AT = datetime(2026, 10, 14, 9, 14, tzinfo=UTC)


def test_an_act_is_kept_with_who_what_and_why(fresh_app: Flask) -> None:
    with fresh_app.app_context():
        record("console:awa", "certificate.revoke", "certificate", "A", "Twice", {"cause": "mistake"}, AT)
        record("console:awa", "certificate.expire", "certificate", "A", "Old", {}, AT)
        record("console:awa", "certificate.expire", "certificate", "B", "Old", {}, AT)
        db.session.commit()
        last, first = entries_about("certificate", "A")
        assert (last.action, first.action) == ("certificate.expire", "certificate.revoke")
        assert (first.actor, first.reason, first.details, first.at) == (
            "console:awa", "Twice", {"cause": "mistake"}, AT,
        )  # fmt: skip


@pytest.mark.parametrize("statement", ["UPDATE audit_entry SET reason = 'x'", "DELETE FROM audit_entry"])
def test_the_database_refuses_to_change_it(fresh_app: Flask, statement: str) -> None:
    with fresh_app.app_context():
        record("console:awa", "certificate.revoke", "certificate", "A", "Twice", {}, AT)
        db.session.commit()
        with pytest.raises(DBAPIError, match="audit_entry is never changed"):
            db.session.execute(text(statement))
