"""Two releases at once: one waits for the other, numbers stay unique and the last one is seen."""

from collections.abc import Callable
from threading import Barrier, Thread

from flask import Flask

from lms.clock import now
from lms.courseware.problems import Report
from lms.db import db, read_only
from lms.publishing import actions, queries
from lms.publishing.queries import releases
from tests.publishing.made import DIRECTORY, files, release

Step = Callable[[], object]


def at_once(app: Flask, *steps: Step) -> list[object]:
    """Run each step in a thread and a session of its own, all starting together; what they returned or raised."""
    barrier = Barrier(len(steps))
    found: list[object] = [None] * len(steps)

    def run(index: int, step: Step) -> None:
        read_only.set(False)  # a thread may only read unless told otherwise
        with app.app_context():
            barrier.wait()
            try:
                found[index] = step()
            except Exception as error:
                found[index] = error

    threads = [Thread(target=run, args=pair) for pair in enumerate(steps)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def titled(title: str, slug: str = "small") -> Step:
    course = files({"01-first/02-people.fr.md": f"---\ntitle: {title}\n---\nLe texte.\n"}, slug)

    def step() -> object:
        made = actions.release(actions.prepare_release(course, DIRECTORY, "a folder", Report()), now())
        db.session.commit()
        return made.number if made else None

    return step


def test_releases_of_one_course_wait_for_one_another(fresh_app: Flask) -> None:
    numbers = at_once(fresh_app, *(titled(f"Titre {number}") for number in range(6)))
    assert sorted(map(str, numbers)) == ["1", "2", "3", "4", "5", "6"]
    with fresh_app.app_context():
        rows = releases.courses()
        assert [made.number for made in rows[0].releases] == [1, 2, 3, 4, 5, 6]
        assert [made.number for made in rows[0].releases if made.is_current] == [6]
        assert queries.search("texte", "fr").total == 1


def test_the_same_at_once_is_released_once(fresh_app: Flask) -> None:
    numbers = at_once(fresh_app, *(titled("Titre") for _ in range(4)))
    assert sorted(map(str, numbers)) == ["1", "None", "None", "None"]


def test_releases_of_different_courses_that_share_files_both_succeed(fresh_app: Flask) -> None:
    numbers = at_once(fresh_app, *(titled("Titre", f"course-{number}") for number in range(6)))
    assert numbers == [1] * 6


def test_a_rollback_and_a_release_at_once_leave_one_of_the_two(fresh_app: Flask) -> None:
    with fresh_app.app_context():
        release(files())
        release(files({"01-first/02-people.fr.md": "---\ntitle: Autre\n---\nAutre.\n"}))

    def roll_back() -> object:
        shown = actions.rollback("small", 1, now())
        db.session.commit()
        return shown

    found = at_once(fresh_app, roll_back, titled("Troisième"))
    assert found[1] == 3
    assert found[0] in ((2, 1), (3, 1))
    with fresh_app.app_context():
        current = releases.current("small")
        assert current is not None
        page = queries.lesson("small", "people", "fr")
        assert page is not None
        assert (current.number, page.lesson.title) in ((1, "Les gens"), (3, "Troisième"))
