"""What a learner sees of all their courses at once."""

from dataclasses import dataclass

from lms.assessment.queries import QuizResult, quiz_results_in
from lms.courseware.compiled import Outline
from lms.enrolment.models import Enrolment
from lms.enrolment.queries import live_enrolments
from lms.learning.queries import Progress, lessons_done_in, progress
from lms.publishing.queries import outlines
from lms.publishing.queries.news import News, news_since


@dataclass(frozen=True, slots=True)
class TakenCourse:
    """A course that somebody takes, and how far they are."""

    outline: Outline
    enrolment: Enrolment
    progress: Progress
    results: dict[str, QuizResult]
    news: News | None  # since the release that they completed

    @property
    def exam_result(self) -> QuizResult | None:
        """The result of the exam, if it was ever finished."""
        exam = next((item for item in self.outline.final if item.kind == "exam"), None)
        return self.results.get(exam.key) if exam else None

    @property
    def quizzes(self) -> tuple[int, int]:
        """How many quizzes of the course are passed, and how many can be."""
        keys = [item.key for item in self.outline.items if item.kind == "quiz" and item.is_scored]
        return sum(key in self.progress.quizzes_passed for key in keys), len(keys)


def taken_courses(person_id: int, language: str) -> list[TakenCourse]:
    """A person's courses, those they were last active in first. 5 queries however many there are."""
    enrolments = live_enrolments(person_id)
    ids = [enrolment.id for _slug, enrolment in enrolments]
    shown = {outline.slug: outline for outline in outlines(language, with_retired=True)} if enrolments else {}
    done, results = lessons_done_in(ids), quiz_results_in(ids)
    completed = {
        enrolment.completed_release_id: shown[slug]
        for slug, enrolment in enrolments
        if enrolment.completed_release_id is not None and slug in shown
    }
    news = news_since(completed)
    taken = []
    for slug, enrolment in enrolments:
        if slug not in shown:
            continue
        own = results.get(enrolment.id, {})
        passed = [key for key, result in own.items() if result.is_done]
        how_far = progress(shown[slug], done.get(enrolment.id, {}), passed)
        taken.append(TakenCourse(shown[slug], enrolment, how_far, own, news.get(enrolment.completed_release_id or 0)))
    return taken
