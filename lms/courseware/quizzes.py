"""How many questions a quiz asks."""

from collections.abc import Mapping

from lms.courseware.model import Course, Quiz


def asked_count(course: Course, quiz: Quiz) -> int:
    """How many questions an attempt at the quiz holds."""
    settings = quiz.settings
    counts = {one.key: _count(one) for one in course.quizzes if one.key in {quiz.key, *settings.pools}}
    if isinstance(settings.draw, Mapping):
        return sum(min(count, settings.draw.get(pool, count)) for pool, count in counts.items())
    total = sum(counts.values())
    return total if settings.draw is None else min(total, settings.draw)


def _count(quiz: Quiz) -> int:
    """A quiz's own questions; the same in every language."""
    return max((len(text.questions) for text in quiz.texts.values()), default=0)
