"""Institution and signatory set by administrators: on certificates issued from then on, and on no earlier one."""

from pathlib import Path

import pytest
from flask import Flask

from lms.certification.queries import Document, certificates_of
from lms.clock import now, site_day
from tests.administration.made import release_all, write_courses
from tests.forms import send
from tests.learning.made import enrol, finish
from tests.people import make_person, sign_in
from tests.settings.made import put

SET = {
    "certificates__institution": {"fr": "École de Bobo", "en": "Bobo School"},
    "certificates__signatory_name": "Salif Ouédraogo",
    "certificates__signatory_title": {"fr": "Directeur", "en": "Director"},
}


def certified(app: Flask) -> int:
    """Somebody new who takes the course and confirms their name; return their id."""
    number = make_person(app, name="Mariam Kouadio")
    client = sign_in(app.test_client(), number)
    enrol(client)
    for lesson in ("first-1", "first-2"):
        finish(client, lesson)
    assert send(client, "/en/courses/first/certificate-name", name="Mariam Kouadio").status_code == 303
    return number


def certificate_of(app: Flask, person_id: int) -> Document:
    with app.app_context():
        (found,) = certificates_of(person_id, site_day(now()))
        return found


@pytest.fixture
def site(fresh_app: Flask, tmp_path: Path) -> Flask:
    release_all(fresh_app, write_courses(tmp_path / "courses", "first"))
    return fresh_app


def test_certificates_issued_from_then_on_bear_them_and_earlier_ones_do_not(site: Flask) -> None:
    before = certified(site)
    put(site, **SET)
    after = certified(site)
    old, new = certificate_of(site, before).facts, certificate_of(site, after).facts
    assert old.institution == {"fr": "Palabre", "en": "Palabre"}
    assert old.signatory is not None and old.signatory.name == "Ama Mensah"
    assert new.institution == {"fr": "École de Bobo", "en": "Bobo School"}
    assert new.signatory is not None
    assert (new.signatory.name, new.signatory.title) == ("Salif Ouédraogo", {"fr": "Directeur", "en": "Director"})
    page = site.test_client().get(f"/en/c/{certificate_of(site, after).number}", base_url="https://localhost").text
    assert "Bobo School" in page


def test_emptied_again_the_course_speaks_for_itself(site: Flask) -> None:
    put(site, **SET)
    nothing = {"fr": "", "en": ""}
    put(
        site,
        certificates__institution=nothing,
        certificates__signatory_name="",
        certificates__signatory_title=nothing,
    )
    facts = certificate_of(site, certified(site)).facts
    assert facts.institution["fr"] == "Palabre"
    assert facts.signatory is not None and facts.signatory.name == "Ama Mensah"
