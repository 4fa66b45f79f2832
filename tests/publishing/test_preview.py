"""An author's course as it is on the disk, its problems beside it, and nothing kept."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from flask import Flask, before_render_template
from flask.testing import FlaskClient

from lms.app import create_app
from lms.db import db
from lms.publishing.cli.preview import create_preview
from lms.publishing.readable import readable
from tests.publishing.made import TEXTS


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for path, text in TEXTS.items():
        (tmp_path / "small" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "small" / path).write_text(text, encoding="utf-8")
    return tmp_path / "small"


@pytest.fixture
def previewed(folder: Path, tmp_path: Path) -> Iterator[Flask]:
    app = create_preview(folder, create_app, tmp_path / "instance")
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def author(previewed: Flask) -> FlaskClient:
    return previewed.test_client()


def page(author: FlaskClient, path: str = "/fr/courses/small/lessons/risk") -> str:
    reply = author.get(path)
    assert reply.status_code == 200, path
    return reply.text


def test_the_pages_are_the_learners_with_a_panel(author: FlaskClient) -> None:
    text = page(author)
    assert "Dans l’entreprise" in text
    assert 'class="preview"' in text


def test_a_saved_file_is_seen_at_once(author: FlaskClient, folder: Path) -> None:
    version = author.get("/preview/state").json
    (folder / "01-first/01-risk.fr.md").write_text("---\ntitle: Le risque\n---\nTout autre chose.\n", encoding="utf-8")
    assert author.get("/preview/state").json != version
    assert "Tout autre chose" in page(author)


def test_nothing_changes_while_nothing_is_saved(author: FlaskClient) -> None:
    version = author.get("/preview/state").json
    page(author)
    assert author.get("/preview/state").json == version


def test_what_can_be_read_is_shown_beside_what_is_wrong(author: FlaskClient, folder: Path) -> None:
    (folder / "01-first/02-people.en.md").unlink()
    (folder / "01-first/01-risk.fr.md").write_text(
        "---\ntitle: Le risque\n---\nOn continue.\n\n/// note\nPas fermé.\n", encoding="utf-8"
    )
    text = page(author)
    assert "On continue" in text
    assert "01-first/01-risk.fr.md:6" in text
    assert "01-first/02-people.en.md:1" in text
    assert "Les gens" in page(author, "/en/courses/small/lessons/people")


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("course.yml", ""),
        ("course.yml", "languages: [fr"),
        ("course.fr.md", ""),
        ("01-first/module.fr.md", "---\ntitle: [\n---\n"),
        ("01-first/01-risk.fr.md", "---\n"),
        ("01-first/01-risk.fr.md", "---\ntitle: x\n---\n/// question | a\n- [ ]\n= 3\n///"),
        ("media/a.svg", "not a drawing"),
    ],
)
def test_whatever_is_saved_pages_go_on(author: FlaskClient, folder: Path, path: str, text: str) -> None:
    (folder / path).write_text(text, encoding="utf-8")
    assert 'class="preview"' in page(author, "/en/courses/small/lessons/people")


def test_a_course_that_cannot_be_shown_says_so_and_keeps_its_last_pages(author: FlaskClient, folder: Path) -> None:
    (folder / "course.yml").unlink()
    text = page(author)
    assert "Dans l’entreprise" in text
    assert "course.yml:1" in text


def test_another_name_for_this_computer_is_refused(author: FlaskClient) -> None:
    assert author.get("/fr/", headers={"Host": "evil.example"}).status_code == 400
    assert author.get("/fr/", headers={"Host": "localhost:8001"}).status_code == 200


def test_the_page_of_a_refusal_says_nothing_of_the_course(previewed: Flask, folder: Path) -> None:
    (folder / "01-first/02-people.en.md").unlink()
    given: list[dict[str, object]] = []

    def note(_app: Flask, template: object, context: dict[str, object]) -> None:
        given.append(context)

    with before_render_template.connected_to(note, previewed):
        for path in ("/fr/", "/preview/state", "/nothing"):
            reply = previewed.test_client().get(path, headers={"Host": "evil.example"})
            assert reply.status_code == 400
            assert "02-people" not in reply.text
    assert len(given) == 3
    # Whether the layout can be rendered at all for such a request is not what keeps the draft from it.
    assert [context for context in given if "preview" in context] == []


def test_a_file_that_goes_while_its_editor_saves_is_no_error(
    author: FlaskClient, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    preview_of = import_module("lms.publishing.cli.preview")  # the package gives the command of this name
    listed = preview_of._files
    monkeypatch.setattr(preview_of, "_files", lambda place: [*listed(place), folder / ".a.md.swp"])
    assert "Dans l’entreprise" in page(author)
    assert author.get("/preview/state").status_code == 200


def test_a_preview_asks_no_git(author: FlaskClient, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object, **_options: object) -> None:
        raise AssertionError

    monkeypatch.setattr("subprocess.run", refuse)
    english = folder / "01-first/02-people.en.md"
    stale = english.read_text(encoding="utf-8").replace("---\n", f'---\ntranslates: "sha256:{"0" * 64}"\n', 1)
    english.write_text(stale, encoding="utf-8")
    assert "01-first/02-people.en.md:2" in page(author)


def test_a_course_without_a_lesson_has_nothing_to_show() -> None:
    from lms.courseware.model import Directory
    from lms.courseware.problems import Report
    from lms.courseware.reader import read_course
    from tests.publishing.made import files

    nothing = {path: None for path in TEXTS if path.startswith("0")}
    course = read_course(files(nothing), Directory(), Report())
    assert course is not None
    assert readable(course) is None
