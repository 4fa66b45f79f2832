"""What is new in a course for somebody who completed an earlier release: what concerns a learner, and nothing else."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from lms.clock import now
from lms.db import db
from lms.publishing import actions
from lms.publishing import queries as publishing
from lms.publishing.news import is_same, news
from lms.publishing.queries import CACHE, releases
from lms.publishing.queries import news as news_queries
from lms.publishing.queries.news import News, news_since
from tests.catalog.made import a_lesson, a_module, a_question, an_item, an_outline, asking, prose
from tests.publishing.made import TEXTS, files
from tests.publishing.made import release as release_files


def keys(found: News) -> tuple[list[str], ...]:
    return tuple([item.key for item in items] for items in (found.added, found.revised, found.quizzes, found.removed))


def test_lessons_and_quizzes_are_told_by_what_became_of_them() -> None:
    exam, quiz = an_item("exam", kind="exam"), an_item("quiz", kind="quiz")
    old = an_outline("course", a_module("m", an_item("a"), an_item("b"), an_item("c"), quiz), final=(exam,))
    new = an_outline(
        "course", a_module("m", an_item("d"), an_item("a"), quiz), a_module("n", an_item("c")),
        final=(exam, an_item("project", kind="project")),
    )  # fmt: skip
    assert keys(news(old, new, ["a", "exam"])) == (["d"], ["a"], ["exam"], ["b"])


def test_what_stands_elsewhere_or_is_called_otherwise_in_the_course_is_not_new() -> None:
    old = an_outline("course", a_module("m", an_item("a"), an_item("b")), title="Before", minutes=6)
    new = an_outline("course", a_module("other", an_item("b"), an_item("a")), title="After", minutes=9)
    assert not news(old, new, ()).is_there
    assert not news(old, old, ()).is_there


def test_the_same_title_under_another_key_is_revised_neither_added_nor_removed() -> None:
    old = an_outline("course", a_module("m", an_item("a"), an_item("b")))
    new = an_outline("course", a_module("m", an_item("a"), replace(an_item("c"), title="B")))
    assert keys(news(old, new, ())) == ([], ["c"], [], [])


@pytest.mark.parametrize(
    ("before", "after", "same"),
    [
        ("<p>Les droits, d'abord.</p>", "<p>Les droits : d’<em>abord</em> !</p>", True),
        ("<p>Hours are paid</p>", "<p>hours  are paid.</p>", True),
        ("<p>Hours are paid</p>", "<p>Hours are not paid</p>", False),
        ("<p>the companny</p>", "<p>the company</p>", False),  # one letter may turn a sentence round
        ("<p>1.5</p>", "<p>15</p>", False),
        ("<p>5 %</p>", "<p>5</p>", False),
        ("<p>≥ 5</p>", "<p>≤ 5</p>", False),
        ("<p>-5</p>", "<p>5</p>", False),
        ('<img src="/media/a.svg" alt="A">', '<img src="/media/b.svg" alt="A">', False),
        ('<a href="https://a.example/">A</a>', '<a href="https://b.example/">A</a>', True),
        ("<p>a &amp; b</p>", "<p>a and b</p>", False),
    ],
)
def test_other_words_numbers_or_pictures_are_a_revision_and_typography_is_none(
    before: str, after: str, same: bool
) -> None:
    assert is_same(a_lesson(prose(before)), a_lesson(prose(after))) is same


def test_a_question_that_asks_counts_or_explains_otherwise_is_a_revision() -> None:
    asked = a_question()
    turned = replace(asked, options=tuple(replace(one, is_right=not one.is_right) for one in asked.options))
    for other in (
        turned, replace(asked, prompt_html="<p>Whom?</p>"), replace(asked, explanation_html="<p>So.</p>"),
        replace(asked, points="2"), replace(asked, options=asked.options[:1]), replace(asked, key="whom", unit="km"),
    ):  # fmt: skip
        assert not is_same(a_lesson(asking(asked)), a_lesson(asking(other)))
    shuffled = replace(asked, options=asked.options[::-1], is_shuffled=True)
    assert is_same(a_lesson(asking(asked)), a_lesson(asking(shuffled)))
    assert not is_same(a_lesson(asking(asked)), a_lesson())


def forget() -> None:
    """As a process that has just started."""
    CACHE.clear()
    news_queries.JUDGED.clear()


def release(app: Flask, changes: Mapping[str, str | None] | None = None) -> int:
    """Release a state of the small course; return the id of the release."""
    with app.app_context():
        release_files(files(changes))
        current = releases.current("small")
        assert current is not None
        return current.id


def told(app: Flask, release_id: int, language: str = "en") -> News | None:
    with app.app_context():
        shown = publishing.outline("small", language)
        assert shown is not None
        return news_since({release_id: shown}).get(release_id)


SURE = "---\ntitle: The steps\n---\nOne step, then another. Surely.\n"
NEW = {
    "02-then/02-more.fr.md": "---\ntitle: Encore\n---\nEncore.\n",
    "02-then/02-more.en.md": "---\ntitle: More\n---\nMore.\n",
}


def test_each_language_tells_what_changed_in_it_in_its_own_words(fresh_app: Flask) -> None:
    first = release(fresh_app)
    assert told(fresh_app, first) is None
    second = release(
        fresh_app,
        {**NEW, "02-then/01-steps.en.md": SURE, "01-first/02-people.fr.md": None, "01-first/02-people.en.md": None},
    )
    english, french = told(fresh_app, first), told(fresh_app, first, "fr")
    assert english is not None and french is not None
    assert keys(english) == (["more"], ["steps"], [], ["people"])
    assert keys(french) == (["more"], [], [], ["people"])
    assert [one.title for one in (*french.added, *french.removed)] == ["Encore", "Les gens"]
    assert told(fresh_app, second) is None


def test_marks_spaces_dates_and_titles_of_the_course_are_no_news(fresh_app: Flask) -> None:
    first = release(fresh_app)
    release(
        fresh_app,
        {
            "02-then/01-steps.en.md": "---\ntitle: The steps\n---\nOne step; then another!\n",
            "course.en.md": TEXTS["course.en.md"].replace("Small course", "Small, better course"),
        },
    )
    assert told(fresh_app, first) is None


def test_a_translation_that_came_since_is_no_news_and_what_changed_in_the_original_is(fresh_app: Flask) -> None:
    course = TEXTS["course.yml"].replace("[fr, en]", "[fr]")
    only_french = {path: None for path in TEXTS if path.endswith(".en.md")}
    first = release(fresh_app, {"course.yml": course, **only_french})
    release(fresh_app)
    assert told(fresh_app, first) is None
    release(fresh_app, {"02-then/01-steps.fr.md": "---\ntitle: Les pas\n---\nUn pas, puis deux.\n"})
    found = told(fresh_app, first)
    assert found is not None
    assert keys(found) == ([], ["steps"], [], [])


def test_after_a_rollback_it_is_told_against_what_is_shown(fresh_app: Flask) -> None:
    first = release(fresh_app)
    second = release(fresh_app, NEW)
    with fresh_app.app_context():
        actions.rollback("small", 1, now())
        db.session.commit()
    assert told(fresh_app, first) is None
    found = told(fresh_app, second)
    assert found is not None
    assert keys(found) == ([], [], [], ["more"])


def test_it_costs_one_query_and_one_more_at_first(fresh_app: Flask, queries: Callable[..., Any]) -> None:
    first = release(fresh_app)
    release(fresh_app, {**NEW, "02-then/01-steps.en.md": SURE})
    with fresh_app.app_context():
        shown = publishing.outline("small", "en")
        assert shown is not None
        forget()
        for most in (2, 1):
            with queries(fresh_app) as statements:
                assert news_since({first: shown})
            assert len(statements) == most, statements
        with queries(fresh_app) as statements:
            assert news_since({}) == {}
        assert statements == []


def test_of_more_lessons_than_are_read_for_one_page_the_others_count_as_revised(
    fresh_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = release(fresh_app)
    release(
        fresh_app,
        {
            path: text.replace(".\n", "!\n")
            for path, text in TEXTS.items()
            if path in ("02-then/01-steps.en.md", "01-first/02-people.en.md")
        },
    )
    monkeypatch.setattr(news_queries, "PAIRS_READ", 1)
    forget()
    found = told(fresh_app, first)
    assert found is not None
    assert sum(map(len, keys(found))) == 1
    assert told(fresh_app, first) is None  # the next page reads the other
