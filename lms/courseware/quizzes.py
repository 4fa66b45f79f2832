"""What a quiz asks: its settings with what it takes over from its partner, and how many questions that makes."""

from collections.abc import Mapping
from dataclasses import replace

from lms.courseware.model import Course, Quiz, QuizSettings

EXAM = "exam"


def settings_in(course: Course, quiz: Quiz) -> QuizSettings:
    """The settings of a quiz; one that measures draws as its partner does, unless it says otherwise."""
    settings = quiz.settings
    partner = next((one for one in course.quizzes if one.key == settings.measures_before), None)
    if partner is None or partner.key == quiz.key:
        return settings
    if not settings.pools:
        own = (partner.key,) if _count(partner) else ()
        settings = replace(settings, pools=(*own, *(pool for pool in partner.settings.pools if pool != quiz.key)))
    if settings.draw is None:
        settings = replace(settings, draw=_taken_over(partner.settings.draw, {quiz.key, *settings.pools}))
    return settings


def asked_count(course: Course, quiz: Quiz) -> int:
    """How many questions an attempt at the quiz holds."""
    settings = settings_in(course, quiz)
    counts = {one.key: _count(one) for one in course.quizzes if one.key in {quiz.key, *settings.pools}}
    if isinstance(settings.draw, Mapping):
        return sum(min(count, settings.draw.get(pool, count)) for pool, count in counts.items())
    total = sum(counts.values())
    return total if settings.draw is None else min(total, settings.draw)


def _count(quiz: Quiz) -> int:
    """A quiz's own questions; the same in every language."""
    return max((len(text.questions) for text in quiz.texts.values()), default=0)


def _taken_over(draw: int | Mapping[str, int] | None, pools: set[str]) -> int | Mapping[str, int] | None:
    if isinstance(draw, Mapping):
        return {pool: count for pool, count in draw.items() if pool in pools}
    return draw
