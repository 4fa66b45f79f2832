"""Start-up releases the shipped courses that changed, and nothing stops it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from lms.clock import now
from lms.db import db
from lms.media import store
from lms.publishing import actions, queries
from lms.publishing.actions import releasing
from lms.publishing.cli.starting import shipped_lines
from lms.publishing.models import Release
from lms.publishing.queries import releases
from tests.publishing.made import COURSE, TEXTS, files, release


@pytest.fixture(autouse=True)
def context(fresh_app: Flask) -> Iterator[None]:
    with fresh_app.app_context():
        yield


@pytest.fixture
def courses(tmp_path: Path) -> Path:
    folder = tmp_path / "courses"
    write(folder / "small")
    write(folder / "other")
    (folder / "institutions.yml").write_text("palabre: {name: {fr: Palabre, en: Palabre}}\n", encoding="utf-8")
    (folder / "topics.yml").write_text("standards: {fr: Normes, en: Standards}\n", encoding="utf-8")
    return folder


def write(folder: Path, **changes: str) -> None:
    for path, text in {**TEXTS, **changes}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")


def start(courses: Path) -> list[tuple[str, int]]:
    outcome = actions.release_shipped(courses, now())
    db.session.commit()
    return [(made.slug, made.number) for made in outcome.released]


def test_every_course_is_released_once(courses: Path) -> None:
    assert start(courses) == [("other", 1), ("small", 1)]
    assert start(courses) == []
    assert list(shipped_lines(actions.release_shipped(courses, now()))) == []


def test_an_unchanged_folder_is_neither_read_nor_compiled(courses: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    start(courses)
    monkeypatch.setattr(releasing, "prepare", None)
    assert start(courses) == []


def test_a_change_releases_its_course_alone(courses: Path) -> None:
    start(courses)
    (courses / "small/02-then/01-steps.fr.md").write_text("---\ntitle: Deux pas\n---\nDeux.\n", encoding="utf-8")
    assert start(courses) == [("small", 2)]


def test_a_rollback_survives_a_start(courses: Path) -> None:
    start(courses)
    (courses / "small/02-then/01-steps.fr.md").write_text("---\ntitle: Deux pas\n---\nDeux.\n", encoding="utf-8")
    start(courses)
    actions.rollback("small", None, now())
    db.session.commit()
    assert start(courses) == []
    page = queries.lesson("small", "steps", "fr")
    assert page is not None
    assert page.lesson.title == "Les pas"


def test_a_release_from_elsewhere_survives_a_start_until_the_folder_changes(courses: Path) -> None:
    start(courses)
    release(files({"02-then/01-steps.fr.md": "---\ntitle: D’ailleurs\n---\nUn.\n"}))
    assert start(courses) == []
    write(courses / "small", **{"02-then/01-steps.fr.md": "---\ntitle: D’ici\n---\nUn.\n"})
    assert start(courses) == [("small", 3)]


def test_an_installation_may_move(courses: Path, tmp_path: Path) -> None:
    start(courses)
    assert start(courses.rename(tmp_path / "elsewhere")) == []


def test_a_broken_course_is_told_and_stops_no_other(courses: Path) -> None:
    start(courses)
    write(courses / "other", **{"course.yml": COURSE.replace("level: introductory", "level: easy")})
    (courses / "small/02-then/01-steps.fr.md").write_text("---\ntitle: Deux pas\n---\nDeux.\n", encoding="utf-8")
    outcome = actions.release_shipped(courses, now())
    db.session.commit()
    assert [made.slug for made in outcome.released] == ["small"]
    assert [refusal.slug for refusal in outcome.refused] == ["other"]
    assert any(line.startswith(f"{courses}/other/course.yml:3: ") for line in shipped_lines(outcome))
    assert releases.current("other") is not None


@pytest.mark.parametrize(
    "hostile",
    [
        {"course.yml": "a: [" * 5_000},
        {"course.yml": "&a [*a, *a]"},
        {"course.yml": "\x00"},
        {"01-first/01-risk.fr.md": "---\ntitle: " + "[" * 50_000},
        {"01-first/01-risk.fr.md": "---\ntitle: x\n---\n" + "![" * 20_000},
        {"media/a.svg": "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"},
    ],
)
def test_a_hostile_course_is_refused_and_stops_no_other(courses: Path, hostile: dict[str, str]) -> None:
    write(courses / "other", **hostile)
    outcome = actions.release_shipped(courses, now())
    db.session.commit()
    assert [made.slug for made in outcome.released] == ["small"]
    assert [refusal.slug for refusal in outcome.refused] == ["other"]


def test_links_and_folders_without_a_course_are_left_alone(courses: Path, tmp_path: Path) -> None:
    (courses / "notes").mkdir()
    (tmp_path / "secret").write_text("secret", encoding="utf-8")
    (courses / "other/media/b.svg").symlink_to(tmp_path / "secret")
    outcome = actions.release_shipped(courses, now())
    assert [made.slug for made in outcome.released] == ["small"]
    assert [refusal.slug for refusal in outcome.refused] == ["other"]


def test_our_own_fault_with_one_course_stops_no_other(courses: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    prepare = releasing.prepare

    def fail(course_files: object, *rest: object) -> object:
        if getattr(course_files, "slug", "") == "other":
            raise ZeroDivisionError
        return prepare(course_files, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(releasing, "prepare", fail)
    outcome = actions.release_shipped(courses, now())
    db.session.commit()
    assert [made.slug for made in outcome.released] == ["small"]
    assert outcome.failed == ["other"]
    assert db.session.scalar(select(func.count()).select_from(Release)) == 1


def test_a_problem_without_words_stops_no_other(courses: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(courses / "other", **{"course.yml": COURSE.replace("level: introductory", "level: easy")})
    monkeypatch.setattr("lms.publishing.wording.SENTENCES", {})
    outcome = actions.release_shipped(courses, now())
    lines = list(shipped_lines(outcome))
    assert any(line.startswith("small: ") for line in lines)
    assert any(line.startswith("other ") for line in lines)


def test_media_are_written_before_the_database_is_locked(courses: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (courses / "other/media/a.svg").write_text(TEXTS["media/a.svg"].replace("h8", "h7"), encoding="utf-8")
    put = store.put
    written: list[bool] = []

    def noted(folder: Path, content: bytes) -> str:
        if not store.is_whole(store.path_of(folder, store.digest_of(content)), store.digest_of(content)):
            written.append(db.session().in_transaction())
        return put(folder, content)

    monkeypatch.setattr(store, "put", noted)
    assert start(courses) == [("other", 1), ("small", 1)]
    assert written == [False, False]


def test_courses_that_name_one_another_are_released_together(courses: Path) -> None:
    write(courses / "small", **{"course.yml": COURSE + "prerequisites: {required: [other], advised: []}\n"})
    write(courses / "other", **{"course.yml": COURSE + "prerequisites: {required: [], advised: [small]}\n"})
    assert start(courses) == [("other", 1), ("small", 1)]
