"""From a course's files to a frozen Course, with every problem of every file in one report."""

import time
from collections.abc import Callable

from lms.courseware.checks.course_rules import (
    check_course_rules,
    check_lessons_to_read,
    check_names,
    check_questions,
)
from lms.courseware.checks.mediafiles import check_media
from lms.courseware.checks.quizzes import check_quiz, check_repeated
from lms.courseware.checks.references import Targets, check_link
from lms.courseware.directory import read_directory as read_directory
from lms.courseware.model import Course, Directory, Lesson, Module, Quiz
from lms.courseware.parsing.assembly import (
    assemble,
    module_texts,
    quiz_of,
    read_exam,
    read_glossaries,
    read_lesson,
    read_project,
    settled,
)
from lms.courseware.parsing.fields import LANGUAGES
from lms.courseware.parsing.glossary import Glossary
from lms.courseware.parsing.heads import CourseHead, CourseTextHead, ModuleHead, QuizHead, read_head
from lms.courseware.parsing.structure import Role, Structure, Unit, read_structure, report_numbers
from lms.courseware.parsing.text import decode
from lms.courseware.parsing.units import Earlier, Reading, Text, read_unit
from lms.courseware.parsing.yamltext import Tree, read_yaml
from lms.courseware.problems import Place, Report
from lms.courseware.source import Files

PROCESSOR_SECONDS = 10


class _TooCostly(Exception):
    """The course takes more processor time than a check may."""


def read_course(
    files: Files,
    directory: Directory,
    report: Report,
    is_release: bool = False,
    earlier: Earlier = lambda path: (),
) -> Course | None:
    """Read and check a course. None when there is no course.yml to begin with.

    With errors in the report the course that comes back holds what could be read; it is for a preview only.
    `earlier` gives former versions of a file, to show what changed under a stale translation.
    """
    if "course.yml" not in files.contents:
        report.error("course.yml", 1, "missing-file")
        return None
    started = time.process_time()

    def spend() -> None:
        if time.process_time() - started > PROCESSOR_SECONDS:
            raise _TooCostly

    try:
        return _read(files, directory, report, is_release, earlier, spend)
    except _TooCostly:
        report.error("course.yml", 1, "course-too-costly", seconds=PROCESSOR_SECONDS)
        return None


def _read(
    files: Files, directory: Directory, report: Report, is_release: bool, earlier: Earlier, spend: Callable[[], None]
) -> Course:
    structure = read_structure(files.contents, report)
    place = Place("course.yml", report)
    tree = read_yaml(decode(files.contents["course.yml"], place), 1, place)
    head = read_head(CourseHead, tree, place) if tree else None
    if head is None:
        head = _rescued(tree, structure)
    report_numbers(structure, head.languages, report)
    reading = Reading(files, report, head.languages, earlier)
    texts = read_unit(
        reading, structure.find(Role.COURSE) or Unit(Role.COURSE, "", "course", None, "course"), CourseTextHead
    )
    glossaries = read_glossaries(reading, structure)
    modules: list[Module] = []
    quiz_texts: dict[str, dict[str, Text[QuizHead]]] = {}
    for folder in structure.modules:
        spend()
        unit = structure.find(Role.MODULE, folder.key) or Unit(
            Role.MODULE, folder.key, folder.key, None, f"{folder.folder}/module"
        )
        heads = read_unit(reading, unit, ModuleHead)
        items: list[Lesson | Quiz] = []
        for item in structure.items(folder.key):
            spend()
            if item.role is Role.LESSON:
                items.append(read_lesson(reading, item))
            else:
                quiz_texts[item.key] = read_unit(reading, item, QuizHead)
                items.append(quiz_of(item.key, quiz_texts[item.key]))
        if not any(isinstance(item, Lesson) for item in items):
            report.error(unit.path(head.languages[0]), 1, "module-without-lessons", folder=folder.folder)
        modules.append(Module(folder.key, folder.number, tuple(items), module_texts(heads)))
    exam = read_exam(reading, structure, quiz_texts)
    project = read_project(reading, structure)
    quiz_heads = {key: next(iter(own.values())).head for key, own in quiz_texts.items() if own}
    settled_modules, exam = settled(modules, exam, quiz_heads)
    course = assemble(files, structure, head, texts, settled_modules, exam, project, glossaries, reading)
    _check(course, reading, structure, head, tree, quiz_texts, quiz_heads, glossaries, directory, is_release)
    spend()
    report.tell_once(reading.originals)
    return course


def _rescued(tree: Tree | None, structure: Structure) -> CourseHead:
    """A head to go on with when course.yml is at fault, so that the other files are checked all the same."""
    value = tree.value if tree and isinstance(tree.value, dict) else {}
    stated = value.get("languages")
    languages = tuple(x for x in stated if x in LANGUAGES) if isinstance(stated, list) else ()
    found = {language for unit in structure.units for language in unit.paths if language in LANGUAGES}
    is_whole = bool(languages) and len(languages) == len(stated or ())
    guessed = () if is_whole else tuple(x for x in LANGUAGES if x in found)
    return CourseHead.model_construct(
        institution="",
        languages=tuple(dict.fromkeys((*languages, *guessed))) or LANGUAGES[:1],
        level="introductory",
        licence="",
    )


def _check(
    course: Course,
    reading: Reading,
    structure: Structure,
    head: CourseHead,
    tree: Tree | None,
    quiz_texts: dict[str, dict[str, Text[QuizHead]]],
    quiz_heads: dict[str, QuizHead],
    glossaries: dict[str, Glossary],
    directory: Directory,
    is_release: bool,
) -> None:
    """Everything that more than one file decides."""
    check_course_rules(course, head, tree, directory, is_release, Place("course.yml", reading.report))
    check_names(course, structure, reading.report)
    check_questions(course, directory, is_release, reading.report)
    check_lessons_to_read(course, reading.report)
    counts = {quiz.key: len(next(iter(quiz.texts.values())).questions) for quiz in course.quizzes if quiz.texts}
    for key, texts in quiz_texts.items():
        for number, text in enumerate(texts.values()):
            if not number:
                check_quiz(key, text.head, text.tree, counts, text.place, quiz_heads)
            elif text.is_head_read and next(iter(texts.values())).is_head_read:
                check_repeated(key, text.head, text.tree, quiz_heads, text.place)
    used: dict[str, tuple[str, int]] = {}
    for language in course.languages:
        targets = Targets(
            language,
            tuple(other for other in course.languages if other != language),
            _anchors(course, reading, language),
            frozenset(counts),
            frozenset(glossaries[language].terms) if language in glossaries else frozenset(),
            frozenset(course.media),
            directory.courses | {course.slug} if directory.courses is not None else None,
            is_release,
            used,
        )
        for body in (body for body in reading.bodies if body.language == language):
            place = Place(body.path, reading.report)
            for link, place.name in body.links:
                check_link(link, body.anchors, targets, place)
    check_media(
        reading.files, structure.media, course.languages, used, reading.report, is_sure=not reading.has_unread_head
    )


def _anchors(course: Course, reading: Reading, language: str) -> dict[str, frozenset[str]]:
    """Each lesson's anchors in a language; without a lesson's file, those of its other language."""
    by_path = {body.path: frozenset(body.anchors) for body in reading.bodies}
    return {
        lesson.key: by_path.get(lesson.texts.get(language, next(iter(lesson.texts.values()))).path, frozenset())
        for lesson in course.lessons
    }
