"""The story and the question of the home page."""

from lms.catalog.invitation import invitation
from tests.catalog.made import a_lesson, a_question, asking, prose

STORY = prose("<p>Awa gives bags.</p>\n<h2>Then</h2><p>More.</p>")


def test_the_first_paragraph_and_the_first_question_with_one_answer_are_taken() -> None:
    lesson = a_lesson(STORY, asking(a_question("sort", "matching")), asking(a_question("who")))
    found = invitation(lesson)
    assert found is not None
    assert (found.lesson_key, found.title, found.story, found.question.key) == (
        "giving", "Giving", "Awa gives bags.", "who",
    )  # fmt: skip


def test_links_and_calls_of_notes_stay_in_the_lesson() -> None:
    html = '<p>A <a href="#term-x">risk</a> &amp; a fact<sup><a href="#note-1">1</a></sup>\u202f: <em>yes</em></p>'
    found = invitation(a_lesson(prose(html), asking(a_question())))
    assert found is not None
    assert found.story == "A risk & a fact\u202f: yes"


def test_a_lesson_without_either_invites_nobody() -> None:
    assert invitation(a_lesson(STORY)) is None
    assert invitation(a_lesson(asking(a_question()))) is None
    assert invitation(a_lesson(prose("<h2>Only a heading</h2>"), asking(a_question()))) is None
