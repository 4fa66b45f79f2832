"""A release stores its files, shows its pages and moves the pointer, all in one transaction or not at all."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import func, select

from lms.clock import now
from lms.courseware.model import Directory
from lms.courseware.problems import Report
from lms.db import db
from lms.errors import Refusal
from lms.media import queries as media
from lms.media import store
from lms.publishing import actions, queries
from lms.publishing.actions import BrokenCourse, storing
from lms.publishing.models import Course, Part, Release, ReleaseFile, Source, SourceText
from lms.publishing.queries import releases
from tests.publishing.made import COURSE, DIRECTORY, TEXTS, files, one_language, release


@pytest.fixture(autouse=True)
def context(fresh_app: Flask) -> Iterator[None]:
    queries.CACHE.clear()
    with fresh_app.app_context():
        yield


def count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def title(key: str = "risk", language: str = "fr") -> str | None:
    page = queries.lesson("small", key, language)
    return page.lesson.title if page else None


def test_readers_see_what_was_released() -> None:
    made = release(files())
    assert made is not None
    assert (made.number, made.changes.is_first) == (1, True)
    assert title() == "Le risque"
    assert title(language="en") == "Risk"
    outline = queries.outline("small", "en")
    assert outline is not None
    assert [item.key for item in outline.lessons] == ["risk", "people", "steps"]


def test_its_files_come_back_as_they_were() -> None:
    release(files())
    current = releases.current("small")
    assert current is not None
    assert releases.files_of("small", current.id) == files()


def test_texts_lie_in_the_database_and_media_in_their_store() -> None:
    release(files())
    assert count(SourceText) == len(TEXTS) - 1
    digest = db.session.scalar(select(ReleaseFile.media_digest).where(ReleaseFile.path == "media/a.svg"))
    assert digest is not None
    assert media.content_of(digest).decode() == TEXTS["media/a.svg"]


def test_the_same_again_is_no_release() -> None:
    release(files())
    assert release(files()) is None
    assert count(Release) == 1


def test_a_change_makes_the_next_release_and_compiles_what_changed() -> None:
    release(files())
    parts = count(Part)
    made = release(files({"01-first/01-risk.fr.md": TEXTS["01-first/01-risk.fr.md"].replace("risque", "danger")}))
    assert made is not None
    assert made.number == 2
    assert made.changes.changed == (("risk", ("fr",)),)
    assert title() == "Le danger"
    assert count(Part) - parts <= 2  # the lesson, and the outline that names it


def test_an_institution_renamed_is_a_release() -> None:
    release(files())
    institutions = {"palabre": {"name": {"fr": "Arbre", "en": "Tree"}}}
    made = release(files(), directory=Directory(institutions, DIRECTORY.topics, DIRECTORY.courses))
    assert made is not None
    assert made.changes.course_changed == ("fr", "en")


def test_a_removed_lesson_is_gone_for_readers() -> None:
    release(files())
    made = release(files({"02-then/01-steps.fr.md": None, "02-then/01-steps.en.md": None,
                          "02-then/module.fr.md": None, "02-then/module.en.md": None}))  # fmt: skip
    assert made is not None
    assert "steps" in made.changes.removed
    assert title("steps") is None


def test_a_course_with_errors_is_refused_with_its_problems() -> None:
    release(files())
    with pytest.raises(BrokenCourse) as refusal:
        release(files({"course.yml": COURSE.replace("palabre", "nobody")}))
    assert [problem.code for problem in refusal.value.problems] == ["unknown-institution"]
    assert count(Release) == 1


def test_an_assignment_is_refused_until_somebody_can_assess_it() -> None:
    settings = "    type: assignment\n    rubric: [{points: 1, text: Tout}]\n    assessed_by: self\n"
    block = f"/// question | task\n{settings}\nFais.\n///\n"
    with pytest.raises(BrokenCourse) as refusal:
        release(files({f"02-then/01-steps.{code}.md": f"---\ntitle: T\n---\nT.\n\n{block}" for code in ("fr", "en")}))
    assert {problem.code for problem in refusal.value.problems} >= {"assignment-before-trainers"}
    assert count(Course) == 0


def test_a_course_of_the_studio_is_not_released_from_files() -> None:
    db.session.add(Course(slug="small", source=Source.STUDIO, created_at=now()))
    db.session.commit()
    with pytest.raises(Refusal):
        release(files())


def test_a_death_before_the_pointer_moves_leaves_the_old_release(monkeypatch: pytest.MonkeyPatch) -> None:
    release(files())
    before = (count(Release), count(Part), count(SourceText), count(ReleaseFile))

    def die(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(storing, "point_to", die)
    with pytest.raises(KeyboardInterrupt):
        release(files({"01-first/02-people.fr.md": "---\ntitle: Autre\n---\nAutre.\n"}))
    db.session.rollback()
    assert (count(Release), count(Part), count(SourceText), count(ReleaseFile)) == before
    assert title("people") == "Les gens"


def test_rollback_shows_the_former_release_and_rolls_forward_again() -> None:
    release(files())
    release(files({"01-first/02-people.fr.md": "---\ntitle: Autre\n---\nAutre.\n"}))
    assert actions.rollback("small", None, now()) == (2, 1)
    db.session.commit()
    assert title("people") == "Les gens"
    assert queries.search("gens", "fr").total == 1
    assert queries.search("autre", "fr").total == 1  # in the lesson on steps
    assert actions.rollback("small", 2, now()) == (1, 2)
    db.session.commit()
    assert title("people") == "Autre"
    assert queries.search("autre", "fr").total == 2


@pytest.mark.parametrize(("slug", "number"), [("nothing", None), ("small", 7), ("small", None)])
def test_there_is_no_way_back_to_what_never_was(slug: str, number: int | None) -> None:
    release(files())
    with pytest.raises(Refusal):
        actions.rollback(slug, number, now())


def test_what_is_released_after_a_rollback_gets_a_new_number() -> None:
    release(files())
    changed = files({"01-first/02-people.fr.md": "---\ntitle: Autre\n---\nAutre.\n"})
    release(changed)
    actions.rollback("small", 1, now())
    db.session.commit()
    made = release(changed)
    assert made is not None
    assert made.number == 3


def test_two_courses_share_what_is_equal() -> None:
    release(files())
    texts = count(SourceText)
    release(files(slug="other"))
    assert count(SourceText) == texts
    assert [row.slug for row in releases.courses()] == ["other", "small"]


def test_a_course_in_one_language_is_listed_in_it_for_everyone() -> None:
    release(files())
    release(one_language("other", "fr"))
    assert [(one.slug, one.language) for one in queries.outlines("en")] == [("other", "fr"), ("small", "en")]
    assert queries.outline("other", "en") is None
    assert queries.lesson("other", "risk", "en") is None


def test_stale_and_unrecorded_translations_are_said() -> None:
    english = TEXTS["01-first/02-people.en.md"]
    recorded = english.replace("---\ntitle", f'---\ntranslates: "sha256:{"0" * 64}"\ntitle', 1)
    report = Report()
    actions.prepare_release(files({"01-first/02-people.en.md": recorded}), DIRECTORY, "a folder", report)
    made = release(files({"01-first/02-people.en.md": recorded}))
    assert made is not None
    assert made.changes.stale == ("01-first/02-people.en.md",)
    assert "01-first/01-risk.en.md" in made.changes.unrecorded
    assert "01-first/02-people.en.md" not in made.changes.unrecorded
    assert "01-first/01-risk.fr.md" not in made.changes.unrecorded


def test_a_trial_writes_no_media(monkeypatch: pytest.MonkeyPatch) -> None:
    prepared = actions.prepare_release(files(), DIRECTORY, "a folder", Report())
    kept: list[bytes] = []
    monkeypatch.setattr(store, "put", lambda _folder, content: kept.append(content) or media.digest_of(content))
    made = actions.release(prepared, now(), is_trial=True)
    db.session.rollback()
    assert made is not None
    assert (made.number, kept) == (1, [])
    assert actions.release(prepared, now()) is not None
    assert kept == [TEXTS["media/a.svg"].encode()]
