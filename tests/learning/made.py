"""Small courses of a few lessons, and what people do in them."""

from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from lms.clock import now
from lms.db import db
from lms.publishing.actions import release_shipped
from tests.forms import send

COURSE = """\
institution: palabre
languages: [fr, en]
level: introductory
licence: CC-BY-4.0
completion: {{lessons: all}}
{more}
"""


def courses_folder(folder: Path) -> Path:
    """A courses folder with its register of institutions, and no course yet."""
    folder.mkdir()
    (folder / "institutions.yml").write_text(
        "palabre: {name: {fr: Palabre, en: Palabre}, country: null, address: null, signatory: null}\n", "utf-8"
    )
    return folder


def write_course(folder, slug: str, more: str = "certificate: none", lessons: int = 2) -> None:
    module = folder / slug / "01-one"
    module.mkdir(parents=True)
    (folder / slug / "course.yml").write_text(COURSE.format(more=more), "utf-8")
    for language in ("fr", "en"):
        (folder / slug / f"course.{language}.md").write_text(
            f"---\ntitle: {slug.title()}\nsummary: A summary.\n---\n", "utf-8"
        )
        (module / f"module.{language}.md").write_text("---\ntitle: One\n---\n", "utf-8")
        for number in range(1, lessons + 1):
            (module / f"{number:02}-{slug}-{number}.{language}.md").write_text(
                f"---\ntitle: Lesson {number}\n---\nA text about cocoa.\n", "utf-8"
            )


def release(app: Flask, folder) -> None:
    with app.app_context():
        outcome = release_shipped(folder, now())
        assert not outcome.refused, [str(one) for one in outcome.refused]
        db.session.commit()


def enrol(client: FlaskClient, slug: str = "first"):
    return send(client, f"/en/courses/{slug}", action=f"/en/courses/{slug}/enrol")


def finish(client: FlaskClient, key: str, slug: str = "first"):
    return send(client, f"/en/courses/{slug}/lessons/{key}", action=f"/en/courses/{slug}/lessons/{key}/done")
