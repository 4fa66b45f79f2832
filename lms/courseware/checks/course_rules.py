"""What a course as a whole must keep: its register, its names, its promises, its lengths."""

from collections.abc import Iterator, Mapping
from typing import Any

from lms.courseware.checks.references import check_course
from lms.courseware.model import Course, Directory, Lesson
from lms.courseware.parsing.fields import nearest
from lms.courseware.parsing.heads import CourseHead, LessonHead
from lms.courseware.parsing.structure import Role, Structure
from lms.courseware.parsing.units import Text
from lms.courseware.parsing.yamltext import Tree
from lms.courseware.problems import Place, Report
from lms.courseware.questions import Kind, Question

WORDS_A_MINUTE = 180
LONG_LESSON_WORDS = 1500


def check_course_rules(
    course: Course, head: CourseHead, tree: Tree | None, directory: Directory, is_release: bool, place: Place
) -> None:
    """course.yml against the registers and against what the course has."""

    def line(*path: str | int) -> int:
        return tree.line(path) if tree else 1

    if head.institution and directory.institutions is not None and head.institution not in directory.institutions:
        _unknown(
            "unknown-institution", head.institution, directory.institutions, line("institution"), is_release, place
        )
    for index, topic in enumerate(head.topics):
        if directory.topics is not None and topic not in directory.topics:
            _unknown("unknown-topic", topic, directory.topics, line("topics", index), is_release, place)
    for field, slugs in (("required", course.required), ("advised", course.advised)):
        for index, slug in enumerate(slugs):
            where = line("prerequisites", field, index)
            if slug == course.slug:
                place.error(where, "prerequisite-itself", slug=slug)
            else:
                check_course(slug, directory.courses, is_release, where, place)
    if course.opens and course.closes and course.closes < course.opens:
        place.error(line("closes"), "closes-before-opens", opens=course.opens, closes=course.closes)
    if not course.modules:
        place.error(1, "no-modules")
    _check_completion(course, tree, place)


def _check_completion(course: Course, tree: Tree | None, place: Place) -> None:
    """`pass` needs the file it speaks of."""
    promised = {
        "exam": course.completion.exam == "pass" and course.exam is None,
        "quizzes": course.completion.quizzes == "pass"
        and not any(quiz.settings.pass_percent is not None for quiz in course.quizzes if quiz is not course.exam),
        "project": course.completion.project == "pass" and course.project is None,
    }
    for field, is_missing in promised.items():
        if is_missing:
            file = f"{'01-…/quiz' if field == 'quizzes' else field}.{course.original}.md"
            line = tree.line(("completion", field)) if tree else 1
            place.error(line, "completion-without-file", field=field, file=file)


def _unknown(code: str, slug: str, known: Mapping[str, Any], line: int, is_release: bool, place: Place) -> None:
    tell = place.error if is_release else place.warn
    meant = nearest(slug, tuple(known))
    if meant:
        tell(line, f"{code}-meant", slug=slug, meant=meant)
    else:
        tell(line, code, slug=slug)


def check_names(course: Course, structure: Structure, report: Report) -> None:
    """Lessons, quizzes, exam, project and questions share one name space in the course."""
    for language in course.languages:
        taken: dict[str, tuple[str, int]] = {}
        for unit in structure.units:
            if unit.role in (Role.LESSON, Role.QUIZ, Role.EXAM, Role.PROJECT) and language in unit.paths:
                _take(unit.key, unit.paths[language], 1, f"key {unit.key}", taken, report)
        for path, question in _questions(course, language):
            is_the_project = course.project is not None and path == course.project.texts[language].path
            if question.key and not is_the_project:
                _take(question.key, path, question.line, f"question {question.key}", taken, report)


def _take(key: str, path: str, line: int, name: str, taken: dict[str, tuple[str, int]], report: Report) -> None:
    if key in taken:
        other, other_line = taken[key]
        Place(path, report, name).error(line, "key-twice", key=key, other=other, line=other_line)
    else:
        taken[key] = (path, line)


def _questions(course: Course, language: str) -> Iterator[tuple[str, Question]]:
    """Every question of the course in a language, with its file."""
    texts: list[Any] = [lesson.texts.get(language) for lesson in course.lessons]
    texts += [quiz.texts.get(language) for quiz in course.quizzes]
    texts += [course.project.texts.get(language)] if course.project else []
    for text in texts:
        if text is not None:
            for segment in text.body:
                if isinstance(segment, Question):
                    yield text.path, segment


def check_questions(course: Course, directory: Directory, is_release: bool, report: Report) -> None:
    """Options without feedback, and assignments before there are trainers to assess them."""
    entry = (directory.institutions or {}).get(course.institution) or {}
    is_required = entry.get("feedback") == "required"
    questions = [pair for language in course.languages for pair in _questions(course, language)]
    faulty = {question.key for path, question in questions if report.has_error_at(path, f"question {question.key}")}
    for path, question in questions:
        place = Place(path, report, f"question {question.key}")
        if is_release and question.kind is Kind.ASSIGNMENT:
            place.error(question.line, "assignment-before-trainers")
        if question.kind not in (Kind.CHOICE, Kind.MULTIPLE) or question.key in faulty:
            continue
        tell = place.error if is_required else place.warn
        for number, option in enumerate(question.options, 1):
            if not option.feedback:
                tell(option.line, "option-without-feedback", number=number)


def check_lessons_to_read(course: Course, report: Report) -> None:
    """The lessons that the questions of quizzes send learners back to; those of a lesson stand in it."""
    known = tuple(lesson.key for lesson in course.lessons)
    in_lessons = {lesson.texts[course.original].path for lesson in course.lessons if course.original in lesson.texts}
    for path, question in _questions(course, course.original):
        place = Place(path, report, f"question {question.key}")
        if not question.lesson:
            continue
        if path in in_lessons:
            place.error(question.line, "lesson-of-a-lesson")
        elif question.lesson not in known:
            meant = nearest(question.lesson, known)
            code, values = ("unknown-lesson-meant", {"meant": meant}) if meant else ("unknown-lesson", {})
            place.error(question.line, code, key=question.lesson, **values)


def check_lesson_length(lesson: Lesson, texts: Mapping[str, Text[LessonHead]]) -> None:
    """Lessons that are too long for a sitting, and stated minutes that are far from the measured ones."""
    for number, (language, text) in enumerate(texts.items()):
        words = lesson.texts[language].words
        if words > LONG_LESSON_WORDS:
            text.place.warn(text.source.body_line, "lesson-long", words=words, limit=LONG_LESSON_WORDS)
        if number == 0 and lesson.minutes:
            measured = max(1, round(words / WORDS_A_MINUTE))
            if lesson.minutes > 2 * measured or 2 * lesson.minutes < measured:
                text.place.warn(text.line("minutes"), "minutes-off", minutes=lesson.minutes, measured=measured)
