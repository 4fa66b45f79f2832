"""A course in one language as its page and the frame of its lessons show it."""

import math
import zlib
from collections.abc import Mapping

from lms.courseware.compiled import (
    CompiledLesson,
    CompiledQuestion,
    CompiledQuiz,
    Outline,
    OutlineItem,
    OutlineModule,
    OutlineTerm,
)
from lms.courseware.model import Course, Directory, Lesson, Module, Project, Quiz, Term
from lms.courseware.quizzes import asked_count
from lms.courseware.rendering.addresses import Addresses
from lms.courseware.rendering.markdown import render
from lms.courseware.rendering.passages import Passage, Setting, Words
from lms.courseware.rendering.typography import typeset

# What else comes with a first page, cold: style sheet, script, and the template around the lesson. Measured on the
# pages themselves by the tests of weights; to be set again when these change.
FRAME_KILOBYTES = 13


def page_bytes(page: CompiledLesson | CompiledQuiz) -> int:
    """What a lesson or a quiz itself weighs on the wire: its texts compressed, and its pictures."""
    parts = [page.title, page.notes_html]
    for segment in page.segments:
        parts += [segment.title, segment.html, *(_question_texts(segment.question) if segment.question else ())]
    if isinstance(page, CompiledLesson):
        parts += [page.summary, *page.objectives]
        parts += [text for term in page.terms for text in (term.name, term.definition_html)]
    return len(zlib.compress("\n".join(parts).encode(), 9)) + page.picture_bytes


def _question_texts(question: CompiledQuestion) -> list[str]:
    options = [*question.options, *(option for blank in question.blanks for option in blank.options)]
    cells = [*question.lefts, *question.rights, *question.items]
    return [question.prompt_html, *(option.html for option in options), *(cell.html for cell in cells)]


def glossary_terms(terms: tuple[Term, ...], setting: Setting) -> tuple[OutlineTerm, ...]:
    """Glossary entries with their definitions as HTML."""
    language = setting.language
    texts = [(term.key, term.texts[language]) for term in terms if language in term.texts]
    rendered = render([Passage(text.definition) for _, text in texts], setting)
    return tuple(
        OutlineTerm(key, typeset(text.name, language), html)
        for (key, text), html in zip(texts, rendered.html, strict=True)
    )


def outline_of(
    course: Course, language: str, directory: Directory, words: Words, lesson_bytes: Mapping[str, int]
) -> Outline:
    """The outline; `lesson_bytes`: what each lesson weighs, by key."""
    setting = Setting(Addresses(course, language), words, None, Addresses(course, language).front)
    text = course.texts[language]
    modules = tuple(
        _module(course, module, number, language, lesson_bytes)
        for number, module in enumerate(course.modules, 1)
        if language in module.texts
    )
    lessons = [item for module in modules for item in module.items if item.kind == "lesson"]
    institution = (directory.institutions or {}).get(course.institution) or {}
    topics = directory.topics or {}
    return Outline(
        slug=course.slug,
        language=language,
        languages=course.languages,
        title=typeset(text.title, language),
        summary=typeset(text.summary, language),
        audience=typeset(text.audience, language),
        objectives=tuple(typeset(objective, language) for objective in text.objectives),
        description_html=render([Passage(text.description)], setting).html[0],
        institution=typeset(_name(institution.get("name"), language, course.institution), language),
        institution_slug=course.institution,
        level=course.level,
        licence=course.licence,
        authors=course.authors,
        source=course.source,
        topics=tuple((key, typeset(_name(topics.get(key), language, key), language)) for key in course.topics),
        access=course.access,
        opens=course.opens,
        closes=course.closes,
        required=course.required,
        advised=course.advised,
        completion={
            "lessons": course.completion.lessons,
            "quizzes": course.completion.quizzes,
            "exam": course.completion.exam,
            "project": course.completion.project,
        },
        exam_pass_percent=course.exam.settings.pass_percent if course.exam else None,
        certificate_hours=str(course.certificate.hours) if course.certificate else None,
        certificate_valid_months=course.certificate.valid_months if course.certificate else None,
        modules=modules,
        final=_final(course, language),
        terms=glossary_terms(course.glossary, setting),
        minutes=sum(item.minutes for item in lessons),
        kilobytes=math.ceil(sum(lesson_bytes.get(item.key, 0) for item in lessons) / 1000) + FRAME_KILOBYTES,
    )


def _name(names: object, language: str, fallback: str) -> str:
    """A register's name in `language`, else in any, else its key."""
    if not isinstance(names, Mapping) or not names:
        return fallback
    return str(names.get(language) or next(iter(names.values())))


def _module(
    course: Course, module: Module, number: int, language: str, lesson_bytes: Mapping[str, int]
) -> OutlineModule:
    text = module.texts[language]
    return OutlineModule(
        key=module.key,
        number=number,
        title=typeset(text.title, language),
        summary=typeset(text.summary, language),
        objectives=tuple(typeset(objective, language) for objective in text.objectives),
        items=tuple(_item(course, item, language, lesson_bytes) for item in module.items if language in item.texts),
    )


def _item(course: Course, item: Lesson | Quiz, language: str, lesson_bytes: Mapping[str, int]) -> OutlineItem:
    if isinstance(item, Quiz):
        return _unread("quiz", course, item, language)
    text = item.texts[language]
    kilobytes = math.ceil(lesson_bytes.get(item.key, 0) / 1000) + FRAME_KILOBYTES
    title, summary = typeset(text.title, language), typeset(text.summary, language)
    return OutlineItem("lesson", item.key, title, summary, item.minutes_in(language), kilobytes)


def _final(course: Course, language: str) -> tuple[OutlineItem, ...]:
    """The exam and the project, where the course has them in this language."""
    return tuple(
        _unread(kind, course, item, language)
        for kind, item in (("exam", course.exam), ("project", course.project))
        if item and language in item.texts
    )


def _unread(kind: str, course: Course, item: Quiz | Project, language: str) -> OutlineItem:
    """A line for what is not read but done."""
    title = typeset(item.texts[language].title, language)
    if isinstance(item, Project):
        return OutlineItem(kind, item.key, title, "", 0, FRAME_KILOBYTES)
    count, mark = asked_count(course, item), item.settings.pass_percent
    return OutlineItem(kind, item.key, title, "", 0, FRAME_KILOBYTES, mark, count)
