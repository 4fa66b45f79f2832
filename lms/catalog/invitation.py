"""The story and the question with which the home page begins: those of a real lesson."""

import html
import re
from dataclasses import dataclass

from lms.courseware.compiled import CompiledLesson, CompiledQuestion
from lms.courseware.questions import Kind

_NOTE_CALL = re.compile(r"<sup\b.*?</sup>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Invitation:
    """What a passer-by reads and answers before knowing what the platform is."""

    lesson_key: str
    title: str
    story: str  # plain text
    question: CompiledQuestion


def invitation(lesson: CompiledLesson) -> Invitation | None:
    """Take the lesson's first paragraph and its first question with one right answer; None if it lacks either."""
    question = next(
        (part.question for part in lesson.segments if part.question and part.question.kind == Kind.CHOICE), None
    )
    story = _first_paragraph(lesson)
    if question is None or not story:
        return None
    return Invitation(lesson_key=lesson.key, title=lesson.title, story=story, question=question)


def _first_paragraph(lesson: CompiledLesson) -> str:
    prose = next((part.html for part in lesson.segments if part.kind == "prose"), "")
    _, _, rest = prose.partition("<p>")
    paragraph, end, _ = rest.partition("</p>")
    # Links and calls of notes lead to places of the lesson's page: here they would lead nowhere.
    return html.unescape(_TAG.sub("", _NOTE_CALL.sub("", paragraph))).strip() if end else ""
