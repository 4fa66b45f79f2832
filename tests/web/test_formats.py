"""Numbers, sizes, times and dates as each language writes them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from flask import Flask
from flask_babel import Babel, force_locale

from lms.catalogues import TRANSLATIONS
from lms.web import formats


@pytest.fixture(params=["fr", "en"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    """Each language in its turn, with its catalogue and without a database."""
    app = Flask("formats")
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(TRANSLATIONS)
    Babel(app, default_locale="en")
    with app.test_request_context(), force_locale(request.param):
        yield request.param


def said(language: str, french: str, english: str) -> str:
    """The expected text, with ~ for its no-break space."""
    return {"fr": french, "en": english}[language].replace("~", "\u00a0")


@pytest.mark.parametrize(
    ("size_bytes", "french", "english"),
    [
        (0, "1~ko", "1~KB"),
        (1, "1~ko", "1~KB"),
        (1000, "1~ko", "1~KB"),
        (11_001, "12~ko", "12~KB"),
        (999_000, "999~ko", "999~KB"),
        (999_001, "1~Mo", "1~MB"),
        (1_230_001, "1,3~Mo", "1.3~MB"),
    ],
)
def test_a_size_is_never_said_smaller_than_it_is(language: str, size_bytes: int, french: str, english: str) -> None:
    assert formats.file_size(size_bytes) == said(language, french, english)


@pytest.mark.parametrize(
    ("count", "french", "english"),
    [
        (0, "0~minute", "0~minutes"),
        (1, "1~minute", "1~minute"),
        (42, "42~minutes", "42~minutes"),
        (60, "1~heure", "1~hour"),
        (61, "1~heure", "1~hour"),
        (83, "1~h~25", "1~h~25~min"),
        (118, "2~heures", "2~hours"),
        (125, "2~h~05", "2~h~05~min"),
    ],
)
def test_a_course_lasts_minutes_then_hours_to_the_nearest_five(
    language: str, count: int, french: str, english: str
) -> None:
    assert formats.duration(count) == said(language, french, english)


def test_numbers_percentages_and_dates_are_written_as_the_language_does(language: str) -> None:
    assert formats.number(Decimal("1234.5")) == {"fr": "1\u202f234,5", "en": "1,234.5"}[language]
    assert formats.percent(70) == {"fr": "70\u00a0%", "en": "70%"}[language]
    assert formats.day(date(2026, 11, 3)) == {"fr": "3\xa0novembre 2026", "en": "3\xa0November 2026"}[language]
    assert formats.short_minutes(7) == "7\u00a0min"


def test_a_template_writes_even_a_constant_in_the_language_of_each_reader() -> None:
    app = Flask("formats")
    Babel(app, default_locale="en")
    formats.init_app(app)
    template = app.jinja_env.from_string("{{ 1234.5|number }}")
    with app.test_request_context():
        for language, written in (("en", "1,234.5"), ("fr", "1\u202f234,5")):
            with force_locale(language):
                assert template.render() == written


@pytest.mark.parametrize(
    ("count", "french", "english"),
    [(1, "1~minute de lecture", "1~minute’s reading"), (5, "5~minutes de lecture", "5~minutes’ reading")],
)
def test_minutes_of_a_lesson_are_said_to_be_of_reading(language: str, count: int, french: str, english: str) -> None:
    assert formats.reading(count) == said(language, french, english)


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("Qui est à risque d’abord ?", "Qui est à risque d’abord ?"),
        ("a" * 60, "a" * 60),
        ("a" * 61, "a" * 60 + "…"),
        (
            "Dans cet atelier, qui court le plus grand risque ? Pourquoi elle…",
            "Dans cet atelier, qui court le plus grand risque ? Pourquoi…",
        ),
        (
            "Que doit regarder d’abord une entreprise qui achète le cacao, et pourquoi ?",
            "Que doit regarder d’abord une entreprise qui achète le…",
        ),
    ],
)
def test_a_title_is_cut_between_words_and_ends_in_one_mark(text: str, cut: str) -> None:
    assert formats.beginning(text) == cut


@pytest.mark.parametrize(
    ("name", "called"), [("grid.xlsx", "Excel"), ("a.PDF", "PDF"), ("talk.opus", "Opus"), ("b.odt", "ODT")]
)
def test_a_file_is_called_what_people_call_it(name: str, called: str) -> None:
    assert formats.file_format(name) == called


def test_the_day_of_a_moment_is_the_readers(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    evening = datetime(2026, 11, 28, 22, 30, tzinfo=UTC)
    for zone, number in (("Africa/Abidjan", 28), ("Africa/Nairobi", 29)):
        monkeypatch.setattr(formats, "current_zone", lambda zone=zone: zone)
        assert formats.day(evening) == said(language, f"{number}\xa0novembre 2026", f"{number}\xa0November 2026")


@pytest.mark.parametrize(
    ("figure", "unit", "french", "english"),
    [("138", "millions", "138~millions", "138~millions"), ("70", "%", "70~%", "70%"), ("12", "", "12", "12")],
)
def test_a_figure_and_its_unit_stay_together(language: str, figure: str, unit: str, french: str, english: str) -> None:
    assert formats.in_unit(figure, unit) == said(language, french, english)
