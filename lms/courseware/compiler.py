"""From a course as its authors wrote it to the pages that learners read."""

import hashlib
from collections.abc import Mapping

from lms.courseware.compiled import (
    COMPILER_VERSION,
    CompiledFile,
    CompiledLesson,
    CompiledQuestion,
    CompiledQuiz,
    CompiledSegment,
    CompiledSettings,
    Outline,
)
from lms.courseware.model import Block, Course, Directory, Lesson, Prose, Quiz, Segment
from lms.courseware.questions import Question
from lms.courseware.rendering.addresses import Addresses, address_of, media_names
from lms.courseware.rendering.compiled_questions import compile_question, compile_questions, words_of
from lms.courseware.rendering.markdown import render
from lms.courseware.rendering.outlines import glossary_terms, outline_of, page_bytes
from lms.courseware.rendering.passages import Passage, Rendered, Setting, Words
from lms.courseware.rendering.terms import Glossary
from lms.courseware.rendering.typography import typeset

__all__ = [
    "Words", "compile_lesson", "compile_outline", "compile_part_digest", "compile_question", "compile_quiz",
    "page_bytes",
]  # fmt: skip


def compile_lesson(course: Course, lesson: Lesson, language: str, words: Words) -> CompiledLesson:
    """One lesson in one language. All its prose is rendered in one run and shares footnotes and abbreviations."""
    text = lesson.texts[language]
    addresses = Addresses(course, language)
    page = addresses.lesson(lesson.key)
    setting = Setting(addresses, words, Glossary(course.glossary, language), page)
    rendered = render(
        [_passage(segment, language) for segment in text.body if not isinstance(segment, Question)], setting
    )
    asked = [(question, _twins(question, lesson, language)) for question in text.questions]
    beside = Setting(addresses, words, None, page, pictures_above=1)
    questions, pictures = compile_questions(course, asked, beside)
    chosen = {term.key: term for term in course.glossary}
    terms = glossary_terms(tuple(chosen[key] for key in rendered.terms if key in chosen), beside)
    return CompiledLesson(
        key=lesson.key,
        title=typeset(text.title, language),
        summary=typeset(text.summary, language),
        objectives=tuple(typeset(objective, language) for objective in text.objectives),
        minutes=lesson.minutes_in(language),
        audio=_file(addresses, text.audio, text.title),
        downloads=tuple(file for name, label in text.downloads.items() if (file := _file(addresses, name, label))),
        segments=_segments(text.body, rendered, questions, addresses),
        notes_html=rendered.notes_html,
        terms=terms,
        plain="\n".join([*filter(None, rendered.plain), *(line for one in questions for line in words_of(one))]),
        picture_bytes=sum({**rendered.pictures, **pictures}.values()),
    )


def compile_quiz(course: Course, quiz: Quiz, language: str, words: Words) -> CompiledQuiz:
    """One quiz in one language. Its prose has no glossary links: a question may ask for what they would tell."""
    text = quiz.texts[language]
    addresses = Addresses(course, language)
    setting = Setting(addresses, words, None, addresses.quiz(quiz.key))
    rendered = render(
        [_passage(segment, language) for segment in text.body if not isinstance(segment, Question)], setting
    )
    asked = [(question, _twins(question, quiz, language)) for question in text.questions]
    questions, pictures = compile_questions(course, asked, setting)
    settings = quiz.settings
    return CompiledQuiz(
        key=quiz.key,
        language=language,
        title=typeset(text.title, language),
        settings=CompiledSettings(
            pass_percent=settings.pass_percent,
            attempts=settings.attempts,
            per_hours=settings.per_hours,
            pools=settings.pools,
            draw=dict(settings.draw) if isinstance(settings.draw, Mapping) else settings.draw,
            shuffle=settings.shuffle,
            feedback=settings.feedback,
            page=settings.page,
            measures_before=settings.measures_before,
            time_limit_minutes=settings.time_limit_minutes,
        ),
        segments=_segments(text.body, rendered, questions, addresses),
        notes_html=rendered.notes_html,
        picture_bytes=sum({**rendered.pictures, **pictures}.values()),
    )


def compile_outline(
    course: Course,
    language: str,
    directory: Directory,
    words: Words,
    lesson_bytes: Mapping[str, int] | None = None,
) -> Outline:
    """The course in one language. `lesson_bytes`: `page_bytes` of lessons compiled already, by key; the others are
    compiled to be weighed.
    """
    known = dict(lesson_bytes or {})
    for lesson in course.lessons:
        if lesson.key not in known and language in lesson.texts:
            known[lesson.key] = page_bytes(compile_lesson(course, lesson, language, words))
    return outline_of(course, language, directory, words, known)


def compile_part_digest(course: Course, page: Lesson | Quiz, language: str, words: Words) -> str:
    """SHA-256, hex, of everything that `compile_lesson` or `compile_quiz` reads: equal digests, equal pages.

    All languages of the page count, for an answer that is right in one is right in all; and, for a lesson, the whole
    glossary, for any term may be found in any text. Of media, those that a text may name.
    """
    texts = repr(page)
    glossary, names = "", media_names(texts)
    if isinstance(page, Lesson):
        glossary = repr([(term.key, term.texts.get(language)) for term in course.glossary])
        names |= media_names(glossary) | {
            name for text in page.texts.values() for name in (text.audio, *text.downloads)
        }
    for text in page.texts.values():
        names |= {segment.media for segment in text.body if isinstance(segment, Block)}
    media = repr([(name, course.media_for(name, language)) for name in sorted(names)])
    parts = (str(COMPILER_VERSION), course.slug, language, repr(words), texts, glossary, media)
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _passage(segment: Segment, language: str) -> Passage:
    if isinstance(segment, Block):
        return Passage(segment.text, title=typeset(segment.title, language), is_prose=True, lowest_level=3)
    assert isinstance(segment, Prose)
    return Passage(segment.text, is_prose=True)


def _twins(question: Question, page: Lesson | Quiz, language: str) -> list[Question]:
    """The same question in the other languages."""
    return [
        twin
        for other, text in page.texts.items()
        if other != language
        for twin in text.questions
        if twin.key == question.key
    ]


def _segments(
    body: tuple[Segment, ...], rendered: Rendered, questions: list[CompiledQuestion], addresses: Addresses
) -> tuple[CompiledSegment, ...]:
    """The page's stretches, in the order of the body."""
    prose, asked = iter(rendered.html), iter(questions)
    segments: list[CompiledSegment] = []
    for segment in body:
        match segment:
            case Question():
                segments.append(CompiledSegment("question", "", "", None, next(asked)))
            case Block():
                audio = _file(addresses, segment.media, segment.title)
                title = typeset(segment.title, addresses.language)
                segments.append(CompiledSegment(segment.name.value, title, next(prose), audio, None))
            case Prose():
                if html := next(prose):  # definitions of footnotes alone make no paragraph
                    segments.append(CompiledSegment("prose", "", html, None, None))
    return tuple(segments)


def _file(addresses: Addresses, name: str, label: str) -> CompiledFile | None:
    """The file that stands for `name` in this language, if the course has it."""
    media = addresses.course.media_for(name, addresses.language) if name else None
    if media is None:
        return None
    return CompiledFile(name, typeset(label, addresses.language), address_of(media), media.size_bytes)
