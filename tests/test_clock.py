"""Today is what the site's calendar says, whatever the hour is in UTC."""

from dataclasses import replace
from datetime import UTC, date, datetime

from flask import Flask

from lms.clock import site_day


def test_the_day_of_the_site_begins_at_its_own_midnight(app: Flask, monkeypatch) -> None:
    evening = datetime(2026, 12, 31, 22, 30, tzinfo=UTC)
    with app.app_context():
        assert site_day(evening) == date(2026, 12, 31)  # Abidjan
        config = app.config["LMS"]
        monkeypatch.setitem(app.config, "LMS", replace(config, site_timezone="Africa/Nairobi"))
        assert site_day(evening) == date(2027, 1, 1)
