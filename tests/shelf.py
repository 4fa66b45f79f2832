"""A shelf of small courses, one for each thing that a page must say about a course."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask

from lms.app import create_app
from lms.clock import now
from lms.config import Config
from lms.db import db
from tests.conftest import dispose

SAMPLE = Path(__file__).parent / "courseware" / "sample"

HEAD = """\
institution: {institution}
languages: {languages}
level: {level}
licence: {licence}
topics: {topics}
{more}
"""
PLAIN = {
    "institution": "palabre",
    "languages": "[fr, en]",
    "level": "introductory",
    "licence": "CC-BY-4.0",
    "topics": "[risk]",
    "more": "certificate: none",
}
# By slug: what course.yml says differently.
SHELF: dict[str, dict[str, str]] = {
    "advanced": {"languages": "[fr]", "level": "advanced", "institution": "institut", "topics": "[law]"},
    "later": {"more": 'opens: "2999-01-05"\ncertificate: none'},
    "over": {"more": 'closes: "2001-01-05"\ncertificate: none'},
    "members": {"more": "access: enrolled\ncertificate: none\nsource: https://example.org/source"},
}
INSTITUTIONS = """\
palabre: {name: {fr: Palabre, en: Palabre}, country: null, address: null, signatory: null}
institut: {name: {fr: Institut, en: Institute}, country: SN, address: null, signatory: null}
"""
TOPICS = "risk: {fr: Risque, en: Risk}\nlaw: {fr: Droit, en: Law}\ndue-diligence: {fr: Diligence, en: Due diligence}\n"


def write_shelf(folder: Path) -> Path:
    """The courses as their authors would keep them."""
    folder.mkdir(parents=True)
    (folder / "institutions.yml").write_text(INSTITUTIONS, encoding="utf-8")
    (folder / "topics.yml").write_text(TOPICS, encoding="utf-8")
    shutil.copytree(SAMPLE, folder / "sample")
    head = folder / "sample" / "course.yml"
    dateless = [line for line in head.read_text("utf-8").splitlines() if not line.startswith(("opens", "closes"))]
    head.write_text("\n".join(dateless) + "\n", encoding="utf-8")
    for slug, changes in SHELF.items():
        _write_course(folder / slug, {**PLAIN, **changes})
    return folder


def _write_course(folder: Path, settings: dict[str, str]) -> None:
    (folder / "01-one").mkdir(parents=True)
    (folder / "course.yml").write_text(HEAD.format(**settings), encoding="utf-8")
    for language, word in (("fr", "français"), ("en", "English")):
        if language not in settings["languages"]:
            continue
        title = f"{folder.name.title()} {word}"
        (folder / f"course.{language}.md").write_text(
            f"---\ntitle: {title}\nsummary: A summary.\n---\n", encoding="utf-8"
        )
        (folder / "01-one" / f"module.{language}.md").write_text(f"---\ntitle: One {word}\n---\n", encoding="utf-8")
        (folder / "01-one" / f"01-{folder.name}-only.{language}.md").write_text(
            f"---\ntitle: Lesson {word}\n---\nA text about cocoa.\n", encoding="utf-8"
        )


@contextmanager
def shelf(config: Config, folder: Path) -> Iterator[Flask]:
    """The application with these courses released; tests read it and change nothing."""
    from lms.publishing.actions import release_shipped  # here, so that tests of rules load no feature

    app = create_app(config)
    app.config["TESTING"] = True
    try:
        with app.app_context():
            outcome = release_shipped(write_shelf(folder / "courses"), now())
            db.session.commit()
        assert len(outcome.released) == 1 + len(SHELF), outcome
        yield app
    finally:
        dispose(app)
