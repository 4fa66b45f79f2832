"""Settings: a default each, changed by administrators, kept with what held before."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from lms.audit.queries import entries_about
from lms.clock import now
from lms.db import db
from lms.settings import actions, queries
from lms.settings.models import Setting
from tests.settings.made import put


def test_what_nobody_changed_has_its_default(fresh_app: Flask) -> None:
    with fresh_app.app_context():
        assert queries.value("retention.inactive_months") == 36
        assert queries.site_name() == "Palabre"
        with pytest.raises(KeyError):
            queries.value("site.colour")


def test_a_change_is_seen_at_once_and_kept_with_what_held_before(fresh_app: Flask) -> None:
    with fresh_app.app_context():
        assert queries.value("retention.export_days") == 7
    assert put(fresh_app, retention__export_days=14) == ["retention.export_days"]
    with fresh_app.app_context():
        assert queries.value("retention.export_days") == 14
        entry = entries_about("setting", "retention.export_days")[0]
        assert (entry.actor, entry.action, entry.details) == (
            "console:test", "setting.change", {"before": 7, "after": 14},
        )  # fmt: skip


def test_what_changes_nothing_leaves_no_trace(fresh_app: Flask) -> None:
    assert put(fresh_app, retention__export_days=7) == []
    with fresh_app.app_context():
        assert entries_about("setting", "retention.export_days") == []


def test_going_back_to_the_default_forgets_the_change_and_follows_later_defaults(fresh_app: Flask) -> None:
    put(fresh_app, site__name="Karité")
    put(fresh_app, site__name="Palabre")
    with fresh_app.app_context():
        assert dict(queries.values()) == {}
        assert len(entries_about("setting", "site.name")) == 2


def test_the_second_of_two_administrators_is_told_what_changed_meanwhile(fresh_app: Flask) -> None:
    with fresh_app.app_context():
        seen = queries.stored("retention")
    put(fresh_app, retention__export_days=9)
    with fresh_app.app_context():
        with pytest.raises(actions.ChangedMeanwhile) as told:
            actions.change({"retention.export_days": 12}, seen, actor="console:test", at=now())
        assert told.value.names == ("retention.export_days",)
        db.session.rollback()
        assert queries.value("retention.export_days") == 9


def test_what_was_taken_back_is_not_seen(fresh_app: Flask) -> None:
    with fresh_app.app_context():
        actions.change({"site.name": "Karité"}, {}, actor="console:test", at=now())
        queries.forget()
        assert queries.site_name() == "Karité"  # within the transaction itself
        db.session.rollback()
        assert queries.site_name() == "Palabre"


def test_a_legal_text_is_kept_as_typed_as_rendered_and_with_a_version(fresh_app: Flask) -> None:
    at = datetime(2027, 3, 4, 12, tzinfo=UTC)
    with fresh_app.app_context():
        for text in ("Nous *gardons* peu. <script>alert(1)</script>", "Autre texte"):
            actions.change({"legal.privacy": {"fr": text, "en": "We keep little."}}, {}, actor="console:t", at=at)
            db.session.commit()
            kept = queries.value("legal.privacy")
            assert "<script" not in queries.page_html("legal.privacy", "fr")
            if text != "Autre texte":
                assert "<em>gardons</em>" in kept["fr"]["html"]
                assert kept["version"] == "2027-03-04"
        assert kept["version"] == "2027-03-04 / 2"
        assert entries_about("setting", "legal.privacy")[0].details["after"]["fr"] == "Autre texte"


def test_a_clock_that_goes_back_hides_no_change_from_other_processes(fresh_app: Flask) -> None:
    moments = (datetime(2027, 3, 4, 12, tzinfo=UTC), datetime(2027, 3, 4, 11, tzinfo=UTC))
    with fresh_app.app_context():
        for days, at in zip((8, 9), moments, strict=True):
            actions.change({"retention.export_days": days}, {}, actor="console:t", at=at)
        stamps = [row.changed_at for row in db.session.scalars(select(Setting))]
        assert stamps == [moments[0] + timedelta(microseconds=1)]
